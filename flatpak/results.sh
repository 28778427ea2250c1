# Sourced: ok and is, which print a line for each result and keep it in $results

record() {
  printf '%s\n' "$1" | tee -a "$results"
}

# ok WHAT CMD…: passes where CMD succeeds
ok() {
  local what=$1 output
  shift
  if output=$("$@" 2>&1); then
    record "ok - $what"
  else
    record "not ok - $what"
    tail -n 30 <<<"$output" | sed 's/^/#   /'
  fi
}

# is WHAT EXPECTED GOT
is() {
  if [ "$2" = "$3" ]; then
    record "ok - $1"
  else
    record "not ok - $1"
    printf '#   %s\n' "expected: $2" "got: $3"
  fi
}

# failed: whether a check failed so far
failed() {
  grep -q '^not ok' "$results"
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

/* What survives the power going: killing a process cannot show it, as the kernel keeps what was written. So the steps
 * are looked at, see tests/lib/file-steps.c. */

typedef struct
{
  char *step;
  char *path;
  char *to;    /* nullable */
} Step;

static void
step_free (gpointer data)
{
  Step *step = data;

  g_free (step->step);
  g_free (step->path);
  g_free (step->to);
  g_free (step);
}

static GPtrArray *
parse_log (const char *log)
{
  g_auto (GStrv) lines = g_strsplit (log, "\n", -1);
  GPtrArray *steps = g_ptr_array_new_with_free_func (step_free);

  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) parts = g_strsplit (lines[i], "\t", 3);
      Step *step = g_new0 (Step, 1);

      g_assert_cmpuint (g_strv_length (parts), >=, 2);
      step->step = g_strdup (parts[0]);
      step->path = g_strdup (parts[1]);
      step->to = g_strdup (parts[2]);
      g_ptr_array_add (steps, step);
    }

  return steps;
}

/* The last such step on a path before end; -1: there is none */
static int
find_step (GPtrArray  *steps,
           guint       end,
           const char *name,
           const char *path)
{
  for (int i = (int) end - 1; i >= 0; i--)
    {
      const Step *step = steps->pdata[i];

      if (g_str_equal (step->step, name) && g_str_equal (step->path, path))
        return i;
    }

  return -1;
}

/* (nullable): why the file that a rename put in place might be lost, or be found half written */
static const char *
judge_rename (GPtrArray *steps,
              guint      at)
{
  const Step *step = steps->pdata[at];
  g_autofree char *from_folder = g_path_get_dirname (step->path);
  g_autofree char *folder = g_path_get_dirname (step->to);
  int synced = find_step (steps, at, "fsync", step->path);

  if (!g_str_equal (from_folder, folder))
    return "comes from another folder";
  if (find_step (steps, at, "create", step->path) < 0)
    return "was not made for this";
  if (synced < 0 || synced < find_step (steps, at, "write", step->path))
    return "was not synced before it was renamed";
  if (find_step (steps, steps->len, "fsync", folder) < (int) at)
    return "has a folder that was not synced";
  if (find_step (steps, steps->len, "overwrite", step->to) >= 0)
    return "was also written in place";

  return NULL;
}

/* (nullable): what is wrong with how files of a pattern were written.  n: (out): how many were */
static const char *
judge (const char *log,
       const char *pattern,
       guint      *n)
{
  g_autoptr (GPtrArray) steps = parse_log (log);
  const char *problem = NULL;

  *n = 0;
  for (guint i = 0; problem == NULL && i < steps->len; i++)
    {
      const Step *step = steps->pdata[i];

      if (g_str_equal (step->step, "rename") && g_pattern_match_simple (pattern, step->to))
        {
          problem = judge_rename (steps, i);
          (*n)++;
        }
      else if ((g_str_equal (step->step, "overwrite") || g_str_equal (step->step, "write")) &&
               g_pattern_match_simple (pattern, step->path))
        {
          problem = "was written in place";
        }
    }

  return problem;
}

static const struct
{
  const char *name;
  const char *log;
  const char *problem;
} logs[] = {
  { "durable", "create\t/d/t\nwrite\t/d/t\nwrite\t/d/t\nfsync\t/d/t\nrename\t/d/t\t/d/f\nfsync\t/d\n", NULL },
  { "in-place", "overwrite\t/d/f\nwrite\t/d/f\nfsync\t/d/f\nfsync\t/d\n", "was written in place" },
  { "created-in-place", "create\t/d/f\nwrite\t/d/f\nfsync\t/d/f\nfsync\t/d\n", "was written in place" },
  { "no-fsync", "create\t/d/t\nwrite\t/d/t\nrename\t/d/t\t/d/f\nfsync\t/d\n", "was not synced before it was renamed" },
  { "late-fsync", "create\t/d/t\nwrite\t/d/t\nrename\t/d/t\t/d/f\nfsync\t/d/f\nfsync\t/d\n",
    "was not synced before it was renamed" },
  { "early-fsync", "create\t/d/t\nwrite\t/d/t\nfsync\t/d/t\nwrite\t/d/t\nrename\t/d/t\t/d/f\nfsync\t/d\n",
    "was not synced before it was renamed" },
  { "no-fsync-of-folder", "create\t/d/t\nwrite\t/d/t\nfsync\t/d/t\nrename\t/d/t\t/d/f\n",
    "has a folder that was not synced" },
  { "early-fsync-of-folder", "create\t/d/t\nwrite\t/d/t\nfsync\t/d/t\nfsync\t/d\nrename\t/d/t\t/d/f\n",
    "has a folder that was not synced" },
  { "other-folder", "create\t/t/t\nwrite\t/t/t\nfsync\t/t/t\nrename\t/t/t\t/d/f\nfsync\t/d\n", "comes from another folder" },
  { "old-file", "write\t/d/t\nfsync\t/d/t\nrename\t/d/t\t/d/f\nfsync\t/d\n", "was not made for this" },
};

static void
test_judge (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (logs); i++)
    {
      guint n;

      g_test_message ("%s", logs[i].name);
      g_assert_cmpstr (judge (logs[i].log, "/d/f", &n), ==, logs[i].problem);
      if (logs[i].problem == NULL)
        g_assert_cmpuint (n, ==, 1);
    }
}

/* Runs the lines of a shell, watched; what was done to files below the folders of the test. */
static char *
trace (const char *script)
{
  g_autofree char *folder = g_path_get_dirname (g_get_user_data_dir ());
  g_autofree char *log = g_build_filename (folder, "steps", NULL);
  g_autoptr (CliRun) run = NULL;
  g_autoptr (GError) error = NULL;
  char *text;

  g_unlink (log);
  g_setenv ("FILE_STEPS_ROOT", folder, TRUE);
  g_setenv ("FILE_STEPS_LOG", log, TRUE);
  run = cli_run_shell (script);
  g_unsetenv ("FILE_STEPS_LOG");
  g_assert_cmpint (run->status, ==, 0);
  g_file_get_contents (log, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

#define PRELOAD "export LD_PRELOAD=\"$FILE_STEPS\" ASAN_OPTIONS=\"$ASAN_OPTIONS:verify_asan_link_order=0\"\n"

/* Publishes with a copy in a folder until words are said of it. */
#define SERVE_TO_FOLDER(words, environment)                                                                   \
  "mkdir -p \"$XDG_CONFIG_HOME/glib-2.0/settings\" \"$XDG_DATA_HOME/web\"\n"                                 \
  "printf '[io/github/signetlist/Signet]\\nelsewhere-folder=%s\\n' \"'$XDG_DATA_HOME/web'\" "                \
  ">\"$XDG_CONFIG_HOME/glib-2.0/settings/keyfile\"\n"                                                        \
  environment " GSETTINGS_BACKEND=keyfile \"$SIGNET\" serve --port 0 >\"$XDG_DATA_HOME/out\" 2>\"$XDG_DATA_HOME/err\" &\n" \
  "until grep -q '" words "' \"$XDG_DATA_HOME/err\"; do kill -0 $! || exit 1; done\n"                        \
  "kill $! && wait $!\n"

/* Each is done twice: a file that is there is replaced in the same way. */
static const struct
{
  const char *name;
  const char *script;
  const char *pattern;
  guint       n;
} kinds[] = {
  { "list", "printf 'milk\\neggs\\n' | \"$SIGNET\" import -\n", "*/data/signet/lists/*.json", 1 },
  { "keys", "\"$SIGNET\" keys create --alg ES256\n\"$SIGNET\" keys rotate\n", "*/data/signet/keys.json", 2 },
  { "keys-of-a-signature", "\"$SIGNET\" keys create --alg ES256\necho {} | \"$SIGNET\" sign\n", "*/data/signet/keys.json", 2 },
  { "history", "\"$SIGNET\" keys create --alg ES256\necho {} | \"$SIGNET\" sign\n", "*/data/signet/history/*.json", 1 },
  { "backup", "\"$SIGNET\" keys create --alg ES256\necho gooseberry fool >\"$XDG_DATA_HOME/pass\"\n"
    "\"$SIGNET\" keys backup \"$XDG_DATA_HOME/my-backup\" --passphrase-file \"$XDG_DATA_HOME/pass\"\n"
    "\"$SIGNET\" keys backup \"$XDG_DATA_HOME/my-backup\" --passphrase-file \"$XDG_DATA_HOME/pass\"\n",
    "*/data/my-backup", 2 },
  { "copy-elsewhere", SERVE_TO_FOLDER ("Written today", ""), "*/data/web/jwks.json", 1 },
};

static void
test_kind (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *script = g_strconcat ("set -e\n" PRELOAD, kinds[i].script, NULL);
  g_autofree char *log = NULL;
  guint n;

  cli_use_file_keyring ();
  log = trace (script);
  g_test_message ("%s", log);
  g_assert_cmpstr (judge (log, kinds[i].pattern, &n), ==, NULL);
  g_assert_cmpuint (n, >=, kinds[i].n);
}

/* On a full disk nothing is said to be there that is not, what was there stays, and no half of a file is left. */
static void
test_full (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "signet", "lists", NULL);
  g_autofree char *script = g_strdup_printf ("set -e\n" PRELOAD "echo milk | \"$SIGNET\" import --name First -\n"
                                             "ls -A '%s' >\"$XDG_DATA_HOME/before\"\n"
                                             "if echo eggs | FILE_STEPS_FULL='%s' \"$SIGNET\" import --name Second - >\"$XDG_DATA_HOME/out\""
                                             " 2>\"$XDG_DATA_HOME/err\"; then exit 9; else test $? = 3; fi\n"
                                             "test ! -s \"$XDG_DATA_HOME/out\"\n"
                                             "ls -A '%s' | cmp - \"$XDG_DATA_HOME/before\"\n"
                                             "\"$SIGNET\" lists\n", folder, folder, folder);
  g_autoptr (CliRun) run = cli_run_shell (script);
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "err", NULL);
  g_autofree char *err = NULL;

  g_test_message ("%s%s", run->out, run->err);
  g_assert_cmpint (run->status, ==, 0);
  g_assert_nonnull (strstr (run->out, "First"));
  g_assert_null (strstr (run->out, "Second"));
  g_assert_true (g_file_get_contents (path, &err, NULL, NULL));
  g_assert_nonnull (strstr (err, "No space left on device"));
}

/* The copy that others read stays as it is, and it is said why. */
static void
test_full_elsewhere (void)
{
  static const char * const script =
    "set -e\nmkdir -p \"$XDG_DATA_HOME/web\"\necho old >\"$XDG_DATA_HOME/web/jwks.json\"\n" PRELOAD
    SERVE_TO_FOLDER ("Not written yet: the disk is full. Trying again.", "FILE_STEPS_FULL=\"$XDG_DATA_HOME/web\"")
    "ls -A \"$XDG_DATA_HOME/web\"\ncat \"$XDG_DATA_HOME/web/jwks.json\"\n"
    SERVE_TO_FOLDER ("Written today", "")
    "cat \"$XDG_DATA_HOME/web/jwks.json\"\n";
  g_autoptr (CliRun) run = cli_run_shell (script);

  g_test_message ("%s%s", run->out, run->err);
  g_assert_cmpint (run->status, ==, 0);
  g_assert_true (g_str_has_prefix (run->out, "jwks.json\nold\n{\"keys\":["));
}

/* The same eyes see a program that just writes. */
static void
test_control (void)
{
  g_autofree char *log = trace ("set -e\nmkdir -p \"$XDG_DATA_HOME\"\n" PRELOAD "echo milk >\"$XDG_DATA_HOME/plain\"\n"
                                "/bin/sh -c 'echo eggs >\"$XDG_DATA_HOME/plain\"'\n");
  guint n;

  g_test_message ("%s", log);
  g_assert_cmpstr (judge (log, "*/data/plain", &n), ==, "was written in place");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/cli/durable/judge", test_judge);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strdup_printf ("/cli/durable/%s", kinds[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_kind);
    }
  g_test_add_func ("/cli/durable/full", test_full);
  g_test_add_func ("/cli/durable/full-elsewhere", test_full_elsewhere);
  g_test_add_func ("/cli/durable/control", test_control);

  return g_test_run ();
}

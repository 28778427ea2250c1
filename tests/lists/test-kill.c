/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-list-store.h"
#include "signet-test.h"

#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* A program that edits lists is killed at random moments, again and again in one folder: no list is ever lost or half
 * written, and what is missing was edited just before.
 *
 * $SIGNET_KILLS: how often (25); $SIGNET_KILL_LIMIT_MS: how old a missing edit may be.  Ours is 100 ms, which
 * ./dev check asks for, on a disk in memory; where many tests share disk and processors it is no promise. */
#define DEFAULT_KILLS (g_getenv ("SIGNET_TEST_TOOL") != NULL ? 3 : 25)
#define DEFAULT_LIMIT_MS (TEST_LIMIT_SECONDS * 1000)

/* The longest time between two edits. */
#define PAUSE_MS 30

/* The program that edits.  It writes a line for each edit to stdout: the time in µs of the monotonic clock, the id of
 * the list, and the SHA-256 of the file that the list would make, or “-” where it is deleted. */

typedef struct
{
  SignetListStore *store;
  GRand           *random;
  guint            n;
} Editor;

static void
append_state (GString    *lines,
              gint64      when,
              const char *id,
              SignetList *list)
{
  g_autoptr (GBytes) json = list != NULL ? signet_list_to_json (list) : NULL;
  g_autofree char *checksum = json != NULL ? g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, json) : NULL;

  g_string_append_printf (lines, "%" G_GINT64_FORMAT " %s %s\n", when, id, checksum != NULL ? checksum : "-");
}

/* In one piece: a pipe takes so few lines all or not at all, whenever this is killed. */
static void
write_lines (GString *lines)
{
  g_assert_cmpuint (lines->len, <=, PIPE_BUF);
  if (write (STDOUT_FILENO, lines->str, lines->len) != (ssize_t) lines->len)
    exit (1);
}

static void
log_state (gint64      when,
           const char *id,
           SignetList *list)
{
  g_autoptr (GString) line = g_string_new (NULL);

  append_state (line, when, id, list);
  write_lines (line);
}

static void
edit_list (Editor     *editor,
           SignetList *list)
{
  guint length = signet_list_get_n_items (list);
  guint place = length > 0 ? (guint) g_rand_int_range (editor->random, 0, (int) length) : 0;
  SignetItem *item = signet_list_get_item (list, place);
  g_autofree char *text = g_strdup_printf ("thing no %u", editor->n++);

  switch (length > 0 ? g_rand_int_range (editor->random, 0, 6) : 0)
    {
    case 0:
    case 1:
      {
        g_autoptr (SignetItem) added = signet_item_new_full (text, "2 l", "Dairy", NULL, FALSE);

        signet_list_insert (list, place, added);
      }
      break;

    case 2:
      if (length > 100)
        signet_list_splice (list, 0, length / 2, NULL);
      else
        signet_list_remove (list, place);
      break;

    case 3:
      signet_list_move (list, place, length - 1);
      break;

    case 4:
      signet_item_set_done (item, !signet_item_get_done (item));
      break;

    default:
      signet_item_set_note (item, text);
    }
}

static gboolean
edit_cb (gpointer data)
{
  Editor *editor = data;
  guint n_lists = g_list_model_get_n_items (G_LIST_MODEL (editor->store));
  gint64 now = g_get_monotonic_time ();

  if (n_lists < 2 || (n_lists < 6 && g_rand_int_range (editor->random, 0, 20) == 0))
    {
      SignetList *list = signet_list_store_create (editor->store, "List");

      log_state (now, signet_list_get_id (list), list);
    }
  else
    {
      g_autoptr (SignetList) list = g_list_model_get_item (G_LIST_MODEL (editor->store),
                                                           (guint) g_rand_int_range (editor->random, 0, (int) n_lists));

      if (g_rand_int_range (editor->random, 0, 40) == 0)
        {
          signet_list_store_delete (editor->store, list);
          log_state (now, signet_list_get_id (list), NULL);
        }
      else
        {
          edit_list (editor, list);
          log_state (now, signet_list_get_id (list), list);
        }
    }

  g_timeout_add ((guint) g_rand_int_range (editor->random, 0, PAUSE_MS), edit_cb, editor);

  return G_SOURCE_REMOVE;
}

static int
run_editor (const char *folder)
{
  Editor editor = { .store = signet_list_store_new (folder), .random = g_rand_new () };
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  signet_list_store_load_async (editor.store, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  if (!signet_list_store_load_finish (editor.store, result, NULL))
    return 1;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (editor.store)); i++)
    {
      g_autoptr (SignetList) list = g_list_model_get_item (G_LIST_MODEL (editor.store), i);

      append_state (lines, 0, signet_list_get_id (list), list);
    }
  write_lines (lines);

  g_idle_add (edit_cb, &editor);
  g_main_loop_run (loop);

  return 1;
}

/* The test */

typedef struct
{
  char   *checksum;   /* (nullable): NULL: there is no list */
  gint64  when;
} State;

static void
state_clear (State *state)
{
  g_free (state->checksum);
}

static void
add_state (GHashTable *histories,
           const char *id,
           const char *checksum,
           gint64      when)
{
  GArray *history = g_hash_table_lookup (histories, id);
  State state = { g_strcmp0 (checksum, "-") != 0 ? g_strdup (checksum) : NULL, when };

  if (history == NULL)
    {
      State none = { NULL, 0 };

      history = g_array_new (FALSE, FALSE, sizeof (State));
      g_array_set_clear_func (history, (GDestroyNotify) state_clear);
      /* one that is new may not have been written yet; one that was loaded must be there */
      if (when != 0)
        g_array_append_val (history, none);
      g_hash_table_insert (histories, g_strdup (id), history);
    }
  g_array_append_val (history, state);
}

/* (transfer full): id → GArray of State.  The last line may be half of one.  last: (inout): raised to the time of the
 * last edit */
static GHashTable *
parse_log (const char *log,
           guint      *n_edits,
           gint64     *last)
{
  g_auto (GStrv) lines = g_strsplit (log, "\n", -1);
  GHashTable *histories = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);

  for (guint i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (lines[i], " ", -1);
      gint64 when;

      g_assert_cmpuint (g_strv_length (words), ==, 3);
      when = g_ascii_strtoll (words[0], NULL, 10);
      add_state (histories, words[1], words[2], when);
      *n_edits += when != 0;
      *last = MAX (*last, when);
    }

  return histories;
}

/* Appends what the child wrote, for which this waits until then.  FALSE: nothing; it is gone, or it is late */
static gboolean
read_some (int      fd,
           GString *log,
           gint64   until)
{
  gint64 left = MAX (until - g_get_monotonic_time (), 0);
  struct pollfd poller = { .fd = fd, .events = POLLIN };
  char buffer[4096];
  ssize_t n;

  if (poll (&poller, 1, (int) (left / 1000)) != 1)
    return FALSE;

  n = read (fd, buffer, sizeof buffer);
  if (n > 0)
    g_string_append_len (log, buffer, n);

  return n > 0;
}

/* Runs the editor in folder, and kills it after so long.  when: (out): the moment before */
static char *
edit_and_kill (const char *program,
               const char *folder,
               gint64      after,
               gint64     *when)
{
  const char *argv[] = { program, "--edit", folder, NULL };
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  GPid pid;
  int out, status;

  g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, NULL, &out, NULL, &error);
  g_assert_no_error (error);

  /* the time counts from the first line */
  g_assert_true (read_some (out, log, g_get_monotonic_time () + TEST_LIMIT_SECONDS * G_USEC_PER_SEC));
  after += g_get_monotonic_time ();
  while (g_get_monotonic_time () < after)
    read_some (out, log, after);

  *when = g_get_monotonic_time ();
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFSIGNALED (status));
  g_spawn_close_pid (pid);
  while (read_some (out, log, 0))
    ;
  close (out);

  return g_string_free (g_steal_pointer (&log), FALSE);
}

/* How old, in µs, the oldest edit of a list is that is missing; 0: none is */
static gint64
judge (const char *folder,
       const char *id,
       GArray     *history,
       gint64      killed)
{
  g_autofree char *name = g_strconcat (id, ".json", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;
  g_autofree char *checksum = NULL;
  gsize length;

  if (g_file_get_contents (path, &text, &length, NULL))
    checksum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) text, length);

  for (guint i = history->len; i > 0; i--)
    if (g_strcmp0 (g_array_index (history, State, i - 1).checksum, checksum) == 0)
      return i < history->len ? MAX (killed - g_array_index (history, State, i).when, 0) : 0;

  g_error ("The file of list %s never was like this:\n%s", id, text != NULL ? text : "(it is not there)");
}

/* Files that nobody edited, or that were kept aside: there is no reason for any. */
static void
check_folder (const char *folder,
              GHashTable *histories)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_assert_null (strstr (name, ".broken"));
      g_assert_null (strstr (name, ".conflict"));
      if (g_str_has_suffix (name, ".json"))
        {
          g_autofree char *id = g_strndup (name, strlen (name) - strlen (".json"));

          g_assert_true (g_hash_table_contains (histories, id));
        }
    }
}

static guint
get_number (const char *variable,
            guint       otherwise)
{
  const char *text = g_getenv (variable);

  return text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : otherwise;
}

static void
test_kill (gconstpointer program)
{
  g_autofree char *folder = test_make_folder ();
  guint n_kills = get_number ("SIGNET_KILLS", DEFAULT_KILLS);
  gint64 limit = (gint64) get_number ("SIGNET_KILL_LIMIT_MS", DEFAULT_LIMIT_MS) * 1000;
  guint n_edits = 0, n_missing = 0;
  gint64 worst = 0;

  for (guint i = 0; i < n_kills; i++)
    {
      gint64 killed, last = 0;
      g_autofree char *log = edit_and_kill (program, folder, g_test_rand_int_range (0, 400000), &killed);
      g_autoptr (GHashTable) histories = parse_log (log, &n_edits, &last);
      GHashTableIter iter;
      const char *id;
      GArray *history;

      check_folder (folder, histories);
      /* had it run until it was killed, it would have edited: where it did not get to run it could not save either */
      killed = MIN (killed, last + PAUSE_MS * 1000);
      g_hash_table_iter_init (&iter, histories);
      while (g_hash_table_iter_next (&iter, (gpointer *) &id, (gpointer *) &history))
        {
          gint64 age = judge (folder, id, history, killed);

          n_missing += age > 0;
          worst = MAX (worst, age);
        }
    }

  g_print ("# %u kills, %u edits; %u times edits of a list were missing, the oldest %.1f ms old\n", n_kills, n_edits,
           n_missing, (double) worst / 1e3);
  g_assert_cmpuint (n_edits, >, n_kills);
  g_assert_cmpint (worst, <=, limit);
}

/* The same eyes see a list that was lost, one that is half there, and one that is too old. */
static void
test_control (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autofree char *first = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "first", -1);
  g_autofree char *second = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "second", -1);
  g_autofree char *log = g_strdup_printf ("0 old %s\n900000 old %s\n500000 new %s\n600000 new -\n700000 new %s\n80", first, second,
                                          first, second);
  guint n_edits = 0;
  gint64 last = 0;
  g_autoptr (GHashTable) histories = parse_log (log, &n_edits, &last);
  GArray *old = g_hash_table_lookup (histories, "old");
  GArray *new = g_hash_table_lookup (histories, "new");

  g_assert_cmpuint (n_edits, ==, 4);
  g_assert_cmpint (last, ==, 900000);
  g_assert_cmpuint (old->len, ==, 2);
  g_assert_cmpuint (new->len, ==, 4);

  test_write_file (folder, "old.json", "second");
  g_assert_cmpint (judge (folder, "old", old, 1000000), ==, 0);
  test_write_file (folder, "old.json", "first");
  g_assert_cmpint (judge (folder, "old", old, 1000000), ==, 100000);
  g_assert_cmpint (judge (folder, "new", new, 1000000), ==, 300000);
  test_write_file (folder, "new.json", "first");
  g_assert_cmpint (judge (folder, "new", new, 1000000), ==, 400000);

  if (g_test_subprocess ())
    {
      test_write_file (folder, "old.json", "sec");
      judge (folder, "old", old, 1000000);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
}

int
main (int    argc,
      char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--edit"))
    return run_editor (argv[2]);

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/lists/kill/control", test_control);
  g_test_add_data_func ("/lists/kill/random", argv[0], test_kill);

  return g_test_run ();
}

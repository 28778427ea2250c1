/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-error.h"
#include "signet-jwks-disk.h"
#include "signet-test.h"
#include "test-server.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

#define START G_GINT64_CONSTANT (1700000000)

#define KEY(kid) "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"" kid "\"," \
                 "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}"
#define SET(keys) "{\"keys\":[" keys "]}"

/* What one program after another finds in the same folder. */
typedef struct
{
  TestServer *server;
  char       *folder;
  gint64      now;
} Fixture;

static gint64
get_now (gpointer user_data)
{
  return ((Fixture *) user_data)->now;
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autofree char *folder = test_make_folder ();

  f->now = START;
  f->folder = g_build_filename (folder, "signet", "key-sets", NULL);
  f->server = test_server_new ();
  test_server_set_answer (f->server, (TestAnswer) { .body = SET (KEY ("one")) });
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_free (f->folder);
  test_server_free (f->server);
}

/* A worker that lets go last would end what belongs to the main thread. */
static void
gone_cb (gpointer  data,
         GObject  *where_it_was)
{
  g_assert_true (g_thread_self () == data);
}

/* Another program: it knows what is in the folder, and ends with its answer. */
static SignetKeySet *
run (Fixture             *f,
     const char          *kid,
     SignetJwksGetFlags   flags,
     GError             **error)
{
  g_autoptr (SignetJwksFetcher) fetcher = signet_jwks_fetcher_new ();
  SignetJwksCache *cache = signet_jwks_cache_new (fetcher, get_now, f);
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;
  SignetKeySet *set;

  g_object_weak_ref (G_OBJECT (cache), gone_cb, g_thread_self ());
  signet_jwks_cache_keep_in (cache, f->folder);
  signet_jwks_cache_get_async (cache, test_server_get_url (f->server), kid, flags, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  set = signet_jwks_cache_get_finish (cache, result, error);
  g_clear_object (&result);
  test_assert_gone (&cache);

  return set;
}

/* held: the one key of it */
static void
assert_run (Fixture            *f,
            const char         *kid,
            SignetJwksGetFlags  flags,
            const char         *held,
            gboolean            stale,
            guint               n_requests)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SignetKeySet) set = run (f, kid, flags, &error);

  g_assert_no_error (error);
  g_assert_true (jot_jwks_has_kid (signet_key_set_get_jwks (set), held));
  g_assert_cmpint (signet_key_set_is_stale (set), ==, stale);
  g_assert_cmpuint (test_server_count_requests (f->server), ==, n_requests);
}

static void
assert_run_fails (Fixture            *f,
                  SignetJwksGetFlags  flags,
                  JotReason           reason,
                  guint               n_requests)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SignetKeySet) set = run (f, "one", flags, &error);

  g_assert_null (set);
  g_assert_error (error, JOT_ERROR, JOT_ERROR_KEY_SET_UNAVAILABLE);
  g_assert_cmpint (jot_error_get_details (error)->reason, ==, reason);
  g_assert_cmpuint (test_server_count_requests (f->server), ==, n_requests);
}

#define DEFAULT SIGNET_JWKS_GET_DEFAULT
#define REFRESH SIGNET_JWKS_GET_REFRESH

/* (transfer full): the one file in the folder */
static char *
get_path (Fixture *f)
{
  g_autofree char *names = test_list_folder (f->folder);
  g_auto (GStrv) parts = g_strsplit (names, " ", 2);

  g_assert_cmpstr (parts[1], ==, "");
  return g_build_filename (f->folder, parts[0], NULL);
}

/* Fresh for as long as the server said, counted from the fetch and not from the start of the program. */
static void
test_survives (Fixture       *f,
               gconstpointer  data)
{
  g_autoptr (SignetKeySet) first = NULL;
  g_autoptr (SignetKeySet) second = NULL;

  first = run (f, "one", DEFAULT, NULL);
  f->now += 599;
  second = run (f, "one", DEFAULT, NULL);
  g_assert_cmpuint (test_server_count_requests (f->server), ==, 1);
  g_assert_cmpint (signet_key_set_get_fetched (second), ==, START);
  g_assert_cmpint (signet_key_set_get_good_until (second), ==, START + 600);
  g_assert_cmpint (signet_key_set_get_origin (second), ==, SIGNET_JWKS_ORIGIN_LOOPBACK);
  g_assert_cmpstr (signet_key_set_get_source (second), ==, test_server_get_url (f->server));
  g_assert_cmpstr (signet_key_set_get_host (second), ==, "127.0.0.1");
  f->now += 1;
  assert_run (f, "one", DEFAULT, "one", FALSE, 2);
}

/* With the server away the set serves for another hour, with its age told, and then no more. */
static void
test_outage (Fixture       *f,
             gconstpointer  data)
{
  assert_run (f, "one", DEFAULT, "one", FALSE, 1);
  test_server_set_answer (f->server, (TestAnswer) { .status = 503 });
  f->now = START + 599;
  assert_run (f, "one", DEFAULT, "one", FALSE, 1);
  f->now = START + 600;
  assert_run (f, "one", DEFAULT, "one", TRUE, 2);
  f->now = START + 600 + 3599;
  assert_run (f, "one", DEFAULT, "one", TRUE, 3);
  f->now = START + 600 + 3600;
  /* the attempt a second ago was for all programs, and what it brought is remembered */
  assert_run_fails (f, DEFAULT, JOT_REASON_STATUS, 3);
  f->now = START + 600 + 3599 + 30;
  assert_run_fails (f, DEFAULT, JOT_REASON_STATUS, 4);

  test_server_set_answer (f->server, (TestAnswer) { .body = SET (KEY ("two")) });
  f->now += 30;
  assert_run (f, "one", DEFAULT, "two", FALSE, 5);
}

static void
test_etag (Fixture       *f,
           gconstpointer  data)
{
  g_autofree char *request = NULL;
  gsize sent;

  test_server_set_answer (f->server, (TestAnswer) { .body = SET (KEY ("one")), .etag = "\"a\"" });
  assert_run (f, "one", DEFAULT, "one", FALSE, 1);
  sent = test_server_get_sent (f->server);
  f->now += 600;
  assert_run (f, "one", DEFAULT, "one", FALSE, 2);
  request = test_server_dup_request (f->server);
  g_assert_nonnull (strstr (request, "\r\nIf-None-Match: \"a\"\r\n"));
  g_assert_cmpuint (test_server_get_sent (f->server), ==, sent);
  /* the 304 made it fresh, for the next program too */
  f->now += 599;
  assert_run (f, "one", DEFAULT, "one", FALSE, 2);
}

/* --refresh passes what another program fetched, but none asks within 30 s of the last time that any did. */
static void
test_refresh (Fixture       *f,
              gconstpointer  data)
{
  assert_run (f, "one", DEFAULT, "one", FALSE, 1);
  test_server_set_answer (f->server, (TestAnswer) { .body = SET (KEY ("two")) });
  f->now = START + 29;
  assert_run (f, "one", REFRESH, "one", FALSE, 1);
  f->now = START + 30;
  assert_run (f, "one", REFRESH, "two", FALSE, 2);
  test_server_set_answer (f->server, (TestAnswer) { .body = SET (KEY ("three")) });
  f->now = START + 59;
  assert_run (f, "one", REFRESH, "two", FALSE, 2);
  f->now = START + 60;
  assert_run (f, "one", REFRESH, "three", FALSE, 3);
}

/* The same holds for a key that is not in the set, and for an attempt that failed. */
static void
test_unknown_kid (Fixture       *f,
                  gconstpointer  data)
{
  assert_run (f, "one", DEFAULT, "one", FALSE, 1);
  test_server_set_answer (f->server, (TestAnswer) { .body = SET (KEY ("other")) });
  assert_run (f, "other", DEFAULT, "one", FALSE, 1);
  assert_run (f, "other", REFRESH, "one", FALSE, 1);
  f->now = START + 29;
  assert_run (f, "other", DEFAULT, "one", FALSE, 1);
  test_server_set_answer (f->server, (TestAnswer) { .status = 503 });
  f->now = START + 30;
  assert_run (f, "other", DEFAULT, "one", FALSE, 2);
  test_server_set_answer (f->server, (TestAnswer) { .body = SET (KEY ("other")) });
  f->now = START + 59;
  assert_run (f, "other", REFRESH, "one", FALSE, 2);
  f->now = START + 60;
  assert_run (f, "other", DEFAULT, "other", FALSE, 3);
}

/* Where there was nothing to be had, the next program tries at once: the server may have been started. */
static void
test_nothing (Fixture       *f,
              gconstpointer  data)
{
  test_server_set_answer (f->server, (TestAnswer) { .status = 404 });
  assert_run_fails (f, DEFAULT, JOT_REASON_STATUS, 1);
  g_assert_false (g_file_test (f->folder, G_FILE_TEST_EXISTS));
  test_server_set_answer (f->server, (TestAnswer) { .body = SET (KEY ("one")) });
  assert_run (f, "one", DEFAULT, "one", FALSE, 2);
}

static void
test_private (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *path = NULL;
  struct stat info;

  assert_run (f, "one", DEFAULT, "one", FALSE, 1);
  path = get_path (f);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0600);
  g_assert_cmpint (g_stat (f->folder, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0700);
  /* the address is in no name */
  g_assert_null (strstr (path, "127.0.0.1"));
}

/* What came over the local network serves those alone who agree to that. */
static void
test_lan (Fixture       *f,
          gconstpointer  data)
{
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GString) changed = NULL;

  assert_run (f, "one", DEFAULT, "one", FALSE, 1);
  path = get_path (f);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  changed = g_string_new (text);
  g_assert_cmpuint (g_string_replace (changed, "http-loopback", "http-local-network", 0), ==, 1);
  g_assert_true (g_file_set_contents_full (path, changed->str, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));

  assert_run (f, "one", SIGNET_JWKS_GET_ALLOW_HTTP, "one", FALSE, 1);
  assert_run (f, "one", DEFAULT, "one", FALSE, 2);
}

typedef struct
{
  const char *name;
  const char *old;      /* NULL: new is the whole file */
  const char *new;
  gboolean    is_good;  /* the control: it still serves */
} Damage;

static const Damage damages[] = {
  { "as-it-is", "\"version\":1", "\"version\":1", TRUE },
  { "version", "\"version\":1", "\"version\":2", FALSE },
  { "empty", NULL, "", FALSE },
  { "no-json", NULL, "{\"version\":1", FALSE },
  { "binary", NULL, "\xff\xfe\x01", FALSE },
  { "array", NULL, "[]", FALSE },
  { "other-source", "\"source\":\"http://127", "\"source\":\"http://128", FALSE },
  { "origin", "http-loopback", "file", FALSE },
  { "fetched-now", "\"fetched\":1700000000", "\"fetched\":1700000010", TRUE },
  { "fetched-later", "\"fetched\":1700000000", "\"fetched\":1700000011", FALSE },
  { "fetched-text", "\"fetched\":1700000000", "\"fetched\":\"1700000000\"", FALSE },
  { "fetched-huge", "\"fetched\":1700000000", "\"fetched\":1e400", FALSE },
  { "fetched-negative", "\"fetched\":1700000000", "\"fetched\":-1", FALSE },
  { "longest", "\"goodUntil\":1700000600", "\"goodUntil\":1700086400", TRUE },
  { "too-long", "\"goodUntil\":1700000600", "\"goodUntil\":1700086401", FALSE },
  { "backwards", "\"goodUntil\":1700000600", "\"goodUntil\":1699999999", FALSE },
  { "attempted-later", "\"attempted\":1700000000", "\"attempted\":1700000011", FALSE },
  { "no-keys", "{\\\"keys\\\":[", "{\\\"kays\\\":[", FALSE },
  { "private", "\\\"kid\\\":\\\"one\\\"", "\\\"kid\\\":\\\"one\\\",\\\"d\\\":\\\"AAAA\\\"", FALSE },
  { "etag", "\"attempted\":1700000000", "\"attempted\":1700000000,\"etag\":\"\\\"a\\\"\"", TRUE },
  { "etag-of-two-lines", "\"attempted\":1700000000", "\"attempted\":1700000000,\"etag\":\"a\\r\\nX: y\"", TRUE },
  { "error-of-a-token", "\"attempted\":1700000000", "\"attempted\":1700000000,\"error\":{\"code\":10,\"reason\":1,\"position\":0,\"message\":\"x\"}", TRUE },
};

/* A file that is no good is as good as none, and the next answer takes its place. */
static void
test_damaged (Fixture       *f,
              gconstpointer  data)
{
  const Damage *damage = data;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GString) changed = NULL;

  assert_run (f, "one", DEFAULT, "one", FALSE, 1);
  path = get_path (f);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  changed = g_string_new (damage->old != NULL ? text : damage->new);
  if (damage->old != NULL)
    g_assert_cmpuint (g_string_replace (changed, damage->old, damage->new, 0), ==, 1);
  g_assert_true (g_file_set_contents_full (path, changed->str, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));

  f->now = START + 10;
  assert_run (f, "one", DEFAULT, "one", FALSE, damage->is_good ? 1 : 2);
  assert_run (f, "one", DEFAULT, "one", FALSE, damage->is_good ? 1 : 2);
  g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
  if (!damage->is_good)
    g_assert_nonnull (strstr (after, "\"fetched\":1700000010"));
}

/* What is in the place of the file is not followed, and keeps nobody waiting. */
static void
test_no_file (Fixture       *f,
              gconstpointer  data)
{
  const char *kind = data;
  g_autofree char *path = NULL;
  g_autofree char *aside = NULL;
  struct stat info;

  assert_run (f, "one", DEFAULT, "one", FALSE, 1);
  path = get_path (f);
  aside = g_strconcat (f->folder, ".aside", NULL);
  if (g_str_equal (kind, "control"))
    {
      assert_run (f, "one", DEFAULT, "one", FALSE, 1);
      return;
    }

  if (g_str_equal (kind, "group-writable"))
    g_assert_cmpint (g_chmod (path, 0660), ==, 0);
  else if (g_str_equal (kind, "too-large"))
    g_assert_cmpint (truncate (path, 8 * 1024 * 1024), ==, 0);
  else
    g_assert_cmpint (g_rename (path, aside), ==, 0);

  if (g_str_equal (kind, "symlink"))
    g_assert_cmpint (symlink (aside, path), ==, 0);
  else if (g_str_equal (kind, "fifo"))
    g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  else if (g_str_equal (kind, "folder"))
    g_assert_cmpint (g_mkdir (path, 0700), ==, 0);

  assert_run (f, "one", DEFAULT, "one", FALSE, 2);
  if (g_str_equal (kind, "folder"))
    return;

  assert_run (f, "one", DEFAULT, "one", FALSE, 2);
  g_assert_cmpint (g_lstat (path, &info), ==, 0);
  g_assert_true (S_ISREG (info.st_mode));
  g_assert_cmpint (info.st_mode & 07777, ==, 0600);
}

/* Where nothing can be written all goes on without. */
static void
test_unwritable (Fixture       *f,
                 gconstpointer  data)
{
  g_autofree char *parent = g_path_get_dirname (f->folder);
  g_autofree char *grandparent = g_path_get_dirname (parent);

  test_write_file (grandparent, "signet", "a file where the folder should be");
  assert_run (f, "one", DEFAULT, "one", FALSE, 1);
  assert_run (f, "one", DEFAULT, "one", FALSE, 2);
}

/* Files that no check can use any more go when another is written. */
static void
test_prune (Fixture       *f,
            gconstpointer  data)
{
  g_autofree char *path = NULL;
  g_autofree char *left = NULL;
  static const struct { const char *name; gint64 age; } files[] = { { "old.json", 90001 }, { "young.json", 90000 } };

  assert_run (f, "one", DEFAULT, "one", FALSE, 1);
  path = get_path (f);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *name = g_build_filename (f->folder, files[i].name, NULL);
      struct utimbuf times = { .actime = START + 600 - files[i].age, .modtime = START + 600 - files[i].age };

      test_write_file (f->folder, files[i].name, "{}");
      g_assert_cmpint (utime (name, &times), ==, 0);
    }
  f->now = START + 600;
  assert_run (f, "one", DEFAULT, "one", FALSE, 2);
  left = test_list_folder (f->folder);
  g_assert_null (strstr (left, "old.json"));
  g_assert_nonnull (strstr (left, "young.json"));
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

#define SOURCE "https://a.example/jwks.json"

typedef struct
{
  const char *folder;
  const char *body;
  gint        n_read;   /* atomic */
} Writer;

static gpointer
write_and_read (gpointer data)
{
  Writer *writer = data;
  SignetJwksStored stored = { .origin = SIGNET_JWKS_ORIGIN_HTTPS, .fetched = START, .good_until = START + 600 };

  stored.body = g_bytes_new_static (writer->body, strlen (writer->body));
  for (guint i = 0; i < 100; i++)
    {
      g_auto (SignetJwksStored) found = { 0 };

      signet_jwks_disk_write (writer->folder, SOURCE, &stored);
      if (signet_jwks_disk_read (writer->folder, SOURCE, START, &found))
        g_atomic_int_inc (&writer->n_read);
    }
  g_bytes_unref (stored.body);

  return NULL;
}

/* Many programs at once: a file is always one whole answer or another. */
static void
test_together (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autofree char *long_body = g_strdup_printf (SET (KEY ("two")) "%100000s", "");
  Writer writers[] = { { folder, SET (KEY ("one")), 0 }, { folder, long_body, 0 }, { folder, SET (KEY ("three")), 0 } };
  GThread *threads[G_N_ELEMENTS (writers)];
  g_autofree char *left = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (writers); i++)
    threads[i] = g_thread_new ("writer", write_and_read, &writers[i]);
  for (guint i = 0; i < G_N_ELEMENTS (writers); i++)
    {
      g_thread_join (threads[i]);
      g_assert_cmpint (writers[i].n_read, ==, 100);
    }
  left = test_list_folder (folder);
  g_assert_cmpuint (strlen (left), ==, 64 + strlen (".json "));
}

/* The largest set, each byte of it escaped, comes back as it was; and so does an error. */
static void
test_largest (void)
{
  g_autofree char *folder = test_make_folder ();
  g_autoptr (GString) body = g_string_new (SET (""));
  g_auto (SignetJwksStored) stored = { .origin = SIGNET_JWKS_ORIGIN_HTTPS, .fetched = START, .good_until = START + 30 };
  g_auto (SignetJwksStored) found = { 0 };

  while (body->len < JOT_JWKS_MAX_SIZE)
    g_string_append_c (body, '\n');
  stored.body = g_bytes_new (body->str, body->len);
  stored.etag = g_strdup ("W/\"x\"");
  stored.attempted = START - 5;
  stored.error = jot_error_new (JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_REASON_TIMEOUT, 0, 5, NULL, "a.example", "too late");
  signet_jwks_disk_write (folder, SOURCE, &stored);

  g_assert_true (signet_jwks_disk_read (folder, SOURCE, START, &found));
  g_assert_true (g_bytes_equal (found.body, stored.body));
  g_assert_cmpstr (found.etag, ==, "W/\"x\"");
  g_assert_cmpint (found.attempted, ==, START - 5);
  g_assert_cmpint (found.origin, ==, SIGNET_JWKS_ORIGIN_HTTPS);
  g_assert_error (found.error, JOT_ERROR, JOT_ERROR_KEY_SET_UNAVAILABLE);
  g_assert_cmpint (jot_error_get_details (found.error)->reason, ==, JOT_REASON_TIMEOUT);
  g_assert_cmpuint (jot_error_get_details (found.error)->position, ==, 5);
  g_assert_cmpstr (jot_error_get_details (found.error)->found, ==, "a.example");
  g_assert_cmpstr (found.error->message, ==, "too late");
  g_assert_false (signet_jwks_disk_read (folder, "https://b.example/jwks.json", START, &found));
}

int
main (int    argc,
      char **argv)
{
  static const char * const kinds[] = { "control", "symlink", "fifo", "folder", "group-writable", "too-large" };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add ("/disk/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("survives", test_survives);
  ADD ("outage", test_outage);
  ADD ("etag", test_etag);
  ADD ("refresh", test_refresh);
  ADD ("unknown-kid", test_unknown_kid);
  ADD ("nothing", test_nothing);
  ADD ("private", test_private);
  ADD ("lan", test_lan);
  ADD ("unwritable", test_unwritable);
  ADD ("prune", test_prune);
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *path = g_strconcat ("/disk/damaged/", damages[i].name, NULL);

      g_test_add (path, Fixture, &damages[i], set_up, test_damaged, tear_down);
    }
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strconcat ("/disk/no-file/", kinds[i], NULL);

      g_test_add (path, Fixture, kinds[i], set_up, test_no_file, tear_down);
    }
  g_test_add_func ("/disk/together", test_together);
  g_test_add_func ("/disk/largest", test_largest);

  return g_test_run ();
}

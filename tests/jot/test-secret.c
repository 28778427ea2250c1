/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-secret-private.h"
#include "jot-secret.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* The flags of the mapping that holds address: " rd wr mr mw me ac sd wf lo dd " */
static char *
dup_flags (const void *address)
{
  g_autofree char *maps = NULL;
  g_auto (GStrv) lines = NULL;
  gboolean inside = FALSE;

  if (!g_file_get_contents ("/proc/self/smaps", &maps, NULL, NULL))
    return NULL;

  lines = g_strsplit (maps, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      gulong start, end;

      if (sscanf (lines[i], "%lx-%lx ", &start, &end) == 2)
        inside = (gulong) address >= start && (gulong) address < end;
      else if (inside && g_str_has_prefix (lines[i], "VmFlags:"))
        return g_strconcat (lines[i] + strlen ("VmFlags:"), " ", NULL);
    }

  return NULL;
}

static void
test_data (void)
{
  const gsize sizes[] = { 0, 1, 15, 4095, 4096, 4097, 70000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *bytes = g_malloc (sizes[i] + 1);
      JotSecret *secret;

      memset (bytes, 'x', sizes[i]);
      secret = jot_secret_new (bytes, sizes[i]);
      g_assert_cmpuint (jot_secret_get_size (secret), ==, sizes[i]);
      g_assert_cmpmem (jot_secret_get_data (secret), sizes[i], bytes, sizes[i]);
      /* a NUL that does not count follows, also at the end of a page */
      g_assert_cmpint (jot_secret_get_data (secret)[sizes[i]], ==, '\0');

      g_assert_true (jot_secret_ref (secret) == secret);
      jot_secret_unref (secret);
      g_assert_cmpuint (strlen (jot_secret_get_data (secret)), ==, sizes[i]);
      jot_secret_unref (secret);
    }
}

/* Locked, not in a core dump, not in children. */
static void
test_pages (void)
{
  g_autoptr (JotSecret) secret = jot_secret_new ("s", 1);
  g_autofree char *flags = dup_flags (jot_secret_get_data (secret));
#if !defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__
  struct rlimit limit;
#endif

  if (flags == NULL)
    {
      g_test_skip ("no /proc/self/smaps here");
      return;
    }

  g_assert_nonnull (strstr (flags, " dd "));
  g_assert_nonnull (strstr (flags, " wf "));
#if !defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__
  /* these replace mlock() with nothing */
  if (getrlimit (RLIMIT_MEMLOCK, &limit) == 0 && limit.rlim_cur >= 65536)
    g_assert_nonnull (strstr (flags, " lo "));
#endif
}

static void
test_not_in_children (void)
{
  g_autoptr (JotSecret) secret = jot_secret_new ("s", 1);
  pid_t child = fork ();
  int status;

  if (child == 0)
    _exit (jot_secret_get_data (secret)[0] == '\0' ? 0 : 1);

  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  g_assert_cmpint (jot_secret_get_data (secret)[0], ==, 's');
}

/* One bit, one character less or more: anything else is another secret. */
typedef struct
{
  const char *text;    /* NULL: it fails */
  gsize       size;    /* that there was room for */
  char       *flags;   /* nullable */
} Filling;

static gssize
fill (char     *buffer,
      gsize     size,
      gpointer  user_data,
      GError  **error)
{
  Filling *filling = user_data;

  filling->size = size;
  filling->flags = dup_flags (buffer);
  if (filling->text == NULL)
    {
      g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_IO, "no");
      return -1;
    }

  memcpy (buffer, filling->text, strlen (filling->text));
  return (gssize) strlen (filling->text);
}

/* What is read goes nowhere else. */
static void
test_filled (void)
{
  static const char * const texts[] = { "milk", "", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      Filling filling = { .text = texts[i] };
      g_autoptr (GError) error = NULL;
      g_autoptr (JotSecret) secret = jot_secret_new_filled (5000, fill, &filling, &error);
      g_autofree char *flags = filling.flags;

      g_assert_cmpuint (filling.size, ==, 5000);
      if (flags != NULL)
        {
          g_assert_nonnull (strstr (flags, " dd "));
          g_assert_nonnull (strstr (flags, " wf "));
        }
      if (texts[i] == NULL)
        {
          g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_IO);
          g_assert_null (secret);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpuint (jot_secret_get_size (secret), ==, strlen (texts[i]));
      g_assert_cmpstr (jot_secret_get_data (secret), ==, texts[i]);
    }
}

static void
test_equals (void)
{
  g_autoptr (JotSecret) secret = jot_secret_new ("abc", 3);
  g_autoptr (JotSecret) empty = jot_secret_new ("", 0);

  g_assert_true (jot_secret_equals (secret, "abc", 3));
  g_assert_false (jot_secret_equals (secret, "abb", 3));
  g_assert_false (jot_secret_equals (secret, "Abc", 3));
  g_assert_false (jot_secret_equals (secret, "abcd", 4));
  g_assert_false (jot_secret_equals (secret, "abc", 2));
  g_assert_false (jot_secret_equals (secret, "", 0));
  g_assert_true (jot_secret_equals (empty, "", 0));
}

static void
test_random (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JotSecret) one = jot_secret_new_random (32, &error);
  g_autoptr (JotSecret) two = jot_secret_new_random (32, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (jot_secret_get_size (one), ==, 43);
  g_assert_cmpuint (strspn (jot_secret_get_data (one),
                            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), ==, 43);
  g_assert_false (jot_secret_equals (one, jot_secret_get_data (two), jot_secret_get_size (two)));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/jot/secret/data", test_data);
  g_test_add_func ("/jot/secret/filled", test_filled);
  g_test_add_func ("/jot/secret/equals", test_equals);
  g_test_add_func ("/jot/secret/random", test_random);
  g_test_add_func ("/jot/secret/pages", test_pages);
  g_test_add_func ("/jot/secret/not-in-children", test_not_in_children);

  return g_test_run ();
}

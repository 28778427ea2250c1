/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-test.h"

#include <glib/gstdio.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <string.h>

#define POLL_MS 20

typedef struct
{
  const char *what;
  gint64 deadline;
} Wait;

static gboolean
still_waiting_cb (gpointer user_data)
{
  Wait *wait = user_data;

  if (g_get_monotonic_time () > wait->deadline)
    g_error ("%s: not within %d seconds", wait->what, TEST_LIMIT_SECONDS);

  return G_SOURCE_CONTINUE;
}

guint
test_wait_begin (const char *what)
{
  Wait *wait = g_new0 (Wait, 1);

  wait->what = what;
  wait->deadline = g_get_monotonic_time () + TEST_LIMIT_SECONDS * G_TIME_SPAN_SECOND;

  /* above the priority of drawing, so that a busy screen does not hide that time is up */
  return g_timeout_add_full (G_PRIORITY_HIGH, POLL_MS, still_waiting_cb, wait, g_free);
}

void
test_done_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GAsyncResult **slot = user_data;

  g_assert_null (*slot);
  *slot = g_object_ref (result);
}

GAsyncResult *
test_wait_result (GAsyncResult **slot)
{
  test_wait_until (*slot != NULL);

  return g_steal_pointer (slot);
}

void
test_assert_gone_ (gpointer   *object,
                   const char *what)
{
  gpointer watched = *object;
  guint source;

  g_assert_true (G_IS_OBJECT (watched));
  g_object_add_weak_pointer (watched, &watched);
  g_object_unref (g_steal_pointer (object));

  source = test_wait_begin (what);
  while (watched != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
}

char *
test_make_folder (void)
{
  g_autofree char *template = g_build_filename (g_get_user_data_dir (), "folder-XXXXXX", NULL);

  g_mkdir_with_parents (g_get_user_data_dir (), 0700);
  g_assert_nonnull (g_mkdtemp (template));

  return g_steal_pointer (&template);
}

char *
test_read_file (const char *folder,
                const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

void
test_write_file (const char *folder,
                 const char *name,
                 const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(char **) a, *(char **) b);
}

char *
test_list_folder (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  GString *text = g_string_new (NULL);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (text, "%s ", (char *) g_ptr_array_index (names, i));

  return g_string_free (text, FALSE);
}

char *
test_dup_own_address (void)
{
  struct ifaddrs *all = NULL;
  char *found = NULL;

  g_assert_cmpint (getifaddrs (&all), ==, 0);
  for (struct ifaddrs *i = all; i != NULL && found == NULL; i = i->ifa_next)
    {
      g_autoptr (GInetAddress) address = NULL;

      if (i->ifa_addr == NULL || i->ifa_addr->sa_family != AF_INET)
        continue;
      address = g_inet_address_new_from_bytes ((guint8 *) &((struct sockaddr_in *) (gpointer) i->ifa_addr)->sin_addr,
                                               G_SOCKET_FAMILY_IPV4);
      if (!g_inet_address_get_is_loopback (address))
        found = g_inet_address_to_string (address);
    }
  freeifaddrs (all);

  return found;
}

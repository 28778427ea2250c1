/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What every test needs: waiting for events with a limit, watching objects go, and files below
 * the directories of the test, which g_test_init() with G_TEST_OPTION_ISOLATE_DIRS makes. */

/* 20, and more under valgrind and the sanitizers ($SIGNET_TEST_TOOL), which are many times as slow */
#define TEST_LIMIT_SECONDS (g_getenv ("SIGNET_TEST_TOOL") != NULL ? 200 : 20)

/* Runs the main loop until the condition holds. It is looked at after each event, and now and
 * then without one, as it may depend on a thread. Fails the test after TEST_LIMIT_SECONDS. */
#define test_wait_until(condition)                                            \
  G_STMT_START                                                                \
    {                                                                         \
      guint test_wait_source_ = test_wait_begin (G_STRLOC ": " #condition);   \
      while (!(condition))                                                    \
        g_main_context_iteration (NULL, TRUE);                                \
      g_source_remove (test_wait_source_);                                    \
    }                                                                         \
  G_STMT_END

/* for test_wait_until() alone; what: static */
guint         test_wait_begin    (const char *what);

/* GAsyncReadyCallback; user_data: a GAsyncResult ** that holds NULL */
void          test_done_cb       (GObject *source, GAsyncResult *result, gpointer user_data);
/* (transfer full) */
GAsyncResult *test_wait_result   (GAsyncResult **slot);

/* Gives up the reference in *object and waits until nobody has one: a worker thread may hold the
 * last one for a moment more. Sets *object to NULL. */
#define test_assert_gone(object) test_assert_gone_ ((gpointer *) (object), G_STRLOC ": " #object)
void          test_assert_gone_  (gpointer *object, const char *what);

/* (transfer full): a new, empty folder */
char         *test_make_folder   (void);
/* (transfer full) */
char         *test_read_file     (const char *folder, const char *name);
void          test_write_file    (const char *folder, const char *name, const char *text);
/* (transfer full): base names, sorted, each followed by a space */
char         *test_list_folder   (const char *folder);

/* (transfer full) (nullable): an IPv4 address of this computer that others may see, NULL: it has none */
char         *test_dup_own_address (void);

G_END_DECLS

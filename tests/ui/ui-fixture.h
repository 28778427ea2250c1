/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-key-store.h"
#include "signet-test.h"
#include "signet-window.h"

G_BEGIN_DECLS

/* Drives the real widgets in the process of the test, under an X server that nobody sees: no
 * animations, keys in memory, files below the directories of the test, which are new for each
 * test case. Nothing here sleeps; what waits gives up after TEST_LIMIT_SECONDS.
 *
 *   static void
 *   test_add (UiFixture *f, gconstpointer data)
 *   {
 *     ui_open_window (f);
 *     ui_enter (ui_find (f->window, "Add an item"), "2 l milk");
 *     ui_settle (f->window);
 *     g_assert_true (ui_shows (f->window, "milk"));
 *     ui_restart (f);
 *     …
 *   }
 *
 *   int
 *   main (int argc, char **argv)
 *   {
 *     ui_init (&argc, &argv);
 *     ui_add ("/list-pane/add", test_add);
 *     return g_test_run ();
 *   }
 */
typedef struct
{
  SignetApplication *application;   /* one for all tests of a program */
  SignetContext *context;
  SignetKeyStore *key_store;        /* in memory, outlives a restart */
  GtkWidget *window;                /* (nullable): a SignetWindow, after ui_open_window() */
} UiFixture;

typedef void (*UiTestFunc) (UiFixture *f, gconstpointer data);

/* Instead of g_test_init() and adw_init() */
void        ui_init            (int *argc, char ***argv);
/* path: static */
void        ui_add             (const char *path, UiTestFunc func);
void        ui_add_data        (const char *path, gconstpointer data, UiTestFunc func);

/* What ui_add() does round a test, for fixtures that begin with this one */
void        ui_set_up          (UiFixture *f, gconstpointer data);
void        ui_tear_down       (UiFixture *f, gconstpointer data);

/* Opens the window, of the size in the settings, and waits until the lists were read. */
void        ui_open_window     (UiFixture *f);
/* Ends the program and starts it again, as far as the services can tell: what is back afterwards
 * was on disk. */
void        ui_restart         (UiFixture *f);
/* Saves what is left to save, closes the window, and fails where it or the services leak. */
void        ui_close           (UiFixture *f);

/* Looking. A widget's name is its accessible label, else what is written on it. A widget inside
 * one of that name does not count. */
char       *ui_dup_name        (GtkWidget *widget);                                    /* (nullable) */
/* the only one with that name below root, shown or not; fails where there is none or another.
 * root: a widget, given as any pointer so that no cast is needed */
GtkWidget  *ui_find            (gpointer root, const char *name);
GtkWidget  *ui_try_find        (gpointer root, const char *name);                      /* (nullable) */
/* the nth, from 0, of those of that type or of one derived from it */
GtkWidget  *ui_find_type       (gpointer root, GType type, guint nth);                 /* (nullable) */
guint       ui_count_type      (gpointer root, GType type);
/* whether a label below root says exactly that, where the user can see it */
gboolean    ui_shows           (gpointer root, const char *text);
/* whether it and all its parents are shown */
gboolean    ui_is_shown        (gpointer widget);

/* Doing. All of these fail where the user could not do it. */
void        ui_click           (gpointer button);
/* replaces the text of an entry */
void        ui_type            (gpointer entry, const char *text);
/* the same, and Enter */
void        ui_enter           (gpointer entry, const char *text);
/* activates an action by its full name, as a button in that place would; format: (nullable): of the
 * target, as for g_variant_new() */
void        ui_activate        (gpointer widget, const char *action, const char *format, ...);
gboolean    ui_is_enabled      (gpointer widget, const char *action, const char *format, ...);
/* presses a key while widget has the focus: what shortcuts and key controllers of it and of its
 * parents do with it; whether any did. Text is not typed, use ui_type(). */
gboolean    ui_press           (gpointer widget, guint keyval, GdkModifierType modifiers);
/* the dialog that is open, once there is one */
GtkWidget  *ui_wait_dialog     (UiFixture *f);
/* answers an AdwMessageDialog and waits until it is gone */
void        ui_respond         (GtkWidget *dialog, const char *response);
/* chooses a file in the file chooser that is open, once there is one, and waits until it is gone. To save, the folder must
 * be the current one when the chooser opens: one that is set later is lost when it is closed. */
void        ui_choose_file     (const char *path);
/* waits until layout and drawing have caught up */
void        ui_settle          (gpointer widget);
/* draws the window that the widget is in to $SIGNET_SHOTS/NAME.png; does nothing without the variable */
void        ui_shot            (gpointer widget, const char *name);

G_END_DECLS

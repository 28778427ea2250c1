/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "list-fixture.h"

#include "signet-items-view.h"
#include "signet-list-row.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The page of a long list in the real window: what a frame costs, how long it takes until what was
 * asked for is to be seen, what an edit costs the main thread, and when it is on disk.
 * Prints rows of a table, "what | median | 95 % | worst | limit". BENCH_ITEMS: how many items;
 * BENCH_ONLY: one of tick, add, edit, scroll, filter. */

#define ROUNDS 40
#define SCROLL_FRAMES 300

static GPtrArray *rows;          /* lines of the table */
static gboolean missed;

/* What the main thread does, in microseconds of its own: other programs do not count */
static gint64 busy_since;
static gint64 busy;
static gint64 frame_began;
static gint64 frames_busy;
static gint64 last_frame;
static guint n_frames;
static GPollFunc real_poll;

static gint64
get_own_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static int
timed_poll (GPollFD *fds,
            guint    n_fds,
            int      timeout)
{
  int n;

  busy += get_own_time () - busy_since;
  n = real_poll (fds, n_fds, timeout);
  busy_since = get_own_time ();

  return n;
}

static void
before_paint_cb (void)
{
  frame_began = get_own_time ();
}

static void
after_paint_cb (void)
{
  last_frame = get_own_time () - frame_began;
  frames_busy += last_frame;
  n_frames++;
}

static void
wait_frame (UiFixture *f)
{
  guint before = n_frames;

  gtk_widget_queue_draw (f->window);
  while (n_frames == before)
    g_main_context_iteration (NULL, TRUE);
}

/* Nothing is left to lay out, draw or save. */
static void
rest (UiFixture *f)
{
  SignetListStore *store = signet_context_get_list_store (f->context);

  test_wait_until (!signet_list_store_has_unsaved (store));
  wait_frame (f);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* The limit holds for 95 of 100, and for the worst twice over: the machine does other things as well. */
static void
report (const char *what,
        GArray     *values,
        double      limit)
{
  double median, most, worst;

  g_array_sort (values, compare);
  median = g_array_index (values, double, values->len / 2);
  most = g_array_index (values, double, values->len * 95 / 100);
  worst = g_array_index (values, double, values->len - 1);
  if (most > limit)
    missed = TRUE;
  g_ptr_array_add (rows, g_strdup_printf ("| %s | %.1f | %.1f | %.1f | %.0f%s |", what, median, most, worst, limit,
                                          most > limit ? " **missed**" : ""));
  g_array_set_size (values, 0);
}

static void
add_value (GArray *values,
           gint64  microseconds)
{
  double milliseconds = (double) microseconds / 1000;

  g_array_append_val (values, milliseconds);
}

static SignetItem *
find_shown_item (UiFixture *f,
                 guint      n)
{
  GListModel *model = signet_items_view_get_model (SIGNET_ITEMS_VIEW (ui_find_type (f->window, SIGNET_TYPE_ITEMS_VIEW, 0)));

  for (guint i = 0;; i++)
    {
      g_autoptr (SignetListRow) row = g_list_model_get_item (model, i);

      if (signet_list_row_get_item (row) != NULL && n-- == 0)
        return signet_list_row_get_item (row);
    }
}

/* Finds what the edit is of: walking through all widgets is not the window's work */
typedef gpointer (*Find) (UiFixture *f, guint n);
typedef void (*Edit) (gpointer target, guint n);

/* a box that is in sight */
static gpointer
find_check (UiFixture *f,
            guint      n)
{
  SignetItemsView *view = SIGNET_ITEMS_VIEW (ui_find_type (f->window, SIGNET_TYPE_ITEMS_VIEW, 0));
  GtkWidget *check = NULL;

  for (guint i = n % 6; check == NULL || !gtk_widget_get_mapped (check); i++)
    check = ui_find_type (view, GTK_TYPE_CHECK_BUTTON, i);

  return check;
}

/* as a click would */
static void
tick (gpointer target,
      guint    n)
{
  gtk_check_button_set_active (target, !gtk_check_button_get_active (target));
}

static gpointer
find_entry (UiFixture *f,
            guint      n)
{
  return ui_find (f->window, "Add an item");
}

static void
add (gpointer target,
     guint    n)
{
  /* what is not on the list yet */
  g_autofree char *text = g_strdup_printf ("%u kg of novelty %u", n, n);

  ui_enter (target, text);
}

static gpointer
find_item (UiFixture *f,
           guint      n)
{
  return find_shown_item (f, n % 5);
}

static void
change_note (gpointer target,
             guint    n)
{
  g_autofree char *note = g_strdup_printf ("note %u", n);

  signet_item_set_note (target, note);
}

static gpointer
find_window (UiFixture *f,
             guint      n)
{
  return f->window;
}

static void
undo (gpointer target,
      guint    n)
{
  g_assert_true (gtk_widget_activate_action (target, "win.undo", NULL));
}

static void
measure_edit (UiFixture  *f,
              const char *name,
              Find        find,
              Edit        edit)
{
  SignetListStore *store = signet_context_get_list_store (f->context);
  g_autoptr (GArray) frames = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) costs = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) saves = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree char *frame_name = g_strdup_printf ("%s: frame", name);
  g_autofree char *cost_name = g_strdup_printf ("%s: main thread, without the frames", name);
  g_autofree char *save_name = g_strdup_printf ("%s: on disk after", name);

  for (guint i = 0; i < ROUNDS; i++)
    {
      gint64 began, worst = 0;
      gpointer target;

      rest (f);
      target = find (f, i);
      busy = frames_busy = 0;
      began = g_get_monotonic_time ();
      busy_since = get_own_time ();
      edit (target, i);
      for (guint seen = n_frames, drawn = 0; drawn < 2 || signet_list_store_has_unsaved (store);)
        {
          g_main_context_iteration (NULL, TRUE);
          if (n_frames == seen)
            {
              if (drawn < 2)
                gtk_widget_queue_draw (f->window);
              continue;
            }
          seen = n_frames;
          drawn++;
          worst = MAX (worst, last_frame);
        }
      add_value (saves, g_get_monotonic_time () - began);
      busy += get_own_time () - busy_since;
      busy_since = get_own_time ();
      add_value (frames, worst);
      add_value (costs, MAX (busy - frames_busy, 0));
    }

  report (frame_name, frames, 16);
  report (cost_name, costs, 4);
  report (save_name, saves, 100);
}

static gboolean
scroll_cb (GtkWidget     *widget,
           GdkFrameClock *clock,
           gpointer       data)
{
  gtk_adjustment_set_value (data, gtk_adjustment_get_value (data) + 37);

  return G_SOURCE_CONTINUE;
}

static void
measure_scrolling (UiFixture *f)
{
  GtkWidget *view = ui_find_type (f->window, SIGNET_TYPE_ITEMS_VIEW, 0);
  GtkAdjustment *adjustment =
    gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (ui_find_type (view, GTK_TYPE_SCROLLED_WINDOW, 0)));
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));
  guint id;

  rest (f);
  id = gtk_widget_add_tick_callback (view, scroll_cb, adjustment, NULL);
  for (guint i = 0; i < SCROLL_FRAMES; i++)
    {
      wait_frame (f);
      add_value (values, last_frame);
    }
  gtk_widget_remove_tick_callback (view, id);
  report ("smooth scrolling: frame", values, 16);

  for (guint i = 0; i < ROUNDS; i++)
    {
      double range = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);
      gint64 began;

      rest (f);
      began = g_get_monotonic_time ();
      gtk_adjustment_set_value (adjustment, range * ((i * 7919) % 1000) / 1000);
      wait_frame (f);
      add_value (values, g_get_monotonic_time () - began);
    }
  report ("jump: first right frame", values, 100);
  gtk_adjustment_set_value (adjustment, 0);
}

static void
measure_filter (UiFixture *f)
{
  static const char * const texts[] = { "t", "th", "thi", "thin", "thing", "thing 9", "thing 99", "thing 9", "thing", "" };
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));
  GtkWidget *entry;

  ui_activate (f->window, "win.search", NULL);
  rest (f);
  entry = ui_find (f->window, "Search this list");
  for (guint i = 0; i < 4 * G_N_ELEMENTS (texts); i++)
    {
      gint64 began;

      rest (f);
      began = g_get_monotonic_time ();
      gtk_editable_set_text (GTK_EDITABLE (entry), texts[i % G_N_ELEMENTS (texts)]);
      wait_frame (f);
      add_value (values, g_get_monotonic_time () - began);
    }
  report ("filter keystroke: first right frame", values, 100);
  ui_activate (f->window, "win.search", NULL);
}

static void
fill (UiFixture *f,
      guint      n)
{
  static const char * const aisles[] = { "Dairy", "Bakery", "Fruit and vegetables", "Household", NULL };
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("thing %u", i);
      g_autofree char *quantity = g_strdup_printf ("%u g", i % 1000);

      g_ptr_array_add (items, signet_item_new_full (name, i % 3 != 0 ? quantity : NULL,
                                                    aisles[i % G_N_ELEMENTS (aisles)],
                                                    i % 10 == 0 ? "the one in the blue box" : NULL, i % 20 == 0));
    }
  signet_list_splice (list_get (f), 0, 0, items);
}

static gboolean
is_wanted (const char *name)
{
  const char *only = g_getenv ("BENCH_ONLY");

  return only == NULL || g_str_equal (only, name);
}

static void
bench_list (UiFixture     *f,
            gconstpointer  data)
{
  const char *n = g_getenv ("BENCH_ITEMS");
  guint n_items = n != NULL ? (guint) atoi (n) : 10000;
  GdkFrameClock *clock;

  ui_open_window (f);
  fill (f, n_items);
  /* as a user finds it: from the disk */
  ui_restart (f);
  clock = gtk_widget_get_frame_clock (f->window);
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), NULL);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (after_paint_cb), NULL);
  real_poll = g_main_context_get_poll_func (NULL);
  g_main_context_set_poll_func (NULL, timed_poll);

  if (is_wanted ("tick"))
    {
      measure_edit (f, "tick", find_check, tick);
      measure_edit (f, "undo of a tick", find_window, undo);
    }
  if (is_wanted ("add"))
    {
      measure_edit (f, "add", find_entry, add);
      measure_edit (f, "undo of an add", find_window, undo);
    }
  if (is_wanted ("edit"))
    measure_edit (f, "edit in place", find_item, change_note);
  if (is_wanted ("scroll"))
    measure_scrolling (f);
  if (is_wanted ("filter"))
    measure_filter (f);

  g_main_context_set_poll_func (NULL, real_poll);
  g_signal_handlers_disconnect_by_func (clock, before_paint_cb, NULL);
  g_signal_handlers_disconnect_by_func (clock, after_paint_cb, NULL);
}

int
main (int    argc,
      char **argv)
{
  int status;

  rows = g_ptr_array_new_with_free_func (g_free);
  ui_init (&argc, &argv);
  ui_add ("/bench/list", bench_list);
  status = g_test_run ();

  for (guint i = 0; i < rows->len; i++)
    g_print ("%s\n", (const char *) g_ptr_array_index (rows, i));
  g_ptr_array_unref (rows);

  return status != 0 ? status : missed ? 3 : 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bench-frames FILE: the window, which publishes the key set and prints its address. For each line of the file, a
 * number of seconds, it draws every frame anew for so long, and prints how many there were a second and how many
 * milliseconds passed at most between two. */
#include "config.h"

#include "signet-application-private.h"
#include "signet-context.h"
#include "signet-window.h"

#include <adwaita.h>
#include <errno.h>
#include <locale.h>
#include <stdio.h>

typedef struct
{
  gint64 start;    /* of the drawing, by the frame clock, in microseconds */
  gint64 last;
  gint64 longest;
  guint  n;
} Frames;

static gboolean
frame_cb (GtkWidget     *window,
          GdkFrameClock *clock,
          gpointer       user_data)
{
  Frames *frames = user_data;
  gint64 now = g_get_monotonic_time ();

  if (frames->start == 0)
    frames->start = now;
  else
    {
      frames->n++;
      frames->longest = MAX (frames->longest, now - frames->last);
    }
  frames->last = now;
  gtk_widget_queue_draw (window);

  return G_SOURCE_CONTINUE;
}

static gboolean
over_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
wait_seconds (double seconds)
{
  gboolean over = FALSE;

  g_timeout_add ((guint) (1000 * seconds), over_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static void
publish (SignetApplication *application)
{
  SignetContext *context = signet_application_get_context (application);
  SignetPublishing *publishing = signet_context_get_publishing (context);

  signet_publishing_use_another_port (publishing);
  if (!signet_publishing_is_enabled (publishing))
    g_error ("%s", signet_publishing_get_problem (publishing));
  g_print ("%s\n", signet_publishing_get_url (publishing));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (SignetApplication) application = NULL;
  g_autoptr (GError) error = NULL;
  GtkWidget *window;
  FILE *orders;
  char line[64];

  if (argc != 2)
    g_error ("one file");
  setlocale (LC_ALL, "");
  adw_init ();
  application = g_object_new (SIGNET_TYPE_APPLICATION, "application-id", APP_ID, "flags", G_APPLICATION_NON_UNIQUE,
                              "resource-base-path", APP_PATH, NULL);
  g_application_set_default (G_APPLICATION (application));
  if (!g_application_register (G_APPLICATION (application), NULL, &error))
    g_error ("%s", error->message);
  window = GTK_WIDGET (signet_window_new (application));
  gtk_window_present (GTK_WINDOW (window));
  publish (application);

  orders = fopen (argv[1], "r");
  if (orders == NULL)
    g_error ("%s: %s", argv[1], g_strerror (errno));
  while (fgets (line, sizeof line, orders) != NULL)
    {
      Frames frames = { 0 };
      guint id = gtk_widget_add_tick_callback (window, frame_cb, &frames, NULL);

      wait_seconds (g_ascii_strtod (line, NULL));
      gtk_widget_remove_tick_callback (window, id);
      g_print ("%.1f %.1f\n", 1e6 * frames.n / MAX (1, frames.last - frames.start), frames.longest / 1000.0);
    }
  fclose (orders);

  return 0;
}

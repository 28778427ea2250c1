/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-application.h"

#include "signet-application-private.h"
#include "signet-styles.h"
#include "signet-token-file.h"
#include "signet-window.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <stdlib.h>

/* As on the command line: could not be done */
#define EXIT_FAILED 3

struct _SignetApplication
{
  AdwApplication parent_instance;

  /* owned */
  SignetContext *context;

  /* borrowed */
  SignetPublishing *publishing;   /* of context: what is followed */

  /* plain */
  guint signal_ids[2];
  gboolean is_held;
  gboolean is_quitting;
  gboolean is_terminated;   /* by a signal: nobody can be asked any more */
};

G_DEFINE_FINAL_TYPE (SignetApplication, signet_application, ADW_TYPE_APPLICATION)

static SignetWindow *
get_window (SignetApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  for (GList *l = windows; l != NULL; l = l->next)
    {
      if (SIGNET_IS_WINDOW (l->data))
        return l->data;
    }

  return signet_window_new (self);
}

static void
token_read_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (SignetApplication) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = signet_token_file_read_finish (result, &error);
  SignetWindow *window = get_window (self);

  if (token != NULL)
    {
      signet_window_check (window, token);
    }
  else
    {
      g_autofree char *name = g_file_get_basename (G_FILE (object));
      g_autofree char *display = g_filename_display_name (name);
      /* Translators: a file that Signet was asked to open */
      g_autofree char *sentence = g_strdup_printf (_("“%s” could not be read."), display);

      signet_window_set_page (window, "verify");
      signet_window_add_toast (window, sentence);
    }

  g_application_release (G_APPLICATION (self));
}

/* SIGTERM and SIGINT end the program as its menu does: saved, and with its exit status. */
static gboolean
terminated_cb (gpointer data)
{
  SIGNET_APPLICATION (data)->is_terminated = TRUE;
  g_action_group_activate_action (G_ACTION_GROUP (data), "quit", NULL);

  return G_SOURCE_CONTINUE;
}

/* Whoever comes to a locked screen does not find the key in memory. */
static void
screensaver_active_changed_cb (SignetApplication *self)
{
  gboolean active;

  g_assert (SIGNET_IS_APPLICATION (self));

  g_object_get (self, "screensaver-active", &active, NULL);
  if (active && self->context != NULL)
    signet_context_forget_key (self->context);
}

/* Publishes on without a window, where that is wanted. */
static void
update_hold (SignetApplication *self)
{
  GSettings *settings = self->context != NULL ? signet_context_get_settings (self->context) : NULL;
  gboolean hold = settings != NULL && self->publishing != NULL && !self->is_quitting &&
                  signet_publishing_is_enabled (self->publishing) && g_settings_get_boolean (settings, "keep-publishing");

  if (hold == self->is_held)
    return;

  self->is_held = hold;
  if (hold)
    g_application_hold (G_APPLICATION (self));
  else
    g_application_release (G_APPLICATION (self));
}

static void
unfollow_publishing (SignetApplication *self)
{
  if (self->publishing == NULL)
    return;

  g_signal_handlers_disconnect_by_func (self->publishing, update_hold, self);
  if (signet_context_get_settings (self->context) != NULL)
    g_signal_handlers_disconnect_by_func (signet_context_get_settings (self->context), update_hold, self);
  self->publishing = NULL;
  update_hold (self);
}

static void
follow_publishing (SignetApplication *self)
{
  GSettings *settings = signet_context_get_settings (self->context);

  self->publishing = signet_context_get_publishing (self->context);
  g_signal_connect_swapped (self->publishing, "notify::enabled", G_CALLBACK (update_hold), self);
  if (settings != NULL)
    g_signal_connect_swapped (settings, "changed::keep-publishing", G_CALLBACK (update_hold), self);
  update_hold (self);
}

/* As the desktop starts it at the login: there may never be a window. */
static void
publish_without_window (SignetApplication *self)
{
  GSettings *settings = signet_context_get_settings (self->context);

  if (settings == NULL || !g_settings_get_boolean (settings, "keep-publishing"))
    return;

  signet_publishing_resume (self->publishing);
  signet_elsewhere_start (signet_context_get_elsewhere (self->context, SIGNET_ELSEWHERE_FOLDER));
  signet_elsewhere_start (signet_context_get_elsewhere (self->context, SIGNET_ELSEWHERE_WEB));
}

static void
signet_application_startup (GApplication *application)
{
  SignetApplication *self = SIGNET_APPLICATION (application);

  /* Without a bus GTK 4.8 crashes as soon as it finds that of the accessibility, which an X server may tell */
  if (g_application_get_dbus_connection (application) == NULL && g_strcmp0 (g_getenv ("GTK_A11Y"), "test") != 0)
    g_setenv ("GTK_A11Y", "none", TRUE);

  /* GTK itself would end the program with 1, which says that a token was refused */
  if (!gtk_init_check ())
    {
      g_printerr (_("The window needs a screen, and there is none. “signet --help” lists what works without one.\n"));
      exit (EXIT_FAILED);
    }

  G_APPLICATION_CLASS (signet_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (APP_ID);
  signet_styles_follow (adw_style_manager_get_for_display (gdk_display_get_default ()));
  if (self->context == NULL)
    self->context = signet_context_new ();
  _signet_application_add_actions (self);
  follow_publishing (self);
  if ((g_application_get_flags (application) & G_APPLICATION_IS_SERVICE) != 0)
    publish_without_window (self);
  self->signal_ids[0] = g_unix_signal_add (SIGTERM, terminated_cb, self);
  self->signal_ids[1] = g_unix_signal_add (SIGINT, terminated_cb, self);
}

static void
signet_application_shutdown (GApplication *application)
{
  SignetApplication *self = SIGNET_APPLICATION (application);

  g_clear_handle_id (&self->signal_ids[0], g_source_remove);
  g_clear_handle_id (&self->signal_ids[1], g_source_remove);

  G_APPLICATION_CLASS (signet_application_parent_class)->shutdown (application);
}

static void
signet_application_activate (GApplication *application)
{
  SIGNET_APPLICATION (application)->is_quitting = FALSE;
  update_hold (SIGNET_APPLICATION (application));
  gtk_window_present (GTK_WINDOW (get_window (SIGNET_APPLICATION (application))));
}

static void
signet_application_open (GApplication  *application,
                         GFile        **files,
                         int            n_files,
                         const char    *hint)
{
  SignetApplication *self = SIGNET_APPLICATION (application);

  signet_application_activate (application);
  if (n_files < 1)
    return;

  /* the verifier shows one token: that of the last file */
  g_application_hold (application);
  signet_token_file_read_async (files[n_files - 1], NULL, token_read_cb, g_object_ref (self));
}

static void
signet_application_dispose (GObject *object)
{
  SignetApplication *self = SIGNET_APPLICATION (object);

  unfollow_publishing (self);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (signet_application_parent_class)->dispose (object);
}

static void
signet_application_class_init (SignetApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->dispose = signet_application_dispose;

  application_class->startup = signet_application_startup;
  application_class->shutdown = signet_application_shutdown;
  application_class->activate = signet_application_activate;
  application_class->open = signet_application_open;
}

static void
signet_application_init (SignetApplication *self)
{
  /* else GTK does not look whether the screen is locked */
  g_object_set (self, "register-session", TRUE, NULL);
  g_signal_connect (self, "notify::screensaver-active", G_CALLBACK (screensaver_active_changed_cb), NULL);
}

/**
 * signet_application_new:
 *
 * Returns: (transfer full): the application, not yet registered
 */
SignetApplication *
signet_application_new (void)
{
  return g_object_new (SIGNET_TYPE_APPLICATION,
                       "application-id", APP_ID,
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", APP_PATH,
                       NULL);
}

/**
 * signet_application_get_context:
 * @self: the application
 *
 * Returns: (transfer none): the services of this program, %NULL before its startup
 */
SignetContext *
signet_application_get_context (SignetApplication *self)
{
  g_return_val_if_fail (SIGNET_IS_APPLICATION (self), NULL);

  return self->context;
}

/**
 * _signet_application_set_context:
 * @self: the application
 * @context: (nullable): other services
 *
 * For tests: windows that are opened from now on use these.
 */
void
_signet_application_set_context (SignetApplication *self,
                                 SignetContext     *context)
{
  g_return_if_fail (SIGNET_IS_APPLICATION (self));
  g_return_if_fail (context == NULL || SIGNET_IS_CONTEXT (context));

  unfollow_publishing (self);
  g_set_object (&self->context, context);
  if (context != NULL)
    follow_publishing (self);
}

/**
 * _signet_application_end_hold:
 * @self: the application
 *
 * The user wants it to end: that nothing is left to close is the end of it.
 */
void
_signet_application_end_hold (SignetApplication *self)
{
  g_return_if_fail (SIGNET_IS_APPLICATION (self));

  self->is_quitting = TRUE;
  update_hold (self);
}

/**
 * _signet_application_is_held:
 * @self: the application
 *
 * Returns: whether it stays when its windows are closed
 */
gboolean
_signet_application_is_held (SignetApplication *self)
{
  g_return_val_if_fail (SIGNET_IS_APPLICATION (self), FALSE);

  return self->is_held;
}

/**
 * _signet_application_is_terminated:
 * @self: the application
 *
 * Returns: whether a signal ends it, so that no question would be answered
 */
gboolean
_signet_application_is_terminated (SignetApplication *self)
{
  g_return_val_if_fail (SIGNET_IS_APPLICATION (self), FALSE);

  return self->is_terminated;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-elsewhere-private.h"

#include "signet-elsewhere-delivery.h"
#include "signet-keys-error.h"
#include "signet-signing-keys.h"
#include "signet-verifier.h"
#include "signet-words.h"

#include <glib/gi18n.h>

#define POLL_SECONDS 30          /* a retired key leaves with no file that changes */
#define FIRST_RETRY_MS 30000
#define MAX_DOUBLINGS 7          /* 64 min */

enum
{
  PROP_0,
  PROP_STATUS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SignetElsewhere, signet_elsewhere, G_TYPE_OBJECT)

const SignetElsewhereKeys _signet_elsewhere_keys[] = {
  [SIGNET_ELSEWHERE_FOLDER] = { "elsewhere-folder", "elsewhere-folder-written" },
  [SIGNET_ELSEWHERE_WEB] = { "elsewhere-url", "elsewhere-url-written" },
};

static void
notify_status (SignetElsewhere *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS]);
}

static gboolean
retry_cb (gpointer user_data)
{
  SignetElsewhere *self = user_data;

  self->retry_id = 0;
  _signet_elsewhere_look (self);

  return G_SOURCE_REMOVE;
}

/* A keyring that asks somebody each time is not to be bothered often. */
static void
retry_later (SignetElsewhere *self,
             gboolean         is_keyring)
{
  guint doublings = is_keyring ? MAX_DOUBLINGS : MIN (self->n_failures - 1, MAX_DOUBLINGS);

  g_clear_handle_id (&self->retry_id, g_source_remove);
  self->retry_id = g_timeout_add (self->first_retry_ms << doublings, retry_cb, self);
}

static void
fail (SignetElsewhere *self,
      const GError    *error)
{
  g_free (self->reason);
  self->reason = signet_elsewhere_dup_reason (error);
  self->n_failures++;
  retry_later (self, error->domain == SIGNET_KEYS_ERROR && error->code != SIGNET_KEYS_ERROR_METADATA);
  notify_status (self);
}

static void
succeed (SignetElsewhere *self,
         gboolean         written)
{
  g_clear_handle_id (&self->retry_id, g_source_remove);
  g_clear_pointer (&self->reason, g_free);
  self->n_failures = 0;
  g_free (self->delivered);
  self->delivered = g_strdup (self->tried);

  if (written || self->written_at == 0)
    {
      self->written_at = signet_verifier_get_now ();
      g_settings_set_int64 (self->settings, _signet_elsewhere_keys[self->kind].written, self->written_at);
    }
  if (self->kind == SIGNET_ELSEWHERE_WEB)
    g_settings_set_string (self->settings, "elsewhere-url-digest", self->delivered);
  notify_status (self);
}

static void
tried_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (SignetElsewhere) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean written = TRUE;
  gboolean done;

  if (self->kind == SIGNET_ELSEWHERE_FOLDER)
    done = signet_elsewhere_write_finish (result, &written, &error);
  else
    done = signet_elsewhere_upload_finish (result, &error);

  self->busy = FALSE;
  if (!self->started)
    return;

  /* what was tried may not be wanted any more: then its outcome says nothing */
  if (!g_cancellable_is_cancelled (self->cancellable))
    {
      if (done)
        succeed (self, written);
      else
        fail (self, error);
    }
  if (self->again)
    {
      self->again = FALSE;
      _signet_elsewhere_look (self);
    }
}

static char *
make_digest (SignetElsewhere *self,
             GBytes          *set)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  g_checksum_update (checksum, (const guchar *) self->target, -1);
  g_checksum_update (checksum, (const guchar *) "\n", 1);
  g_checksum_update (checksum, g_bytes_get_data (set, NULL), (gssize) g_bytes_get_size (set));

  return g_strdup (g_checksum_get_string (checksum));
}

/* Whether what is there is what ought to be, and tries to have it so where it is not. */
void
_signet_elsewhere_look (SignetElsewhere *self)
{
  g_autoptr (GBytes) set = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *digest = NULL;

  if (!self->started || self->target == NULL)
    return;
  if (self->busy)
    {
      self->again = TRUE;
      return;
    }

  set = signet_public_keys_read (self->public_keys, signet_verifier_get_now (), &error);
  if (error != NULL)
    {
      /* what could be read before stays there: it is better than an empty set */
      if (self->retry_id == 0)
        fail (self, error);
      return;
    }

  digest = make_digest (self, set);
  if (self->reason == NULL && g_strcmp0 (digest, self->delivered) == 0)
    return;
  /* the same again is for the retry */
  if (self->retry_id != 0 && g_strcmp0 (digest, self->tried) == 0)
    return;

  g_free (self->tried);
  self->tried = g_steal_pointer (&digest);
  self->busy = TRUE;
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  if (self->kind == SIGNET_ELSEWHERE_FOLDER)
    signet_elsewhere_write_async (self->target, set, self->cancellable, tried_cb, g_object_ref (self));
  else
    signet_elsewhere_upload_async (self->uploader, self->target, self->user, set, self->cancellable, tried_cb,
                                   g_object_ref (self));
}

static gboolean
poll_cb (gpointer user_data)
{
  SignetElsewhere *self = user_data;

  _signet_elsewhere_look (self);
  /* "today" may have become "yesterday" */
  notify_status (self);

  return G_SOURCE_CONTINUE;
}

static void
unwatch (SignetElsewhere *self)
{
  g_clear_handle_id (&self->poll_id, g_source_remove);
  g_clear_handle_id (&self->retry_id, g_source_remove);
  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_clear_object (&self->monitor);
  if (self->network != NULL)
    g_signal_handlers_disconnect_by_data (self->network, self);
}

/* Only where there is something to do: most people have nothing elsewhere. */
static void
watch (SignetElsewhere *self)
{
  g_autofree char *folder = g_path_get_dirname (self->keys_path);
  g_autoptr (GFile) file = g_file_new_for_path (self->keys_path);

  unwatch (self);
  /* a folder that is not there yet would be watched late */
  g_mkdir_with_parents (folder, 0700);
  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect_swapped (self->monitor, "changed", G_CALLBACK (_signet_elsewhere_look), self);
  self->poll_id = g_timeout_add_seconds (POLL_SECONDS, poll_cb, self);

  if (self->network == NULL)
    self->network = signet_network_new ();
  g_signal_connect_swapped (self->network, "changed", G_CALLBACK (signet_elsewhere_try_now), self);
}

static void
target_changed_cb (SignetElsewhere *self)
{
  g_autofree char *target = g_settings_get_string (self->settings, _signet_elsewhere_keys[self->kind].target);
  gboolean is_set = *target != '\0';

  if (g_strcmp0 (is_set ? target : NULL, self->target) == 0)
    return;

  g_free (self->target);
  self->target = is_set ? g_steal_pointer (&target) : NULL;
  g_clear_pointer (&self->reason, g_free);
  g_clear_pointer (&self->tried, g_free);
  g_clear_pointer (&self->delivered, g_free);
  self->n_failures = 0;
  self->written_at = 0;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  if (self->started && is_set)
    watch (self);
  else
    unwatch (self);
  _signet_elsewhere_look (self);
  notify_status (self);
}

static void
user_changed_cb (SignetElsewhere *self)
{
  g_free (self->user);
  self->user = g_settings_get_string (self->settings, "elsewhere-user");
}

static void
signet_elsewhere_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_STATUS:
      g_value_take_string (value, signet_elsewhere_dup_status (SIGNET_ELSEWHERE (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
signet_elsewhere_dispose (GObject *object)
{
  SignetElsewhere *self = SIGNET_ELSEWHERE (object);

  self->started = FALSE;
  unwatch (self);
  if (self->settings != NULL)
    g_signal_handlers_disconnect_by_data (self->settings, self);
  g_clear_object (&self->settings);
  g_clear_object (&self->network);

  G_OBJECT_CLASS (signet_elsewhere_parent_class)->dispose (object);
}

static void
signet_elsewhere_finalize (GObject *object)
{
  SignetElsewhere *self = SIGNET_ELSEWHERE (object);

  g_clear_object (&self->uploader);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->public_keys, signet_public_keys_free);
  g_free (self->keys_path);
  g_free (self->target);
  g_free (self->user);
  g_free (self->tried);
  g_free (self->delivered);
  g_free (self->reason);

  G_OBJECT_CLASS (signet_elsewhere_parent_class)->finalize (object);
}

static void
signet_elsewhere_class_init (SignetElsewhereClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = signet_elsewhere_get_property;
  object_class->dispose = signet_elsewhere_dispose;
  object_class->finalize = signet_elsewhere_finalize;

  properties[PROP_STATUS] =
    g_param_spec_string ("status", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
signet_elsewhere_init (SignetElsewhere *self)
{
  self->uploader = signet_jwks_uploader_new ();
  self->user = g_strdup ("");
  self->first_retry_ms = FIRST_RETRY_MS;
}

SignetElsewhere *
signet_elsewhere_new (SignetElsewhereKind  kind,
                      const char          *keys_path,
                      GSettings           *settings)
{
  SignetElsewhere *self = g_object_new (SIGNET_TYPE_ELSEWHERE, NULL);
  g_autofree char *target = NULL;
  g_autofree char *changed = g_strconcat ("changed::", _signet_elsewhere_keys[kind].target, NULL);

  self->kind = kind;
  self->keys_path = g_strdup (keys_path);
  self->public_keys = signet_public_keys_new (keys_path);
  if (settings == NULL)
    return self;

  self->settings = g_object_ref (settings);
  target = g_settings_get_string (settings, _signet_elsewhere_keys[kind].target);
  if (*target != '\0')
    {
      self->target = g_steal_pointer (&target);
      self->written_at = g_settings_get_int64 (settings, _signet_elsewhere_keys[kind].written);
      if (kind == SIGNET_ELSEWHERE_WEB)
        self->delivered = g_settings_get_string (settings, "elsewhere-url-digest");
    }
  g_signal_connect_swapped (settings, changed, G_CALLBACK (target_changed_cb), self);
  if (kind == SIGNET_ELSEWHERE_WEB)
    {
      user_changed_cb (self);
      g_signal_connect_swapped (settings, "changed::elsewhere-user", G_CALLBACK (user_changed_cb), self);
    }

  return self;
}

void
signet_elsewhere_set_retry (SignetElsewhere *self,
                            guint            first_ms)
{
  g_return_if_fail (SIGNET_IS_ELSEWHERE (self));

  self->first_retry_ms = first_ms;
}

void
signet_elsewhere_set_network (SignetElsewhere *self,
                              SignetNetwork   *network)
{
  g_return_if_fail (SIGNET_IS_ELSEWHERE (self));
  g_return_if_fail (self->network == NULL);

  self->network = g_object_ref (network);
}

/**
 * signet_elsewhere_start:
 * @self: the copy of the key set
 *
 * From now on it is kept up to date.
 */
void
signet_elsewhere_start (SignetElsewhere *self)
{
  g_return_if_fail (SIGNET_IS_ELSEWHERE (self));

  if (self->started || self->settings == NULL)
    return;

  self->started = TRUE;
  if (self->target != NULL)
    watch (self);
  _signet_elsewhere_look (self);
}

/**
 * signet_elsewhere_get_target:
 * @self: the copy of the key set
 *
 * Returns: (transfer none) (nullable): where it is kept
 */
const char *
signet_elsewhere_get_target (SignetElsewhere *self)
{
  g_return_val_if_fail (SIGNET_IS_ELSEWHERE (self), NULL);

  return self->target;
}

/**
 * signet_elsewhere_get_user:
 * @self: the copy of the key set at a web address
 *
 * Returns: (transfer none): the user name there, "": there is none
 */
const char *
signet_elsewhere_get_user (SignetElsewhere *self)
{
  g_return_val_if_fail (SIGNET_IS_ELSEWHERE (self), NULL);

  return self->user;
}

/**
 * signet_elsewhere_dup_title:
 * @self: the copy of the key set
 *
 * Returns: (transfer full) (nullable): what it is, with a name
 */
char *
signet_elsewhere_dup_title (SignetElsewhere *self)
{
  g_autofree char *name = NULL;
  g_autofree char *clean = NULL;

  g_return_val_if_fail (SIGNET_IS_ELSEWHERE (self), NULL);

  if (self->target == NULL)
    return NULL;

  if (self->kind == SIGNET_ELSEWHERE_FOLDER)
    {
      g_autofree char *base = g_path_get_basename (self->target);

      name = g_filename_display_name (base);
      clean = signet_words_clean (name, 0);
      /* Translators: the name of a folder */
      return g_strdup_printf (_("Folder “%s”"), clean);
    }
  else
    {
      g_autoptr (GUri) uri = g_uri_parse (self->target, G_URI_FLAGS_NONE, NULL);

      name = g_strdup (uri != NULL && g_uri_get_host (uri) != NULL ? g_uri_get_host (uri) : self->target);
      clean = signet_words_clean (name, 0);
      /* Translators: the name of a web server */
      return g_strdup_printf (_("Web share “%s”"), clean);
    }
}

/**
 * signet_elsewhere_dup_status:
 * @self: the copy of the key set
 *
 * Returns: (transfer full) (nullable): what became of it; %NULL: it is not set up
 */
char *
signet_elsewhere_dup_status (SignetElsewhere *self)
{
  g_autofree char *when = NULL;

  g_return_val_if_fail (SIGNET_IS_ELSEWHERE (self), NULL);

  if (self->target == NULL)
    return NULL;
  if (self->written_at != 0)
    when = signet_words_time (self->written_at, signet_verifier_get_now ());

  if (self->reason != NULL && when != NULL)
    /* Translators: a time, "yesterday at 14:02", and a reason, "no connection" */
    return g_strdup_printf (_("Not written since %s: %s. Trying again."), when, self->reason);
  if (self->reason != NULL)
    /* Translators: a reason, "no connection" */
    return g_strdup_printf (_("Not written yet: %s. Trying again."), self->reason);
  if (when != NULL)
    /* Translators: a time, "today at 14:02" */
    return g_strdup_printf (_("Written %s"), when);

  return g_strdup (_("Not written yet"));
}

/**
 * signet_elsewhere_is_failing:
 * @self: the copy of the key set
 *
 * Returns: whether the last try failed
 */
gboolean
signet_elsewhere_is_failing (SignetElsewhere *self)
{
  g_return_val_if_fail (SIGNET_IS_ELSEWHERE (self), FALSE);

  return self->reason != NULL;
}

/**
 * signet_elsewhere_was_written:
 * @self: the copy of the key set
 *
 * Returns: whether it was ever written there
 */
gboolean
signet_elsewhere_was_written (SignetElsewhere *self)
{
  g_return_val_if_fail (SIGNET_IS_ELSEWHERE (self), FALSE);

  return self->target != NULL && self->written_at != 0;
}

/**
 * signet_elsewhere_try_now:
 * @self: the copy of the key set
 *
 * Tries at once what failed.
 */
void
signet_elsewhere_try_now (SignetElsewhere *self)
{
  g_return_if_fail (SIGNET_IS_ELSEWHERE (self));

  if (self->reason == NULL)
    return;

  g_clear_handle_id (&self->retry_id, g_source_remove);
  _signet_elsewhere_look (self);
}

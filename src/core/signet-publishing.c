/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-publishing-private.h"

#include "signet-jwks-publisher.h"
#include "signet-key-card.h"
#include "signet-settings.h"
#include "signet-signing-keys.h"
#include "signet-verifier.h"

#include <glib/gi18n.h>

struct _SignetPublishing
{
  GObject parent_instance;

  /* Owned */
  SignetJwksPublisher *publisher;
  SignetNetwork       *network;    /* nullable: made when it is first wanted */
  SignetApi           *api;        /* nullable: made when it is first wanted */
  char                *keys_path;
  char                *url;
  GStrv                other_urls;
  char                *problem;  /* nullable */
  GSettings           *settings; /* nullable */

  /* Borrowed: it owns us */
  SignetContext *context;        /* nullable */

  /* Plain */
  guint    port;
  gboolean visible;
};

enum
{
  PROP_0,
  PROP_ENABLED,
  PROP_VISIBLE,
  PROP_URL,
  PROP_OTHER_URLS,
  PROP_PORT,
  PROP_PROBLEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SignetPublishing, signet_publishing, G_TYPE_OBJECT)

static char *
make_url (const char *address,
          guint       port)
{
  return g_strdup_printf ("http://%s:%u" SIGNET_JWKS_PATH, address, port);
}

static void
update_url (SignetPublishing *self)
{
  static const char * const none[] = { NULL };
  const char * const *addresses = self->visible ? signet_network_get_addresses (self->network) : none;
  guint running_port = signet_jwks_publisher_get_port (self->publisher);
  guint port = running_port != 0 ? running_port : self->port;
  g_autofree char *url = make_url (addresses[0] != NULL ? addresses[0] : "127.0.0.1", port);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) others = NULL;

  for (guint i = 1; addresses[0] != NULL && addresses[i] != NULL; i++)
    {
      g_autofree char *other = make_url (addresses[i], port);

      g_strv_builder_add (builder, other);
    }
  others = g_strv_builder_end (builder);

  if (g_strcmp0 (url, self->url) != 0)
    {
      g_free (self->url);
      self->url = g_steal_pointer (&url);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_URL]);
    }
  if (!g_strv_equal ((const char * const *) others, (const char * const *) self->other_urls))
    {
      g_strfreev (self->other_urls);
      self->other_urls = g_steal_pointer (&others);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OTHER_URLS]);
    }
}

static void
set_problem (SignetPublishing *self,
             char             *problem)
{
  g_autofree char *old = self->problem;

  self->problem = problem;
  if (g_strcmp0 (old, problem) != 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

/* (transfer none) (nullable): what answers programs, where that is wanted */
static SignetApi *
get_api (SignetPublishing *self)
{
  if (self->settings == NULL || !g_settings_get_boolean (self->settings, "http-interface"))
    return NULL;

  if (self->api == NULL && self->context != NULL)
    self->api = signet_api_new (self->context);

  return self->api;
}

static void
start (SignetPublishing *self,
       guint             port)
{
  SignetApi *api = get_api (self);
  g_autoptr (GError) error = NULL;

  signet_jwks_publisher_set_api (self->publisher, api != NULL ? signet_api_handle : NULL, api);
  if (signet_jwks_publisher_start (self->publisher, self->visible ? SIGNET_NETWORK_ANY : "127.0.0.1", port, FALSE, &error))
    set_problem (self, NULL);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
    /* Translators: %u is a TCP port */
    set_problem (self, g_strdup_printf (_("Port %u is taken by another program."), port));
  else
    /* Translators: %s is what the system says */
    set_problem (self, g_strdup_printf (_("The key set could not be published: %s"), error->message));

  update_url (self);
  /* also when it failed: a switch that was turned on must turn back */
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENABLED]);
}

/* At the same port, in another manner. */
static void
restart (SignetPublishing *self)
{
  guint port = signet_jwks_publisher_get_port (self->publisher);

  signet_jwks_publisher_stop (self->publisher);
  start (self, port);
}

static void
signet_publishing_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  SignetPublishing *self = SIGNET_PUBLISHING (object);

  switch (prop_id)
    {
    case PROP_ENABLED:
      g_value_set_boolean (value, signet_publishing_is_enabled (self));
      break;
    case PROP_VISIBLE:
      g_value_set_boolean (value, self->visible);
      break;
    case PROP_OTHER_URLS:
      g_value_set_boxed (value, self->other_urls);
      break;
    case PROP_URL:
      g_value_set_string (value, self->url);
      break;
    case PROP_PORT:
      g_value_set_uint (value, self->port);
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
signet_publishing_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  SignetPublishing *self = SIGNET_PUBLISHING (object);

  switch (prop_id)
    {
    case PROP_ENABLED:
      signet_publishing_set_enabled (self, g_value_get_boolean (value));
      break;
    case PROP_VISIBLE:
      signet_publishing_set_visible (self, g_value_get_boolean (value));
      break;
    case PROP_PORT:
      signet_publishing_set_port (self, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
signet_publishing_dispose (GObject *object)
{
  SignetPublishing *self = SIGNET_PUBLISHING (object);

  if (self->publisher != NULL)
    signet_jwks_publisher_stop (self->publisher);
  g_clear_object (&self->publisher);
  g_clear_object (&self->network);
  g_clear_object (&self->api);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (signet_publishing_parent_class)->dispose (object);
}

static void
signet_publishing_finalize (GObject *object)
{
  SignetPublishing *self = SIGNET_PUBLISHING (object);

  g_free (self->keys_path);
  g_free (self->url);
  g_strfreev (self->other_urls);
  g_free (self->problem);

  G_OBJECT_CLASS (signet_publishing_parent_class)->finalize (object);
}

static void
signet_publishing_class_init (SignetPublishingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = signet_publishing_get_property;
  object_class->set_property = signet_publishing_set_property;
  object_class->dispose = signet_publishing_dispose;
  object_class->finalize = signet_publishing_finalize;

  properties[PROP_ENABLED] =
    g_param_spec_boolean ("enabled", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_VISIBLE] =
    g_param_spec_boolean ("visible", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_OTHER_URLS] =
    g_param_spec_boxed ("other-urls", NULL, NULL, G_TYPE_STRV, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_URL] =
    g_param_spec_string ("url", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PORT] =
    g_param_spec_uint ("port", NULL, NULL, 0, 65535, SIGNET_JWKS_DEFAULT_PORT,
                       G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_PROBLEM] =
    g_param_spec_string ("problem", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
signet_publishing_init (SignetPublishing *self)
{
  self->port = SIGNET_JWKS_DEFAULT_PORT;
  self->other_urls = g_new0 (char *, 1);
}

/* Runs in the publisher's thread, as its reader demands: created here, used there alone. */
static GBytes *
provide_key_set (gpointer user_data)
{
  return signet_public_keys_read (user_data, signet_verifier_get_now (), NULL);
}

static void
keep_wish (SignetPublishing *self,
           gboolean          publish)
{
  if (self->settings != NULL && g_settings_get_boolean (self->settings, "publish") != !!publish)
    g_settings_set_boolean (self->settings, "publish", publish);
}

static void
port_setting_changed_cb (SignetPublishing *self)
{
  signet_publishing_set_port (self, signet_settings_get_port (self->settings));
}

static void
visible_setting_changed_cb (SignetPublishing *self)
{
  signet_publishing_set_visible (self, g_settings_get_boolean (self->settings, "publish-network"));
}

static void
api_setting_changed_cb (SignetPublishing *self)
{
  if (signet_publishing_is_enabled (self))
    restart (self);
}

/* Only for who wants it: the monitor of the network asks other programs when it is made. */
static void
need_network (SignetPublishing *self)
{
  if (self->network == NULL)
    self->network = signet_network_new ();
  g_signal_handlers_disconnect_by_func (self->network, update_url, self);
  g_signal_connect_object (self->network, "notify::addresses", G_CALLBACK (update_url), self, G_CONNECT_SWAPPED);
}

/* settings: (nullable): where port and wish to publish are kept */
SignetPublishing *
signet_publishing_new (const char *keys_path,
                       GSettings  *settings)
{
  SignetPublishing *self = g_object_new (SIGNET_TYPE_PUBLISHING, NULL);

  self->keys_path = g_strdup (keys_path);
  self->port = signet_settings_get_port (settings);
  if (settings != NULL)
    {
      self->settings = g_object_ref (settings);
      g_signal_connect_object (settings, "changed::port",
                               G_CALLBACK (port_setting_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (settings, "changed::publish-network",
                               G_CALLBACK (visible_setting_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (settings, "changed::http-interface",
                               G_CALLBACK (api_setting_changed_cb), self, G_CONNECT_SWAPPED);
    }

  self->publisher = signet_jwks_publisher_new (provide_key_set, signet_public_keys_new (keys_path),
                                               (GDestroyNotify) signet_public_keys_free);
  update_url (self);
  if (settings != NULL)
    visible_setting_changed_cb (self);

  return self;
}

/**
 * signet_publishing_set_context:
 * @self: the use case
 * @context: (nullable): the services, which own @self; %NULL before they go
 *
 * What answers programs of this computer is made of them when it is first wanted: it needs the keys, as
 * publishing alone does not.
 */
void
signet_publishing_set_context (SignetPublishing *self,
                               SignetContext    *context)
{
  g_return_if_fail (SIGNET_IS_PUBLISHING (self));

  self->context = context;
}

/**
 * signet_publishing_set_network:
 * @self: the use case, not visible
 * @network: another network than that of this computer
 *
 * For tests.
 */
void
signet_publishing_set_network (SignetPublishing *self,
                               SignetNetwork    *network)
{
  g_return_if_fail (SIGNET_IS_PUBLISHING (self));
  g_return_if_fail (SIGNET_IS_NETWORK (network));
  g_return_if_fail (self->network == NULL);

  self->network = g_object_ref (network);
}

/**
 * signet_publishing_resume:
 * @self: the use case
 *
 * Publishes where the settings say that it was wanted last.
 */
void
signet_publishing_resume (SignetPublishing *self)
{
  g_return_if_fail (SIGNET_IS_PUBLISHING (self));

  if (self->settings != NULL && g_settings_get_boolean (self->settings, "publish")
      && !signet_publishing_is_enabled (self))
    start (self, self->port);
}

/**
 * signet_publishing_is_enabled:
 * @self: the use case
 *
 * Returns: whether the key set is being published
 */
gboolean
signet_publishing_is_enabled (SignetPublishing *self)
{
  g_return_val_if_fail (SIGNET_IS_PUBLISHING (self), FALSE);

  return self->publisher != NULL && signet_jwks_publisher_is_running (self->publisher);
}

/**
 * signet_publishing_set_enabled:
 * @self: the use case
 * @enabled: whether to publish
 *
 * What keeps it from starting is in the property "problem". The settings keep what
 * was wanted, also where it failed: signet_publishing_resume() tries it again.
 */
void
signet_publishing_set_enabled (SignetPublishing *self,
                               gboolean          enabled)
{
  g_return_if_fail (SIGNET_IS_PUBLISHING (self));

  keep_wish (self, enabled);
  if (!!enabled == signet_publishing_is_enabled (self))
    return;

  if (enabled)
    {
      start (self, self->port);
      return;
    }

  signet_jwks_publisher_stop (self->publisher);
  set_problem (self, NULL);
  update_url (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENABLED]);
}

/**
 * signet_publishing_is_visible:
 * @self: the use case
 *
 * Returns: whether the network may read the key set while it is published
 */
gboolean
signet_publishing_is_visible (SignetPublishing *self)
{
  g_return_val_if_fail (SIGNET_IS_PUBLISHING (self), FALSE);

  return self->visible;
}

/**
 * signet_publishing_set_visible:
 * @self: the use case
 * @visible: whether the network may read the key set
 *
 * The settings keep it. Where the key set is being published it is from now on published that way; the
 * loopback has it in both.
 */
void
signet_publishing_set_visible (SignetPublishing *self,
                               gboolean          visible)
{
  g_return_if_fail (SIGNET_IS_PUBLISHING (self));

  if (self->visible == !!visible)
    return;

  if (visible)
    need_network (self);
  self->visible = !!visible;
  if (self->settings != NULL && g_settings_get_boolean (self->settings, "publish-network") != self->visible)
    g_settings_set_boolean (self->settings, "publish-network", self->visible);

  if (signet_publishing_is_enabled (self))
    {
      restart (self);
    }
  else
    {
      update_url (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VISIBLE]);
}

/**
 * signet_publishing_reaches_others:
 * @self: the use case
 *
 * Returns: whether somebody at another computer of the network can have the key set now
 */
gboolean
signet_publishing_reaches_others (SignetPublishing *self)
{
  g_return_val_if_fail (SIGNET_IS_PUBLISHING (self), FALSE);

  return signet_publishing_is_enabled (self) && self->visible &&
         signet_network_get_addresses (self->network)[0] != NULL;
}

/**
 * signet_publishing_get_other_urls:
 * @self: the use case
 *
 * Returns: (transfer none): where else the key set is found, by those on another network of this computer
 */
const char * const *
signet_publishing_get_other_urls (SignetPublishing *self)
{
  g_return_val_if_fail (SIGNET_IS_PUBLISHING (self), NULL);

  return (const char * const *) self->other_urls;
}

/**
 * signet_publishing_get_url:
 * @self: the use case
 *
 * Returns: (transfer none): where the key set is published, or would be
 */
const char *
signet_publishing_get_url (SignetPublishing *self)
{
  g_return_val_if_fail (SIGNET_IS_PUBLISHING (self), NULL);

  return self->url;
}

/**
 * signet_publishing_get_problem:
 * @self: the use case
 *
 * Returns: (transfer none) (nullable): why it could not be published, translated
 */
const char *
signet_publishing_get_problem (SignetPublishing *self)
{
  g_return_val_if_fail (SIGNET_IS_PUBLISHING (self), NULL);

  return self->problem;
}

/**
 * signet_publishing_set_port:
 * @self: the use case
 * @port: a TCP port
 *
 * Moves there where it is being published.
 */
void
signet_publishing_set_port (SignetPublishing *self,
                            guint             port)
{
  g_return_if_fail (SIGNET_IS_PUBLISHING (self));
  g_return_if_fail (port <= 65535);

  if (self->port == port)
    return;

  self->port = port;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PORT]);
  if (signet_publishing_is_enabled (self))
    {
      signet_jwks_publisher_stop (self->publisher);
      start (self, port);
    }
  else
    {
      update_url (self);
    }
}

/**
 * signet_publishing_get_port:
 * @self: the use case
 *
 * Returns: the TCP port
 */
guint
signet_publishing_get_port (SignetPublishing *self)
{
  g_return_val_if_fail (SIGNET_IS_PUBLISHING (self), 0);

  return self->port;
}

/**
 * signet_publishing_use_another_port:
 * @self: the use case
 *
 * Publishes at a free port and keeps to it, also in the settings.
 */
void
signet_publishing_use_another_port (SignetPublishing *self)
{
  g_return_if_fail (SIGNET_IS_PUBLISHING (self));

  if (signet_publishing_is_enabled (self))
    return;

  start (self, 0);
  if (signet_publishing_is_enabled (self))
    {
      self->port = signet_jwks_publisher_get_port (self->publisher);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PORT]);
      if (self->settings != NULL)
        g_settings_set_int (self->settings, "port", (int) self->port);
      keep_wish (self, TRUE);
    }
}

/**
 * signet_publishing_save_card_async:
 * @self: the use case
 * @file: where to
 * @cancellable: (nullable): cancels it
 * @callback: called when it was written
 * @user_data: for @callback
 *
 * Writes our name, where our key set is published, if others can get at it, and the set.
 */
void
signet_publishing_save_card_async (SignetPublishing    *self,
                                   GFile               *file,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autofree char *name = NULL;

  g_return_if_fail (SIGNET_IS_PUBLISHING (self));

  name = signet_settings_dup_name (self->settings);
  signet_key_card_save_async (self->keys_path, name,
                              /* one that leads others to their own computer does not help them */
                              signet_publishing_reaches_others (self) ? self->url : NULL,
                              file, cancellable, callback, user_data);
}

/**
 * signet_publishing_save_card_finish:
 * @self: the use case
 * @result: what the callback was given
 * @error: (nullable): why it could not be written
 *
 * Returns: whether it was written
 */
gboolean
signet_publishing_save_card_finish (SignetPublishing  *self,
                                    GAsyncResult      *result,
                                    GError           **error)
{
  g_return_val_if_fail (SIGNET_IS_PUBLISHING (self), FALSE);

  return signet_key_card_save_finish (result, error);
}

/**
 * signet_publishing_dup_card_name:
 * @self: the use case
 *
 * Returns: (transfer full): what the file of our key card is best called
 */
char *
signet_publishing_dup_card_name (SignetPublishing *self)
{
  g_autofree char *name = NULL;
  char *file_name;

  g_return_val_if_fail (SIGNET_IS_PUBLISHING (self), NULL);

  name = signet_settings_dup_name (self->settings);
  /* Translators: the name of a file, for somebody who has given no name of their own */
  file_name = g_strconcat (*name != '\0' ? name : _("My Key Card"), ".jwks", NULL);
  g_strdelimit (file_name, G_DIR_SEPARATOR_S, '-');
  if (file_name[0] == '.')
    file_name[0] = '-';

  return file_name;
}

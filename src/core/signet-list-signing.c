/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-list-signing-private.h"

#include "signet-verifier.h"

struct _SignetListSigning
{
  GObject parent_instance;

  /* Owned */
  SignetSigningKeys *keys;
  SignetHistory     *history;
};

enum
{
  PROP_0,
  PROP_BUSY,
  PROP_HAS_KEY,
  PROP_KEY_CREATED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum { SIGNAL_NOT_REMEMBERED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SignetListSigning, signet_list_signing, G_TYPE_OBJECT)

static void
busy_changed_cb (SignetListSigning *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
keys_changed_cb (SignetListSigning *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_KEY]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEY_CREATED]);
}

static void
signet_list_signing_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  SignetListSigning *self = SIGNET_LIST_SIGNING (object);

  switch (prop_id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, signet_list_signing_is_busy (self));
      break;
    case PROP_HAS_KEY:
      g_value_set_boolean (value, signet_list_signing_has_key (self));
      break;
    case PROP_KEY_CREATED:
      g_value_set_int64 (value, signet_list_signing_get_key_created (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
signet_list_signing_finalize (GObject *object)
{
  SignetListSigning *self = SIGNET_LIST_SIGNING (object);

  g_clear_object (&self->keys);
  g_clear_object (&self->history);

  G_OBJECT_CLASS (signet_list_signing_parent_class)->finalize (object);
}

static void
signet_list_signing_class_init (SignetListSigningClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = signet_list_signing_get_property;
  object_class->finalize = signet_list_signing_finalize;

  properties[PROP_BUSY] =
    g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_HAS_KEY] =
    g_param_spec_boolean ("has-key", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_KEY_CREATED] =
    g_param_spec_int64 ("key-created", NULL, NULL, 0, G_MAXINT64, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_NOT_REMEMBERED] =
    g_signal_new ("not-remembered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
signet_list_signing_init (SignetListSigning *self)
{
}

SignetListSigning *
signet_list_signing_new (SignetSigningKeys *keys,
                         SignetHistory     *history)
{
  SignetListSigning *self;

  g_return_val_if_fail (SIGNET_IS_SIGNING_KEYS (keys), NULL);

  self = g_object_new (SIGNET_TYPE_LIST_SIGNING, NULL);
  self->keys = g_object_ref (keys);
  self->history = g_object_ref (history);
  g_signal_connect_object (keys, "notify::busy", G_CALLBACK (busy_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (keys, "changed", G_CALLBACK (keys_changed_cb), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * signet_list_signing_is_busy:
 * @self: the use case
 *
 * Returns: whether a key is being made
 */
gboolean
signet_list_signing_is_busy (SignetListSigning *self)
{
  g_return_val_if_fail (SIGNET_IS_LIST_SIGNING (self), FALSE);

  return signet_signing_keys_is_busy (self->keys);
}

/**
 * signet_list_signing_has_key:
 * @self: the use case
 *
 * Returns: whether there is a key to sign with; else it is made when first needed
 */
gboolean
signet_list_signing_has_key (SignetListSigning *self)
{
  g_return_val_if_fail (SIGNET_IS_LIST_SIGNING (self), FALSE);

  return signet_signing_keys_get_current (self->keys) != NULL;
}

/**
 * signet_list_signing_get_key_created:
 * @self: the use case
 *
 * Returns: when the current key was made, seconds since 1970; 0 where there is none
 */
gint64
signet_list_signing_get_key_created (SignetListSigning *self)
{
  SignetKeyInfo *current;

  g_return_val_if_fail (SIGNET_IS_LIST_SIGNING (self), 0);

  current = signet_signing_keys_get_current (self->keys);
  return current != NULL ? signet_key_info_get_created (current) : 0;
}

typedef struct
{
  char *list_id;   /* (nullable) */
  char *token;     /* (nullable): once there is one */
} Signing;

static void
signing_free (gpointer data)
{
  Signing *signing = data;

  g_free (signing->list_id);
  g_free (signing->token);
  g_free (signing);
}

/* A token that is signed is given out, remembered or not. */
static void
remembered_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (GError) error = NULL;
  Signing *signing;

  if (!signet_history_add_finish (SIGNET_HISTORY (source), result, &error))
    g_signal_emit (g_task_get_source_object (task), signals[SIGNAL_NOT_REMEMBERED], 0, error);
  signing = g_task_get_task_data (task);
  g_task_return_pointer (task, g_steal_pointer (&signing->token), g_free);
}

static void
signed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  SignetListSigning *self = g_task_get_source_object (task);
  Signing *signing = g_task_get_task_data (task);
  SignetHistoryRecord record = { .kind = SIGNET_HISTORY_SIGNED, .outcome = "valid", .proved = TRUE };
  g_autoptr (SignetHistoryEntry) entry = NULL;
  GError *error = NULL;
  char *token;

  token = signet_signing_keys_sign_finish (SIGNET_SIGNING_KEYS (source), result, &error);
  if (token == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  signing->token = token;
  /* what is signed is told, also where the caller gave up in the meantime */
  g_task_set_check_cancellable (task, FALSE);
  record.time = signet_verifier_get_now ();
  record.token = token;
  record.list_id = signing->list_id;
  entry = signet_history_entry_new (&record);
  signet_history_add_async (self->history, entry, NULL, remembered_cb, g_steal_pointer (&task));
}

/**
 * signet_list_signing_sign_made_async:
 * @self: the use case
 * @list_id: (nullable): the stored list that @claims were made of
 * @claims: the payload, a JSON object
 * @exp: its "exp" in seconds since 1970, %G_MAXINT64 where it has none
 * @cancellable: (nullable): to give up
 * @callback: called with the result, see signet_list_signing_sign_finish()
 * @user_data: for @callback
 */
void
signet_list_signing_sign_made_async (SignetListSigning   *self,
                                     const char          *list_id,
                                     GBytes              *claims,
                                     gint64               exp,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  Signing *signing;
  GTask *task;

  g_return_if_fail (SIGNET_IS_LIST_SIGNING (self));
  g_return_if_fail (claims != NULL);

  signing = g_new0 (Signing, 1);
  signing->list_id = g_strdup (list_id);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, signet_list_signing_sign_made_async);
  g_task_set_task_data (task, signing, signing_free);
  signet_signing_keys_sign_async (self->keys, claims, exp, cancellable, signed_cb, task);
}

/**
 * signet_list_signing_sign_claims_async:
 * @self: the use case
 * @claims: the payload, a JSON object
 * @exp: its "exp" in seconds since 1970, %G_MAXINT64 where it has none
 * @cancellable: (nullable): to give up
 * @callback: called with the result, see signet_list_signing_sign_finish()
 * @user_data: for @callback
 */
void
signet_list_signing_sign_claims_async (SignetListSigning   *self,
                                       GBytes              *claims,
                                       gint64               exp,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  signet_list_signing_sign_made_async (self, NULL, claims, exp, cancellable, callback, user_data);
}

/**
 * signet_list_signing_sign_async:
 * @self: the use case
 * @list: the list to sign, as it stands now
 * @options: what else goes in; issued_at 0: now
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Makes the first key where there is none; that takes seconds.
 */
void
signet_list_signing_sign_async (SignetListSigning        *self,
                                SignetList               *list,
                                const SignetTokenOptions *options,
                                GCancellable             *cancellable,
                                GAsyncReadyCallback       callback,
                                gpointer                  user_data)
{
  SignetTokenOptions complete;
  g_autoptr (GBytes) claims = NULL;

  g_return_if_fail (SIGNET_IS_LIST_SIGNING (self));
  g_return_if_fail (SIGNET_IS_LIST (list));
  g_return_if_fail (options != NULL);

  complete = *options;
  if (complete.issued_at == 0)
    complete.issued_at = signet_verifier_get_now ();

  claims = signet_token_build_claims (list, &complete);
  signet_list_signing_sign_made_async (self, signet_list_get_id (list), claims,
                                       complete.lifetime > 0 ? complete.issued_at + complete.lifetime : G_MAXINT64,
                                       cancellable, callback, user_data);
}

/**
 * signet_list_signing_sign_finish:
 * @self: the use case
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the token. Errors: the domain
 *   SIGNET_KEYS_ERROR, see signet_words_get_problem(), and %JOT_ERROR_TOO_LARGE
 */
char *
signet_list_signing_sign_finish (SignetListSigning  *self,
                                 GAsyncResult       *result,
                                 GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
rotated_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (SignetKeyInfo) info = NULL;
  GError *error = NULL;

  info = signet_signing_keys_rotate_finish (SIGNET_SIGNING_KEYS (source), result, &error);
  if (info != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  SignetSigningKeys *keys = SIGNET_SIGNING_KEYS (source);
  g_autoptr (SignetKeyInfo) info = NULL;
  GError *error = NULL;

  info = signet_signing_keys_create_finish (keys, result, &error);
  if (info == NULL)
    g_task_return_error (task, error);
  else if (signet_key_info_get_state (info) == SIGNET_KEY_STATE_CURRENT)
    g_task_return_boolean (task, TRUE);
  else
    signet_signing_keys_rotate_async (keys, g_task_get_cancellable (task), rotated_cb, g_object_ref (task));
}

/**
 * signet_list_signing_renew_async:
 * @self: the use case
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Makes a new key of the same kind and signs with it from now on. The one that signed before is retired:
 * it stays published until its last token has run out, so that lists already signed stay
 * valid. This also works where the keyring has lost all keys, since the waiting one is
 * replaced as well.
 */
void
signet_list_signing_renew_async (SignetListSigning   *self,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  SignetKeyInfo *current;
  const JotAlg *alg;
  guint bits = 0;
  GTask *task;

  g_return_if_fail (SIGNET_IS_LIST_SIGNING (self));

  current = signet_signing_keys_get_current (self->keys);
  alg = current != NULL ? signet_key_info_get_alg (current) : jot_alg_get_default ();
  if (current != NULL)
    bits = jot_jwk_get_bits (signet_key_info_get_public (current));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, signet_list_signing_renew_async);
  signet_signing_keys_create_async (self->keys, alg, bits, cancellable, created_cb, task);
}

/**
 * signet_list_signing_renew_finish:
 * @self: the use case
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: whether there is a new key
 */
gboolean
signet_list_signing_renew_finish (SignetListSigning  *self,
                                  GAsyncResult       *result,
                                  GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

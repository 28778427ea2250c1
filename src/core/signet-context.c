/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-context-private.h"

#include "signet-elsewhere-private.h"
#include "signet-jwks-cache.h"
#include "signet-list-signing-private.h"
#include "signet-own-keys-private.h"
#include "signet-publishing-private.h"
#include "signet-settings.h"
#include "signet-verifier-private.h"

struct _SignetContext
{
  GObject parent_instance;

  /* Owned, all made on first use */
  GSettings         *settings;
  SignetListStore   *list_store;
  SignetListStore   *templates;
  SignetHousehold   *household;
  SignetKeyStore    *key_store;
  SignetSigningKeys *signing_keys;
  SignetHistory     *history;
  SignetTrustBook   *trust_book;
  SignetListSigning *list_signing;
  SignetOwnKeys     *own_keys;
  SignetPublishing  *publishing;
  SignetElsewhere   *elsewhere[2];   /* by SignetElsewhereKind */
  SignetJwksCache   *jwks_cache;
  SignetVerifier    *verifier;
  char              *keys_path;

  /* Plain */
  gboolean settings_tried;
};

G_DEFINE_FINAL_TYPE (SignetContext, signet_context, G_TYPE_OBJECT)

static void
signet_context_dispose (GObject *object)
{
  SignetContext *self = SIGNET_CONTEXT (object);

  if (self->publishing != NULL)
    signet_publishing_set_context (self->publishing, NULL);
  g_clear_object (&self->publishing);
  for (guint i = 0; i < G_N_ELEMENTS (self->elsewhere); i++)
    g_clear_object (&self->elsewhere[i]);
  g_clear_object (&self->own_keys);
  g_clear_object (&self->list_signing);
  g_clear_object (&self->history);
  g_clear_object (&self->trust_book);
  g_clear_object (&self->verifier);
  g_clear_object (&self->jwks_cache);
  g_clear_object (&self->signing_keys);
  g_clear_object (&self->key_store);
  g_clear_object (&self->list_store);
  g_clear_object (&self->templates);
  g_clear_object (&self->household);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (signet_context_parent_class)->dispose (object);
}

static void
signet_context_finalize (GObject *object)
{
  SignetContext *self = SIGNET_CONTEXT (object);

  g_free (self->keys_path);

  G_OBJECT_CLASS (signet_context_parent_class)->finalize (object);
}

static void
signet_context_class_init (SignetContextClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = signet_context_dispose;
  object_class->finalize = signet_context_finalize;
}

static void
signet_context_init (SignetContext *self)
{
  self->keys_path = g_build_filename (g_get_user_data_dir (), "signet", "keys.json", NULL);
}

/**
 * signet_context_new:
 *
 * Returns: (transfer full): a context in which nothing is built yet
 */
SignetContext *
signet_context_new (void)
{
  return g_object_new (SIGNET_TYPE_CONTEXT, NULL);
}

/**
 * signet_context_get_settings:
 * @self: a context
 *
 * Returns: (transfer none) (nullable): the settings, %NULL where their schema is missing
 */
GSettings *
signet_context_get_settings (SignetContext *self)
{
  g_return_val_if_fail (SIGNET_IS_CONTEXT (self), NULL);

  if (!self->settings_tried)
    {
      self->settings_tried = TRUE;
      self->settings = signet_settings_new ();
    }

  return self->settings;
}

/**
 * signet_context_get_list_store:
 * @self: a context
 *
 * Returns: (transfer none): the lists of this user; not loaded yet
 */
SignetListStore *
signet_context_get_list_store (SignetContext *self)
{
  g_return_val_if_fail (SIGNET_IS_CONTEXT (self), NULL);

  if (self->list_store == NULL)
    self->list_store = signet_list_store_new (NULL);

  return self->list_store;
}

/**
 * signet_context_get_templates:
 * @self: a context
 *
 * Templates are lists in a folder of their own: a list is made a template, and a template a list, by signet_list_copy().
 *
 * Returns: (transfer none): the templates of this user; not loaded yet
 */
SignetListStore *
signet_context_get_templates (SignetContext *self)
{
  g_return_val_if_fail (SIGNET_IS_CONTEXT (self), NULL);

  if (self->templates == NULL)
    {
      g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "signet", "templates", NULL);

      self->templates = signet_list_store_new (folder);
    }

  return self->templates;
}

/**
 * signet_context_get_household:
 * @self: a context
 *
 * Returns: (transfer none): what is bought here, and the order of the aisles; not loaded yet
 */
SignetHousehold *
signet_context_get_household (SignetContext *self)
{
  g_return_val_if_fail (SIGNET_IS_CONTEXT (self), NULL);

  if (self->household == NULL)
    self->household = signet_household_new (NULL);

  return self->household;
}

/**
 * signet_context_set_key_store:
 * @self: a context whose keys were not asked for yet
 * @store: where the private keys are
 *
 * Takes another store than the keyring of the desktop.
 */
void
signet_context_set_key_store (SignetContext  *self,
                              SignetKeyStore *store)
{
  g_return_if_fail (SIGNET_IS_CONTEXT (self));
  g_return_if_fail (SIGNET_IS_KEY_STORE (store));
  g_return_if_fail (self->signing_keys == NULL);

  g_set_object (&self->key_store, store);
}

/* New keys are of the kind that the settings name from now on. */
static void
key_kind_changed_cb (SignetContext *self)
{
  GSettings *settings = signet_context_get_settings (self);
  g_autofree char *kind = signet_settings_dup_key_kind (settings);
  const JotAlg *alg = jot_alg_find (kind);

  signet_signing_keys_set_default (self->signing_keys, alg != NULL ? alg : jot_alg_get_default (),
                                   signet_settings_get_key_bits (settings));
}

/**
 * signet_context_get_signing_keys:
 * @self: a context
 *
 * Returns: (transfer none): our own keys; what could be read of them is
 */
SignetSigningKeys *
signet_context_get_signing_keys (SignetContext *self)
{
  g_return_val_if_fail (SIGNET_IS_CONTEXT (self), NULL);

  if (self->signing_keys == NULL)
    {
      g_autoptr (GError) error = NULL;

      if (self->key_store == NULL)
        self->key_store = signet_key_store_secret_new ();
      self->signing_keys = signet_signing_keys_new (NULL, self->key_store);
      /* What is wrong with the file is said again, and to the user, by whatever needs a key */
      if (!signet_signing_keys_load (self->signing_keys, &error))
        g_debug ("%s", error->message);

      key_kind_changed_cb (self);
      if (signet_context_get_settings (self) != NULL)
        {
          g_signal_connect_object (self->settings, "changed::key-kind", G_CALLBACK (key_kind_changed_cb), self,
                                   G_CONNECT_SWAPPED);
          g_signal_connect_object (self->settings, "changed::key-bits", G_CALLBACK (key_kind_changed_cb), self,
                                   G_CONNECT_SWAPPED);
        }
    }

  return self->signing_keys;
}

static void
keep_history_changed_cb (SignetContext *self)
{
  signet_history_set_keep (self->history, signet_settings_get_keep_history (signet_context_get_settings (self)));
}

/**
 * signet_context_get_history:
 * @self: a context
 *
 * Returns: (transfer none): what was signed and checked here, kept as long as the settings say; not loaded yet
 */
SignetHistory *
signet_context_get_history (SignetContext *self)
{
  g_return_val_if_fail (SIGNET_IS_CONTEXT (self), NULL);

  if (self->history == NULL)
    {
      self->history = signet_history_new (NULL);
      keep_history_changed_cb (self);
      if (signet_context_get_settings (self) != NULL)
        g_signal_connect_object (self->settings, "changed::keep-history", G_CALLBACK (keep_history_changed_cb), self,
                                 G_CONNECT_SWAPPED);
    }

  return self->history;
}

/**
 * signet_context_get_trust_book:
 * @self: a context
 *
 * Returns: (transfer none): the people whose keys the user knows; not loaded yet
 */
SignetTrustBook *
signet_context_get_trust_book (SignetContext *self)
{
  g_return_val_if_fail (SIGNET_IS_CONTEXT (self), NULL);

  if (self->trust_book == NULL)
    self->trust_book = signet_trust_book_new (NULL);

  return self->trust_book;
}

/**
 * signet_context_get_list_signing:
 * @self: a context
 *
 * Returns: (transfer none): what signs lists
 */
SignetListSigning *
signet_context_get_list_signing (SignetContext *self)
{
  g_return_val_if_fail (SIGNET_IS_CONTEXT (self), NULL);

  if (self->list_signing == NULL)
    self->list_signing = signet_list_signing_new (signet_context_get_signing_keys (self),
                                                  signet_context_get_history (self));

  return self->list_signing;
}

/**
 * signet_context_get_own_keys:
 * @self: a context
 *
 * Returns: (transfer none): what looks after our own keys
 */
SignetOwnKeys *
signet_context_get_own_keys (SignetContext *self)
{
  g_return_val_if_fail (SIGNET_IS_CONTEXT (self), NULL);

  if (self->own_keys == NULL)
    self->own_keys = signet_own_keys_new (signet_context_get_signing_keys (self), signet_context_get_history (self));

  return self->own_keys;
}

/**
 * signet_context_get_publishing:
 * @self: a context
 *
 * Returns: (transfer none): what publishes our key set, as the settings say once
 *   signet_publishing_resume() was called
 */
SignetPublishing *
signet_context_get_publishing (SignetContext *self)
{
  g_return_val_if_fail (SIGNET_IS_CONTEXT (self), NULL);

  if (self->publishing == NULL)
    {
      self->publishing = signet_publishing_new (self->keys_path, signet_context_get_settings (self));
      signet_publishing_set_context (self->publishing, self);
    }

  return self->publishing;
}

/**
 * signet_context_get_elsewhere:
 * @self: a context
 * @kind: which of them
 *
 * Returns: (transfer none): what keeps a copy of our key set elsewhere; not started yet
 */
SignetElsewhere *
signet_context_get_elsewhere (SignetContext       *self,
                              SignetElsewhereKind  kind)
{
  g_return_val_if_fail (SIGNET_IS_CONTEXT (self), NULL);
  g_return_val_if_fail (kind < G_N_ELEMENTS (self->elsewhere), NULL);

  if (self->elsewhere[kind] == NULL)
    self->elsewhere[kind] = signet_elsewhere_new (kind, self->keys_path, signet_context_get_settings (self));

  return self->elsewhere[kind];
}

static gint64
get_now (gpointer user_data)
{
  return signet_verifier_get_now ();
}

/**
 * signet_context_get_jwks_cache:
 * @self: a context
 *
 * Returns: (transfer none): the key sets of others
 */
SignetJwksCache *
signet_context_get_jwks_cache (SignetContext *self)
{
  g_return_val_if_fail (SIGNET_IS_CONTEXT (self), NULL);

  if (self->jwks_cache == NULL)
    {
      g_autoptr (SignetJwksFetcher) fetcher = signet_jwks_fetcher_new ();
      g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "signet", "key-sets", NULL);

      self->jwks_cache = signet_jwks_cache_new (fetcher, get_now, NULL);
      signet_jwks_cache_keep_in (self->jwks_cache, folder);
    }

  return self->jwks_cache;
}

/**
 * signet_context_get_verifier:
 * @self: a context
 *
 * Needs neither settings nor a session bus nor a writable home.
 *
 * Returns: (transfer none): what checks tokens
 */
SignetVerifier *
signet_context_get_verifier (SignetContext *self)
{
  g_return_val_if_fail (SIGNET_IS_CONTEXT (self), NULL);

  if (self->verifier == NULL)
    {
      g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "signet", "issuers", NULL);

      self->verifier = signet_verifier_new (signet_context_get_jwks_cache (self), self->keys_path);
      signet_verifier_keep_issuers_in (self->verifier, folder);
    }

  return self->verifier;
}

/**
 * signet_context_get_keys_path:
 * @self: a context
 *
 * Returns: (transfer none): the file with the public metadata of our keys
 */
const char *
signet_context_get_keys_path (SignetContext *self)
{
  g_return_val_if_fail (SIGNET_IS_CONTEXT (self), NULL);

  return self->keys_path;
}

/**
 * signet_context_judge_entry:
 * @self: a context
 * @entry: an entry of the history
 *
 * Returns: what has become of it, see signet_history_entry_judge()
 */
SignetHistoryNow
signet_context_judge_entry (SignetContext      *self,
                            SignetHistoryEntry *entry)
{
  SignetHistoryNow state;

  g_return_val_if_fail (SIGNET_IS_CONTEXT (self), SIGNET_HISTORY_NOW_NOT_CHECKED);

  state = signet_history_entry_judge (entry, signet_context_get_signing_keys (self), signet_verifier_get_now ());
  if (state == SIGNET_HISTORY_NOW_VALID && signet_history_entry_is_withdrawn (entry, signet_context_get_trust_book (self)))
    return SIGNET_HISTORY_NOW_REVOKED;

  return state;
}

/**
 * signet_context_forget_key:
 * @self: a context
 *
 * Drops the private key that is kept for the next signature, which gets it from the keyring again.
 */
void
signet_context_forget_key (SignetContext *self)
{
  g_return_if_fail (SIGNET_IS_CONTEXT (self));

  if (self->signing_keys != NULL)
    signet_signing_keys_forget_loaded (self->signing_keys);
}

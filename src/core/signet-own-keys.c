/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-own-keys-private.h"

#include "signet-keys-error.h"
#include "signet-verifier.h"
#include "signet-words.h"

#include <glib/gi18n.h>

struct _SignetOwnKeys
{
  GObject parent_instance;

  /* Owned */
  SignetSigningKeys *keys;
  SignetHistory     *history;
  GPtrArray         *items;   /* of SignetOwnKey */
};

enum { SIGNAL_HISTORY_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static GType
get_item_type (GListModel *model)
{
  return SIGNET_TYPE_OWN_KEY;
}

static guint
get_n_items (GListModel *model)
{
  return SIGNET_OWN_KEYS (model)->items->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  GPtrArray *items = SIGNET_OWN_KEYS (model)->items;

  return position < items->len ? g_object_ref (items->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SignetOwnKeys, signet_own_keys, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static int
compare (gconstpointer a,
         gconstpointer b)
{
  SignetOwnKey *one = *(SignetOwnKey **) a;
  SignetOwnKey *other = *(SignetOwnKey **) b;
  int by_state = (int) signet_own_key_get_state (one) - (int) signet_own_key_get_state (other);
  gint64 first = signet_own_key_get_created (one);
  gint64 second = signet_own_key_get_created (other);

  return by_state != 0 ? by_state : (first < second) - (first > second);
}

static void
keys_changed_cb (SignetOwnKeys *self)
{
  g_autoptr (GPtrArray) infos = signet_signing_keys_dup_infos (self->keys);
  guint n_before = self->items->len;

  g_ptr_array_set_size (self->items, 0);
  for (guint i = 0; i < infos->len; i++)
    g_ptr_array_add (self->items, signet_own_key_new (infos->pdata[i]));
  g_ptr_array_sort (self->items, compare);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, self->items->len);
}

static void
history_changed_cb (SignetOwnKeys *self)
{
  g_signal_emit (self, signals[SIGNAL_HISTORY_CHANGED], 0);
}

static void
signet_own_keys_finalize (GObject *object)
{
  SignetOwnKeys *self = SIGNET_OWN_KEYS (object);

  g_clear_object (&self->keys);
  g_clear_object (&self->history);
  g_ptr_array_unref (self->items);

  G_OBJECT_CLASS (signet_own_keys_parent_class)->finalize (object);
}

static void
signet_own_keys_class_init (SignetOwnKeysClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = signet_own_keys_finalize;

  signals[SIGNAL_HISTORY_CHANGED] =
    g_signal_new ("history-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
signet_own_keys_init (SignetOwnKeys *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

static void
history_loaded_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!signet_history_load_finish (SIGNET_HISTORY (source), result, &error))
    g_debug ("%s", error->message);
}

/**
 * signet_own_keys_new:
 * @keys: our own keys
 * @history: what was signed with them; read if it is not yet
 *
 * Returns: (transfer full): the use case
 */
SignetOwnKeys *
signet_own_keys_new (SignetSigningKeys *keys,
                     SignetHistory     *history)
{
  SignetOwnKeys *self;

  g_return_val_if_fail (SIGNET_IS_SIGNING_KEYS (keys), NULL);
  g_return_val_if_fail (SIGNET_IS_HISTORY (history), NULL);

  self = g_object_new (SIGNET_TYPE_OWN_KEYS, NULL);
  self->keys = g_object_ref (keys);
  self->history = g_object_ref (history);
  g_signal_connect_object (keys, "changed", G_CALLBACK (keys_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (signet_history_get_model (history), "items-changed", G_CALLBACK (history_changed_cb), self,
                           G_CONNECT_SWAPPED);
  signet_history_watch (history);
  signet_history_load_async (history, signet_verifier_get_now (), NULL, history_loaded_cb, NULL);
  keys_changed_cb (self);

  return self;
}

SignetSigningKeys *
_signet_own_keys_get_keys (SignetOwnKeys *self)
{
  return self->keys;
}

SignetOwnKey *
signet_own_keys_find (SignetOwnKeys     *self,
                      SignetOwnKeyState  state)
{
  g_return_val_if_fail (SIGNET_IS_OWN_KEYS (self), NULL);

  for (guint i = 0; i < self->items->len; i++)
    if (signet_own_key_get_state (self->items->pdata[i]) == state)
      return self->items->pdata[i];

  return NULL;
}

static char *
describe_list (SignetHistoryEntry *entry)
{
  const char *name = signet_history_entry_get_list_name (entry);
  const char *subject = signet_history_entry_get_subject (entry);
  g_autofree char *clean_name = name != NULL ? signet_words_clean (name, 0) : g_strdup (_("a list without a name"));
  g_autofree char *clean_subject = NULL;

  if (subject == NULL || *subject == '\0')
    return g_steal_pointer (&clean_name);

  clean_subject = signet_words_clean (subject, 0);
  /* Translators: the name of a signed list, and whom it was signed for */
  return g_strdup_printf (_("%s (for %s)"), clean_name, clean_subject);
}

GPtrArray *
signet_own_keys_dup_valid_lists (SignetOwnKeys *self,
                                 const char    *kid,
                                 gint64         now)
{
  GPtrArray *lists = g_ptr_array_new_with_free_func (g_free);
  GListModel *model;

  g_return_val_if_fail (SIGNET_IS_OWN_KEYS (self), lists);
  g_return_val_if_fail (kid != NULL, lists);

  model = signet_history_get_model (self->history);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (SignetHistoryEntry) entry = g_list_model_get_item (model, i);
      gint64 expiry;

      if (signet_history_entry_get_kind (entry) == SIGNET_HISTORY_SIGNED &&
          g_strcmp0 (signet_history_entry_get_kid (entry), kid) == 0 &&
          !(signet_history_entry_get_expiry (entry, &expiry) && now >= expiry))
        g_ptr_array_add (lists, describe_list (entry));
    }

  return lists;
}

gboolean
signet_own_keys_is_passphrase_wrong (const GError *error)
{
  return g_error_matches (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_PASSPHRASE);
}

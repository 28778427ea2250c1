/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-signed-state.h"

#include "signet-own-key.h"
#include "signet-words.h"

#include <glib/gi18n.h>

static SignetListChanges *
compare (SignetHistoryEntry *entry,
         SignetList         *list)
{
  g_autoptr (GPtrArray) before = signet_history_entry_dup_items (entry);
  g_autoptr (GPtrArray) after = g_ptr_array_new ();

  for (guint i = 0; i < signet_list_get_n_items (list); i++)
    g_ptr_array_add (after, signet_list_get_item (list, i));

  return before != NULL ? signet_list_changes_new (before, after) : NULL;
}

static gint64
get_end (SignetHistoryEntry *entry)
{
  gint64 expiry;

  return signet_history_entry_get_expiry (entry, &expiry) ? expiry : G_MAXINT64;
}

/* Takes over a signature that is to be preferred: the history, newest first, does not know the order of what
 * was signed in one second. There the one counts that fits the list, and of those the one that lasts longest. */
static void
consider (SignetSignedState  *self,
          SignetHistoryEntry *entry,
          SignetList         *list)
{
  g_autoptr (SignetListChanges) changes = compare (entry, list);
  gboolean fits = changes != NULL && signet_list_changes_is_empty (changes);
  gboolean fitted = self->changes != NULL && signet_list_changes_is_empty (self->changes);

  if (self->entry != NULL && (fits < fitted || (fits == fitted && get_end (entry) <= get_end (self->entry))))
    return;

  g_set_object (&self->entry, entry);
  g_clear_pointer (&self->changes, signet_list_changes_unref);
  self->changes = g_steal_pointer (&changes);
}

static void
find_entry (SignetSignedState *self,
            GListModel        *history,
            SignetList        *list)
{
  guint n = g_list_model_get_n_items (history);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SignetHistoryEntry) entry = g_list_model_get_item (history, i);

      if (self->entry != NULL
          && signet_history_entry_get_time (entry) < signet_history_entry_get_time (self->entry))
        return;
      if (signet_history_entry_get_kind (entry) == SIGNET_HISTORY_SIGNED
          && signet_history_entry_has_list (entry)
          && g_strcmp0 (signet_history_entry_get_list_id (entry), signet_list_get_id (list)) == 0)
        consider (self, entry, list);
    }
}

/* (transfer full) (nullable) */
static SignetOwnKey *
find_key (GListModel *own_keys,
          const char *kid)
{
  guint n = g_list_model_get_n_items (own_keys);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SignetOwnKey) key = g_list_model_get_item (own_keys, i);

      if (g_strcmp0 (signet_own_key_get_kid (key), kid) == 0)
        return g_steal_pointer (&key);
    }

  return NULL;
}

/**
 * signet_signed_state_new:
 * @list: a list
 * @history: (element-type SignetHistoryEntry): what was signed and checked here, newest first
 * @own_keys: (element-type SignetOwnKey): our own keys
 * @now: seconds since 1970
 *
 * The newest signature of this list counts, by its id and whatever it is called. Ticks are not signed, so they change
 * nothing; its name is.
 *
 * Returns: (transfer full): what has become of it
 */
SignetSignedState *
signet_signed_state_new (SignetList *list,
                         GListModel *history,
                         GListModel *own_keys,
                         gint64      now)
{
  SignetSignedState *self;
  g_autoptr (SignetOwnKey) key = NULL;

  g_return_val_if_fail (SIGNET_IS_LIST (list), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (history), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (own_keys), NULL);

  self = g_new0 (SignetSignedState, 1);
  self->now = now;
  find_entry (self, history, list);
  if (self->entry == NULL)
    return self;

  if (g_strcmp0 (signet_history_entry_get_list_name (self->entry), signet_list_get_name (list)) != 0)
    self->old_name = g_strdup (signet_history_entry_get_list_name (self->entry));
  key = find_key (own_keys, signet_history_entry_get_kid (self->entry));
  if (key != NULL)
    self->fingerprint = g_strdup (signet_own_key_get_fingerprint (key));
  if (!signet_history_entry_get_expiry (self->entry, &self->expiry))
    self->expiry = 0;

  if (key != NULL && signet_own_key_get_state (key) == SIGNET_OWN_KEY_REVOKED)
    self->kind = SIGNET_SIGNED_REVOKED;
  else if (self->expiry != 0 && now >= self->expiry)
    self->kind = SIGNET_SIGNED_EXPIRED;
  else if (self->changes == NULL || !signet_list_changes_is_empty (self->changes) || self->old_name != NULL)
    self->kind = SIGNET_SIGNED_CHANGED;
  else
    self->kind = SIGNET_SIGNED_AS_IT_IS;

  return self;
}

/**
 * signet_signed_state_free:
 * @self: (transfer full): a state
 */
void
signet_signed_state_free (SignetSignedState *self)
{
  g_clear_object (&self->entry);
  g_clear_pointer (&self->changes, signet_list_changes_unref);
  g_free (self->fingerprint);
  g_free (self->old_name);
  g_free (self);
}

static char *
dup_changes (SignetSignedState *self)
{
  guint n = self->changes != NULL ? signet_list_changes_get_rows (self->changes)->len : 0;

  if (n == 0 && self->old_name != NULL)
    return g_strdup (_("Renamed since signed"));
  if (n == 0)
    return g_strdup (_("Order changed since signed"));

  n += self->old_name != NULL;

  return g_strdup_printf (ngettext ("%u change since signed", "%u changes since signed", n), n);
}

/**
 * signet_signed_state_dup_words:
 * @self: a state
 *
 * Returns: (transfer full): what stands below the name of the list
 */
char *
signet_signed_state_dup_words (SignetSignedState *self)
{
  g_autofree char *time = NULL;
  const char *subject;

  g_return_val_if_fail (self != NULL, NULL);

  switch (self->kind)
    {
    case SIGNET_SIGNED_NEVER:
      return g_strdup (_("Not signed yet"));

    case SIGNET_SIGNED_AS_IT_IS:
      time = signet_words_time (signet_history_entry_get_time (self->entry), self->now);
      subject = signet_history_entry_get_subject (self->entry);
      if (subject != NULL)
        {
          g_autofree char *clean = signet_words_clean (subject, 0);

          /* Translators: "today at 14:02", and whom the list is for */
          return g_strdup_printf (_("Signed %s for %s"), time, clean);
        }
      /* Translators: %s is "today at 14:02" */
      return g_strdup_printf (_("Signed %s"), time);

    case SIGNET_SIGNED_CHANGED:
      return dup_changes (self);

    case SIGNET_SIGNED_EXPIRED:
      time = signet_words_time (self->expiry, self->now);
      /* Translators: %s is "yesterday at 14:02" */
      return g_strdup_printf (_("Signature expired %s"), time);

    case SIGNET_SIGNED_REVOKED:
      return g_strdup (_("Key revoked: sign again"));

    default:
      g_return_val_if_reached (NULL);
    }
}

/**
 * signet_signed_state_dup_end:
 * @self: a state
 *
 * Returns: (transfer full) (nullable): how long the signed list works
 */
char *
signet_signed_state_dup_end (SignetSignedState *self)
{
  g_autofree char *time = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->kind == SIGNET_SIGNED_NEVER)
    return NULL;
  if (self->kind == SIGNET_SIGNED_REVOKED)
    return g_strdup (_("What was signed with this key is not valid any more."));
  if (self->expiry == 0)
    return g_strdup (_("The signed list works until its key is revoked."));

  time = signet_words_time (self->expiry, self->now);
  /* Translators: how long a signed list counts: %s is "tomorrow at 14:02" */
  return g_strdup_printf (self->kind == SIGNET_SIGNED_EXPIRED ? _("The signed list worked until %s.")
                                                              : _("The signed list works until %s."), time);
}

/**
 * signet_signed_state_dup_stamp:
 * @self: a state
 *
 * Returns: (transfer full) (nullable): what stands below a printed list
 */
char *
signet_signed_state_dup_stamp (SignetSignedState *self)
{
  g_autoptr (GDateTime) then = NULL;
  g_autofree char *date = NULL;
  const char *issuer;
  g_autofree char *first = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->kind != SIGNET_SIGNED_AS_IT_IS)
    return NULL;

  then = g_date_time_new_from_unix_local (signet_history_entry_get_time (self->entry));
  /* Translators: a date on paper, see g_date_time_format() */
  date = then != NULL ? g_date_time_format (then, _("%-d %B %Y, %H:%M")) : g_strdup ("");
  issuer = signet_history_entry_get_issuer (self->entry);
  if (issuer != NULL)
    {
      g_autofree char *clean = signet_words_clean (issuer, 0);

      /* Translators: below a printed list: a person, and a date */
      first = g_strdup_printf (_("Signed by %s, %s"), clean, date);
    }
  else
    {
      /* Translators: below a printed list: a date */
      first = g_strdup_printf (_("Signed %s"), date);
    }

  /* Translators: below a printed list: the fingerprint of the key it was signed with */
  return self->fingerprint != NULL ? g_strdup_printf (_("%s\nFingerprint %s"), first, self->fingerprint)
                                   : g_steal_pointer (&first);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-list-changes.h"

#include "signet-item.h"
#include "signet-words.h"

#include <glib/gi18n.h>

#define MAX_NAME 40     /* characters, in sentences and rows */
#define MAX_NAMED 3     /* items that a sentence names */

struct _SignetListChanges
{
  gatomicrefcount ref_count;

  GPtrArray *rows;
  guint      n[SIGNET_CHANGE_REMOVED + 1];
  gboolean   is_order_changed;
};

G_DEFINE_BOXED_TYPE (SignetListChanges, signet_list_changes, signet_list_changes_ref, signet_list_changes_unref)

static void
change_free (gpointer data)
{
  SignetListChange *change = data;

  g_free (change->name);
  g_free (change->detail);
  g_free (change);
}

/* Where items of one key stand in the list before, ascending; those that were passed over come last. */
typedef struct
{
  GQueue ahead;
  GQueue behind;
} Places;

static void
places_free (gpointer data)
{
  Places *places = data;

  g_queue_clear (&places->ahead);
  g_queue_clear (&places->behind);
  g_free (places);
}

/* Each place is passed over once at most, so that long lists of one item cost no more than others. */
static gboolean
take_place (Places *places,
            guint   from,
            guint  *place)
{
  GQueue *queue = &places->ahead;

  while (!g_queue_is_empty (queue) && GPOINTER_TO_UINT (g_queue_peek_head (queue)) < from)
    g_queue_push_tail (&places->behind, g_queue_pop_head (queue));
  if (g_queue_is_empty (queue))
    queue = &places->behind;
  if (g_queue_is_empty (queue))
    return FALSE;

  *place = GPOINTER_TO_UINT (g_queue_pop_head (queue));
  return TRUE;
}

static void
add_place (GHashTable *table,
           char       *key,
           guint       place)
{
  Places *places = g_hash_table_lookup (table, key);

  if (places == NULL)
    {
      places = g_new0 (Places, 1);
      g_queue_init (&places->ahead);
      g_queue_init (&places->behind);
      g_hash_table_insert (table, key, places);
    }
  else
    {
      g_free (key);
    }
  g_queue_push_tail (&places->ahead, GUINT_TO_POINTER (place));
}

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

/* Texts of items hold no control characters. */
static char *
make_key (SignetItem *item)
{
  return g_strjoin ("\n", signet_item_get_name (item), or_empty (signet_item_get_quantity (item)),
                    or_empty (signet_item_get_aisle (item)), or_empty (signet_item_get_note (item)), NULL);
}

static void
describe_value (GString    *out,
                const char *before,
                const char *after)
{
  g_autofree char *was = NULL;
  g_autofree char *is = NULL;

  if (g_strcmp0 (before, after) == 0)
    return;

  was = before != NULL ? signet_words_clean (before, MAX_NAME) : NULL;
  is = after != NULL ? signet_words_clean (after, MAX_NAME) : NULL;
  if (out->len > 0)
    g_string_append (out, " · ");
  if (was == NULL)
    /* Translators: what an item has now and had not before, "6" */
    g_string_append_printf (out, _("%s, was nothing"), is);
  else if (is == NULL)
    /* Translators: what an item had before and has no more, "6" */
    g_string_append_printf (out, _("nothing, was %s"), was);
  else
    /* Translators: what an item has now, what it had before: "12, was 6" */
    g_string_append_printf (out, _("%s, was %s"), is, was);
}

static char *
describe_alteration (SignetItem *before,
                     SignetItem *after)
{
  GString *out = g_string_new (NULL);

  describe_value (out, signet_item_get_quantity (before), signet_item_get_quantity (after));
  describe_value (out, signet_item_get_aisle (before), signet_item_get_aisle (after));
  describe_value (out, signet_item_get_note (before), signet_item_get_note (after));

  return g_string_free (out, FALSE);
}

static void
add_row (SignetListChanges *self,
         SignetChangeKind   kind,
         SignetItem        *item,
         SignetItem        *before)
{
  SignetListChange *change = g_new0 (SignetListChange, 1);

  change->kind = kind;
  change->name = signet_words_clean (signet_item_get_name (item), MAX_NAME);
  change->detail = before != NULL ? describe_alteration (before, item) : NULL;
  g_ptr_array_add (self->rows, change);
  self->n[kind]++;
}

#define NONE G_MAXUINT

/* Pairs what is left of both lists by key; was[i]: the place of after[i] before. */
static void
pair (GPtrArray *before,
      GPtrArray *after,
      guint     *was,
      gboolean  *is_paired,
      char    *(*dup_key) (SignetItem *item))
{
  g_autoptr (GHashTable) table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, places_free);
  guint next = 0;

  for (guint i = 0; i < before->len; i++)
    if (!is_paired[i])
      add_place (table, dup_key (before->pdata[i]), i);

  for (guint i = 0; i < after->len; i++)
    {
      g_autofree char *key = was[i] == NONE ? dup_key (after->pdata[i]) : NULL;
      Places *places = key != NULL ? g_hash_table_lookup (table, key) : NULL;

      if (places == NULL || !take_place (places, next, &was[i]))
        continue;
      is_paired[was[i]] = TRUE;
      next = MAX (next, was[i] + 1);
    }
}

static char *
dup_name (SignetItem *item)
{
  return g_strdup (signet_item_get_name (item));
}

/**
 * signet_list_changes_new:
 * @before: (element-type SignetItem): the list that was signed
 * @after: (element-type SignetItem): the list that is there
 *
 * Returns: (transfer full): what makes @after of @before
 */
SignetListChanges *
signet_list_changes_new (GPtrArray *before,
                         GPtrArray *after)
{
  SignetListChanges *self;
  g_autofree guint *was = NULL;
  g_autofree gboolean *is_paired = NULL;
  g_autofree gboolean *is_same = NULL;
  guint next = 0;

  g_return_val_if_fail (before != NULL && after != NULL, NULL);

  self = g_new0 (SignetListChanges, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->rows = g_ptr_array_new_with_free_func (change_free);

  was = g_new (guint, MAX (after->len, 1));
  is_paired = g_new0 (gboolean, MAX (before->len, 1));
  is_same = g_new0 (gboolean, MAX (after->len, 1));
  for (guint i = 0; i < after->len; i++)
    was[i] = NONE;

  pair (before, after, was, is_paired, make_key);
  for (guint i = 0; i < after->len; i++)
    is_same[i] = was[i] != NONE;
  pair (before, after, was, is_paired, dup_name);

  for (guint i = 0; i < after->len; i++)
    {
      if (was[i] == NONE)
        {
          add_row (self, SIGNET_CHANGE_ADDED, after->pdata[i], NULL);
          continue;
        }
      /* which of several items of one name was altered is a guess, and no proof of another order */
      if (!is_same[i])
        continue;
      self->is_order_changed |= was[i] < next;
      next = was[i];
    }
  for (guint i = 0; i < after->len; i++)
    if (was[i] != NONE && !is_same[i])
      add_row (self, SIGNET_CHANGE_ALTERED, after->pdata[i], before->pdata[was[i]]);
  for (guint i = 0; i < before->len; i++)
    if (!is_paired[i])
      add_row (self, SIGNET_CHANGE_REMOVED, before->pdata[i], NULL);

  return self;
}

/**
 * signet_list_changes_ref:
 * @self: changes
 *
 * Returns: (transfer full): @self
 */
SignetListChanges *
signet_list_changes_ref (SignetListChanges *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * signet_list_changes_unref:
 * @self: (transfer full): changes
 */
void
signet_list_changes_unref (SignetListChanges *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->rows);
  g_free (self);
}

/**
 * signet_list_changes_get_rows:
 * @self: changes
 *
 * Returns: (transfer none) (element-type SignetListChange): first what was added, then altered, then removed
 */
GPtrArray *
signet_list_changes_get_rows (SignetListChanges *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->rows;
}

/**
 * signet_list_changes_count:
 * @self: changes
 * @kind: a kind
 *
 * Returns: how many rows are of that kind
 */
guint
signet_list_changes_count (SignetListChanges *self,
                           SignetChangeKind   kind)
{
  g_return_val_if_fail (self != NULL && kind <= SIGNET_CHANGE_REMOVED, 0);

  return self->n[kind];
}

/**
 * signet_list_changes_is_order_changed:
 * @self: changes
 *
 * Returns: whether items that both lists have stand in another order
 */
gboolean
signet_list_changes_is_order_changed (SignetListChanges *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_order_changed;
}

/**
 * signet_list_changes_is_empty:
 * @self: changes
 *
 * Returns: whether both lists have the same items in the same order
 */
gboolean
signet_list_changes_is_empty (SignetListChanges *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->rows->len == 0 && !self->is_order_changed;
}

/* "cookies and candy", "a, b, c and 4 more"; what was altered with how: "eggs (12, was 6)" */
static char *
join_names (SignetListChanges *self,
            SignetChangeKind   kind)
{
  char *names[MAX_NAMED] = { NULL };
  guint n = 0;
  char *joined;

  for (guint i = 0; i < self->rows->len && n < MAX_NAMED; i++)
    {
      const SignetListChange *change = self->rows->pdata[i];

      if (change->kind != kind)
        continue;
      /* Translators: an item, how it was altered: "eggs (12, was 6)" */
      names[n++] = change->detail != NULL && *change->detail != '\0'
                     ? g_strdup_printf (C_("change", "%s (%s)"), change->name, change->detail)
                     : g_strdup (change->name);
    }

  if (self->n[kind] > MAX_NAMED)
    /* Translators: three items, and how many there are besides */
    joined = g_strdup_printf (ngettext ("%s, %s, %s and %u more", "%s, %s, %s and %u more", self->n[kind] - MAX_NAMED),
                              names[0], names[1], names[2], self->n[kind] - MAX_NAMED);
  else if (n == 3)
    /* Translators: three items */
    joined = g_strdup_printf (_("%s, %s and %s"), names[0], names[1], names[2]);
  else if (n == 2)
    /* Translators: two items */
    joined = g_strdup_printf (_("%s and %s"), names[0], names[1]);
  else
    joined = g_strdup (or_empty (names[0]));
  for (guint i = 0; i < n; i++)
    g_free (names[i]);

  return joined;
}

static char *
describe_added (guint             n,
                const char       *names,
                SignetChangeTone  tone,
                const char       *signer,
                gboolean          own)
{
  if (tone == SIGNET_CHANGE_TONE_NEUTRAL)
    /* Translators: a number, names of items */
    return g_strdup_printf (ngettext ("%u item was added: %s.", "%u items were added: %s.", n), n, names);
  if (own)
    /* Translators: a number, names of items */
    return g_strdup_printf (ngettext ("%u item was added that you never signed: %s.",
                                      "%u items were added that you never signed: %s.", n), n, names);
  if (signer == NULL || *signer == '\0')
    /* Translators: a number, names of items */
    return g_strdup_printf (ngettext ("%u item was added after it was signed: %s.",
                                      "%u items were added after it was signed: %s.", n), n, names);

  /* Translators: a number, a person, names of items */
  return g_strdup_printf (ngettext ("%u item was added that %s never signed: %s.",
                                    "%u items were added that %s never signed: %s.", n), n, signer, names);
}

/**
 * signet_list_changes_dup_sentence:
 * @self: changes
 * @tone: whether somebody is to blame
 * @signer: (nullable): who signed the list that was before
 * @own: whether that is the user
 *
 * Returns: (transfer full): the changes in whole sentences, translated, each naming three items at most; "" where
 *   there are none
 */
char *
signet_list_changes_dup_sentence (SignetListChanges *self,
                                  SignetChangeTone   tone,
                                  const char        *signer,
                                  gboolean           own)
{
  g_autoptr (GPtrArray) sentences = NULL;
  g_autofree char *clean = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  sentences = g_ptr_array_new_with_free_func (g_free);
  clean = signer != NULL ? signet_words_clean (signer, MAX_NAME) : NULL;
  for (guint kind = 0; kind <= SIGNET_CHANGE_REMOVED; kind++)
    {
      guint n = self->n[kind];
      g_autofree char *names = n > 0 ? join_names (self, kind) : NULL;

      if (n == 0)
        continue;
      if (kind == SIGNET_CHANGE_ADDED)
        g_ptr_array_add (sentences, describe_added (n, names, tone, clean, own));
      else if (kind == SIGNET_CHANGE_ALTERED)
        /* Translators: a number, names of items */
        g_ptr_array_add (sentences, g_strdup_printf (ngettext ("%u item was altered: %s.", "%u items were altered: %s.", n),
                                                     n, names));
      else
        /* Translators: a number, names of items */
        g_ptr_array_add (sentences, g_strdup_printf (ngettext ("%u item was removed: %s.", "%u items were removed: %s.", n),
                                                     n, names));
    }
  if (self->is_order_changed)
    g_ptr_array_add (sentences, g_strdup (sentences->len > 0 ? _("The order was changed, too.")
                                                             : _("Only the order of the items was changed.")));
  g_ptr_array_add (sentences, NULL);

  return g_strjoinv (" ", (char **) sentences->pdata);
}

/**
 * signet_change_kind_get_name:
 * @kind: a kind of change
 *
 * Returns: (transfer none): its stable name
 */
const char *
signet_change_kind_get_name (SignetChangeKind kind)
{
  switch (kind)
    {
    case SIGNET_CHANGE_ADDED: return "added";
    case SIGNET_CHANGE_ALTERED: return "altered";
    case SIGNET_CHANGE_REMOVED: return "removed";
    }

  g_return_val_if_reached (NULL);
}

/**
 * signet_change_kind_get_word:
 * @kind: a kind of change
 *
 * Returns: (transfer none): one translated word for it
 */
const char *
signet_change_kind_get_word (SignetChangeKind kind)
{
  switch (kind)
    {
    case SIGNET_CHANGE_ADDED: return C_("change", "Added");
    case SIGNET_CHANGE_ALTERED: return C_("change", "Changed");
    case SIGNET_CHANGE_REMOVED: return C_("change", "Removed");
    }

  g_return_val_if_reached (NULL);
}

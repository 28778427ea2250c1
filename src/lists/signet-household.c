/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-household.h"

#include "signet-clean.h"
#include "signet-household-private.h"

#include <string.h>

/* Changes of so long are saved together; after a failure it is tried again so late. */
#define SAVE_MS 30
#define RETRY_MS 10000

/* Longer texts are not remembered: they are no groceries. */
#define MAX_LENGTH 200

struct _SignetHousehold
{
  GObject parent_instance;

  /* owned */
  char       *path;
  GHashTable *habits;    /* folded name → SignetHabit */
  GStrv       aisles;
  GHashTable *places;    /* aisle, borrowed from aisles → its number from 1 */
  GPtrArray  *flushes;   /* of GTask */

  /* plain */
  guint64     wanted;    /* counts changes */
  guint64     saved;     /* the change that is on disk */
  gboolean    is_loaded; /* before, nothing is written: it would replace what is there */
  gboolean    is_writing;
  gboolean    has_own_aisles; /* set before it was loaded */
  guint       save_source;
};

G_DEFINE_FINAL_TYPE (SignetHousehold, signet_household, G_TYPE_OBJECT)

enum
{
  SIGNAL_DAMAGED,
  SIGNAL_SAVE_FAILED,
  SIGNAL_SAVED,
  SIGNAL_AISLES_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void save_now (SignetHousehold *self);

/* (transfer full): what two spellings of one name have in common */
static char *
fold (const char *text)
{
  g_autofree char *composed = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);

  return composed != NULL ? g_utf8_casefold (composed, -1) : g_strdup ("");
}

/* Saving */

typedef struct
{
  char    *path;
  GBytes  *bytes;
  guint64  wanted;
} SaveJob;

static void
save_job_free (SaveJob *job)
{
  g_free (job->path);
  g_bytes_unref (job->bytes);
  g_free (job);
}

static void
save_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  SaveJob *job = task_data;
  GError *error = NULL;

  if (_signet_household_file_write (job->path, job->bytes, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean
save_due_cb (gpointer user_data)
{
  SignetHousehold *self = user_data;

  self->save_source = 0;
  save_now (self);

  return G_SOURCE_REMOVE;
}

static void
save_soon (SignetHousehold *self,
           guint            ms)
{
  if (self->is_loaded && !self->is_writing && self->save_source == 0)
    self->save_source = g_timeout_add (ms, save_due_cb, self);
}

static void
return_flushes (SignetHousehold *self,
                const GError    *error)
{
  g_autoptr (GPtrArray) flushes = g_steal_pointer (&self->flushes);

  self->flushes = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < flushes->len; i++)
    if (error != NULL)
      g_task_return_error (flushes->pdata[i], g_error_copy (error));
    else
      g_task_return_boolean (flushes->pdata[i], TRUE);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (SignetHousehold) self = user_data;
  SaveJob *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  self->is_writing = FALSE;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      save_soon (self, RETRY_MS);
      return_flushes (self, error);
      g_signal_emit (self, signals[SIGNAL_SAVE_FAILED], 0, error);
      return;
    }

  self->saved = job->wanted;
  g_signal_emit (self, signals[SIGNAL_SAVED], 0);
  if (self->saved == self->wanted)
    return_flushes (self, NULL);
  else if (self->flushes->len > 0)
    save_now (self);
  else
    save_soon (self, SAVE_MS);
}

static int
compare_habits (gconstpointer a,
                gconstpointer b)
{
  const SignetHabit *first = *(SignetHabit **) a;
  const SignetHabit *second = *(SignetHabit **) b;

  if (first->n_bought != second->n_bought)
    return first->n_bought > second->n_bought ? -1 : 1;
  if (first->last != second->last)
    return first->last > second->last ? -1 : 1;

  return strcmp (first->name, second->name);
}

/* (transfer container): what is bought most comes first */
static GPtrArray *
sort_habits (SignetHousehold *self)
{
  GPtrArray *habits = g_ptr_array_sized_new (g_hash_table_size (self->habits));
  GHashTableIter iter;
  gpointer habit;

  g_hash_table_iter_init (&iter, self->habits);
  while (g_hash_table_iter_next (&iter, NULL, &habit))
    g_ptr_array_add (habits, habit);
  g_ptr_array_sort (habits, compare_habits);

  return habits;
}

static void
save_now (SignetHousehold *self)
{
  g_autoptr (GPtrArray) habits = NULL;
  g_autoptr (GTask) task = NULL;
  SaveJob *job;

  g_clear_handle_id (&self->save_source, g_source_remove);
  if (self->is_writing || !self->is_loaded || self->saved == self->wanted)
    return;

  habits = sort_habits (self);

  job = g_new0 (SaveJob, 1);
  job->path = g_strdup (self->path);
  job->bytes = _signet_household_file_format (habits, (const char * const *) self->aisles);
  job->wanted = self->wanted;
  self->is_writing = TRUE;

  task = g_task_new (NULL, NULL, saved_cb, g_object_ref (self));
  g_task_set_source_tag (task, save_now);
  g_task_set_task_data (task, job, (GDestroyNotify) save_job_free);
  g_task_run_in_thread (task, save_thread);
}

static void
changed (SignetHousehold *self)
{
  self->wanted++;
  save_soon (self, SAVE_MS);
}

/* The type */

static void
signet_household_finalize (GObject *object)
{
  SignetHousehold *self = SIGNET_HOUSEHOLD (object);

  /* Whoever lets go flushes first; where that was forgotten, waiting for the disk is better than forgetting. */
  if (self->is_loaded && self->saved != self->wanted)
    {
      g_autoptr (GPtrArray) habits = sort_habits (self);
      g_autoptr (GBytes) bytes = _signet_household_file_format (habits, (const char * const *) self->aisles);

      _signet_household_file_write (self->path, bytes, NULL);
    }

  g_clear_handle_id (&self->save_source, g_source_remove);
  g_hash_table_unref (self->places);
  g_hash_table_unref (self->habits);
  g_ptr_array_unref (self->flushes);
  g_strfreev (self->aisles);
  g_free (self->path);

  G_OBJECT_CLASS (signet_household_parent_class)->finalize (object);
}

static void
signet_household_class_init (SignetHouseholdClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = signet_household_finalize;

  signals[SIGNAL_DAMAGED] = g_signal_new ("damaged", SIGNET_TYPE_HOUSEHOLD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_SAVE_FAILED] = g_signal_new ("save-failed", SIGNET_TYPE_HOUSEHOLD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                              G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SIGNAL_SAVED] = g_signal_new ("saved", SIGNET_TYPE_HOUSEHOLD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
  signals[SIGNAL_AISLES_CHANGED] = g_signal_new ("aisles-changed", SIGNET_TYPE_HOUSEHOLD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                                 NULL, G_TYPE_NONE, 0);
}

static void
signet_household_init (SignetHousehold *self)
{
  self->habits = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) _signet_habit_free);
  self->places = g_hash_table_new (g_str_hash, g_str_equal);
  self->aisles = g_new0 (char *, 1);
  self->flushes = g_ptr_array_new_with_free_func (g_object_unref);
}

SignetHousehold *
signet_household_new (const char *file)
{
  SignetHousehold *self = g_object_new (SIGNET_TYPE_HOUSEHOLD, NULL);

  self->path = file != NULL ? g_strdup (file)
                            : g_build_filename (g_get_user_data_dir (), "signet", "household.json", NULL);

  return self;
}

/* Loading */

static void
take_aisles (SignetHousehold *self,
             GStrv            aisles)
{
  g_hash_table_remove_all (self->places);
  g_strfreev (self->aisles);
  self->aisles = aisles;
  for (guint i = 0; aisles[i] != NULL; i++)
    if (!g_hash_table_contains (self->places, aisles[i]))
      g_hash_table_insert (self->places, aisles[i], GUINT_TO_POINTER (i + 1));
}

static void
take_habit (SignetHousehold *self,
            SignetHabit     *habit)
{
  g_autofree char *key = fold (habit->name);
  SignetHabit *known = g_hash_table_lookup (self->habits, key);

  if (known == NULL)
    {
      g_hash_table_insert (self->habits, g_steal_pointer (&key), habit);
      return;
    }

  known->n_bought = MIN ((guint64) known->n_bought + habit->n_bought, G_MAXINT);
  known->last = MAX (known->last, habit->last);
  if (known->aisle == NULL)
    known->aisle = g_steal_pointer (&habit->aisle);
  if (habit->votes > known->votes)
    {
      g_free (known->quantity);
      known->quantity = g_steal_pointer (&habit->quantity);
      known->votes = habit->votes;
    }
  _signet_habit_free (habit);
}

static void
load_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  GError *error = NULL;
  SignetHouseholdFile *file = _signet_household_file_read (task_data, &error);

  if (file != NULL)
    g_task_return_pointer (task, file, (GDestroyNotify) _signet_household_file_free);
  else
    g_task_return_error (task, error);
}

void
signet_household_load_async (SignetHousehold     *self,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SIGNET_IS_HOUSEHOLD (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, signet_household_load_async);
  g_task_set_task_data (task, g_strdup (self->path), g_free);
  g_task_run_in_thread (task, load_thread);
}

gboolean
signet_household_load_finish (SignetHousehold  *self,
                              GAsyncResult     *result,
                              GError          **error)
{
  g_autoptr (SignetHouseholdFile) file = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  file = g_task_propagate_pointer (G_TASK (result), error);
  if (file == NULL)
    return FALSE;
  if (self->is_loaded)
    return TRUE;

  self->is_loaded = TRUE;
  g_ptr_array_set_free_func (file->habits, NULL);
  for (guint i = 0; i < file->habits->len; i++)
    take_habit (self, file->habits->pdata[i]);
  if (!self->has_own_aisles)
    take_aisles (self, g_steal_pointer (&file->aisles));

  if (self->wanted != self->saved)
    save_soon (self, SAVE_MS);
  if (file->kept_as != NULL)
    g_signal_emit (self, signals[SIGNAL_DAMAGED], 0, file->kept_as);
  g_signal_emit (self, signals[SIGNAL_AISLES_CHANGED], 0);

  return TRUE;
}

void
signet_household_flush_async (SignetHousehold     *self,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SIGNET_IS_HOUSEHOLD (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, signet_household_flush_async);

  if (!self->is_loaded || (self->saved == self->wanted && !self->is_writing))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  g_ptr_array_add (self->flushes, g_steal_pointer (&task));
  save_now (self);
}

gboolean
signet_household_flush_finish (SignetHousehold  *self,
                               GAsyncResult     *result,
                               GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Habits */

/* So many at once that this is rare. */
static void
prune (SignetHousehold *self)
{
  g_autoptr (GPtrArray) habits = NULL;

  if (g_hash_table_size (self->habits) <= SIGNET_HOUSEHOLD_MAX_ITEMS)
    return;

  habits = sort_habits (self);
  for (guint i = SIGNET_HOUSEHOLD_MAX_ITEMS - SIGNET_HOUSEHOLD_MAX_ITEMS / 20; i < habits->len; i++)
    {
      g_autofree char *key = fold (((SignetHabit *) habits->pdata[i])->name);

      g_hash_table_remove (self->habits, key);
    }
}

static gboolean
is_short (const char *text)
{
  return text != NULL && strlen (text) <= MAX_LENGTH;
}

/* (nullable): the habit of item, with what every meeting teaches */
static SignetHabit *
meet (SignetHousehold *self,
      SignetItem      *item)
{
  g_autofree char *key = fold (signet_item_get_name (item));
  SignetHabit *habit = g_hash_table_lookup (self->habits, key);
  const char *aisle = signet_item_get_aisle (item);

  if (!is_short (signet_item_get_name (item)))
    return NULL;

  if (habit == NULL)
    {
      habit = _signet_habit_new (NULL);
      g_hash_table_insert (self->habits, g_steal_pointer (&key), habit);
    }

  /* as it is spelled now */
  g_free (habit->name);
  habit->name = g_strdup (signet_item_get_name (item));
  habit->last = g_get_real_time () / G_USEC_PER_SEC;
  if (is_short (aisle))
    {
      g_free (habit->aisle);
      habit->aisle = g_strdup (aisle);
    }

  return habit;
}

/* What most vote for stays (Boyer and Moore): one text and one number, whatever comes. */
static void
vote (SignetHabit *habit,
      const char  *quantity)
{
  if (!is_short (quantity))
    return;

  if (g_strcmp0 (habit->quantity, quantity) == 0)
    {
      habit->votes = MIN (habit->votes + 1, 1000);
    }
  else if (habit->votes > 1)
    {
      habit->votes--;
    }
  else
    {
      g_free (habit->quantity);
      habit->quantity = g_strdup (quantity);
      habit->votes = 1;
    }
}

void
signet_household_added (SignetHousehold *self,
                        SignetItem      *item)
{
  SignetHabit *habit;

  g_return_if_fail (SIGNET_IS_HOUSEHOLD (self));
  g_return_if_fail (SIGNET_IS_ITEM (item));

  habit = meet (self, item);
  if (habit == NULL)
    return;

  if (habit->quantity == NULL)
    vote (habit, signet_item_get_quantity (item));
  prune (self);
  changed (self);
}

void
signet_household_bought (SignetHousehold *self,
                         SignetItem      *item,
                         gboolean         is_bought)
{
  SignetHabit *habit;

  g_return_if_fail (SIGNET_IS_HOUSEHOLD (self));
  g_return_if_fail (SIGNET_IS_ITEM (item));

  habit = meet (self, item);
  if (habit == NULL)
    return;

  if (is_bought)
    {
      habit->n_bought = MIN (habit->n_bought + 1, G_MAXINT);
      vote (habit, signet_item_get_quantity (item));
    }
  else
    {
      habit->n_bought -= habit->n_bought > 0;
      if (habit->votes > 1 && g_strcmp0 (habit->quantity, signet_item_get_quantity (item)) == 0)
        habit->votes--;
    }
  prune (self);
  changed (self);
}

void
signet_household_forget (SignetHousehold *self,
                         const char      *name)
{
  g_autofree char *key = NULL;

  g_return_if_fail (SIGNET_IS_HOUSEHOLD (self));
  g_return_if_fail (name != NULL);

  key = fold (name);
  if (g_hash_table_remove (self->habits, key))
    changed (self);
}

void
signet_household_forget_all (SignetHousehold *self)
{
  g_return_if_fail (SIGNET_IS_HOUSEHOLD (self));

  g_hash_table_remove_all (self->habits);
  changed (self);
}

void
signet_suggestion_free (SignetSuggestion *self)
{
  g_free (self->name);
  g_free (self->quantity);
  g_free (self->aisle);
  g_free (self);
}

static gboolean
has_word (const char *key,
          const char *beginning)
{
  for (const char *p = strstr (key, beginning); p != NULL; p = strstr (p + 1, beginning))
    if (p == key || !g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (p))))
      return TRUE;

  return FALSE;
}

GPtrArray *
signet_household_suggest (SignetHousehold *self,
                          const char      *text,
                          guint            max)
{
  g_autoptr (GPtrArray) best = g_ptr_array_new ();
  GPtrArray *suggestions;
  g_autofree char *clean = NULL;
  g_autofree char *beginning = NULL;
  GHashTableIter iter;
  char *key;
  SignetHabit *habit;

  g_return_val_if_fail (SIGNET_IS_HOUSEHOLD (self), NULL);

  suggestions = g_ptr_array_new_with_free_func ((GDestroyNotify) signet_suggestion_free);
  clean = signet_clean_line (text);
  if (clean == NULL || max == 0)
    return suggestions;

  beginning = fold (clean);
  g_hash_table_iter_init (&iter, self->habits);
  while (g_hash_table_iter_next (&iter, (gpointer *) &key, (gpointer *) &habit))
    {
      guint place;

      if (!has_word (key, beginning))
        continue;
      for (place = best->len; place > 0 && compare_habits (&habit, &best->pdata[place - 1]) < 0; place--)
        ;
      if (place < max)
        g_ptr_array_insert (best, (int) place, habit);
      if (best->len > max)
        g_ptr_array_set_size (best, (int) max);
    }

  for (guint i = 0; i < best->len; i++)
    {
      SignetSuggestion *suggestion = g_new0 (SignetSuggestion, 1);

      habit = best->pdata[i];
      suggestion->name = g_strdup (habit->name);
      suggestion->quantity = g_strdup (habit->quantity);
      suggestion->aisle = g_strdup (habit->aisle);
      suggestion->n_bought = habit->n_bought;
      g_ptr_array_add (suggestions, suggestion);
    }

  return suggestions;
}

const char *
signet_household_get_aisle (SignetHousehold *self,
                            const char      *name)
{
  g_autofree char *key = NULL;
  SignetHabit *habit;

  g_return_val_if_fail (SIGNET_IS_HOUSEHOLD (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  key = fold (name);
  habit = g_hash_table_lookup (self->habits, key);

  return habit != NULL ? habit->aisle : NULL;
}

guint
signet_household_get_n_items (SignetHousehold *self)
{
  g_return_val_if_fail (SIGNET_IS_HOUSEHOLD (self), 0);

  return g_hash_table_size (self->habits);
}

/* Aisles */

const char * const *
signet_household_get_aisles (SignetHousehold *self)
{
  g_return_val_if_fail (SIGNET_IS_HOUSEHOLD (self), NULL);

  return (const char * const *) self->aisles;
}

void
signet_household_set_aisles (SignetHousehold    *self,
                             const char * const *aisles)
{
  g_autoptr (GStrvBuilder) clean = g_strv_builder_new ();

  g_return_if_fail (SIGNET_IS_HOUSEHOLD (self));
  g_return_if_fail (aisles != NULL);

  for (guint i = 0, n = 0; aisles[i] != NULL && n < SIGNET_HOUSEHOLD_MAX_AISLES; i++)
    {
      g_autofree char *aisle = signet_clean_line (aisles[i]);

      if (is_short (aisle))
        {
          g_strv_builder_add (clean, aisle);
          n++;
        }
    }

  take_aisles (self, g_strv_builder_end (clean));
  self->has_own_aisles = TRUE;
  changed (self);
  g_signal_emit (self, signals[SIGNAL_AISLES_CHANGED], 0);
}

guint
signet_household_get_aisle_place (SignetHousehold *self,
                                  const char      *aisle)
{
  g_return_val_if_fail (SIGNET_IS_HOUSEHOLD (self), G_MAXUINT);

  /* 0, of an unknown one, becomes the largest */
  return aisle != NULL ? GPOINTER_TO_UINT (g_hash_table_lookup (self->places, aisle)) - 1 : G_MAXUINT;
}

static int
compare_places (gconstpointer a,
                gconstpointer b,
                gpointer      self)
{
  guint first = signet_household_get_aisle_place (self, *(const char **) a);
  guint second = signet_household_get_aisle_place (self, *(const char **) b);

  return (first > second) - (first < second);
}

void
signet_household_sort_aisles (SignetHousehold *self,
                              GPtrArray       *aisles)
{
  g_return_if_fail (SIGNET_IS_HOUSEHOLD (self));

  /* it is stable */
  g_ptr_array_sort_with_data (aisles, compare_places, self);
}

void
signet_household_rename_aisle (SignetHousehold *self,
                               const char      *from,
                               const char      *to)
{
  g_autofree char *clean = signet_clean_line (to);
  GHashTableIter iter;
  SignetHabit *habit;
  guint place;

  g_return_if_fail (SIGNET_IS_HOUSEHOLD (self));
  g_return_if_fail (from != NULL && to != NULL);

  if (!is_short (clean))
    return;

  g_hash_table_iter_init (&iter, self->habits);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &habit))
    if (g_strcmp0 (habit->aisle, from) == 0)
      {
        g_free (habit->aisle);
        habit->aisle = g_strdup (clean);
      }

  place = signet_household_get_aisle_place (self, from);
  if (place != G_MAXUINT)
    {
      g_auto (GStrv) aisles = g_strdupv (self->aisles);

      g_free (aisles[place]);
      aisles[place] = g_steal_pointer (&clean);
      signet_household_set_aisles (self, (const char * const *) aisles);
    }
  changed (self);
}

int
signet_household_compare_aisles (SignetHousehold *self,
                                 const char      *a,
                                 const char      *b)
{
  guint place_a, place_b;

  g_return_val_if_fail (SIGNET_IS_HOUSEHOLD (self), 0);

  if (a == NULL || b == NULL)
    return (a != NULL) - (b != NULL);

  place_a = signet_household_get_aisle_place (self, a);
  place_b = signet_household_get_aisle_place (self, b);
  if (place_a != place_b)
    return place_a < place_b ? -1 : 1;

  return g_utf8_collate (a, b);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-habits.h"

#include "signet-clean.h"

#include <string.h>

/* Longer texts are not remembered: they are no groceries. */
#define MAX_LENGTH 200

struct _SignetHabits
{
  GHashTable *habits;    /* folded name → SignetHabit */
  GStrv       aisles;
  GHashTable *places;    /* aisle, borrowed from aisles → its number from 1 */
};

SignetHabit *
_signet_habit_new (const char *name)
{
  SignetHabit *self = g_new0 (SignetHabit, 1);

  self->name = g_strdup (name);

  return self;
}

void
_signet_habit_free (SignetHabit *self)
{
  g_free (self->name);
  g_free (self->quantity);
  g_free (self->aisle);
  g_free (self);
}

void
_signet_lesson_free (SignetLesson *self)
{
  g_free (self->name);
  g_free (self->quantity);
  g_free (self->aisle);
  g_strfreev (self->aisles);
  g_free (self);
}

SignetHabits *
_signet_habits_new (void)
{
  SignetHabits *self = g_new0 (SignetHabits, 1);

  self->habits = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) _signet_habit_free);
  self->places = g_hash_table_new (g_str_hash, g_str_equal);
  self->aisles = g_new0 (char *, 1);

  return self;
}

void
_signet_habits_free (SignetHabits *self)
{
  g_hash_table_unref (self->places);
  g_hash_table_unref (self->habits);
  g_strfreev (self->aisles);
  g_free (self);
}

SignetHabits *
_signet_habits_copy (SignetHabits *self)
{
  SignetHabits *copy = _signet_habits_new ();
  GHashTableIter iter;
  const char *key;
  const SignetHabit *habit;

  g_hash_table_iter_init (&iter, self->habits);
  while (g_hash_table_iter_next (&iter, (gpointer *) &key, (gpointer *) &habit))
    {
      SignetHabit *copied = g_memdup2 (habit, sizeof *habit);

      copied->name = g_strdup (habit->name);
      copied->quantity = g_strdup (habit->quantity);
      copied->aisle = g_strdup (habit->aisle);
      g_hash_table_insert (copy->habits, g_strdup (key), copied);
    }
  _signet_habits_take_aisles (copy, g_strdupv (self->aisles));

  return copy;
}

void
_signet_habits_take (SignetHabits *self,
                     SignetHabit  *habit)
{
  g_autofree char *key = signet_fold (habit->name);
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

guint
_signet_habits_get_n (SignetHabits *self)
{
  return g_hash_table_size (self->habits);
}

const SignetHabit *
_signet_habits_find (SignetHabits *self,
                     const char   *name)
{
  g_autofree char *key = signet_fold (name);

  return g_hash_table_lookup (self->habits, key);
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

GPtrArray *
_signet_habits_sort (SignetHabits *self)
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

/* Learning */

/* So many at once that this is rare. */
static void
prune (SignetHabits *self)
{
  g_autoptr (GPtrArray) habits = NULL;

  if (g_hash_table_size (self->habits) <= SIGNET_HOUSEHOLD_MAX_ITEMS)
    return;

  habits = _signet_habits_sort (self);
  for (guint i = SIGNET_HOUSEHOLD_MAX_ITEMS - SIGNET_HOUSEHOLD_MAX_ITEMS / 20; i < habits->len; i++)
    {
      g_autofree char *key = signet_fold (((SignetHabit *) habits->pdata[i])->name);

      g_hash_table_remove (self->habits, key);
    }
}

static gboolean
is_short (const char *text)
{
  return text != NULL && strlen (text) <= MAX_LENGTH;
}

/* (nullable): the habit that lesson is of, with what every meeting teaches */
static SignetHabit *
meet (SignetHabits       *self,
      const SignetLesson *lesson)
{
  g_autofree char *key = NULL;
  SignetHabit *habit;

  if (!is_short (lesson->name))
    return NULL;

  key = signet_fold (lesson->name);
  habit = g_hash_table_lookup (self->habits, key);
  if (habit == NULL)
    {
      habit = _signet_habit_new (NULL);
      g_hash_table_insert (self->habits, g_steal_pointer (&key), habit);
    }

  /* as it is spelled now */
  g_free (habit->name);
  habit->name = g_strdup (lesson->name);
  habit->last = MAX (habit->last, lesson->when);
  if (is_short (lesson->aisle))
    {
      g_free (habit->aisle);
      habit->aisle = g_strdup (lesson->aisle);
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

static void
learn_item (SignetHabits       *self,
            const SignetLesson *lesson)
{
  SignetHabit *habit = meet (self, lesson);

  if (habit == NULL)
    return;

  if (lesson->kind == SIGNET_LESSON_BOUGHT)
    {
      habit->n_bought = MIN (habit->n_bought + 1, G_MAXINT);
      vote (habit, lesson->quantity);
    }
  else if (lesson->kind == SIGNET_LESSON_RETURNED)
    {
      habit->n_bought -= habit->n_bought > 0;
      if (habit->votes > 1 && g_strcmp0 (habit->quantity, lesson->quantity) == 0)
        habit->votes--;
    }
  else if (habit->quantity == NULL)
    {
      vote (habit, lesson->quantity);
    }
  if (lesson->kind == SIGNET_LESSON_REMEMBER)
    habit->n_bought = MIN ((guint64) habit->n_bought + lesson->n_bought, G_MAXINT);
  prune (self);
}

static void
forget (SignetHabits *self,
        const char   *name)
{
  g_autofree char *key = signet_fold (name);

  g_hash_table_remove (self->habits, key);
}

static void
learn_aisles (SignetHabits       *self,
              const char * const *aisles)
{
  g_autoptr (GStrvBuilder) clean = g_strv_builder_new ();

  for (guint i = 0, n = 0; aisles[i] != NULL && n < SIGNET_HOUSEHOLD_MAX_AISLES; i++)
    {
      g_autofree char *aisle = signet_clean_line (aisles[i]);

      if (is_short (aisle))
        {
          g_strv_builder_add (clean, aisle);
          n++;
        }
    }

  _signet_habits_take_aisles (self, g_strv_builder_end (clean));
}

/* An aisle has another name now, in the order and wherever an item was found. */
static void
rename_aisle (SignetHabits *self,
              const char   *from,
              const char   *to)
{
  g_autofree char *clean = signet_clean_line (to);
  GHashTableIter iter;
  SignetHabit *habit;
  guint place;

  if (!is_short (clean))
    return;

  g_hash_table_iter_init (&iter, self->habits);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &habit))
    if (g_strcmp0 (habit->aisle, from) == 0)
      {
        g_free (habit->aisle);
        habit->aisle = g_strdup (clean);
      }

  place = _signet_habits_get_place (self, from);
  if (place != G_MAXUINT)
    {
      GStrv aisles = g_strdupv (self->aisles);

      g_free (aisles[place]);
      aisles[place] = g_steal_pointer (&clean);
      _signet_habits_take_aisles (self, aisles);
    }
}

void
_signet_habits_learn (SignetHabits       *self,
                      const SignetLesson *lesson)
{
  switch (lesson->kind)
    {
    case SIGNET_LESSON_ADDED:
    case SIGNET_LESSON_BOUGHT:
    case SIGNET_LESSON_RETURNED:
    case SIGNET_LESSON_REMEMBER:
      learn_item (self, lesson);
      break;
    case SIGNET_LESSON_FORGET:
      forget (self, lesson->name);
      break;
    case SIGNET_LESSON_FORGET_ALL:
      g_hash_table_remove_all (self->habits);
      break;
    case SIGNET_LESSON_AISLES:
      learn_aisles (self, (const char * const *) lesson->aisles);
      break;
    case SIGNET_LESSON_RENAMED:
      rename_aisle (self, lesson->name, lesson->aisle);
      break;
    default:
      g_assert_not_reached ();
    }
}

/* Suggesting */

static gboolean
has_word (const char *key,
          const char *beginning)
{
  for (const char *p = strstr (key, beginning); p != NULL; p = strstr (p + 1, beginning))
    if (p == key || !g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (p))))
      return TRUE;

  return FALSE;
}

SignetSuggestion *
signet_suggestion_copy (const SignetSuggestion *self)
{
  SignetSuggestion *copy = g_new0 (SignetSuggestion, 1);

  copy->name = g_strdup (self->name);
  copy->quantity = g_strdup (self->quantity);
  copy->aisle = g_strdup (self->aisle);
  copy->n_bought = self->n_bought;

  return copy;
}

void
signet_suggestion_free (SignetSuggestion *self)
{
  g_free (self->name);
  g_free (self->quantity);
  g_free (self->aisle);
  g_free (self);
}

static SignetSuggestion *
suggestion_new (const SignetHabit *habit)
{
  SignetSuggestion *self = g_new0 (SignetSuggestion, 1);

  self->name = g_strdup (habit->name);
  self->quantity = g_strdup (habit->quantity);
  self->aisle = g_strdup (habit->aisle);
  self->n_bought = habit->n_bought;

  return self;
}

GPtrArray *
_signet_habits_suggest (SignetHabits *self,
                        const char   *text,
                        guint         max)
{
  GPtrArray *suggestions = g_ptr_array_new_with_free_func ((GDestroyNotify) signet_suggestion_free);
  g_autoptr (GPtrArray) best = g_ptr_array_new ();
  g_autofree char *clean = signet_clean_line (text);
  g_autofree char *beginning = NULL;
  GHashTableIter iter;
  const char *key;
  SignetHabit *habit;

  if (clean == NULL || max == 0)
    return suggestions;

  beginning = signet_fold (clean);
  g_hash_table_iter_init (&iter, self->habits);
  while (g_hash_table_iter_next (&iter, (gpointer *) &key, (gpointer *) &habit))
    {
      guint place;

      /* most are not better than those at hand, which is told faster than whether they fit */
      if ((best->len == max && compare_habits (&best->pdata[max - 1], &habit) < 0) || !has_word (key, beginning))
        continue;
      for (place = best->len; place > 0 && compare_habits (&habit, &best->pdata[place - 1]) < 0; place--)
        ;
      g_ptr_array_insert (best, (int) place, habit);
      if (best->len > max)
        g_ptr_array_set_size (best, (int) max);
    }

  for (guint i = 0; i < best->len; i++)
    g_ptr_array_add (suggestions, suggestion_new (best->pdata[i]));

  return suggestions;
}

/* Aisles */

const char * const *
_signet_habits_get_aisles (SignetHabits *self)
{
  return (const char * const *) self->aisles;
}

void
_signet_habits_take_aisles (SignetHabits *self,
                            GStrv         aisles)
{
  g_hash_table_remove_all (self->places);
  g_strfreev (self->aisles);
  self->aisles = aisles;
  for (guint i = 0; aisles[i] != NULL; i++)
    if (!g_hash_table_contains (self->places, aisles[i]))
      g_hash_table_insert (self->places, aisles[i], GUINT_TO_POINTER (i + 1));
}

guint
_signet_habits_get_place (SignetHabits *self,
                          const char   *aisle)
{
  /* 0, of an unknown one, becomes the largest */
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->places, aisle)) - 1;
}

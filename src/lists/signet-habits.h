/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-household.h"

G_BEGIN_DECLS

/* One thing that the household buys. */
typedef struct
{
  char   *name;
  char   *quantity;   /* (nullable) */
  char   *aisle;      /* (nullable) */
  guint   n_bought;
  guint   votes;      /* for quantity: one more for each purchase in it, one less for each in another */
  gint64  last;       /* seconds since 1970: added or bought */
} SignetHabit;

typedef enum
{
  SIGNET_LESSON_ADDED,      /* name, quantity, aisle: was put on a list */
  SIGNET_LESSON_BOUGHT,     /* name, quantity, aisle: was ticked off */
  SIGNET_LESSON_RETURNED,   /* name, quantity, aisle: its tick was taken back */
  SIGNET_LESSON_FORGET,     /* name */
  SIGNET_LESSON_REMEMBER,   /* name, quantity, aisle, n_bought: a forget is taken back */
  SIGNET_LESSON_FORGET_ALL,
  SIGNET_LESSON_AISLES,     /* aisles: the order in which one walks by them */
  SIGNET_LESSON_RENAMED,    /* an aisle, from name to aisle */
} SignetLessonKind;

/* Something to learn.  It says what happened and not what comes of it, so that two processes that learn at the same time
 * can both be right. */
typedef struct
{
  SignetLessonKind  kind;
  char             *name;
  char             *quantity;   /* (nullable) */
  char             *aisle;      /* (nullable) */
  guint             n_bought;
  GStrv             aisles;
  gint64            when;       /* seconds since 1970 */
} SignetLesson;

/* Everything that is known of a household: a value that belongs to one thread at a time, and knows of no file. */
typedef struct _SignetHabits SignetHabits;

SignetHabit         *_signet_habit_new        (const char *name);
void                 _signet_habit_free       (SignetHabit *self);
void                 _signet_lesson_free      (SignetLesson *self);

SignetHabits        *_signet_habits_new       (void);
SignetHabits        *_signet_habits_copy      (SignetHabits *self);
void                 _signet_habits_free      (SignetHabits *self);
/* habit: (transfer full); two of one name become one */
void                 _signet_habits_take      (SignetHabits *self, SignetHabit *habit);
void                 _signet_habits_learn     (SignetHabits *self, const SignetLesson *lesson);
guint                _signet_habits_get_n     (SignetHabits *self);
/* (transfer none) (nullable): whatever the case of name */
const SignetHabit   *_signet_habits_find      (SignetHabits *self, const char *name);
/* (transfer container) (element-type SignetHabit): what is bought most comes first */
GPtrArray           *_signet_habits_sort      (SignetHabits *self);
/* see signet_household_suggest() */
GPtrArray           *_signet_habits_suggest   (SignetHabits *self, const char *text, guint max);

const char * const  *_signet_habits_get_aisles (SignetHabits *self);
/* aisles: (transfer full) */
void                 _signet_habits_take_aisles (SignetHabits *self, GStrv aisles);
/* 0: the first; G_MAXUINT: not known */
guint                _signet_habits_get_place  (SignetHabits *self, const char *aisle);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignetHabit, _signet_habit_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignetLesson, _signet_lesson_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignetHabits, _signet_habits_free)

G_END_DECLS

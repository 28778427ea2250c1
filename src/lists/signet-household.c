/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-household.h"

#include "signet-habits.h"
#include "signet-household-file.h"

/* What is learned in so long is saved together; after a failure it is tried again so late. */
#define SAVE_MS 30
#define RETRY_MS 10000
/* How soon after others wrote it is looked at. */
#define LOOK_MS 50

struct _SignetHousehold
{
  GObject parent_instance;

  /* owned */
  char         *path;
  GFileMonitor *monitor;   /* (nullable): NULL until it is loaded */
  char         *stamp;     /* (nullable): tells the file that we know from others */
  SignetHabits *habits;
  GPtrArray    *lessons;   /* of SignetLesson: habits has learned them, the file has not yet */
  GPtrArray    *loads;     /* of GTask */
  GPtrArray    *flushes;   /* of GTask */

  /* plain */
  gboolean      is_there;  /* there was a file when we last looked */
  gboolean      is_working;
  gboolean      must_look; /* the file changed while a worker was at it */
  guint         work_source;
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

static void start_work (SignetHousehold *self, SignetHabits *whole);

static GPtrArray *
lessons_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) _signet_lesson_free);
}

static GPtrArray *
tasks_new (void)
{
  return g_ptr_array_new_with_free_func (g_object_unref);
}

/* Reading and saving: one worker at a time, which does both */

static gboolean
work_due_cb (gpointer user_data)
{
  SignetHousehold *self = user_data;

  self->work_source = 0;
  start_work (self, NULL);

  return G_SOURCE_REMOVE;
}

static void
work_soon (SignetHousehold *self,
           guint            ms)
{
  if (!self->is_working && self->work_source == 0)
    self->work_source = g_timeout_add (ms, work_due_cb, self);
}

static void
return_tasks (GPtrArray    **tasks,
              const GError  *error)
{
  g_autoptr (GPtrArray) owned = g_steal_pointer (tasks);

  *tasks = tasks_new ();
  for (guint i = 0; i < owned->len; i++)
    if (error != NULL)
      g_task_return_error (owned->pdata[i], g_error_copy (error));
    else
      g_task_return_boolean (owned->pdata[i], TRUE);
}

/* Takes over what the worker found, and what was learned meanwhile. */
static void
adopt (SignetHousehold *self,
       SignetHabits    *habits)
{
  g_autoptr (SignetHabits) old = self->habits;

  self->habits = habits;
  for (guint i = 0; i < self->lessons->len; i++)
    _signet_habits_learn (habits, self->lessons->pdata[i]);

  if (!g_strv_equal (_signet_habits_get_aisles (old), _signet_habits_get_aisles (habits)))
    g_signal_emit (self, signals[SIGNAL_AISLES_CHANGED], 0);
}

/* What could not be written is written with what comes next. */
static void
take_back (SignetHousehold    *self,
           SignetHouseholdJob *job)
{
  g_autoptr (GPtrArray) later = g_steal_pointer (&self->lessons);

  self->lessons = g_steal_pointer (&job->lessons);
  g_ptr_array_extend_and_steal (self->lessons, g_steal_pointer (&later));
}

static void
work_done (SignetHousehold    *self,
           SignetHouseholdJob *job,
           const GError       *error)
{
  gboolean has_learned = job->lessons->len > 0;

  if (job->is_gone)
    {
      take_back (self, job);
      start_work (self, _signet_habits_copy (self->habits));
      return;
    }

  g_free (self->stamp);
  self->stamp = g_strdup (job->stamp);
  self->is_there = self->is_there || job->is_found || (error == NULL && has_learned);
  if (job->habits != NULL)
    adopt (self, g_steal_pointer (&job->habits));
  return_tasks (&self->loads, job->is_read ? NULL : error);

  if (error != NULL)
    take_back (self, job);
  if (self->lessons->len == 0)
    {
      return_tasks (&self->flushes, NULL);
      if (self->must_look)
        work_soon (self, LOOK_MS);
    }
  else if (error != NULL)
    {
      work_soon (self, RETRY_MS);
      return_tasks (&self->flushes, error);
    }
  else if (self->flushes->len > 0)
    {
      start_work (self, NULL);
    }
  else
    {
      work_soon (self, SAVE_MS);
    }

  if (has_learned && error != NULL)
    g_signal_emit (self, signals[SIGNAL_SAVE_FAILED], 0, error);
  else if (has_learned)
    g_signal_emit (self, signals[SIGNAL_SAVED], 0);
}

/* What the main thread has of a job; the worker has another reference of its own. */
typedef struct
{
  SignetHousehold    *self;
  SignetHouseholdJob *job;
} Work;

static void
work_free (Work *work)
{
  g_object_unref (work->self);
  _signet_household_job_unref (work->job);
  g_free (work);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Work, work_free)

static void
work_done_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (Work) work = user_data;
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  work->self->is_working = FALSE;
  work_done (work->self, work->job, error);
  if (work->job->kept_as != NULL)
    g_signal_emit (work->self, signals[SIGNAL_DAMAGED], 0, work->job->kept_as);
}

static void
work_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  GError *error = NULL;

  if (_signet_household_job_run (task_data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* whole: (transfer full) (nullable): see SignetHouseholdJob */
static void
start_work (SignetHousehold *self,
            SignetHabits    *whole)
{
  g_autoptr (GTask) task = NULL;
  Work *work;

  g_clear_handle_id (&self->work_source, g_source_remove);
  if (self->is_working)
    return;

  work = g_new0 (Work, 1);
  work->self = g_object_ref (self);
  work->job = _signet_household_job_new (self->path, g_steal_pointer (&self->lessons));
  work->job->was_there = self->is_there;
  work->job->stamp = g_strdup (self->stamp);
  work->job->whole = whole;
  self->lessons = lessons_new ();
  self->is_working = TRUE;
  self->must_look = FALSE;

  /* no source object: the worker must never be the last to let go of us */
  task = g_task_new (NULL, NULL, work_done_cb, work);
  g_task_set_source_tag (task, start_work);
  g_task_set_task_data (task, _signet_household_job_ref (work->job), (GDestroyNotify) _signet_household_job_unref);
  g_task_run_in_thread (task, work_thread);
}

/* lesson: (transfer full) */
static void
learn (SignetHousehold *self,
       SignetLesson    *lesson)
{
  _signet_habits_learn (self->habits, lesson);
  g_ptr_array_add (self->lessons, lesson);
  work_soon (self, SAVE_MS);
}

static SignetLesson *
lesson_new (SignetLessonKind  kind,
            const char       *name)
{
  SignetLesson *lesson = g_new0 (SignetLesson, 1);

  lesson->kind = kind;
  lesson->name = g_strdup (name);
  lesson->when = g_get_real_time () / G_USEC_PER_SEC;

  return lesson;
}

static void
learn_item (SignetHousehold  *self,
            SignetLessonKind  kind,
            SignetItem       *item)
{
  SignetLesson *lesson = lesson_new (kind, signet_item_get_name (item));

  lesson->quantity = g_strdup (signet_item_get_quantity (item));
  lesson->aisle = g_strdup (signet_item_get_aisle (item));
  learn (self, lesson);
}

/* Others, or we ourselves: the worker can tell. */
static void
file_changed_cb (SignetHousehold *self)
{
  self->must_look = self->is_working;
  work_soon (self, LOOK_MS);
}

/* The type */

static void
signet_household_finalize (GObject *object)
{
  SignetHousehold *self = SIGNET_HOUSEHOLD (object);

  if (self->monitor != NULL)
    g_file_monitor_cancel (self->monitor);
  g_clear_object (&self->monitor);
  g_clear_handle_id (&self->work_source, g_source_remove);

  /* Whoever lets go flushes first; where that was forgotten, waiting for the disk is better than forgetting. */
  if (self->lessons->len > 0)
    {
      g_autoptr (SignetHouseholdJob) job = _signet_household_job_new (self->path, g_steal_pointer (&self->lessons));

      job->was_there = self->is_there;
      job->whole = g_steal_pointer (&self->habits);
      _signet_household_job_run (job, NULL);
    }

  g_clear_pointer (&self->lessons, g_ptr_array_unref);
  g_clear_pointer (&self->habits, _signet_habits_free);
  g_ptr_array_unref (self->loads);
  g_ptr_array_unref (self->flushes);
  g_free (self->stamp);
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
  self->habits = _signet_habits_new ();
  self->lessons = lessons_new ();
  self->loads = tasks_new ();
  self->flushes = tasks_new ();
}

SignetHousehold *
signet_household_new (const char *file)
{
  SignetHousehold *self = g_object_new (SIGNET_TYPE_HOUSEHOLD, NULL);

  self->path = file != NULL ? g_strdup (file)
                            : g_build_filename (g_get_user_data_dir (), "signet", "household.json", NULL);

  return self;
}

/* Where nothing can be watched, what others learned comes with the next thing that we do. */
static void
watch (SignetHousehold *self)
{
  g_autoptr (GFile) file = g_file_new_for_path (self->path);

  if (self->monitor != NULL)
    return;

  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (file_changed_cb), self, G_CONNECT_SWAPPED);
}

void
signet_household_load_async (SignetHousehold     *self,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (SIGNET_IS_HOUSEHOLD (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, signet_household_load_async);
  g_ptr_array_add (self->loads, task);
  watch (self);
  start_work (self, NULL);
}

gboolean
signet_household_load_finish (SignetHousehold  *self,
                              GAsyncResult     *result,
                              GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
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

  if (self->lessons->len == 0 && !self->is_working)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  g_ptr_array_add (self->flushes, g_steal_pointer (&task));
  start_work (self, NULL);
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

void
signet_household_added (SignetHousehold *self,
                        SignetItem      *item)
{
  g_return_if_fail (SIGNET_IS_HOUSEHOLD (self));
  g_return_if_fail (SIGNET_IS_ITEM (item));

  learn_item (self, SIGNET_LESSON_ADDED, item);
}

void
signet_household_bought (SignetHousehold *self,
                         SignetItem      *item,
                         gboolean         is_bought)
{
  g_return_if_fail (SIGNET_IS_HOUSEHOLD (self));
  g_return_if_fail (SIGNET_IS_ITEM (item));

  learn_item (self, is_bought ? SIGNET_LESSON_BOUGHT : SIGNET_LESSON_RETURNED, item);
}

void
signet_household_forget (SignetHousehold *self,
                         const char      *name)
{
  g_return_if_fail (SIGNET_IS_HOUSEHOLD (self));
  g_return_if_fail (name != NULL);

  learn (self, lesson_new (SIGNET_LESSON_FORGET, name));
}

void
signet_household_remember (SignetHousehold        *self,
                           const SignetSuggestion *suggestion)
{
  SignetLesson *lesson;

  g_return_if_fail (SIGNET_IS_HOUSEHOLD (self));
  g_return_if_fail (suggestion != NULL);

  lesson = lesson_new (SIGNET_LESSON_REMEMBER, suggestion->name);
  lesson->quantity = g_strdup (suggestion->quantity);
  lesson->aisle = g_strdup (suggestion->aisle);
  lesson->n_bought = suggestion->n_bought;
  learn (self, lesson);
}

void
signet_household_forget_all (SignetHousehold *self)
{
  g_return_if_fail (SIGNET_IS_HOUSEHOLD (self));

  learn (self, lesson_new (SIGNET_LESSON_FORGET_ALL, NULL));
}

GPtrArray *
signet_household_suggest (SignetHousehold *self,
                          const char      *text,
                          guint            max)
{
  g_return_val_if_fail (SIGNET_IS_HOUSEHOLD (self), NULL);

  return _signet_habits_suggest (self->habits, text, max);
}

const char *
signet_household_get_aisle (SignetHousehold *self,
                            const char      *name)
{
  const SignetHabit *habit;

  g_return_val_if_fail (SIGNET_IS_HOUSEHOLD (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  habit = _signet_habits_find (self->habits, name);

  return habit != NULL ? habit->aisle : NULL;
}

guint
signet_household_get_n_items (SignetHousehold *self)
{
  g_return_val_if_fail (SIGNET_IS_HOUSEHOLD (self), 0);

  return _signet_habits_get_n (self->habits);
}

/* Aisles */

const char * const *
signet_household_get_aisles (SignetHousehold *self)
{
  g_return_val_if_fail (SIGNET_IS_HOUSEHOLD (self), NULL);

  return _signet_habits_get_aisles (self->habits);
}

void
signet_household_set_aisles (SignetHousehold    *self,
                             const char * const *aisles)
{
  SignetLesson *lesson;

  g_return_if_fail (SIGNET_IS_HOUSEHOLD (self));
  g_return_if_fail (aisles != NULL);

  lesson = lesson_new (SIGNET_LESSON_AISLES, NULL);
  lesson->aisles = g_strdupv ((GStrv) aisles);
  learn (self, lesson);
  g_signal_emit (self, signals[SIGNAL_AISLES_CHANGED], 0);
}

guint
signet_household_get_aisle_place (SignetHousehold *self,
                                  const char      *aisle)
{
  g_return_val_if_fail (SIGNET_IS_HOUSEHOLD (self), G_MAXUINT);

  return aisle != NULL ? _signet_habits_get_place (self->habits, aisle) : G_MAXUINT;
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
  SignetLesson *lesson;
  gboolean has_place;

  g_return_if_fail (SIGNET_IS_HOUSEHOLD (self));
  g_return_if_fail (from != NULL && to != NULL);

  has_place = _signet_habits_get_place (self->habits, from) != G_MAXUINT;
  lesson = lesson_new (SIGNET_LESSON_RENAMED, from);
  lesson->aisle = g_strdup (to);
  learn (self, lesson);
  if (has_place)
    g_signal_emit (self, signals[SIGNAL_AISLES_CHANGED], 0);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Included before every file of a build with -fsanitize=thread (see tests/check). The GLib of the system is not
 * instrumented, and its mutexes, conditions, reference counts, tasks and thread pools are made of futexes and
 * atomics that ThreadSanitizer does not see. So their edges are told at our call sites: what happened before an
 * unlock, a push or a return is seen after the lock, in the worker or by whoever takes the result. */

/* meson's own probes know no GLib */
#if __has_include (<gio/gio.h>)

#include <gio/gio.h>

/* also for a program that a test starts without any environment */
const char *__tsan_default_options (void);

__attribute__ ((weak)) const char *
__tsan_default_options (void)
{
  return "ignore_noninstrumented_modules=1:exitcode=0";
}

void __tsan_acquire (void *address);
void __tsan_release (void *address);

static inline void
tsan_mutex_lock (GMutex *mutex)
{
  g_mutex_lock (mutex);
  __tsan_acquire (mutex);
}

static inline void
tsan_mutex_unlock (GMutex *mutex)
{
  __tsan_release (mutex);
  g_mutex_unlock (mutex);
}

static inline void
tsan_cond_wait (GCond  *cond,
                GMutex *mutex)
{
  __tsan_release (mutex);
  g_cond_wait (cond, mutex);
  __tsan_acquire (mutex);
}

static inline gboolean
tsan_cond_wait_until (GCond  *cond,
                      GMutex *mutex,
                      gint64  end)
{
  gboolean signalled;

  __tsan_release (mutex);
  signalled = g_cond_wait_until (cond, mutex, end);
  __tsan_acquire (mutex);

  return signalled;
}

static inline gboolean
tsan_ref_count_dec (gatomicrefcount *count)
{
  gboolean last;

  __tsan_release (count);
  last = (g_atomic_ref_count_dec) (count);
  if (last)
    __tsan_acquire (count);

  return last;
}

/* g_autoptr (GMutexLocker) unlocks by a function of its own */
typedef struct _TsanMutexLocker TsanMutexLocker;

static inline TsanMutexLocker *
tsan_mutex_locker_new (GMutex *mutex)
{
  tsan_mutex_lock (mutex);
  return (TsanMutexLocker *) mutex;
}

static inline void
tsan_mutex_locker_free (TsanMutexLocker *locker)
{
  tsan_mutex_unlock ((GMutex *) locker);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TsanMutexLocker, tsan_mutex_locker_free)

static inline gboolean
tsan_once_init_enter (volatile void *location)
{
  gboolean first = (g_once_init_enter) (location);

  __tsan_acquire ((void *) location);

  return first;
}

static inline void
tsan_once_init_leave (volatile void *location,
                      gsize          result)
{
  __tsan_release ((void *) location);
  (g_once_init_leave) (location, result);
}

/* the worker's function travels with the task */
static inline void
tsan_task_thread (GTask        *task,
                  gpointer      source_object,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  GTaskThreadFunc func;

  __tsan_acquire (task);
  func = (GTaskThreadFunc) g_object_get_data (G_OBJECT (task), "tsan-thread-func");
  func (task, source_object, task_data, cancellable);
}

static inline void
tsan_task_run_in_thread (GTask           *task,
                         GTaskThreadFunc  func)
{
  g_object_set_data (G_OBJECT (task), "tsan-thread-func", (gpointer) func);
  __tsan_release (task);
  g_task_run_in_thread (task, tsan_task_thread);
}

typedef struct
{
  GFunc    func;
  gpointer user_data;
} TsanPool;

static inline void
tsan_pool_thread (gpointer data,
                  gpointer user_data)
{
  TsanPool *pool = user_data;

  __tsan_acquire (data);
  pool->func (data, pool->user_data);
}

/* the closure lives as long as the program: a pool has nothing to hang it on */
static inline GThreadPool *
tsan_thread_pool_new (GFunc      func,
                      gpointer   user_data,
                      int        max_threads,
                      gboolean   exclusive,
                      GError   **error)
{
  TsanPool *pool = g_new0 (TsanPool, 1);

  pool->func = func;
  pool->user_data = user_data;

  return g_thread_pool_new (tsan_pool_thread, pool, max_threads, exclusive, error);
}

static inline gboolean
tsan_thread_pool_push (GThreadPool  *pool,
                       gpointer      data,
                       GError      **error)
{
  __tsan_release (data);
  return g_thread_pool_push (pool, data, error);
}

static inline void
tsan_task_return_pointer (GTask          *task,
                          gpointer        result,
                          GDestroyNotify  free_func)
{
  __tsan_release (task);
  g_task_return_pointer (task, result, free_func);
}

static inline void
tsan_task_return_boolean (GTask    *task,
                          gboolean  result)
{
  __tsan_release (task);
  g_task_return_boolean (task, result);
}

static inline void
tsan_task_return_error (GTask  *task,
                        GError *error)
{
  __tsan_release (task);
  g_task_return_error (task, error);
}

/* also for who looks at what the worker left there */
static inline gpointer
tsan_task_get_data (GTask *task)
{
  __tsan_acquire (task);
  return g_task_get_task_data (task);
}

static inline gpointer
tsan_task_propagate_pointer (GTask   *task,
                             GError **error)
{
  __tsan_acquire (task);
  return g_task_propagate_pointer (task, error);
}

static inline gboolean
tsan_task_propagate_boolean (GTask   *task,
                             GError **error)
{
  __tsan_acquire (task);
  return g_task_propagate_boolean (task, error);
}

#define g_mutex_lock tsan_mutex_lock
#define g_mutex_unlock tsan_mutex_unlock
#define GMutexLocker TsanMutexLocker
#define g_mutex_locker_new tsan_mutex_locker_new
#define g_mutex_locker_free tsan_mutex_locker_free
#undef g_once_init_enter
#undef g_once_init_leave
#define g_once_init_enter(location) tsan_once_init_enter (location)
#define g_once_init_leave(location, result) tsan_once_init_leave (location, (gsize) (result))
#define g_cond_wait tsan_cond_wait
#define g_cond_wait_until tsan_cond_wait_until
#undef g_atomic_ref_count_dec
#define g_atomic_ref_count_dec tsan_ref_count_dec
#define g_task_run_in_thread tsan_task_run_in_thread
#define g_thread_pool_new tsan_thread_pool_new
#define g_thread_pool_push tsan_thread_pool_push
#define g_task_return_pointer tsan_task_return_pointer
#define g_task_return_boolean tsan_task_return_boolean
#define g_task_return_error tsan_task_return_error
#define g_task_get_task_data tsan_task_get_data
#define g_task_propagate_pointer tsan_task_propagate_pointer
#define g_task_propagate_boolean tsan_task_propagate_boolean

#endif

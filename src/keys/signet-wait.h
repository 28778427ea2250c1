/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* For worker threads that speak to asynchronous services one call after the other: a main
 * context of the thread's own, a time limit, and the caller's cancellable. */
typedef struct
{
  GMainContext *context;
  GCancellable *cancellable;   /* what to give to the calls */
  GCancellable *outer;         /* nullable */
  gulong        outer_id;
  GSource      *timer;
  gboolean      timed_out;
} SignetWait;

/* seconds: the limit from now on. Begin and end in the same thread */
void          signet_wait_begin     (SignetWait *self, GCancellable *outer, guint seconds);
/* starts the time anew */
void          signet_wait_set_limit (SignetWait *self, guint seconds);
/* GAsyncReadyCallback; user_data: a GAsyncResult ** that holds NULL */
void          signet_wait_done_cb   (GObject *source, GAsyncResult *result, gpointer user_data);
/* (transfer full) */
GAsyncResult *signet_wait_for       (SignetWait *self, GAsyncResult **slot);
void          signet_wait_end       (SignetWait *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-wait.h"

static void
outer_cancelled_cb (GCancellable *outer,
                    gpointer      user_data)
{
  g_cancellable_cancel (user_data);
}

static gboolean
limit_cb (gpointer user_data)
{
  SignetWait *self = user_data;

  self->timed_out = TRUE;
  g_cancellable_cancel (self->cancellable);

  return G_SOURCE_REMOVE;
}

static void
clear_timer (SignetWait *self)
{
  if (self->timer == NULL)
    return;

  g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

void
signet_wait_begin (SignetWait   *self,
                   GCancellable *outer,
                   guint         seconds)
{
  *self = (SignetWait) { 0 };
  self->context = g_main_context_new ();
  g_main_context_push_thread_default (self->context);
  self->cancellable = g_cancellable_new ();
  if (outer != NULL)
    {
      self->outer = g_object_ref (outer);
      self->outer_id = g_cancellable_connect (outer, G_CALLBACK (outer_cancelled_cb),
                                              g_object_ref (self->cancellable), g_object_unref);
    }
  signet_wait_set_limit (self, seconds);
}

void
signet_wait_set_limit (SignetWait *self,
                       guint       seconds)
{
  clear_timer (self);
  self->timer = g_timeout_source_new_seconds (seconds);
  g_source_set_callback (self->timer, limit_cb, self, NULL);
  g_source_attach (self->timer, self->context);
}

void
signet_wait_done_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

GAsyncResult *
signet_wait_for (SignetWait    *self,
                 GAsyncResult **slot)
{
  while (*slot == NULL)
    g_main_context_iteration (self->context, TRUE);

  return g_steal_pointer (slot);
}

void
signet_wait_end (SignetWait *self)
{
  clear_timer (self);
  if (self->outer != NULL)
    g_cancellable_disconnect (self->outer, self->outer_id);
  g_clear_object (&self->outer);
  g_clear_object (&self->cancellable);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_context_pop_thread_default (self->context);
  g_clear_pointer (&self->context, g_main_context_unref);
}

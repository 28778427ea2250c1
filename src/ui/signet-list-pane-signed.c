/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-history-links.h"
#include "signet-list-pane-private.h"

/* Whether the lists were signed, and what has changed since. */

/* The words of a state speak of today and tomorrow. */
#define REFRESH_SECONDS 60

static gint64
get_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static SignetSignedState *
look_up (SignetListPane *self,
         SignetList     *list)
{
  return signet_signed_state_new (list, signet_history_get_model (signet_context_get_history (self->context)),
                                  G_LIST_MODEL (signet_context_get_own_keys (self->context)), get_now ());
}

static void
update_open_list (SignetListPane *self)
{
  SignetSignedState *state = self->list != NULL ? look_up (self, self->list) : NULL;
  gboolean is_done = state != NULL && state->kind == SIGNET_SIGNED_AS_IT_IS;

  if (state != NULL)
    signet_list_sidebar_set_signed (self->sidebar, self->list, state->kind);
  if (is_done)
    gtk_widget_remove_css_class (self->sign_button, "suggested-action");
  else
    gtk_widget_add_css_class (self->sign_button, "suggested-action");
  signet_signed_button_take_state (self->signed_button, state);
}

static void
update_all_lists (SignetListPane *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->store));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SignetList) list = g_list_model_get_item (G_LIST_MODEL (self->store), i);
      g_autoptr (SignetSignedState) state = NULL;

      if (list == self->list)
        continue;
      state = look_up (self, list);
      signet_list_sidebar_set_signed (self->sidebar, list, state->kind);
    }
}

static gboolean
update_cb (gpointer data)
{
  SignetListPane *self = data;

  self->signed_id = 0;
  if (self->signed_all)
    signet_history_link_lists (signet_context_get_history (self->context), G_LIST_MODEL (self->store));
  update_open_list (self);
  if (self->signed_all)
    update_all_lists (self);
  self->signed_all = FALSE;

  return G_SOURCE_REMOVE;
}

/* After the frame: a list is compared with what was signed, which is not for the time of an edit. */
void
_signet_list_pane_queue_signed (SignetListPane *self)
{
  if (self->signed_id == 0 && self->watches_signed)
    self->signed_id = g_idle_add_full (G_PRIORITY_LOW, update_cb, self, NULL);
}

static void
all_changed_cb (SignetListPane *self)
{
  self->signed_all = TRUE;
  _signet_list_pane_queue_signed (self);
}

static gboolean
time_passed_cb (gpointer data)
{
  all_changed_cb (data);

  return G_SOURCE_CONTINUE;
}

/* Keys and history are read for this, so it begins when the lists are there to be seen. */
void
_signet_list_pane_watch_signed (SignetListPane *self)
{
  if (self->watches_signed)
    return;

  self->watches_signed = TRUE;
  g_signal_connect_object (signet_context_get_own_keys (self->context), "items-changed",
                           G_CALLBACK (all_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (signet_history_get_model (signet_context_get_history (self->context)), "items-changed",
                           G_CALLBACK (all_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->store, "items-changed", G_CALLBACK (all_changed_cb), self, G_CONNECT_SWAPPED);
  self->signed_timer = g_timeout_add_seconds (REFRESH_SECONDS, time_passed_cb, self);
  all_changed_cb (self);
}

void
_signet_list_pane_forget_signed (SignetListPane *self)
{
  self->watches_signed = FALSE;
  g_clear_handle_id (&self->signed_id, g_source_remove);
  g_clear_handle_id (&self->signed_timer, g_source_remove);
}

char *
_signet_list_pane_dup_stamp (SignetListPane *self)
{
  g_autoptr (SignetSignedState) state = self->list != NULL ? look_up (self, self->list) : NULL;

  return state != NULL ? signet_signed_state_dup_stamp (state) : NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-list-merge.h"
#include "signet-list-pane-private.h"

#include <glib/gi18n.h>

/* What is on a list twice. */

/* (transfer full): what is to be said of these merges, of which there is one at least */
static char *
dup_sentence (GPtrArray *merges)
{
  SignetListMerge *first = merges->pdata[0];
  SignetListMerge *second = merges->len > 1 ? merges->pdata[1] : NULL;

  if (merges->len == 1 && first->removed->len == 1)
    /* Translators: %s is an item of a list */
    return g_strdup_printf (_("“%s” is on this list twice."), signet_item_get_name (first->item));
  if (merges->len == 1)
    /* Translators: %s is an item of a list */
    return g_strdup_printf (_("“%s” is on this list several times."), signet_item_get_name (first->item));
  if (merges->len == 2)
    /* Translators: %s are items of a list */
    return g_strdup_printf (_("“%s” and “%s” are on this list more than once."), signet_item_get_name (first->item),
                            signet_item_get_name (second->item));

  return g_strdup_printf (ngettext ("%u item is on this list more than once.", "%u items are on this list more than once.",
                                    merges->len), merges->len);
}

static gboolean
look_cb (gpointer data)
{
  SignetListPane *self = data;
  g_autoptr (GPtrArray) merges = NULL;

  self->twice_id = 0;
  if (self->list != NULL && !g_hash_table_contains (self->left_twice, signet_list_get_id (self->list)))
    merges = signet_list_plan_merges (self->list);

  self->has_twice = merges != NULL && merges->len > 0;
  if (self->has_twice)
    {
      g_autofree char *sentence = dup_sentence (merges);

      gtk_label_set_text (self->twice_label, sentence);
    }
  gtk_widget_set_visible (self->twice_box, self->has_twice && !self->search
                                           && !signet_items_view_is_selecting (self->items));

  return G_SOURCE_REMOVE;
}

/* After the frame: every item is looked at, which is not for the time of an edit. */
void
_signet_list_pane_queue_twice (SignetListPane *self)
{
  if (self->twice_id == 0 && self->list != NULL)
    self->twice_id = g_idle_add_full (G_PRIORITY_LOW, look_cb, self, NULL);
}

void
_signet_list_pane_requeue_twice (SignetListPane *self)
{
  if (self->has_twice)
    _signet_list_pane_queue_twice (self);
}

void
_signet_list_pane_forget_twice (SignetListPane *self)
{
  g_clear_handle_id (&self->twice_id, g_source_remove);
}

/* They shall be there twice: not said again. */
void
_signet_list_pane_twice_closed_cb (SignetListPane *self)
{
  g_assert (SIGNET_IS_LIST_PANE (self));

  if (self->list != NULL)
    g_hash_table_add (self->left_twice, g_strdup (signet_list_get_id (self->list)));
  self->has_twice = FALSE;
  gtk_widget_set_visible (self->twice_box, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* One edit, however many they are. */
static guint
merge (SignetListPane *self,
       GPtrArray      *merges)
{
  g_autoptr (GPtrArray) removed = g_ptr_array_new_with_free_func (g_object_unref);

  signet_list_edits_begin_group (self->edits, self->list);
  for (guint i = 0; i < merges->len; i++)
    {
      SignetListMerge *one = merges->pdata[i];

      signet_list_edits_change (self->edits, self->list, one->item, one->after);
      for (guint j = 0; j < one->removed->len; j++)
        g_ptr_array_add (removed, g_object_ref (one->removed->pdata[j]));
    }
  signet_list_edits_remove (self->edits, self->list, removed);

  return signet_list_edits_end_group (self->edits);
}

void
_signet_list_pane_merge_duplicates_action (GtkWidget  *widget,
                                           const char *action,
                                           GVariant   *parameter)
{
  SignetListPane *self = SIGNET_LIST_PANE (widget);
  gboolean selecting = signet_items_view_is_selecting (self->items);
  g_autoptr (GPtrArray) selected = selecting ? signet_items_view_dup_selected (self->items) : NULL;
  g_autoptr (GPtrArray) merges = selecting ? signet_list_plan_merges_of (self->list, selected)
                                           : signet_list_plan_merges (self->list);
  g_autofree char *title = NULL;
  SignetListMerge *first;
  GtkWidget *focus;
  guint edit;

  if (merges->len == 0)
    {
      gtk_widget_activate_action (widget, "win.toast", "s",
                                  selecting ? _("None of these are the same, with quantities that add up.")
                                            : _("Nothing is on this list twice, with quantities that add up."));
      return;
    }

  first = merges->pdata[0];
  edit = merge (self, merges);
  if (merges->len == 1)
    /* Translators: name and new quantity of an item */
    title = g_strdup_printf (_("“%s” is now %s"), signet_item_get_name (first->item), signet_item_get_quantity (first->item));
  else
    /* Translators: of so many items there was more than one on the list */
    title = g_strdup_printf (ngettext ("%u item merged", "%u items merged", merges->len), merges->len);

  g_object_set (self, "selecting", FALSE, NULL);
  signet_items_view_show_item (self->items, first->item);
  /* the button of the hint goes away with it */
  focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  if (focus == NULL || gtk_widget_is_ancestor (focus, self->twice_box))
    gtk_widget_grab_focus (widget);
  _signet_list_pane_undo_toast (self, title, edit);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-list-pane-private.h"

#include <glib/gi18n.h>

/* What is typed above the list: an item to add, or, in its place, what is searched for. */

/* Where an item was found before it is now, also when many were pasted at once. */
static void
find_aisles (SignetListPane *self,
             GPtrArray      *items)
{
  SignetHousehold *household = signet_context_get_household (self->context);

  for (guint i = 0; i < items->len; i++)
    {
      SignetItem *item = g_ptr_array_index (items, i);

      if (signet_item_get_aisle (item) == NULL)
        signet_item_set_aisle (item, signet_household_get_aisle (household, signet_item_get_name (item)));
    }
}

static void
add_cb (SignetListPane *self,
        GPtrArray      *items)
{
  guint edit;

  g_assert (SIGNET_IS_LIST_PANE (self));

  if (self->list == NULL)
    return;

  find_aisles (self, items);
  edit = signet_list_edits_insert (self->edits, self->list, signet_list_get_n_items (self->list), items);
  _signet_list_pane_update (self);
  signet_items_view_show_item (self->items, g_ptr_array_index (items, items->len - 1));
  if (items->len > 1)
    {
      /* Translators: several lines were pasted */
      g_autofree char *title = g_strdup_printf (ngettext ("%u item added", "%u items added", items->len),
                                                items->len);

      _signet_list_pane_undo_toast (self, title, edit);
      _signet_list_pane_queue_twice (self);
    }
}

/* What was typed is there already, and becomes more. */
static void
merge_cb (SignetListPane *self,
          SignetItem     *item,
          SignetItem     *after)
{
  g_autofree char *title = NULL;
  guint edit;

  g_assert (SIGNET_IS_LIST_PANE (self));

  if (self->list == NULL || !signet_list_find (self->list, item, NULL))
    return;

  edit = signet_list_edits_change (self->edits, self->list, item, after);
  signet_items_view_show_item (self->items, item);
  /* Translators: name and new quantity of an item */
  title = g_strdup_printf (_("“%s” is now %s"), signet_item_get_name (after), signet_item_get_quantity (after));
  _signet_list_pane_undo_toast (self, title, edit);
}

void
_signet_list_pane_update_search_count (SignetListPane *self)
{
  g_autofree char *text = NULL;
  guint n = self->list != NULL ? signet_list_get_n_items (self->list) : 0;

  /* Translators: how many items of a list were found, of how many */
  text = g_strdup_printf (ngettext ("%u of %u item", "%u of %u items", n),
                          signet_items_view_get_n_shown (self->items), n);
  gtk_label_set_text (self->search_count, text);
}

/* What was looked for, as it can stand in a title */
static char *
dup_shortened (const char *text)
{
  enum { LENGTH = 40 };
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autofree char *start = NULL;

  if (g_utf8_strlen (stripped, -1) <= LENGTH)
    return g_steal_pointer (&stripped);

  start = g_utf8_substring (stripped, 0, LENGTH - 1);
  return g_strconcat (start, "…", NULL);
}

void
_signet_list_pane_update_no_match (SignetListPane *self)
{
  g_autofree char *what = dup_shortened (gtk_editable_get_text (self->search_entry));
  g_autofree char *title = NULL;
  g_autofree char *label = NULL;

  /* Translators: what was looked for, and is not there */
  title = g_strdup_printf (_("No “%s” on This List"), what);
  /* Translators: a button that adds what was looked for to the list */
  label = g_strdup_printf (_("Add “%s”"), what);
  adw_status_page_set_title (ADW_STATUS_PAGE (self->no_match_page), title);
  gtk_button_set_label (self->add_found_button, label);
}

void
_signet_list_pane_set_search (SignetListPane *self,
                              gboolean        search)
{
  if (self->search == search)
    return;

  self->search = search;
  gtk_stack_set_visible_child (self->entry_stack, search ? self->search_box : GTK_WIDGET (self->add_entry));
  if (!search)
    gtk_editable_set_text (self->search_entry, "");
  signet_items_view_set_filter (self->items, search ? gtk_editable_get_text (self->search_entry) : NULL);
  gtk_widget_grab_focus (search ? GTK_WIDGET (self->search_entry) : GTK_WIDGET (self->add_entry));
  _signet_list_pane_update (self);
  g_object_notify (G_OBJECT (self), "search");
}

static void
search_changed_cb (SignetListPane *self)
{
  g_assert (SIGNET_IS_LIST_PANE (self));

  if (!self->search)
    return;

  signet_items_view_set_filter (self->items, gtk_editable_get_text (self->search_entry));
  _signet_list_pane_update (self);
}

static void
stop_search_cb (SignetListPane *self)
{
  _signet_list_pane_set_search (self, FALSE);
}

static void
add_searched_cb (SignetListPane *self)
{
  g_autoptr (SignetItem) item = signet_item_new_from_text (gtk_editable_get_text (self->search_entry));
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  g_assert (SIGNET_IS_LIST_PANE (self));

  _signet_list_pane_set_search (self, FALSE);
  if (item == NULL)
    return;
  g_ptr_array_add (items, g_steal_pointer (&item));
  add_cb (self, items);
}

void
_signet_list_pane_class_entry_init (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, merge_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_searched_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
}

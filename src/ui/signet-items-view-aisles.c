/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-items-view-private.h"
#include "signet-name-dialog.h"
#include "signet-named-menu.h"

#include <glib/gi18n.h>

/* Moving items to another aisle. */

GPtrArray *
_signet_items_view_dup_aisles (SignetItemsView *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *aisles = g_ptr_array_new ();

  g_assert (SIGNET_IS_ITEMS_VIEW (self));

  for (guint i = 0; i < signet_list_get_n_items (self->list); i++)
    {
      const char *aisle = signet_item_get_aisle (signet_list_get_item (self->list, i));

      if (aisle != NULL && g_hash_table_add (seen, (char *) aisle))
        g_ptr_array_add (aisles, (char *) aisle);
    }
  if (signet_list_edits_get_household (self->edits) != NULL)
    signet_household_sort_aisles (signet_list_edits_get_household (self->edits), aisles);

  return aisles;
}

static void
fill_menu (SignetItemsView *self,
           GMenu           *menu)
{
  g_autoptr (GPtrArray) aisles = _signet_items_view_dup_aisles (self);
  g_autoptr (GMenu) known = g_menu_new ();
  g_autoptr (GMenu) other = g_menu_new ();

  for (guint i = 0; i < aisles->len; i++)
    signet_menu_append_named (known, g_ptr_array_index (aisles, i), "item.aisle", g_ptr_array_index (aisles, i));
  /* Translators: items that belong to no aisle; the heading they stand under beside aisles */
  signet_menu_append_named (other, C_("aisle", "Other"), "item.aisle", "");
  g_menu_append (other, _("_New Aisle…"), "item.new-aisle");

  g_menu_remove_all (menu);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (known));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (other));
}

void
_signet_items_view_fill_aisle_menu (SignetItemsView *self)
{
  g_assert (SIGNET_IS_ITEMS_VIEW (self));

  fill_menu (self, self->aisle_menu);
}

void
_signet_items_view_create_aisle_menu_cb (GtkMenuButton *button,
                                         gpointer       data)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  fill_menu (SIGNET_ITEMS_VIEW (data), menu);
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
move_to_aisle (SignetItemsView *self,
               GPtrArray       *rows,
               const char      *aisle)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (items, g_object_ref (signet_list_row_get_item (g_ptr_array_index (rows, i))));
  if (items->len == 0)
    return;

  signet_list_edits_begin_group (self->edits, self->list);
  for (guint i = 0; i < items->len; i++)
    {
      SignetItem *item = g_ptr_array_index (items, i);
      g_autoptr (SignetItem) after = signet_item_copy (item);

      signet_item_set_aisle (after, aisle);
      if (g_strcmp0 (signet_item_get_aisle (item), signet_item_get_aisle (after)) != 0)
        signet_list_edits_change (self->edits, self->list, item, after);
    }
  signet_list_edits_end_group (self->edits);

  signet_items_view_set_selecting (self, FALSE);
  signet_items_view_focus_item (self, g_ptr_array_index (items, 0));
}

void
_signet_items_view_aisle_action (GtkWidget  *widget,
                                 const char *name,
                                 GVariant   *parameter)
{
  SignetItemsView *self = SIGNET_ITEMS_VIEW (widget);
  g_autoptr (GPtrArray) rows = _signet_items_view_get_targets (self);

  move_to_aisle (self, rows, g_variant_get_string (parameter, NULL));
}

/* Which items, while the name of their aisle is asked for; what is deleted meanwhile stays away. */
typedef struct
{
  SignetItemsView *self;
  SignetList      *list;
  GPtrArray       *rows;
} Naming;

static void
naming_free (Naming *naming)
{
  g_object_unref (naming->self);
  g_object_unref (naming->list);
  g_ptr_array_unref (naming->rows);
  g_free (naming);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Naming, naming_free)

static void
aisle_named_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (Naming) naming = data;
  g_autofree char *name = signet_name_dialog_run_finish (result, NULL);
  SignetItemsView *self = naming->self;

  if (name == NULL || self->edits == NULL || self->list != naming->list)
    return;

  for (guint i = naming->rows->len; i > 0; i--)
    {
      SignetListRow *row = g_ptr_array_index (naming->rows, i - 1);

      if (signet_list_rows_get_row (self->rows, signet_list_row_get_item (row)) != row)
        g_ptr_array_remove_index (naming->rows, i - 1);
    }
  move_to_aisle (self, naming->rows, name);
}

void
_signet_items_view_new_aisle_action (GtkWidget  *widget,
                                     const char *action,
                                     GVariant   *parameter)
{
  SignetItemsView *self = SIGNET_ITEMS_VIEW (widget);
  Naming *naming;

  if (self->list == NULL)
    return;

  naming = g_new0 (Naming, 1);
  naming->self = g_object_ref (self);
  naming->list = g_object_ref (self->list);
  naming->rows = _signet_items_view_get_targets (self);
  signet_name_dialog_run_async (GTK_WINDOW (gtk_widget_get_root (widget)), _("New Aisle"), _("_Move"),
                                _("Name of the aisle"), "", NULL, aisle_named_cb, naming);
}

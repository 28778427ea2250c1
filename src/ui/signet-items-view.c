/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-column-box.h"
#include "signet-edge-scroll.h"
#include "signet-items-view-private.h"

#include <glib/gi18n.h>

/* The view of the items is a GtkGridView of one column, and not a GtkListView, for one reason: it keeps some 30 rows around
 * what it shows instead of 200. Each of them is styled anew when one comes or goes, which with 200 takes more than a frame.
 * Its rows are never lower than a thirtieth of it, so that 30 fill it. */

/* Rows that show nothing for now */
#define MAX_POOL 64

/* The widget of a list item */
#define WIDGET "signet-widget"

G_DEFINE_FINAL_TYPE (SignetItemsView, signet_items_view, ADW_TYPE_BIN)

guint _signet_items_view_signals[N_SIGNALS];

/* A row that moved may be shown by two widgets for a while: GTK 4.18 keeps the one that had the focus, outside of the window,
 * until it has moved the focus on. */
SignetItemRow *
_signet_items_view_find_widget (SignetItemsView *self,
                                SignetListRow   *row)
{
  for (guint i = 0; i < self->bound->len; i++)
    {
      SignetItemRow *widget = g_ptr_array_index (self->bound, i);

      if (signet_item_row_get_row (widget) == row && gtk_widget_get_root (GTK_WIDGET (widget)) != NULL)
        return widget;
    }

  return NULL;
}

/* The row of the open menu, else the one that has the focus or holds it. */
SignetListRow *
_signet_items_view_get_current_row (SignetItemsView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  g_assert (SIGNET_IS_ITEMS_VIEW (self));

  if (self->menu_row != NULL)
    return self->menu_row;
  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->grid_view)))
    return NULL;

  for (guint i = 0; i < self->bound->len; i++)
    {
      GtkWidget *widget = g_ptr_array_index (self->bound, i);
      SignetListRow *row = signet_item_row_get_row (SIGNET_ITEM_ROW (widget));

      if ((focus == gtk_widget_get_parent (widget) || gtk_widget_is_ancestor (focus, widget))
          && row != NULL && signet_list_row_get_item (row) != NULL)
        return row;
    }

  return NULL;
}

/* Accessible names say where a row stands, so all that are in sight follow each change. */
static void
name_widget (SignetItemsView *self,
             GtkWidget       *widget)
{
  SignetListRow *row = signet_item_row_get_row (SIGNET_ITEM_ROW (widget));
  GtkWidget *parent = gtk_widget_get_parent (widget);
  SignetItem *item = row != NULL ? signet_list_row_get_item (row) : NULL;
  g_autofree char *what = NULL;
  g_autofree char *name = NULL;
  guint nth = 0;

  if (row == NULL || parent == NULL)
    return;

  if (item == NULL)
    {
      name = g_strdup (signet_list_row_get_title (row));
    }
  else if (signet_list_rows_find (self->rows, row, NULL, &nth))
    {
      const char *quantity = signet_item_get_quantity (item);

      what = quantity != NULL ? g_strdup_printf ("%s %s", quantity, signet_item_get_name (item))
                              : g_strdup (signet_item_get_name (item));
      if (self->selecting)
        /* Translators: read aloud for an item of a list while items are selected: what it is, which one, of how many */
        name = g_strdup_printf (signet_list_row_is_selected (row) ? _("%s, selected, item %u of %u")
                                                                  : _("%s, not selected, item %u of %u"),
                                what, nth + 1, signet_list_rows_get_n_shown (self->rows));
      else if (signet_item_get_done (item))
        /* Translators: read aloud for an item of a list: what it is, which one, of how many */
        name = g_strdup_printf (_("%s, bought, item %u of %u"), what, nth + 1,
                                signet_list_rows_get_n_shown (self->rows));
      else
        /* Translators: read aloud for an item of a list: what it is, which one, of how many */
        name = g_strdup_printf (_("%s, not bought, item %u of %u"), what, nth + 1,
                                signet_list_rows_get_n_shown (self->rows));
    }

  if (name != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static gboolean
refresh_cb (gpointer data)
{
  SignetItemsView *self = data;

  self->refresh_id = 0;
  for (guint i = 0; i < self->bound->len; i++)
    name_widget (self, g_ptr_array_index (self->bound, i));
  if (self->selecting)
    _signet_items_view_selection_update (self);
  g_signal_emit (self, _signet_items_view_signals[SIGNAL_CHANGED], 0);

  return G_SOURCE_REMOVE;
}

void
_signet_items_view_queue_refresh (SignetItemsView *self)
{
  if (self->refresh_id == 0)
    self->refresh_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, refresh_cb, self, NULL);
}

/* The widget of a row exists only after the list was laid out around it. */
static gboolean
wanted_cb (GtkWidget     *widget,
           GdkFrameClock *clock,
           gpointer       data)
{
  SignetItemsView *self = SIGNET_ITEMS_VIEW (widget);
  SignetItemRow *item_row = self->wanted != NULL ? _signet_items_view_find_widget (self, self->wanted) : NULL;

  self->wanted_id = 0;
  if (item_row != NULL)
    {
      SignetItemEditor *editor = signet_item_row_get_editor (item_row);

      if (self->wanted_flash)
        signet_item_row_flash (item_row);
      if (self->wanted_focus && editor != NULL)
        gtk_widget_grab_focus (GTK_WIDGET (editor));
      else if (self->wanted_focus)
        gtk_widget_grab_focus (gtk_widget_get_parent (GTK_WIDGET (item_row)));
    }
  g_clear_object (&self->wanted);

  return G_SOURCE_REMOVE;
}

void
_signet_items_view_want (SignetItemsView *self,
                         SignetListRow   *row,
                         gboolean         focus,
                         gboolean         flash)
{
  guint position;

  if (row == NULL || !signet_list_rows_find (self->rows, row, &position, NULL))
    return;

  gtk_widget_activate_action (GTK_WIDGET (self->grid_view), "list.scroll-to-item", "u", position);
  g_set_object (&self->wanted, row);
  self->wanted_focus = focus;
  self->wanted_flash = flash;
  if (self->wanted_id == 0)
    self->wanted_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), wanted_cb, NULL, NULL);
}

SignetListRow *
_signet_items_view_get_item_row (SignetItemsView *self,
                                 guint            position)
{
  g_autoptr (SignetListRow) row = g_list_model_get_item (signet_list_rows_get_model (self->rows), position);

  return row != NULL && signet_list_row_get_item (row) != NULL ? row : NULL;
}

/* After a row went away from position: the one that took its place, else the one before
 * in the same aisle, else any near it, else somebody else's turn. */
void
_signet_items_view_focus_near (SignetItemsView *self,
                               guint            position)
{
  guint n = g_list_model_get_n_items (signet_list_rows_get_model (self->rows));
  SignetListRow *row = NULL;

  if (position < n)
    row = _signet_items_view_get_item_row (self, position);
  if (row == NULL && position > 0 && position - 1 < n)
    row = _signet_items_view_get_item_row (self, position - 1);
  for (guint i = position; row == NULL && i < n; i++)
    row = _signet_items_view_get_item_row (self, i);
  for (guint i = MIN (position, n); row == NULL && i > 0; i--)
    row = _signet_items_view_get_item_row (self, i - 1);

  if (row != NULL)
    _signet_items_view_want (self, row, TRUE, FALSE);
  else
    g_signal_emit (self, _signet_items_view_signals[SIGNAL_LEAVE], 0);
}

static void
row_tick_cb (SignetItemsView *self,
             SignetItemRow   *widget)
{
  _signet_items_view_tick (self, signet_item_row_get_row (widget));
}

static GtkWidget *
create_widget (SignetItemsView *self)
{
  GtkWidget *widget = g_object_ref_sink (signet_item_row_new ());

  _signet_items_view_set_up_drag (SIGNET_ITEM_ROW (widget));
  g_signal_connect_object (widget, "tick", G_CALLBACK (row_tick_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (widget, "select", G_CALLBACK (_signet_items_view_row_select_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (widget, "edit", G_CALLBACK (_signet_items_view_row_edit_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (widget, "menu", G_CALLBACK (_signet_items_view_menu_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (widget, "edited", G_CALLBACK (_signet_items_view_row_edited_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (widget, "edit-cancelled", G_CALLBACK (_signet_items_view_row_edit_cancelled_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (widget, "wants-editor", G_CALLBACK (_signet_items_view_row_wants_editor_cb), self, G_CONNECT_SWAPPED);

  return widget;
}

/* The grid view drops rows as it likes, all of them where much changes at once, and asks for new ones. To build one takes
 * longer than to use it, so they are kept for it. */
static void
setup_cb (SignetItemsView *self,
          GtkListItem     *list_item)
{
  g_autoptr (GtkWidget) widget = NULL;

  g_assert (SIGNET_IS_ITEMS_VIEW (self));

  if (self->pool->len > 0)
    widget = g_ptr_array_steal_index_fast (self->pool, self->pool->len - 1);
  else
    widget = create_widget (self);
  gtk_list_item_set_child (list_item, widget);
  g_object_set_data_full (G_OBJECT (list_item), WIDGET, g_steal_pointer (&widget), g_object_unref);
}

/* By now the list item has let go of its child. */
static void
teardown_cb (SignetItemsView *self,
             GtkListItem     *list_item)
{
  g_autoptr (GtkWidget) widget = g_object_steal_data (G_OBJECT (list_item), WIDGET);

  g_assert (SIGNET_IS_ITEMS_VIEW (self));

  if (widget != NULL && self->pool->len < MAX_POOL && self->grid_view != NULL)
    g_ptr_array_add (self->pool, g_steal_pointer (&widget));
}

static void
bind_cb (SignetItemsView *self,
         GtkListItem     *list_item)
{
  GtkWidget *widget = gtk_list_item_get_child (list_item);
  SignetListRow *row = gtk_list_item_get_item (list_item);
  gboolean is_item = signet_list_row_get_item (row) != NULL;

  g_assert (SIGNET_IS_ITEMS_VIEW (self));

  gtk_list_item_set_activatable (list_item, is_item);
  gtk_list_item_set_selectable (list_item, is_item);
  signet_item_row_set_selecting (SIGNET_ITEM_ROW (widget), self->selecting);
  signet_item_row_set_row (SIGNET_ITEM_ROW (widget), row);
  g_ptr_array_add (self->bound, widget);
  _signet_items_view_queue_refresh (self);
}

/* Fields that scroll out of sight keep what was typed. */
static void
unbind_cb (SignetItemsView *self,
           GtkListItem     *list_item)
{
  SignetItemRow *widget = SIGNET_ITEM_ROW (gtk_list_item_get_child (list_item));

  g_assert (SIGNET_IS_ITEMS_VIEW (self));

  _signet_items_view_keep_draft (widget);
  signet_item_row_set_row (widget, NULL);
  g_ptr_array_remove_fast (self->bound, widget);
}

static void
activate_cb (SignetItemsView *self,
             guint            position)
{
  SignetListRow *row = _signet_items_view_get_item_row (self, position);

  g_assert (SIGNET_IS_ITEMS_VIEW (self));

  if (row == NULL)
    return;
  if (self->selecting)
    _signet_items_view_toggle_selected (self, row);
  else if (!signet_list_row_is_editing (row))
    _signet_items_view_edit (self, row);
}

static gboolean
signet_items_view_grab_focus (GtkWidget *widget)
{
  SignetItemsView *self = SIGNET_ITEMS_VIEW (widget);

  return gtk_widget_grab_focus (GTK_WIDGET (self->grid_view));
}

static void
signet_items_view_size_allocate (GtkWidget *widget,
                                 int        width,
                                 int        height,
                                 int        baseline)
{
  SignetItemsView *self = SIGNET_ITEMS_VIEW (widget);

  GTK_WIDGET_CLASS (signet_items_view_parent_class)->size_allocate (widget, width, height, baseline);
  if (self->menu != NULL)
    gtk_popover_present (self->menu);
}

static void
signet_items_view_dispose (GObject *object)
{
  SignetItemsView *self = SIGNET_ITEMS_VIEW (object);

  if (self->wanted_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->wanted_id);
  self->wanted_id = 0;
  g_clear_object (&self->wanted);
  if (self->menu != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->menu)));
  if (self->grid_view != NULL)
    gtk_grid_view_set_model (self->grid_view, NULL);
  g_ptr_array_set_size (self->pool, 0);
  g_clear_object (&self->rows);
  g_clear_object (&self->list);
  g_clear_object (&self->edits);
  /* last: the rows asked for it when they went */
  g_clear_handle_id (&self->refresh_id, g_source_remove);

  G_OBJECT_CLASS (signet_items_view_parent_class)->dispose (object);
}

static void
signet_items_view_finalize (GObject *object)
{
  SignetItemsView *self = SIGNET_ITEMS_VIEW (object);

  g_ptr_array_unref (self->bound);
  g_ptr_array_unref (self->pool);

  G_OBJECT_CLASS (signet_items_view_parent_class)->finalize (object);
}

static void
signet_items_view_class_init (SignetItemsViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = signet_items_view_dispose;
  object_class->finalize = signet_items_view_finalize;

  widget_class->grab_focus = signet_items_view_grab_focus;
  widget_class->size_allocate = signet_items_view_size_allocate;

  _signet_items_view_signals[SIGNAL_REMOVED] =
    g_signal_new ("removed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_PTR_ARRAY, G_TYPE_UINT);
  _signet_items_view_signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  _signet_items_view_signals[SIGNAL_SELECTION_CHANGED] =
    g_signal_new ("selection-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  _signet_items_view_signals[SIGNAL_LEAVE] =
    g_signal_new ("leave", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SIGNET_TYPE_COLUMN_BOX);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-items-view.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetItemsView, scroller);
  gtk_widget_class_bind_template_child (widget_class, SignetItemsView, grid_view);
  gtk_widget_class_bind_template_child (widget_class, SignetItemsView, item_menu);
  gtk_widget_class_bind_template_child (widget_class, SignetItemsView, aisle_menu);
  gtk_widget_class_bind_template_child (widget_class, SignetItemsView, selection_bar);
  gtk_widget_class_bind_template_child (widget_class, SignetItemsView, tick_button);
  gtk_widget_class_bind_template_child (widget_class, SignetItemsView, aisle_button);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, teardown_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback_full (widget_class, "key_pressed_cb",
                                                G_CALLBACK (_signet_items_view_key_pressed_cb));

  _signet_items_view_class_actions_init (widget_class);
}

static void
signet_items_view_init (SignetItemsView *self)
{
  g_autoptr (GtkNoSelection) selection = NULL;

  self->bound = g_ptr_array_new ();
  self->pool = g_ptr_array_new_with_free_func (g_object_unref);
  self->rows = signet_list_rows_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  signet_edge_scroll_set_up (self->scroller);
  gtk_menu_button_set_create_popup_func (self->aisle_button, _signet_items_view_create_aisle_menu_cb, self, NULL);

  selection = gtk_no_selection_new (g_object_ref (signet_list_rows_get_model (self->rows)));
  gtk_grid_view_set_model (self->grid_view, GTK_SELECTION_MODEL (selection));
  g_signal_connect_object (signet_list_rows_get_model (self->rows), "items-changed",
                           G_CALLBACK (_signet_items_view_queue_refresh), self, G_CONNECT_SWAPPED);
}

/**
 * signet_items_view_set_edits:
 * @self: the view
 * @edits: what edits go through
 *
 * To be called once, before there is a list.
 */
void
signet_items_view_set_edits (SignetItemsView *self,
                             SignetListEdits *edits)
{
  g_return_if_fail (SIGNET_IS_ITEMS_VIEW (self));
  g_return_if_fail (SIGNET_IS_LIST_EDITS (edits));

  g_set_object (&self->edits, edits);
  if (signet_list_edits_get_household (edits) != NULL)
    signet_list_rows_set_household (self->rows, signet_list_edits_get_household (edits));
}

/**
 * signet_items_view_set_list:
 * @self: the view
 * @list: (nullable): a list
 *
 * Shows another list.
 */
void
signet_items_view_set_list (SignetItemsView *self,
                            SignetList      *list)
{
  g_return_if_fail (SIGNET_IS_ITEMS_VIEW (self));

  if (self->list == list)
    return;

  _signet_items_view_close_editors (self, NULL);
  signet_items_view_set_selecting (self, FALSE);
  g_set_object (&self->list, list);
  signet_list_rows_set_list (self->rows, list);
  _signet_items_view_queue_refresh (self);
}

/**
 * signet_items_view_set_filter:
 * @self: the view
 * @text: (nullable): what to look for
 *
 * Shows only items with @text in them.
 */
void
signet_items_view_set_filter (SignetItemsView *self,
                              const char      *text)
{
  g_return_if_fail (SIGNET_IS_ITEMS_VIEW (self));

  signet_list_rows_set_filter (self->rows, text);
}

/**
 * signet_items_view_set_grouped:
 * @self: the view
 * @grouped: whether items stand under their aisles
 *
 * Shows aisle after aisle, or all items in the order of the list.
 */
void
signet_items_view_set_grouped (SignetItemsView *self,
                               gboolean         grouped)
{
  g_return_if_fail (SIGNET_IS_ITEMS_VIEW (self));

  signet_list_rows_set_grouped (self->rows, grouped);
}

/**
 * signet_items_view_is_grouped:
 * @self: the view
 *
 * Returns: whether items stand under their aisles
 */
gboolean
signet_items_view_is_grouped (SignetItemsView *self)
{
  g_return_val_if_fail (SIGNET_IS_ITEMS_VIEW (self), FALSE);

  return signet_list_rows_is_grouped (self->rows);
}

/**
 * signet_items_view_get_n_shown:
 * @self: the view
 *
 * Returns: how many items are shown
 */
guint
signet_items_view_get_n_shown (SignetItemsView *self)
{
  g_return_val_if_fail (SIGNET_IS_ITEMS_VIEW (self), 0);

  return signet_list_rows_get_n_shown (self->rows);
}

/**
 * signet_items_view_get_model:
 * @self: the view
 *
 * Returns: (transfer none): the rows as they are shown
 */
GListModel *
signet_items_view_get_model (SignetItemsView *self)
{
  g_return_val_if_fail (SIGNET_IS_ITEMS_VIEW (self), NULL);

  return signet_list_rows_get_model (self->rows);
}

/**
 * signet_items_view_show_item:
 * @self: the view
 * @item: an item of the list
 *
 * Scrolls to @item and flashes it; the focus stays.
 */
void
signet_items_view_show_item (SignetItemsView *self,
                             SignetItem      *item)
{
  g_return_if_fail (SIGNET_IS_ITEMS_VIEW (self));

  _signet_items_view_want (self, signet_list_rows_get_row (self->rows, item), FALSE, TRUE);
}

/**
 * signet_items_view_focus_item:
 * @self: the view
 * @item: an item of the list
 *
 * Scrolls to @item and gives it the focus.
 */
void
signet_items_view_focus_item (SignetItemsView *self,
                              SignetItem      *item)
{
  g_return_if_fail (SIGNET_IS_ITEMS_VIEW (self));

  _signet_items_view_want (self, signet_list_rows_get_row (self->rows, item), TRUE, FALSE);
}

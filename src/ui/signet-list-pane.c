/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-list-pane.h"

#include "signet-accessible-name.h"
#include "signet-focus.h"
#include "signet-list-pane-private.h"

#include <glib/gi18n.h>

#define NATURAL_WIDTH 560

G_DEFINE_FINAL_TYPE (SignetListPane, signet_list_pane, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_LIST,
  PROP_LOADED,
  PROP_SHOW_SIDEBAR,
  PROP_SEARCH,
  PROP_SELECTING,
  PROP_N_SELECTED,
  PROP_GROUP,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Everything that depends on the open list and on what is shown of it. */
void
_signet_list_pane_update (SignetListPane *self)
{
  guint n = self->list != NULL ? signet_list_get_n_items (self->list) : 0;
  gboolean selecting = signet_items_view_is_selecting (self->items);
  GtkWidget *page;

  g_assert (SIGNET_IS_LIST_PANE (self));

  gtk_widget_set_visible (self->header, self->list != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->entry_stack), !selecting);
  gtk_widget_set_visible (self->list_menu_button, !selecting);
  gtk_widget_set_visible (self->sign_button, !selecting);
  gtk_widget_set_visible (GTK_WIDGET (self->signed_button), !selecting);
  gtk_label_set_text (self->title, self->list != NULL ? signet_list_get_name (self->list) : "");

  gtk_widget_set_visible (self->basket_label, n > 0 && signet_list_get_n_done (self->list) == n
                                              && !self->search && !selecting);
  gtk_widget_set_visible (self->twice_box, self->has_twice && !self->search && !selecting);

  if (!self->loaded)
    page = self->blank_page;
  else if (self->list == NULL)
    page = self->no_lists_page;
  else if (n == 0)
    page = self->empty_page;
  else if (self->search && signet_items_view_get_n_shown (self->items) == 0)
    {
      _signet_list_pane_update_no_match (self);
      page = self->no_match_page;
    }
  else
    page = self->items_page;
  gtk_stack_set_visible_child (self->stack, page);

  _signet_list_pane_update_search_count (self);
  _signet_list_pane_actions_update (self);
}

static void
items_changed_cb (SignetListPane *self)
{
  _signet_list_pane_update (self);
}

static void
leave_cb (SignetListPane *self)
{
  gtk_widget_grab_focus (self->search ? GTK_WIDGET (self->search_entry) : GTK_WIDGET (self->add_entry));
}

static void
selection_changed_cb (SignetListPane *self)
{
  g_assert (SIGNET_IS_LIST_PANE (self));

  _signet_list_pane_update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTING]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_SELECTED]);
}

static void
item_removed_cb (SignetListPane *self,
                 GPtrArray      *items,
                 guint           edit)
{
  g_autofree char *title = NULL;

  g_assert (SIGNET_IS_LIST_PANE (self));

  if (items->len == 1)
    /* Translators: an item was removed from a list */
    title = g_strdup_printf (_("“%s” deleted"), signet_item_get_name (g_ptr_array_index (items, 0)));
  else
    /* Translators: items were removed from a list */
    title = g_strdup_printf (ngettext ("%u item deleted", "%u items deleted", items->len), items->len);

  _signet_list_pane_undo_toast (self, title, edit);
}

static void
set_selecting (SignetListPane *self,
               gboolean        selecting)
{
  gboolean had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self->items)) != NULL;

  if (selecting == signet_items_view_is_selecting (self->items) || (selecting && self->list == NULL))
    return;

  /* what is hidden must not be acted on */
  if (selecting)
    _signet_list_pane_set_search (self, FALSE);
  signet_items_view_set_selecting (self->items, selecting);
  if (!had_focus)
    gtk_widget_grab_focus (selecting ? GTK_WIDGET (self->items) : GTK_WIDGET (self->add_entry));
}

static void
reveal_changed_cb (SignetListPane *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_SIDEBAR]);
}

static void
list_chosen_cb (SignetListPane *self,
                SignetList     *list)
{
  g_assert (SIGNET_IS_LIST_PANE (self));

  signet_list_pane_set_list (self, list);
  if (adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, FALSE);
}

static void
list_moved_cb (SignetListPane *self,
               SignetList     *list,
               guint           position)
{
  g_assert (SIGNET_IS_LIST_PANE (self));

  signet_list_edits_move_list (self->edits, list, position);
}

/* A list that went away, here or by another program, makes room for its neighbour. */
static void
lists_changed_cb (SignetListPane *self,
                  guint           position,
                  guint           n_removed,
                  guint           n_added,
                  GListModel     *lists)
{
  guint n = g_list_model_get_n_items (lists);
  g_autoptr (SignetList) neighbour = NULL;

  g_assert (SIGNET_IS_LIST_PANE (self));

  if (!self->loaded)
    return;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SignetList) list = g_list_model_get_item (lists, i);

      if (list == self->list)
        return;
    }

  if (n > 0)
    neighbour = g_list_model_get_item (lists, MIN (position, n - 1));
  signet_list_pane_set_list (self, neighbour);
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (SignetListPane) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *last = NULL;
  GSettings *settings;
  SignetList *list = NULL;

  if (!signet_list_store_load_finish (SIGNET_LIST_STORE (object), result, &error)
      && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->loaded = TRUE;
  if (error != NULL)
    {
      g_autofree char *sentence = g_strdup_printf (_("Your lists could not be read: %s"), error->message);

      _signet_list_pane_set_trouble (self, sentence, FALSE);
    }

  settings = signet_context_get_settings (self->context);
  if (settings != NULL)
    last = g_settings_get_string (settings, "last-list");
  if (last != NULL && *last != '\0')
    list = signet_list_store_find (self->store, last, NULL);

  if (list == NULL && g_list_model_get_n_items (G_LIST_MODEL (self->store)) > 0)
    {
      g_autoptr (SignetList) first = g_list_model_get_item (G_LIST_MODEL (self->store), 0);

      list = first;
    }
  else if (list == NULL && error == NULL)
    {
      /* Translators: the name of the first list, made at the first start */
      list = signet_list_store_create (self->store, _("Groceries"));
    }

  signet_list_pane_set_list (self, list);
  _signet_list_pane_update (self);
  _signet_list_pane_watch_signed (self);
  if (list != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (self->add_entry));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
}

static void
set_context (SignetListPane *self,
             SignetContext  *context)
{
  self->context = g_object_ref (context);
  self->store = g_object_ref (signet_context_get_list_store (context));
  self->edits = signet_list_edits_new (self->store);
  _signet_list_pane_start_learning (self);

  signet_items_view_set_edits (self->items, self->edits);
  if (signet_context_get_settings (context) != NULL)
    g_settings_bind (signet_context_get_settings (context), "group-by-aisle", self, "group", G_SETTINGS_BIND_DEFAULT);
  signet_list_sidebar_set_lists (self->sidebar, G_LIST_MODEL (self->store));

  g_signal_connect_object (self->store, "items-changed", G_CALLBACK (lists_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->store, "items-changed", G_CALLBACK (_signet_list_pane_actions_update), self,
                           G_CONNECT_SWAPPED);
  _signet_list_pane_watch_trouble (self);
  _signet_list_pane_watch_outside (self);
  _signet_list_pane_start_templates (self);

  signet_list_store_load_async (self->store, self->cancellable, loaded_cb, g_object_ref (self));
}

/* The flap folds when the page would get less than its natural width: a width of its own,
 * so that it does not depend on how long the words on a list are. */
static void
measure_content (GtkWidget      *widget,
                 GtkOrientation  orientation,
                 int             for_size,
                 int            *minimum,
                 int            *natural,
                 int            *minimum_baseline,
                 int            *natural_baseline)
{
  gtk_widget_measure (gtk_widget_get_first_child (widget), orientation, for_size,
                      minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = MAX (*minimum, NATURAL_WIDTH);
}

static void
allocate_content (GtkWidget *widget,
                  int        width,
                  int        height,
                  int        baseline)
{
  gtk_widget_allocate (gtk_widget_get_first_child (widget), width, height, baseline, NULL);
}

static gboolean
signet_list_pane_grab_focus (GtkWidget *widget)
{
  SignetListPane *self = SIGNET_LIST_PANE (widget);

  return gtk_widget_grab_focus (self->search ? GTK_WIDGET (self->search_entry) : GTK_WIDGET (self->add_entry));
}

static void
signet_list_pane_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  SignetListPane *self = SIGNET_LIST_PANE (object);

  switch (prop_id)
    {
    case PROP_LIST:
      g_value_set_object (value, self->list);
      break;
    case PROP_LOADED:
      g_value_set_boolean (value, self->loaded);
      break;
    case PROP_SHOW_SIDEBAR:
      g_value_set_boolean (value, adw_flap_get_reveal_flap (self->flap));
      break;
    case PROP_SEARCH:
      g_value_set_boolean (value, self->search);
      break;
    case PROP_SELECTING:
      g_value_set_boolean (value, signet_items_view_is_selecting (self->items));
      break;
    case PROP_N_SELECTED:
      g_value_set_uint (value, signet_items_view_get_n_selected (self->items));
      break;
    case PROP_GROUP:
      g_value_set_boolean (value, signet_items_view_is_grouped (self->items));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
signet_list_pane_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  SignetListPane *self = SIGNET_LIST_PANE (object);

  switch (prop_id)
    {
    case PROP_SHOW_SIDEBAR:
      adw_flap_set_reveal_flap (self->flap, g_value_get_boolean (value));
      break;
    case PROP_SEARCH:
      _signet_list_pane_set_search (self, g_value_get_boolean (value));
      break;
    case PROP_SELECTING:
      set_selecting (self, g_value_get_boolean (value));
      break;
    case PROP_GROUP:
      signet_items_view_set_grouped (self->items, g_value_get_boolean (value));
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
signet_list_pane_dispose (GObject *object)
{
  SignetListPane *self = SIGNET_LIST_PANE (object);

  g_cancellable_cancel (self->cancellable);
  _signet_list_pane_forget_signed (self);
  _signet_list_pane_forget_twice (self);
  g_clear_object (&self->list_signals);
  g_clear_object (&self->list);
  g_clear_object (&self->edits);
  g_clear_object (&self->store);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (signet_list_pane_parent_class)->dispose (object);
}

static void
signet_list_pane_finalize (GObject *object)
{
  SignetListPane *self = SIGNET_LIST_PANE (object);

  g_clear_object (&self->cancellable);
  g_hash_table_unref (self->left_twice);
  g_hash_table_unref (self->outside);
  g_clear_object (&self->trouble_file);
  g_clear_pointer (&self->marked, g_ptr_array_unref);

  G_OBJECT_CLASS (signet_list_pane_parent_class)->finalize (object);
}

static void
signet_list_pane_class_init (SignetListPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = signet_list_pane_get_property;
  object_class->set_property = signet_list_pane_set_property;
  object_class->dispose = signet_list_pane_dispose;
  object_class->finalize = signet_list_pane_finalize;

  widget_class->focus = signet_focus_child;
  widget_class->grab_focus = signet_list_pane_grab_focus;

  properties[PROP_LIST] =
    g_param_spec_object ("list", NULL, NULL, SIGNET_TYPE_LIST, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_LOADED] =
    g_param_spec_boolean ("loaded", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SHOW_SIDEBAR] =
    g_param_spec_boolean ("show-sidebar", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SEARCH] =
    g_param_spec_boolean ("search", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SELECTING] =
    g_param_spec_boolean ("selecting", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_N_SELECTED] =
    g_param_spec_uint ("n-selected", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_GROUP] =
    g_param_spec_boolean ("group", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SIGNET_TYPE_ADD_ENTRY);
  g_type_ensure (SIGNET_TYPE_ITEMS_VIEW);
  g_type_ensure (SIGNET_TYPE_LIST_SIDEBAR);
  g_type_ensure (SIGNET_TYPE_OUTSIDE_BAR);
  g_type_ensure (SIGNET_TYPE_SIGNED_BUTTON);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-list-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetListPane, flap);
  gtk_widget_class_bind_template_child (widget_class, SignetListPane, sidebar);
  gtk_widget_class_bind_template_child (widget_class, SignetListPane, content);
  gtk_widget_class_bind_template_child (widget_class, SignetListPane, trouble);
  gtk_widget_class_bind_template_child (widget_class, SignetListPane, trouble_label);
  gtk_widget_class_bind_template_child (widget_class, SignetListPane, trouble_button);
  gtk_widget_class_bind_template_child (widget_class, SignetListPane, outside_bar);
  gtk_widget_class_bind_template_child (widget_class, SignetListPane, header);
  gtk_widget_class_bind_template_child (widget_class, SignetListPane, title);
  gtk_widget_class_bind_template_child (widget_class, SignetListPane, signed_button);
  gtk_widget_class_bind_template_child (widget_class, SignetListPane, list_menu_button);
  gtk_widget_class_bind_template_child (widget_class, SignetListPane, sign_button);
  gtk_widget_class_bind_template_child (widget_class, SignetListPane, entry_stack);
  gtk_widget_class_bind_template_child (widget_class, SignetListPane, basket_label);
  gtk_widget_class_bind_template_child (widget_class, SignetListPane, twice_box);
  gtk_widget_class_bind_template_child (widget_class, SignetListPane, twice_label);
  gtk_widget_class_bind_template_child (widget_class, SignetListPane, add_entry);
  gtk_widget_class_bind_template_child (widget_class, SignetListPane, search_box);
  gtk_widget_class_bind_template_child (widget_class, SignetListPane, search_entry);
  gtk_widget_class_bind_template_child (widget_class, SignetListPane, search_count);
  gtk_widget_class_bind_template_child (widget_class, SignetListPane, stack);
  gtk_widget_class_bind_template_child (widget_class, SignetListPane, items_page);
  gtk_widget_class_bind_template_child (widget_class, SignetListPane, empty_page);
  gtk_widget_class_bind_template_child (widget_class, SignetListPane, no_match_page);
  gtk_widget_class_bind_template_child (widget_class, SignetListPane, add_found_button);
  gtk_widget_class_bind_template_child (widget_class, SignetListPane, no_lists_page);
  gtk_widget_class_bind_template_child (widget_class, SignetListPane, blank_page);
  gtk_widget_class_bind_template_child (widget_class, SignetListPane, items);
  gtk_widget_class_bind_template_callback (widget_class, item_removed_cb);
  gtk_widget_class_bind_template_callback (widget_class, items_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_moved_cb);
  gtk_widget_class_bind_template_callback (widget_class, signet_list_pane_set_list);
  gtk_widget_class_bind_template_callback (widget_class, reveal_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, selection_changed_cb);
  gtk_widget_class_bind_template_callback_full (widget_class, "trouble_response_cb",
                                                G_CALLBACK (_signet_list_pane_trouble_response_cb));
  gtk_widget_class_bind_template_callback_full (widget_class, "twice_closed_cb",
                                                G_CALLBACK (_signet_list_pane_twice_closed_cb));

  _signet_list_pane_class_entry_init (widget_class);
  _signet_list_pane_class_actions_init (widget_class);
}

static void
signet_list_pane_init (SignetListPane *self)
{
  self->cancellable = g_cancellable_new ();
  self->left_twice = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->outside = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  signet_set_accessible_name (self->sign_button, _("Review and sign"));

  gtk_widget_set_layout_manager (self->content,
                                 gtk_custom_layout_new (NULL, measure_content, allocate_content));

  self->list_signals = g_signal_group_new (SIGNET_TYPE_LIST);
  g_signal_group_connect_swapped (self->list_signals, "changed", G_CALLBACK (_signet_list_pane_update), self);
  g_signal_group_connect_swapped (self->list_signals, "changed", G_CALLBACK (_signet_list_pane_queue_signed), self);
  g_signal_group_connect_swapped (self->list_signals, "changed", G_CALLBACK (_signet_list_pane_requeue_twice), self);
  g_signal_group_connect_swapped (self->list_signals, "changed", G_CALLBACK (_signet_list_pane_unmark), self);

  _signet_list_pane_add_drop_target (self);
  _signet_list_pane_update (self);
}

/**
 * signet_list_pane_new:
 * @context: the services
 *
 * Returns: (transfer floating): the page, which starts to read the lists
 */
GtkWidget *
signet_list_pane_new (SignetContext *context)
{
  SignetListPane *self;

  g_return_val_if_fail (SIGNET_IS_CONTEXT (context), NULL);

  self = g_object_new (SIGNET_TYPE_LIST_PANE, NULL);
  set_context (self, context);

  return GTK_WIDGET (self);
}

/**
 * signet_list_pane_get_list:
 * @self: the page
 *
 * Returns: (transfer none) (nullable): the list that is open
 */
SignetList *
signet_list_pane_get_list (SignetListPane *self)
{
  g_return_val_if_fail (SIGNET_IS_LIST_PANE (self), NULL);

  return self->list;
}

/**
 * signet_list_pane_set_list:
 * @self: the page
 * @list: (nullable): a list of the store
 *
 * Opens a list; it is the one that the next start opens.
 */
void
signet_list_pane_set_list (SignetListPane *self,
                           SignetList     *list)
{
  GSettings *settings;

  g_return_if_fail (SIGNET_IS_LIST_PANE (self));

  if (!g_set_object (&self->list, list))
    return;

  _signet_list_pane_set_search (self, FALSE);
  signet_items_view_set_list (self->items, list);
  signet_add_entry_set_list (self->add_entry, list);
  signet_list_sidebar_set_selected (self->sidebar, list);
  g_signal_group_set_target (self->list_signals, list);

  settings = signet_context_get_settings (self->context);
  if (settings != NULL && list != NULL)
    g_settings_set_string (settings, "last-list", signet_list_get_id (list));

  self->has_twice = FALSE;
  _signet_list_pane_queue_twice (self);
  _signet_list_pane_update_outside (self);
  signet_signed_button_take_state (self->signed_button, NULL);
  _signet_list_pane_queue_signed (self);
  _signet_list_pane_update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LIST]);
}

/**
 * signet_list_pane_select_all:
 * @self: the page
 *
 * Selects every item of the open list.
 */
void
signet_list_pane_select_all (SignetListPane *self)
{
  g_return_if_fail (SIGNET_IS_LIST_PANE (self));

  if (self->list == NULL || signet_list_get_n_items (self->list) == 0)
    return;

  set_selecting (self, TRUE);
  signet_items_view_select_all (self->items);
}

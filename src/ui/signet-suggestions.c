/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-suggestions.h"

#include "signet-list-merge.h"
#include "signet-quick-entry.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define MAX_ROWS 5

typedef struct
{
  GtkWidget *row;
  GtkLabel  *name;
  GtkLabel  *detail;
  char      *sentence;   /* for screen readers */
} Row;

struct _SignetSuggestions
{
  GtkPopover parent_instance;

  /* template widgets */
  GtkWidget *frame;
  GtkListBox *rows;

  /* borrowed: our parent has it */
  GtkEditable *entry;

  /* owned */
  SignetHousehold *household;
  SignetItem *typed;      /* (nullable) */
  GPtrArray *shown;       /* (nullable): of SignetSuggestion: what the rows say */

  /* plain */
  Row all[MAX_ROWS];
  int width;              /* of the frame */
  int outer_width;
  gboolean is_completing;
  gboolean is_composing;  /* an input method has the keys */
  gboolean is_resting;    /* the pointer, at rest_x, rest_y */
  double rest_x, rest_y;
};

G_DEFINE_FINAL_TYPE (SignetSuggestions, signet_suggestions, GTK_TYPE_POPOVER)

enum
{
  SIGNAL_PICKED,
  SIGNAL_CHOSEN,
  SIGNAL_FORGET,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* -1: none */
static int
get_chosen (SignetSuggestions *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->rows);

  return row != NULL ? gtk_list_box_row_get_index (row) : -1;
}

static void
choose (SignetSuggestions *self,
        int                n)
{
  const char *sentence = n >= 0 ? self->all[n].sentence : NULL;
  g_autofree char *words = NULL;

  gtk_list_box_select_row (self->rows, n >= 0 ? GTK_LIST_BOX_ROW (self->all[n].row) : NULL);
  if (sentence != NULL)
    /* Translators: read aloud: what is suggested ("milk, 2 l, Dairy, bought 14 times"), which it is, and of how many */
    words = g_strdup_printf (_("%s, suggestion %d of %u"), sentence, n + 1, self->shown->len);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, words);
}

static void
close_rows (SignetSuggestions *self)
{
  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return;

  choose (self, -1);
  gtk_popover_popdown (GTK_POPOVER (self));
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_EXPANDED, FALSE, -1);
}

/* (transfer full): what taking it adds: as many as were typed, else as many as usual */
static SignetItem *
build_item (SignetSuggestions      *self,
            const SignetSuggestion *suggestion)
{
  const char *quantity = self->typed != NULL ? signet_item_get_quantity (self->typed) : NULL;

  return signet_item_new_full (suggestion->name, quantity != NULL ? quantity : suggestion->quantity, suggestion->aisle,
                               NULL, FALSE);
}

static void
pick (SignetSuggestions *self,
      guint              n)
{
  g_autoptr (SignetItem) item = build_item (self, g_ptr_array_index (self->shown, n));

  close_rows (self);
  g_signal_emit (self, signals[SIGNAL_PICKED], 0, item);
}

static void
complete (SignetSuggestions *self,
          guint              n)
{
  g_autoptr (SignetItem) item = build_item (self, g_ptr_array_index (self->shown, n));
  g_autofree char *text = signet_quick_entry_format (signet_item_get_name (item), signet_item_get_quantity (item));

  close_rows (self);
  self->is_completing = TRUE;
  gtk_editable_set_text (self->entry, text);
  gtk_editable_set_position (self->entry, -1);
  self->is_completing = FALSE;
}

/* The next one takes its place. */
static void
forget (SignetSuggestions *self,
        guint              n)
{
  g_autoptr (GPtrArray) shown = g_ptr_array_ref (self->shown);

  g_signal_emit (self, signals[SIGNAL_FORGET], 0, g_ptr_array_index (shown, n));
  if (gtk_widget_get_visible (GTK_WIDGET (self)))
    choose (self, (int) MIN (n, self->shown->len - 1));
}

static void
row_activated_cb (SignetSuggestions *self,
                  GtkListBoxRow     *row)
{
  guint n = (guint) gtk_list_box_row_get_index (row);

  g_assert (SIGNET_IS_SUGGESTIONS (self));

  if (self->shown != NULL && n < self->shown->len)
    pick (self, n);
}

/* Keys while the rows are shown; the rest is the entry's. */
static gboolean
press_shown (SignetSuggestions *self,
             guint              keyval)
{
  int chosen = get_chosen (self);

  switch (keyval)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      choose (self, MIN (chosen + 1, (int) self->shown->len - 1));
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      choose (self, MAX (chosen - 1, -1));
      return GDK_EVENT_STOP;
    case GDK_KEY_Tab:
    case GDK_KEY_KP_Tab:
      complete (self, (guint) MAX (chosen, 0));
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
      if (chosen < 0)
        return GDK_EVENT_PROPAGATE;
      pick (self, (guint) chosen);
      return GDK_EVENT_STOP;
    case GDK_KEY_Delete:
    case GDK_KEY_KP_Delete:
      if (chosen < 0)
        return GDK_EVENT_PROPAGATE;
      forget (self, (guint) chosen);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      close_rows (self);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static gboolean
key_pressed_cb (SignetSuggestions *self,
                guint              keyval,
                guint              keycode,
                GdkModifierType    state)
{
  g_assert (SIGNET_IS_SUGGESTIONS (self));

  if (self->is_composing || (state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;

  if (gtk_widget_get_visible (GTK_WIDGET (self)))
    return press_shown (self, keyval);

  if (keyval == GDK_KEY_Escape && *gtk_editable_get_text (self->entry) != '\0')
    {
      gtk_editable_set_text (self->entry, "");
      return GDK_EVENT_STOP;
    }

  return GDK_EVENT_PROPAGATE;
}

/* GTK tells also of a pointer that rests where something opens below it. */
static void
pointer_moved_cb (SignetSuggestions *self,
                  double             x,
                  double             y)
{
  if (self->is_resting && (x != self->rest_x || y != self->rest_y))
    gtk_widget_add_css_class (GTK_WIDGET (self), "pointed");

  self->is_resting = TRUE;
  self->rest_x = x;
  self->rest_y = y;
}

static void
preedit_changed_cb (SignetSuggestions *self,
                    const char        *preedit)
{
  self->is_composing = preedit != NULL && *preedit != '\0';
}

static void
create_row (SignetSuggestions *self,
            Row               *row)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = gtk_label_new (NULL);
  GtkWidget *detail = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_label_set_ellipsize (GTK_LABEL (detail), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (detail), 1);
  gtk_widget_add_css_class (detail, "caption");
  gtk_widget_add_css_class (detail, "quiet");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), detail);

  row->row = gtk_list_box_row_new ();
  row->name = GTK_LABEL (name);
  row->detail = GTK_LABEL (detail);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row->row), box);
  /* the entry keeps the focus, also when a row is clicked */
  gtk_widget_set_focusable (row->row, FALSE);
  gtk_list_box_append (self->rows, row->row);
}

static char *
describe_bought (const SignetSuggestion *suggestion,
                 SignetList             *list)
{
  if (list != NULL && signet_list_find_name (list, suggestion->name) != NULL)
    /* Translators: of an item that is suggested: it need not be added any more */
    return g_strdup (_("on the list"));
  if (suggestion->n_bought == 0)
    return NULL;
  if (suggestion->n_bought == 1)
    return g_strdup (_("bought once"));

  return g_strdup_printf (ngettext ("bought %u time", "bought %u times", suggestion->n_bought), suggestion->n_bought);
}

static void
append (GString    *to,
        const char *separator,
        const char *text)
{
  if (text == NULL)
    return;
  if (to->len > 0)
    g_string_append (to, separator);
  g_string_append (to, text);
}

static void
fill_row (Row                    *row,
          const SignetSuggestion *suggestion,
          SignetList             *list)
{
  g_autofree char *bought = describe_bought (suggestion, list);
  g_autoptr (GString) detail = g_string_new (NULL);
  g_autoptr (GString) sentence = g_string_new (suggestion->name);

  append (detail, " · ", suggestion->quantity);
  append (detail, " · ", suggestion->aisle);
  append (detail, " · ", bought);
  append (sentence, ", ", suggestion->quantity);
  append (sentence, ", ", suggestion->aisle);
  append (sentence, ", ", bought);

  gtk_label_set_text (row->name, suggestion->name);
  gtk_label_set_text (row->detail, detail->str);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->row), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence->str, -1);
  g_free (row->sentence);
  row->sentence = g_string_free (g_steal_pointer (&sentence), FALSE);
}

/* As wide as the entry, whatever the rows would like: a popover goes by what is in it, and not by the size that is asked of
 * itself. */
static void
measure_frame (GtkWidget      *widget,
               GtkOrientation  orientation,
               int             for_size,
               int            *minimum,
               int            *natural,
               int            *minimum_baseline,
               int            *natural_baseline)
{
  SignetSuggestions *self = SIGNET_SUGGESTIONS (gtk_widget_get_ancestor (widget, SIGNET_TYPE_SUGGESTIONS));

  gtk_widget_measure (GTK_WIDGET (self->rows), orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = MAX (*minimum, self->width);
}

static void
allocate_frame (GtkWidget *widget,
                int        width,
                int        height,
                int        baseline)
{
  gtk_widget_allocate (adw_bin_get_child (ADW_BIN (widget)), width, height, baseline, NULL);
}

/* What stands round the frame is the theme's. */
static void
set_width (SignetSuggestions *self,
           int                width)
{
  int inner, outer;

  gtk_widget_measure (self->frame, GTK_ORIENTATION_HORIZONTAL, -1, &inner, NULL, NULL, NULL);
  gtk_widget_measure (gtk_widget_get_parent (self->frame), GTK_ORIENTATION_HORIZONTAL, -1, &outer, NULL, NULL, NULL);
  self->width = width - (outer - inner);
  self->outer_width = width;
  gtk_widget_queue_resize (self->frame);
}

static void
signet_suggestions_dispose (GObject *object)
{
  SignetSuggestions *self = SIGNET_SUGGESTIONS (object);

  g_clear_object (&self->household);
  g_clear_object (&self->typed);
  g_clear_pointer (&self->shown, g_ptr_array_unref);

  G_OBJECT_CLASS (signet_suggestions_parent_class)->dispose (object);
}

static void
signet_suggestions_finalize (GObject *object)
{
  SignetSuggestions *self = SIGNET_SUGGESTIONS (object);

  for (guint i = 0; i < MAX_ROWS; i++)
    g_free (self->all[i].sentence);

  G_OBJECT_CLASS (signet_suggestions_parent_class)->finalize (object);
}

static void
signet_suggestions_class_init (SignetSuggestionsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = signet_suggestions_dispose;
  G_OBJECT_CLASS (klass)->finalize = signet_suggestions_finalize;

  signals[SIGNAL_PICKED] =
    g_signal_new ("picked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, SIGNET_TYPE_ITEM);
  signals[SIGNAL_CHOSEN] =
    g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_FORGET] =
    g_signal_new ("forget", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_POINTER);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-suggestions.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetSuggestions, frame);
  gtk_widget_class_bind_template_child (widget_class, SignetSuggestions, rows);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
signet_suggestions_init (SignetSuggestions *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (pointer_moved_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->rows), motion);
  gtk_widget_set_layout_manager (self->frame, gtk_custom_layout_new (NULL, measure_frame, allocate_frame));
  for (guint i = 0; i < MAX_ROWS; i++)
    create_row (self, &self->all[i]);
}

static void
follow_entry (SignetSuggestions *self)
{
  GtkEditable *delegate = gtk_editable_get_delegate (self->entry);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  /* before the text, which would move its cursor or give the focus away */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);

  g_signal_connect_object (focus, "leave", G_CALLBACK (close_rows), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), focus);
  g_signal_connect_object (self->entry, "unmap", G_CALLBACK (close_rows), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (delegate, "preedit-changed", G_CALLBACK (preedit_changed_cb), self, G_CONNECT_SWAPPED);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_PROPERTY_HAS_POPUP, TRUE,
                                  GTK_ACCESSIBLE_PROPERTY_AUTOCOMPLETE, GTK_ACCESSIBLE_AUTOCOMPLETE_LIST, -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_EXPANDED, FALSE, -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_RELATION_CONTROLS, self->rows, NULL, -1);
}

SignetSuggestions *
signet_suggestions_new (GtkWidget   *parent,
                        GtkEditable *entry)
{
  SignetSuggestions *self;

  g_return_val_if_fail (GTK_IS_WIDGET (parent), NULL);
  g_return_val_if_fail (GTK_IS_EDITABLE (entry), NULL);

  self = g_object_new (SIGNET_TYPE_SUGGESTIONS, NULL);
  self->entry = entry;
  gtk_widget_set_parent (GTK_WIDGET (self), parent);
  follow_entry (self);

  return self;
}

void
signet_suggestions_present (SignetSuggestions *self,
                            int                width)
{
  g_return_if_fail (SIGNET_IS_SUGGESTIONS (self));

  if (width != self->outer_width)
    set_width (self, width);
  gtk_popover_present (GTK_POPOVER (self));
}

void
signet_suggestions_set_household (SignetSuggestions *self,
                                  SignetHousehold   *household)
{
  g_return_if_fail (SIGNET_IS_SUGGESTIONS (self));
  g_return_if_fail (SIGNET_IS_HOUSEHOLD (household));

  g_set_object (&self->household, household);
}

static gboolean
has_focus (SignetSuggestions *self)
{
  GtkEditable *delegate = gtk_editable_get_delegate (self->entry);

  return gtk_widget_is_focus (GTK_WIDGET (delegate)) && gtk_widget_get_mapped (GTK_WIDGET (delegate));
}

void
signet_suggestions_update (SignetSuggestions *self,
                           SignetItem        *typed,
                           SignetList        *list)
{
  g_return_if_fail (SIGNET_IS_SUGGESTIONS (self));
  g_return_if_fail (typed == NULL || SIGNET_IS_ITEM (typed));

  g_set_object (&self->typed, typed);
  g_clear_pointer (&self->shown, g_ptr_array_unref);
  if (self->household != NULL && typed != NULL && !self->is_completing && has_focus (self))
    self->shown = signet_household_suggest (self->household, signet_item_get_name (typed), MAX_ROWS);

  if (self->shown == NULL || self->shown->len == 0)
    {
      close_rows (self);
      return;
    }

  choose (self, -1);
  gtk_widget_remove_css_class (GTK_WIDGET (self), "pointed");
  self->is_resting = FALSE;
  for (guint i = 0; i < MAX_ROWS; i++)
    {
      if (i < self->shown->len)
        fill_row (&self->all[i], g_ptr_array_index (self->shown, i), list);
      gtk_widget_set_visible (self->all[i].row, i < self->shown->len);
    }

  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_EXPANDED, TRUE, -1);
  gtk_popover_popup (GTK_POPOVER (self));
}

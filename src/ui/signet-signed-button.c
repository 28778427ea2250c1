/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-signed-button.h"

#include "signet-change-line.h"

#include <glib/gi18n.h>

#define MAX_ROWS 10

struct _SignetSignedButton
{
  AdwBin parent_instance;

  /* template widgets */
  GtkStack *stack;
  GtkLabel *never_label;
  GtkMenuButton *button;
  GtkImage *icon;
  GtkLabel *label;
  GtkBox *rows;
  GtkLabel *more_label;
  GtkLabel *end_label;
  GtkWidget *copy_button;
  GtkWidget *show_button;
  GtkWidget *sign_button;

  /* owned */
  SignetSignedState *state;
};

G_DEFINE_FINAL_TYPE (SignetSignedButton, signet_signed_button, ADW_TYPE_BIN)

const char *
signet_signed_kind_get_icon (SignetSignedKind kind)
{
  switch (kind)
    {
    case SIGNET_SIGNED_AS_IT_IS:
      return "object-select-symbolic";
    case SIGNET_SIGNED_CHANGED:
      return "media-record-symbolic";
    case SIGNET_SIGNED_EXPIRED:
    case SIGNET_SIGNED_REVOKED:
      return "dialog-warning-symbolic";
    case SIGNET_SIGNED_NEVER:
    default:
      return NULL;
    }
}

const char *
signet_signed_kind_get_class (SignetSignedKind kind)
{
  switch (kind)
    {
    case SIGNET_SIGNED_AS_IT_IS:
      return "state-valid";
    case SIGNET_SIGNED_CHANGED:
    case SIGNET_SIGNED_EXPIRED:
    case SIGNET_SIGNED_REVOKED:
      return "state-caution";
    case SIGNET_SIGNED_NEVER:
    default:
      return NULL;
    }
}

static void
fill_rows (SignetSignedButton *self)
{
  gboolean changed = self->state->kind == SIGNET_SIGNED_CHANGED && self->state->changes != NULL;
  GPtrArray *rows = changed ? signet_list_changes_get_rows (self->state->changes) : NULL;
  guint n = rows != NULL ? rows->len : 0;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL)
    gtk_box_remove (self->rows, child);
  if (changed && self->state->old_name != NULL)
    {
      /* Translators: what a list was called before */
      g_autofree char *words = g_strdup_printf (_("It was called “%s”."), self->state->old_name);
      GtkWidget *label = gtk_label_new (words);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_max_width_chars (GTK_LABEL (label), 36);
      gtk_box_append (self->rows, label);
    }
  for (guint i = 0; i < MIN (n, MAX_ROWS); i++)
    gtk_box_append (self->rows, signet_change_line_new (g_ptr_array_index (rows, i)));

  gtk_widget_set_visible (GTK_WIDGET (self->rows), gtk_widget_get_first_child (GTK_WIDGET (self->rows)) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->more_label), n > MAX_ROWS);
  if (n > MAX_ROWS)
    {
      g_autofree char *more = g_strdup_printf (ngettext ("and %u more", "and %u more", n - MAX_ROWS), n - MAX_ROWS);

      gtk_label_set_text (self->more_label, more);
    }
}

/* Filled when it opens: a list that is being edited changes with each key. */
static void
popover_shown_cb (SignetSignedButton *self)
{
  g_autofree char *end = NULL;
  gboolean works;

  g_assert (SIGNET_IS_SIGNED_BUTTON (self));

  if (self->state == NULL || self->state->entry == NULL)
    return;

  end = signet_signed_state_dup_end (self->state);
  gtk_label_set_text (self->end_label, end);
  works = self->state->kind == SIGNET_SIGNED_AS_IT_IS || self->state->kind == SIGNET_SIGNED_CHANGED;
  gtk_widget_set_visible (self->copy_button, works);
  gtk_widget_set_visible (self->sign_button, self->state->kind != SIGNET_SIGNED_AS_IT_IS);
  fill_rows (self);
}

static void
copy_cb (SignetSignedButton *self)
{
  g_assert (SIGNET_IS_SIGNED_BUTTON (self));

  gtk_menu_button_popdown (self->button);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          signet_history_entry_get_token (self->state->entry));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", _("Token copied"));
}

static void
show_cb (SignetSignedButton *self)
{
  g_assert (SIGNET_IS_SIGNED_BUTTON (self));

  gtk_menu_button_popdown (self->button);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.check-token", "s",
                              signet_history_entry_get_token (self->state->entry));
}

static void
sign_cb (SignetSignedButton *self)
{
  g_assert (SIGNET_IS_SIGNED_BUTTON (self));

  gtk_menu_button_popdown (self->button);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.review", NULL);
}

static void
signet_signed_button_finalize (GObject *object)
{
  SignetSignedButton *self = SIGNET_SIGNED_BUTTON (object);

  g_clear_pointer (&self->state, signet_signed_state_free);

  G_OBJECT_CLASS (signet_signed_button_parent_class)->finalize (object);
}

static void
signet_signed_button_class_init (SignetSignedButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = signet_signed_button_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-signed-button.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetSignedButton, stack);
  gtk_widget_class_bind_template_child (widget_class, SignetSignedButton, never_label);
  gtk_widget_class_bind_template_child (widget_class, SignetSignedButton, button);
  gtk_widget_class_bind_template_child (widget_class, SignetSignedButton, icon);
  gtk_widget_class_bind_template_child (widget_class, SignetSignedButton, label);
  gtk_widget_class_bind_template_child (widget_class, SignetSignedButton, rows);
  gtk_widget_class_bind_template_child (widget_class, SignetSignedButton, more_label);
  gtk_widget_class_bind_template_child (widget_class, SignetSignedButton, end_label);
  gtk_widget_class_bind_template_child (widget_class, SignetSignedButton, copy_button);
  gtk_widget_class_bind_template_child (widget_class, SignetSignedButton, show_button);
  gtk_widget_class_bind_template_child (widget_class, SignetSignedButton, sign_button);
  gtk_widget_class_bind_template_callback (widget_class, popover_shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_cb);
  gtk_widget_class_bind_template_callback (widget_class, sign_cb);
}

static void
signet_signed_button_init (SignetSignedButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_class (GtkWidget  *widget,
           const char *name)
{
  gtk_widget_remove_css_class (widget, "state-valid");
  gtk_widget_remove_css_class (widget, "state-caution");
  if (name != NULL)
    gtk_widget_add_css_class (widget, name);
}

/**
 * signet_signed_button_take_state:
 * @self: the button
 * @state: (transfer full) (nullable): what there is to say
 *
 * Says whether the list was signed.
 */
void
signet_signed_button_take_state (SignetSignedButton *self,
                                 SignetSignedState  *state)
{
  g_autofree char *words = NULL;

  g_return_if_fail (SIGNET_IS_SIGNED_BUTTON (self));

  g_clear_pointer (&self->state, signet_signed_state_free);
  self->state = state;
  words = state != NULL ? signet_signed_state_dup_words (state) : g_strdup ("");

  if (state == NULL || state->kind == SIGNET_SIGNED_NEVER)
    {
      gtk_menu_button_popdown (self->button);
      gtk_label_set_text (self->never_label, words);
      gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->never_label));
      return;
    }

  gtk_image_set_from_icon_name (self->icon, signet_signed_kind_get_icon (state->kind));
  gtk_label_set_text (self->label, words);
  set_class (GTK_WIDGET (self->button), signet_signed_kind_get_class (state->kind));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->button));
}

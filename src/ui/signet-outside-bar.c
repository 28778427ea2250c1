/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-outside-bar.h"

#include "signet-change-line.h"

#include <glib/gi18n.h>

#define MAX_ROWS 10

struct _SignetOutsideBar
{
  AdwBin parent_instance;

  /* template widgets */
  GtkInfoBar *bar;
  GtkBox *rows;
  GtkWidget *show_button;
};

G_DEFINE_FINAL_TYPE (SignetOutsideBar, signet_outside_bar, ADW_TYPE_BIN)

enum
{
  SIGNAL_SHOW_CHANGES,
  SIGNAL_CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
response_cb (SignetOutsideBar *self,
             int               response)
{
  g_assert (SIGNET_IS_OUTSIDE_BAR (self));

  g_signal_emit (self, signals[response == GTK_RESPONSE_ACCEPT ? SIGNAL_SHOW_CHANGES : SIGNAL_CLOSED], 0);
}

static void
signet_outside_bar_class_init (SignetOutsideBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[SIGNAL_SHOW_CHANGES] =
    g_signal_new ("show-changes", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CLOSED] =
    g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-outside-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetOutsideBar, bar);
  gtk_widget_class_bind_template_child (widget_class, SignetOutsideBar, rows);
  gtk_widget_class_bind_template_child (widget_class, SignetOutsideBar, show_button);
  gtk_widget_class_bind_template_callback (widget_class, response_cb);
}

static void
signet_outside_bar_init (SignetOutsideBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
take_line (SignetOutsideBar *self,
           char             *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_box_append (self->rows, label);
  g_free (text);
}

static void
fill (SignetOutsideBar     *self,
      SignetOutsideChanges *changes)
{
  GPtrArray *rows = signet_list_changes_get_rows (changes->changes);

  if (changes->old_name != NULL)
    /* Translators: what a list was called before */
    take_line (self, g_strdup_printf (_("It was called “%s”."), changes->old_name));
  for (guint i = 0; i < MIN (rows->len, MAX_ROWS); i++)
    gtk_box_append (self->rows, signet_change_line_new (rows->pdata[i]));
  if (rows->len > MAX_ROWS)
    {
      guint n = rows->len - MAX_ROWS;

      take_line (self, g_strdup_printf (ngettext ("and %u more", "and %u more", n), n));
    }
  if (changes->n_ticked > 0)
    take_line (self, g_strdup_printf (ngettext ("%u item ticked", "%u items ticked", changes->n_ticked), changes->n_ticked));
  if (changes->n_unticked > 0)
    take_line (self, g_strdup_printf (ngettext ("%u item no longer ticked", "%u items no longer ticked", changes->n_unticked),
                                      changes->n_unticked));
  if (signet_list_changes_is_order_changed (changes->changes))
    take_line (self, g_strdup (_("Order changed")));
}

/**
 * signet_outside_bar_set_changes:
 * @self: the bar
 * @changes: (nullable): what another program did; %NULL hides the bar
 *
 * Says what changed, and offers to show it where there is something in the list to see.
 */
void
signet_outside_bar_set_changes (SignetOutsideBar     *self,
                                SignetOutsideChanges *changes)
{
  GtkWidget *child;

  g_return_if_fail (SIGNET_IS_OUTSIDE_BAR (self));

  if (changes == NULL)
    {
      gtk_info_bar_set_revealed (self->bar, FALSE);
      return;
    }

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL)
    gtk_box_remove (self->rows, child);
  fill (self, changes);
  gtk_widget_set_visible (self->show_button, changes->touched->len > 0);
  gtk_info_bar_set_revealed (self->bar, TRUE);
}

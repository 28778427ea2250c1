/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-aisle-row.h"

#include "signet-accessible-name.h"

#include <glib/gi18n.h>

struct _SignetAisleRow
{
  AdwActionRow parent_instance;

  /* template widgets */
  GtkWidget *rename_button;
  GtkWidget *forget_button;
  GtkWidget *up_button;
  GtkWidget *down_button;

  /* owned */
  char *aisle;

  /* plain */
  guint place;
};

G_DEFINE_FINAL_TYPE (SignetAisleRow, signet_aisle_row, ADW_TYPE_ACTION_ROW)

enum
{
  SIGNAL_MOVE,
  SIGNAL_RENAME,
  SIGNAL_FORGET,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
up_cb (SignetAisleRow *self)
{
  g_signal_emit (self, signals[SIGNAL_MOVE], 0, -1);
}

static void
down_cb (SignetAisleRow *self)
{
  g_signal_emit (self, signals[SIGNAL_MOVE], 0, 1);
}

static void
rename_cb (SignetAisleRow *self)
{
  g_signal_emit (self, signals[SIGNAL_RENAME], 0);
}

static void
forget_cb (SignetAisleRow *self)
{
  g_signal_emit (self, signals[SIGNAL_FORGET], 0);
}

static void
signet_aisle_row_finalize (GObject *object)
{
  g_free (SIGNET_AISLE_ROW (object)->aisle);

  G_OBJECT_CLASS (signet_aisle_row_parent_class)->finalize (object);
}

static void
signet_aisle_row_class_init (SignetAisleRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = signet_aisle_row_finalize;

  signals[SIGNAL_MOVE] =
    g_signal_new ("move", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[SIGNAL_RENAME] =
    g_signal_new ("rename", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FORGET] =
    g_signal_new ("forget", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-aisle-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetAisleRow, rename_button);
  gtk_widget_class_bind_template_child (widget_class, SignetAisleRow, forget_button);
  gtk_widget_class_bind_template_child (widget_class, SignetAisleRow, up_button);
  gtk_widget_class_bind_template_child (widget_class, SignetAisleRow, down_button);
  gtk_widget_class_bind_template_callback (widget_class, up_cb);
  gtk_widget_class_bind_template_callback (widget_class, down_cb);
  gtk_widget_class_bind_template_callback (widget_class, rename_cb);
  gtk_widget_class_bind_template_callback (widget_class, forget_cb);
}

static void
signet_aisle_row_init (SignetAisleRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* There is such a button in every row: each says of what. */
static void
take_name (GtkWidget *button,
           char      *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_free (name);
}

/**
 * signet_aisle_row_new:
 * @aisle: an aisle
 *
 * Returns: (transfer floating): its row
 */
GtkWidget *
signet_aisle_row_new (const char *aisle)
{
  SignetAisleRow *self;

  g_return_val_if_fail (aisle != NULL, NULL);

  self = g_object_new (SIGNET_TYPE_AISLE_ROW, "title", aisle, NULL);
  self->aisle = g_strdup (aisle);
  /* Translators: read aloud: buttons in the row of an aisle of the shop */
  take_name (self->rename_button, g_strdup_printf (_("Rename “%s”"), aisle));
  take_name (self->forget_button, g_strdup_printf (_("Forget “%s”"), aisle));
  take_name (self->up_button, g_strdup_printf (_("Move “%s” up"), aisle));
  take_name (self->down_button, g_strdup_printf (_("Move “%s” down"), aisle));

  return GTK_WIDGET (self);
}

/**
 * signet_aisle_row_get_aisle:
 * @self: a row
 *
 * Returns: what the aisle is called
 */
const char *
signet_aisle_row_get_aisle (SignetAisleRow *self)
{
  g_return_val_if_fail (SIGNET_IS_AISLE_ROW (self), NULL);

  return self->aisle;
}

/**
 * signet_aisle_row_get_place:
 * @self: a row
 *
 * Returns: which one it is, from 0
 */
guint
signet_aisle_row_get_place (SignetAisleRow *self)
{
  g_return_val_if_fail (SIGNET_IS_AISLE_ROW (self), 0);

  return self->place;
}

/**
 * signet_aisle_row_set_place:
 * @self: a row
 * @place: which one it is, from 0
 * @n: of how many
 * @n_items: how many items are in the aisle, on all lists
 *
 * Says where the aisle stands. One without items can be forgotten.
 */
void
signet_aisle_row_set_place (SignetAisleRow *self,
                            guint           place,
                            guint           n,
                            guint           n_items)
{
  g_autofree char *items = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (SIGNET_IS_AISLE_ROW (self));

  self->place = place;
  gtk_widget_set_sensitive (self->up_button, place > 0);
  gtk_widget_set_sensitive (self->down_button, place + 1 < n);
  gtk_widget_set_visible (self->forget_button, n_items == 0);

  /* Translators: how many items are in an aisle, on all lists */
  items = n_items > 0 ? g_strdup_printf (ngettext ("%u item", "%u items", n_items), n_items) : g_strdup (_("Nothing from here now"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), items);
  /* Translators: an aisle, read aloud: its name, "3 items", its place, of how many */
  name = g_strdup_printf (_("%s, %s, %u of %u"), self->aisle, items, place + 1, n);
  signet_set_accessible_name (GTK_WIDGET (self), name);
}

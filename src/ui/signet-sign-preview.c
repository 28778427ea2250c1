/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-sign-preview.h"

#include "jot-json.h"
#include "signet-words.h"

#include <glib/gi18n.h>

/* How many items are shown unasked, and how many more each press of the button adds: rows are
 * not recycled inside the scrolling page. */
#define SHOWN_AT_FIRST  50
#define SHOWN_MORE      1000
#define NOTE_CHARACTERS 20

/* Of a name: what may be too wide for the row, and what is too much for any. */
#define LONG_CHARACTERS 20
#define MAX_CHARACTERS  200

struct _SignetSignPreview
{
  AdwPreferencesGroup parent_instance;

  /* template widgets */
  GtkToggleButton *json_button;
  GtkStack *stack;
  GtkWidget *rows_page;
  GtkListBox *rows;
  GtkButton *more_button;
  GtkWidget *json_page;
  GtkTextView *json_view;
  GtkWidget *empty_page;

  /* owned */
  SignetList *list;
  char *issuer;
  char *subject;
  char *id;

  /* plain */
  gint64 issued_at;
  gint64 lifetime;
  guint n_shown;
  gboolean is_stale;   /* what is drawn is not what is there: to be built when next mapped */
};

G_DEFINE_FINAL_TYPE (SignetSignPreview, signet_sign_preview, ADW_TYPE_PREFERENCES_GROUP)

/* None of these wraps: each box round them would look for the width that goes with a height, and
 * each step of that for the next box, which takes seconds for fifty rows. */
static GtkWidget *
create_label (const char *text,
              const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

static GtkWidget *
create_row (SignetItem *item)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *name = signet_words_clean (signet_item_get_name (item), MAX_CHARACTERS);
  GtkWidget *label = create_label (name, NULL);
  const char *note = signet_item_get_note (item);
  const char *quantity = signet_item_get_quantity (item);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  if (g_utf8_strlen (name, -1) > LONG_CHARACTERS)
    gtk_widget_set_tooltip_text (label, signet_item_get_name (item));
  gtk_box_append (GTK_BOX (box), label);

  if (note != NULL)
    {
      label = create_label (note, "caption");
      gtk_widget_add_css_class (label, "quiet");
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_label_set_max_width_chars (GTK_LABEL (label), NOTE_CHARACTERS);
      gtk_widget_set_tooltip_text (label, note);
      gtk_box_append (GTK_BOX (box), label);
    }
  if (quantity != NULL)
    {
      label = create_label (quantity, "qty");
      gtk_widget_add_css_class (label, "quiet");
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_label_set_width_chars (GTK_LABEL (label), MIN ((int) g_utf8_strlen (quantity, -1), 6));
      gtk_label_set_xalign (GTK_LABEL (label), 1);
      gtk_widget_set_tooltip_text (label, quantity);
      gtk_box_append (GTK_BOX (box), label);
    }

  gtk_widget_add_css_class (box, "preview-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  /* there is nothing to do with a row: the keyboard goes past it */
  gtk_widget_set_focusable (row, FALSE);

  return row;
}

static void
show_rows (SignetSignPreview *self)
{
  guint n = signet_list_get_n_items (self->list);
  guint shown = MIN (n, self->n_shown);
  GtkListBoxRow *row;

  /* one left over is shown instead of counted */
  if (n == shown + 1)
    shown = n;

  while ((row = gtk_list_box_get_row_at_index (self->rows, 0)) != NULL)
    gtk_list_box_remove (self->rows, GTK_WIDGET (row));
  for (guint i = 0; i < shown; i++)
    gtk_list_box_append (self->rows, create_row (signet_list_get_item (self->list, i)));

  gtk_widget_set_visible (GTK_WIDGET (self->more_button), shown < n);
  if (shown < n)
    {
      /* Translators: items of a list that are not shown; pressed, it shows them */
      g_autofree char *words = g_strdup_printf (ngettext ("and %u more", "and %u more", n - shown), n - shown);

      gtk_button_set_label (self->more_button, words);
    }
}

static void
show_json (SignetSignPreview *self)
{
  const SignetTokenOptions options = {
    .issuer = self->issuer,
    .subject = self->subject,
    .issued_at = self->issued_at,
    .lifetime = self->lifetime,
    .id = self->id,
  };
  g_autoptr (GBytes) claims = signet_token_build_claims (self->list, &options);
  g_autoptr (JotJson) json = NULL;
  g_autofree char *pretty = NULL;

  json = jot_json_parse (g_bytes_get_data (claims, NULL), (gssize) g_bytes_get_size (claims), NULL);
  if (json != NULL)
    pretty = jot_json_node_to_pretty (jot_json_get_root (json));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->json_view), pretty != NULL ? pretty : "", -1);
}

static void
update (SignetSignPreview *self)
{
  gboolean is_empty = self->list == NULL || signet_list_get_n_items (self->list) == 0;

  g_assert (SIGNET_IS_SIGN_PREVIEW (self));

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      self->is_stale = TRUE;
      return;
    }

  self->is_stale = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->json_button), !is_empty);
  if (is_empty)
    {
      gtk_stack_set_visible_child (self->stack, self->empty_page);
    }
  else if (gtk_toggle_button_get_active (self->json_button))
    {
      show_json (self);
      gtk_stack_set_visible_child (self->stack, self->json_page);
    }
  else
    {
      show_rows (self);
      gtk_stack_set_visible_child (self->stack, self->rows_page);
    }
}

static void
json_toggled_cb (SignetSignPreview *self)
{
  update (self);
}

static void
more_clicked_cb (SignetSignPreview *self)
{
  g_assert (SIGNET_IS_SIGN_PREVIEW (self));

  self->n_shown += SHOWN_MORE;
  show_rows (self);
}

static void
signet_sign_preview_map (GtkWidget *widget)
{
  SignetSignPreview *self = SIGNET_SIGN_PREVIEW (widget);

  GTK_WIDGET_CLASS (signet_sign_preview_parent_class)->map (widget);

  if (self->is_stale)
    update (self);
}

static void
signet_sign_preview_dispose (GObject *object)
{
  SignetSignPreview *self = SIGNET_SIGN_PREVIEW (object);

  g_clear_object (&self->list);

  G_OBJECT_CLASS (signet_sign_preview_parent_class)->dispose (object);
}

static void
signet_sign_preview_finalize (GObject *object)
{
  SignetSignPreview *self = SIGNET_SIGN_PREVIEW (object);

  g_free (self->issuer);
  g_free (self->subject);
  g_free (self->id);

  G_OBJECT_CLASS (signet_sign_preview_parent_class)->finalize (object);
}

static void
signet_sign_preview_class_init (SignetSignPreviewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = signet_sign_preview_dispose;
  object_class->finalize = signet_sign_preview_finalize;

  widget_class->map = signet_sign_preview_map;

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-sign-preview.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetSignPreview, json_button);
  gtk_widget_class_bind_template_child (widget_class, SignetSignPreview, stack);
  gtk_widget_class_bind_template_child (widget_class, SignetSignPreview, rows_page);
  gtk_widget_class_bind_template_child (widget_class, SignetSignPreview, rows);
  gtk_widget_class_bind_template_child (widget_class, SignetSignPreview, more_button);
  gtk_widget_class_bind_template_child (widget_class, SignetSignPreview, json_page);
  gtk_widget_class_bind_template_child (widget_class, SignetSignPreview, json_view);
  gtk_widget_class_bind_template_child (widget_class, SignetSignPreview, empty_page);
  gtk_widget_class_bind_template_callback (widget_class, json_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, more_clicked_cb);
}

static void
signet_sign_preview_init (SignetSignPreview *self)
{
  self->n_shown = SHOWN_AT_FIRST;
  self->is_stale = TRUE;

  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * signet_sign_preview_set:
 * @self: the preview
 * @list: (nullable): the list to sign
 * @options: what else would go into the token
 *
 * Shows @list as it stands; to be called again after each change.
 */
void
signet_sign_preview_set (SignetSignPreview        *self,
                         SignetList               *list,
                         const SignetTokenOptions *options)
{
  g_return_if_fail (SIGNET_IS_SIGN_PREVIEW (self));
  g_return_if_fail (options != NULL);

  if (g_set_object (&self->list, list))
    self->n_shown = SHOWN_AT_FIRST;

  g_free (self->issuer);
  g_free (self->subject);
  g_free (self->id);
  self->issuer = g_strdup (options->issuer);
  self->subject = g_strdup (options->subject);
  self->id = g_strdup (options->id);
  self->issued_at = options->issued_at;
  self->lifetime = options->lifetime;

  update (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-check-details.h"

#include "signet-check-line.h"
#include "signet-column-box.h"
#include "signet-fact-row.h"
#include "signet-reading.h"
#include "signet-token-view.h"
#include "signet-words.h"

#include <glib/gi18n.h>

/* A payload may have 20,000 claims. All of them stand in Header and Payload. */
#define MAX_ROWS 100

struct _SignetCheckDetails
{
  AdwBin parent_instance;

  /* template widgets */
  AdwExpanderRow *checks_row;
  GtkListBox *checks;
  AdwExpanderRow *claims_row;
  GtkListBox *claims;
  AdwExpanderRow *key_set_row;
  GtkListBox *key_set;
  AdwExpanderRow *text_row;
  GtkWidget *header_bin;
  SignetTokenView *header_view;
  GtkWidget *payload_bin;
  SignetTokenView *payload_view;

  /* owned */
  SignetReport *report;    /* nullable */
  GPtrArray *lines;        /* of SignetCheckLine: as many as were ever needed */

  /* plain */
  guint n_lines;           /* of lines, those in the list */
  gboolean claims_filled;
  gboolean key_set_filled;
  gboolean text_filled;
};

G_DEFINE_FINAL_TYPE (SignetCheckDetails, signet_check_details, ADW_TYPE_BIN)

static gboolean
is_valid (SignetReport *report)
{
  return signet_report_get_state (report) == SIGNET_REPORT_VALID
         || signet_report_get_state (report) == SIGNET_REPORT_VALID_BUT;
}

static void
fill_checks (SignetCheckDetails *self)
{
  GPtrArray *rows = signet_report_get_checks (self->report);

  while (self->lines->len < rows->len)
    g_ptr_array_add (self->lines, g_object_ref_sink (signet_check_line_new ()));
  for (guint i = 0; i < rows->len; i++)
    signet_check_line_set (g_ptr_array_index (self->lines, i), g_ptr_array_index (rows, i), is_valid (self->report));

  for (; self->n_lines < rows->len; self->n_lines++)
    gtk_list_box_append (self->checks, g_ptr_array_index (self->lines, self->n_lines));
  for (; self->n_lines > rows->len; self->n_lines--)
    gtk_list_box_remove (self->checks, g_ptr_array_index (self->lines, self->n_lines - 1));
}

static void
clear_rows (GtkListBox *list_box)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list_box, 0)) != NULL)
    gtk_list_box_remove (list_box, GTK_WIDGET (row));
}

/* code, note, pill: (nullable) */
static void
add_fact (GtkListBox *list_box,
          const char *caption,
          const char *code,
          const char *value,
          const char *note,
          const char *pill)
{
  gtk_list_box_append (list_box, signet_fact_row_new (caption, code, value, note, pill));
}

static void
fill_claims (SignetCheckDetails *self)
{
  GPtrArray *claims = signet_report_get_claim_rows (self->report);

  for (guint i = 0; i < MIN (claims->len, MAX_ROWS); i++)
    {
      const SignetClaimRow *claim = g_ptr_array_index (claims, i);
      const char *code = g_strcmp0 (claim->title, claim->name) != 0 ? claim->name : NULL;

      add_fact (self->claims, claim->title, code, claim->value, NULL, NULL);
    }
  if (claims->len > MAX_ROWS)
    {
      guint left = claims->len - MAX_ROWS;
      g_autofree char *text = g_strdup_printf (ngettext ("and %u more, below in the payload",
                                                         "and %u more, below in the payload", left), left);

      add_fact (self->claims, NULL, NULL, text, NULL, NULL);
    }
  self->claims_filled = TRUE;
}

static void
fill_key_set (SignetCheckDetails *self)
{
  GPtrArray *keys = signet_report_get_key_rows (self->report);
  gint64 now = jot_verdict_get_time (signet_report_get_verdict (self->report));
  g_autofree char *source = signet_words_clean (signet_report_get_source (self->report), 400);
  g_autofree char *fetched = signet_words_time (signet_report_get_fetched (self->report), now);
  g_autofree char *good_until = signet_words_time (signet_report_get_good_until (self->report), now);

  add_fact (self->key_set, _("Address"), NULL, source, NULL, NULL);
  add_fact (self->key_set, _("Fetched"), NULL, fetched, NULL, NULL);
  /* a file is read anew each time */
  if (signet_report_get_good_until (self->report) > signet_report_get_fetched (self->report))
    add_fact (self->key_set, _("Good until"), NULL, good_until,
              signet_report_is_stale (self->report) ? _("Out of date") : NULL, NULL);

  for (guint i = 0; i < MIN (keys->len, MAX_ROWS); i++)
    {
      const SignetKeyRow *key = g_ptr_array_index (keys, i);
      g_autofree char *caption = *key->use != '\0' ? g_strdup_printf ("%s · %s", key->title, key->use)
                                                   : g_strdup (key->title);

      add_fact (self->key_set, caption, NULL, key->kid != NULL ? key->kid : _("Without an ID"),
                key->problem, key->used ? _("Used here") : NULL);
    }
  if (keys->len > MAX_ROWS)
    {
      guint left = keys->len - MAX_ROWS;
      g_autofree char *text = g_strdup_printf (ngettext ("and %u more", "and %u more", left), left);

      add_fact (self->key_set, NULL, NULL, text, NULL, NULL);
    }
  self->key_set_filled = TRUE;
}

static void
fill_text (SignetCheckDetails *self)
{
  g_autofree char *header = signet_report_dup_header_text (self->report);
  g_autofree char *payload = signet_report_dup_payload_text (self->report);

  signet_token_view_set_token (self->header_view, header != NULL ? header : "");
  signet_token_view_set_token (self->payload_view, payload != NULL ? payload : _("It is no text."));
  self->text_filled = TRUE;
}

/* What is folded away costs nothing until somebody looks. */
static void
fill_open_folds (SignetCheckDetails *self)
{
  if (self->report == NULL)
    return;

  if (!self->claims_filled && adw_expander_row_get_expanded (self->claims_row))
    fill_claims (self);
  if (!self->key_set_filled && adw_expander_row_get_expanded (self->key_set_row))
    fill_key_set (self);
  if (!self->text_filled && adw_expander_row_get_expanded (self->text_row))
    fill_text (self);
}

static void
expanded_cb (SignetCheckDetails *self)
{
  g_assert (SIGNET_IS_CHECK_DETAILS (self));

  fill_open_folds (self);
}

/* A list box gives its rows no more than their minimum: that is as much text as fits the limit. */
static void
measure_text (GtkWidget      *widget,
              GtkOrientation  orientation,
              int             for_size,
              int            *minimum,
              int            *natural,
              int            *minimum_baseline,
              int            *natural_baseline)
{
  gtk_widget_measure (gtk_widget_get_first_child (widget), orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural;
}

static void
allocate_text (GtkWidget *widget,
               int        width,
               int        height,
               int        baseline)
{
  gtk_widget_allocate (gtk_widget_get_first_child (widget), width, height, baseline, NULL);
}

static void
signet_check_details_finalize (GObject *object)
{
  SignetCheckDetails *self = SIGNET_CHECK_DETAILS (object);

  g_clear_pointer (&self->report, signet_report_unref);
  g_clear_pointer (&self->lines, g_ptr_array_unref);

  G_OBJECT_CLASS (signet_check_details_parent_class)->finalize (object);
}

static void
signet_check_details_class_init (SignetCheckDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = signet_check_details_finalize;

  g_type_ensure (SIGNET_TYPE_COLUMN_BOX);
  g_type_ensure (SIGNET_TYPE_READING);
  g_type_ensure (SIGNET_TYPE_TOKEN_VIEW);

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/signet-check-details.ui");
  gtk_widget_class_bind_template_child (widget_class, SignetCheckDetails, checks_row);
  gtk_widget_class_bind_template_child (widget_class, SignetCheckDetails, checks);
  gtk_widget_class_bind_template_child (widget_class, SignetCheckDetails, claims_row);
  gtk_widget_class_bind_template_child (widget_class, SignetCheckDetails, claims);
  gtk_widget_class_bind_template_child (widget_class, SignetCheckDetails, key_set_row);
  gtk_widget_class_bind_template_child (widget_class, SignetCheckDetails, key_set);
  gtk_widget_class_bind_template_child (widget_class, SignetCheckDetails, text_row);
  gtk_widget_class_bind_template_child (widget_class, SignetCheckDetails, header_bin);
  gtk_widget_class_bind_template_child (widget_class, SignetCheckDetails, header_view);
  gtk_widget_class_bind_template_child (widget_class, SignetCheckDetails, payload_bin);
  gtk_widget_class_bind_template_child (widget_class, SignetCheckDetails, payload_view);
  gtk_widget_class_bind_template_callback (widget_class, expanded_cb);
  gtk_widget_class_bind_template_callback (widget_class, signet_reading_copy_all);
}

static void
signet_check_details_init (SignetCheckDetails *self)
{
  self->lines = g_ptr_array_new_with_free_func (g_object_unref);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (self->header_bin, gtk_custom_layout_new (NULL, measure_text, allocate_text));
  gtk_widget_set_layout_manager (self->payload_bin, gtk_custom_layout_new (NULL, measure_text, allocate_text));
}

/**
 * signet_check_details_set_report:
 * @self: the details
 * @report: (nullable): what came of a check
 *
 * Shows the details of a check, folded but for what explains the verdict best: the checks
 * of a refused token, and the payload of one that carries no list.
 */
void
signet_check_details_set_report (SignetCheckDetails *self,
                                 SignetReport       *report)
{
  gboolean nothing_asked;
  g_autofree char *header = NULL;
  g_autofree char *summary = NULL;
  SignetReportState state;

  g_return_if_fail (SIGNET_IS_CHECK_DETAILS (self));

  /* folded while there is no report: an open fold is filled, and not each report has something for each */
  g_clear_pointer (&self->report, signet_report_unref);
  adw_expander_row_set_expanded (self->claims_row, FALSE);
  adw_expander_row_set_expanded (self->key_set_row, FALSE);
  self->report = report != NULL ? signet_report_ref (report) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), report != NULL);
  clear_rows (self->claims);
  clear_rows (self->key_set);
  self->claims_filled = self->key_set_filled = self->text_filled = FALSE;
  if (report == NULL)
    return;

  state = signet_report_get_state (report);
  nothing_asked = state == SIGNET_REPORT_NOT_CHECKED && signet_report_get_code (report) == NULL;
  header = signet_report_dup_header_text (report);
  summary = signet_report_dup_header_summary (report);

  fill_checks (self);
  adw_expander_row_set_subtitle (self->checks_row, signet_report_get_checks_summary (report));
  adw_expander_row_set_subtitle (self->text_row, summary);
  gtk_widget_set_visible (GTK_WIDGET (self->checks_row), !nothing_asked);
  gtk_widget_set_visible (GTK_WIDGET (self->claims_row), signet_report_get_claims (report) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->key_set_row), signet_report_get_source (report) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->text_row), header != NULL);
  signet_check_details_set_time (self, jot_verdict_get_time (signet_report_get_verdict (report)));

  adw_expander_row_set_expanded (self->checks_row,
                                 state == SIGNET_REPORT_REFUSED || state == SIGNET_REPORT_NOT_TRUSTED);
  adw_expander_row_set_expanded (self->text_row, header != NULL && signet_report_get_items (report) == NULL);
  fill_open_folds (self);
}

/**
 * signet_check_details_set_time:
 * @self: the details
 * @now: seconds since 1970
 *
 * Lets the summaries say how much time is left at @now.
 */
void
signet_check_details_set_time (SignetCheckDetails *self,
                               gint64              now)
{
  g_autofree char *claims = NULL;
  g_autofree char *key_set = NULL;

  g_return_if_fail (SIGNET_IS_CHECK_DETAILS (self));

  if (self->report == NULL)
    return;

  claims = signet_report_dup_claims_summary (self->report, now);
  key_set = signet_report_dup_key_set_summary (self->report, now);
  adw_expander_row_set_subtitle (self->claims_row, claims);
  adw_expander_row_set_subtitle (self->key_set_row, key_set);
}

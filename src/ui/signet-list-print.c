/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-list-print.h"

#include <glib/gi18n.h>

/* In points */
#define BOX 11.0
#define INDENT 20.0
#define GAP 12.0
#define LINE_PADDING 3.5
#define HEADING_SPACE 10.0
#define FOOTER_SPACE 12.0

/* What stands beside each other at one height */
typedef struct
{
  PangoLayout *words;
  PangoLayout *quantity;   /* (nullable) */
  double       above;      /* free space, not at the top of a page */
  double       height;
  gboolean     has_box;
  gboolean     ticked;
  gboolean     is_heading; /* stays with what follows */
} Line;

typedef struct
{
  SignetList      *list;
  gboolean         grouped;
  SignetHousehold *household;   /* (nullable) */
  char            *stamp;
  GPtrArray       *lines;
  GArray          *pages;       /* the first line of each */
} Printing;

static void
line_free (gpointer data)
{
  Line *line = data;

  g_clear_object (&line->words);
  g_clear_object (&line->quantity);
  g_free (line);
}

static void
printing_free (gpointer  data,
               GClosure *closure)
{
  Printing *printing = data;

  g_object_unref (printing->list);
  g_clear_object (&printing->household);
  g_free (printing->stamp);
  g_ptr_array_unref (printing->lines);
  g_array_unref (printing->pages);
  g_free (printing);
}

static PangoLayout *
create_layout (GtkPrintContext *context,
               const char      *font,
               const char      *text,
               double           width)
{
  PangoLayout *layout = gtk_print_context_create_pango_layout (context);
  PangoFontDescription *description = pango_font_description_from_string (font);

  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);

  return layout;
}

static double
get_height (PangoLayout *layout)
{
  int height;

  pango_layout_get_size (layout, NULL, &height);

  return (double) height / PANGO_SCALE;
}

static void
add_heading (Printing        *printing,
             GtkPrintContext *context,
             const char      *font,
             const char      *text)
{
  Line *line = g_new0 (Line, 1);

  line->words = create_layout (context, font, text, gtk_print_context_get_width (context));
  line->above = printing->lines->len > 0 ? HEADING_SPACE : 0;
  line->height = get_height (line->words) + 2 * LINE_PADDING;
  line->is_heading = TRUE;
  g_ptr_array_add (printing->lines, line);
}

static void
add_item (Printing        *printing,
          GtkPrintContext *context,
          SignetItem      *item)
{
  double width = gtk_print_context_get_width (context);
  const char *quantity = signet_item_get_quantity (item);
  const char *note = signet_item_get_note (item);
  g_autofree char *text = NULL;
  Line *line = g_new0 (Line, 1);

  text = note != NULL ? g_strdup_printf ("%s\n%s", signet_item_get_name (item), note)
                      : g_strdup (signet_item_get_name (item));
  if (quantity != NULL)
    {
      line->quantity = create_layout (context, "Sans 11", quantity, width / 4);
      pango_layout_set_alignment (line->quantity, PANGO_ALIGN_RIGHT);
      pango_layout_set_auto_dir (line->quantity, FALSE);
    }
  line->words = create_layout (context, "Sans 11", text, width - INDENT - (quantity != NULL ? width / 4 + GAP : 0));
  if (note != NULL)
    {
      g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
      PangoAttribute *size = pango_attr_size_new (9 * PANGO_SCALE);

      size->start_index = (guint) strlen (signet_item_get_name (item));
      pango_attr_list_insert (attributes, size);
      pango_layout_set_attributes (line->words, attributes);
    }

  line->height = MAX (get_height (line->words), line->quantity != NULL ? get_height (line->quantity) : 0)
                 + 2 * LINE_PADDING;
  line->has_box = TRUE;
  line->ticked = signet_item_get_done (item);
  g_ptr_array_add (printing->lines, line);
}

/* Aisles in the order of the household or as they first appear, what has none then, what was bought last: as on the
 * screen. */
static void
add_lines (Printing        *printing,
           GtkPrintContext *context)
{
  g_autoptr (GPtrArray) aisles = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = signet_list_get_n_items (printing->list);

  add_heading (printing, context, "Sans Bold 18", signet_list_get_name (printing->list));

  for (guint i = 0; printing->grouped && i < n; i++)
    {
      SignetItem *item = signet_list_get_item (printing->list, i);
      const char *aisle = signet_item_get_aisle (item);

      if (aisle != NULL && !signet_item_get_done (item) && g_hash_table_add (seen, (char *) aisle))
        g_ptr_array_add (aisles, (char *) aisle);
    }
  if (printing->household != NULL)
    signet_household_sort_aisles (printing->household, aisles);

  for (guint i = 0; i <= aisles->len; i++)
    {
      const char *aisle = i < aisles->len ? g_ptr_array_index (aisles, i) : NULL;
      gboolean has_heading = FALSE;

      for (guint j = 0; j < n; j++)
        {
          SignetItem *item = signet_list_get_item (printing->list, j);

          if (signet_item_get_done (item)
              || (printing->grouped && g_strcmp0 (signet_item_get_aisle (item), aisle) != 0))
            continue;
          if (!has_heading && aisles->len > 0)
            add_heading (printing, context, "Sans Bold 11", aisle != NULL ? aisle : C_("aisle", "Other"));
          has_heading = TRUE;
          add_item (printing, context, item);
        }
    }

  if (signet_list_get_n_done (printing->list) > 0)
    add_heading (printing, context, "Sans Bold 11", _("Bought"));
  for (guint i = 0; i < n; i++)
    {
      SignetItem *item = signet_list_get_item (printing->list, i);

      if (signet_item_get_done (item))
        add_item (printing, context, item);
    }
}

static PangoLayout *
create_footer (Printing        *printing,
               GtkPrintContext *context)
{
  PangoLayout *layout = create_layout (context, "Sans 9", printing->stamp != NULL ? printing->stamp : "",
                                       gtk_print_context_get_width (context) - 4 * GAP);

  return layout;
}

static void
begin_print_cb (GtkPrintOperation *operation,
                GtkPrintContext   *context,
                Printing          *printing)
{
  g_autoptr (PangoLayout) footer = create_footer (printing, context);
  double room = gtk_print_context_get_height (context) - get_height (footer) - FOOTER_SPACE;
  double used = 0;

  g_ptr_array_set_size (printing->lines, 0);
  g_array_set_size (printing->pages, 0);
  add_lines (printing, context);

  for (guint i = 0; i < printing->lines->len; i++)
    {
      Line *line = g_ptr_array_index (printing->lines, i);
      double needed = line->height;

      /* headings, one or two, and the first line below them stay together */
      for (guint j = i; ((Line *) g_ptr_array_index (printing->lines, j))->is_heading
                        && j + 1 < printing->lines->len; j++)
        {
          Line *next = g_ptr_array_index (printing->lines, j + 1);

          needed += next->above + next->height;
        }

      if (i == 0 || used + line->above + needed > room)
        {
          g_array_append_val (printing->pages, i);
          used = 0;
        }
      used += (used > 0 ? line->above : 0) + line->height;
    }

  gtk_print_operation_set_n_pages (operation, (int) printing->pages->len);
}

static void
draw_box (cairo_t  *cr,
          double    x,
          double    y,
          gboolean  ticked)
{
  cairo_set_line_width (cr, .8);
  cairo_rectangle (cr, x, y, BOX, BOX);
  cairo_stroke (cr);
  if (!ticked)
    return;

  cairo_set_line_width (cr, 1.4);
  cairo_move_to (cr, x + BOX * .2, y + BOX * .5);
  cairo_line_to (cr, x + BOX * .42, y + BOX * .75);
  cairo_line_to (cr, x + BOX * .82, y + BOX * .25);
  cairo_stroke (cr);
}

static void
draw_line (cairo_t *cr,
           Line    *line,
           double   width,
           double   y)
{
  gboolean mirrored = gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL;
  double words_width = (double) pango_layout_get_width (line->words) / PANGO_SCALE;
  double top = y + LINE_PADDING;
  PangoLayoutIter *iter;
  double baseline;

  if (!line->has_box)
    {
      cairo_move_to (cr, 0, top);
      pango_cairo_show_layout (cr, line->words);
      return;
    }

  iter = pango_layout_get_iter (line->words);
  baseline = (double) pango_layout_iter_get_baseline (iter) / PANGO_SCALE;
  pango_layout_iter_free (iter);
  draw_box (cr, mirrored ? width - BOX : 0, top + baseline - BOX + 1, line->ticked);
  cairo_move_to (cr, mirrored ? width - INDENT - words_width : INDENT, top);
  pango_cairo_show_layout (cr, line->words);
  if (line->quantity == NULL)
    return;

  pango_layout_set_alignment (line->quantity, mirrored ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT);
  cairo_move_to (cr, mirrored ? 0 : width - width / 4, top);
  pango_cairo_show_layout (cr, line->quantity);
}

static void
draw_page_cb (GtkPrintOperation *operation,
              GtkPrintContext   *context,
              int                page,
              Printing          *printing)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  double width = gtk_print_context_get_width (context);
  double height = gtk_print_context_get_height (context);
  g_autoptr (PangoLayout) footer = create_footer (printing, context);
  guint first = g_array_index (printing->pages, guint, page);
  guint end = (guint) page + 1 < printing->pages->len ? g_array_index (printing->pages, guint, page + 1)
                                                      : printing->lines->len;
  double y = 0;

  cairo_set_source_rgb (cr, 0, 0, 0);
  for (guint i = first; i < end; i++)
    {
      Line *line = g_ptr_array_index (printing->lines, i);

      if (i > first)
        y += line->above;
      draw_line (cr, line, width, y);
      y += line->height;
    }

  cairo_move_to (cr, 0, height - get_height (footer));
  pango_cairo_show_layout (cr, footer);
  if (printing->pages->len > 1)
    {
      /* Translators: page of pages, below a printed list */
      g_autofree char *text = g_strdup_printf (_("%d of %u"), page + 1, printing->pages->len);
      g_autoptr (PangoLayout) number = create_layout (context, "Sans 9", text, width);

      pango_layout_set_alignment (number, PANGO_ALIGN_RIGHT);
      cairo_move_to (cr, 0, height - get_height (number));
      pango_cairo_show_layout (cr, number);
    }
}

/**
 * signet_list_print_new:
 * @list: a list
 * @grouped: whether items stand under their aisles
 * @household: (nullable): in the order of whose aisles
 * @stamp: (nullable): what stands below: who signed it, when, with which key
 *
 * Prints @list as it stands when its pages are laid out.
 *
 * Returns: (transfer full): to be run
 */
GtkPrintOperation *
signet_list_print_new (SignetList      *list,
                       gboolean         grouped,
                       SignetHousehold *household,
                       const char      *stamp)
{
  GtkPrintOperation *operation;
  Printing *printing;

  g_return_val_if_fail (SIGNET_IS_LIST (list), NULL);

  printing = g_new0 (Printing, 1);
  printing->list = g_object_ref (list);
  printing->grouped = grouped;
  g_set_object (&printing->household, household);
  printing->stamp = g_strdup (stamp);
  printing->lines = g_ptr_array_new_with_free_func (line_free);
  printing->pages = g_array_new (FALSE, FALSE, sizeof (guint));

  operation = gtk_print_operation_new ();
  gtk_print_operation_set_job_name (operation, signet_list_get_name (list));
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect_data (operation, "begin-print", G_CALLBACK (begin_print_cb), printing, printing_free, 0);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_page_cb), printing);

  return operation;
}

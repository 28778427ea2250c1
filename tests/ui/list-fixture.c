/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "list-fixture.h"

SignetListPane *
list_get_pane (UiFixture *f)
{
  return SIGNET_LIST_PANE (ui_find_type (f->window, SIGNET_TYPE_LIST_PANE, 0));
}

SignetList *
list_get (UiFixture *f)
{
  return signet_list_pane_get_list (list_get_pane (f));
}

GListModel *
list_get_all (UiFixture *f)
{
  return G_LIST_MODEL (signet_context_get_list_store (f->context));
}

/* What the open list holds: "milk/2 l/x eggs// " */
char *
list_describe (UiFixture *f)
{
  SignetList *list = list_get (f);
  GString *text = g_string_new (NULL);

  for (guint i = 0; list != NULL && i < signet_list_get_n_items (list); i++)
    {
      SignetItem *item = signet_list_get_item (list, i);
      const char *quantity = signet_item_get_quantity (item);

      g_string_append_printf (text, "%s/%s/%s ", signet_item_get_name (item), quantity != NULL ? quantity : "",
                              signet_item_get_done (item) ? "x" : "");
    }

  return g_string_free (text, FALSE);
}

void
list_assert (UiFixture  *f,
             const char *expected)
{
  g_autofree char *text = list_describe (f);

  g_assert_cmpstr (text, ==, expected);
}

void
list_add (UiFixture  *f,
          const char *text)
{
  ui_enter (ui_find (f->window, "Add an item"), text);
}

void
list_fill (UiFixture *f)
{
  static const char * const texts[] = { "2 l milk", "12 eggs", "bread", "butter", "3 apples", "Mac & cheese" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    list_add (f, texts[i]);
  ui_settle (f->window);
}

GtkWidget *
list_find_row (UiFixture  *f,
               const char *format,
               ...)
{
  g_autofree char *name = NULL;
  va_list args;

  va_start (args, format);
  name = g_strdup_vprintf (format, args);
  va_end (args);

  return ui_find (ui_find (f->window, "Items"), name);
}

void
list_focus (GtkWidget *widget)
{
  g_assert_true (gtk_widget_grab_focus (widget));
}

void
list_undo_by_toast (UiFixture *f)
{
  ui_click (ui_find (f->window, "Undo"));
  ui_settle (f->window);
}

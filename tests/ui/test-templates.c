/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui-fixture.h"

#include <string.h>

/* A mistake in a template is only a warning when its first widget is made, and those are fatal
 * here. So every template there is, is made once. */

static char *
dup_class_name (const char *resource)
{
  g_autoptr (GBytes) bytes = g_resources_lookup_data (resource, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autofree char *text = NULL;
  const char *start;

  g_assert_nonnull (bytes);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  start = strstr (text, "<template class=\"");
  if (start == NULL)
    return NULL;

  start += strlen ("<template class=\"");
  return g_strndup (start, strcspn (start, "\""));
}

static void
test_parts (UiFixture     *f,
            gconstpointer  data)
{
  /* finds a type by the name of its _get_type() */
  g_autoptr (GtkBuilder) builder = gtk_builder_new ();
  g_auto (GStrv) names = NULL;
  g_autoptr (GError) error = NULL;
  guint n_templates = 0;

  ui_open_window (f);

  names = g_resources_enumerate_children (APP_PATH "/ui", G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  g_assert_no_error (error);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *resource = g_strconcat (APP_PATH "/ui/", names[i], NULL);
      g_autofree char *class_name = dup_class_name (resource);
      GType type;

      if (class_name == NULL)
        continue;

      g_test_message ("%s", class_name);
      type = gtk_builder_get_type_from_name (builder, class_name);
      g_assert_true (g_type_is_a (type, GTK_TYPE_WIDGET));
      n_templates++;

      /* the window has made its panes and what is in them */
      if (ui_count_type (f->window, type) == 0 && !g_type_is_a (type, GTK_TYPE_WINDOW))
        {
          GtkWidget *widget = g_object_ref_sink (g_object_new (type, NULL));

          g_assert_nonnull (gtk_widget_get_first_child (widget));
          g_assert_finalize_object (widget);
        }
    }
  g_assert_cmpuint (n_templates, >, 5);
}

static void
test_overlay (UiFixture     *f,
              gconstpointer  data)
{
  GtkWidget *overlay;

  ui_open_window (f);
  ui_activate (f->window, "win.shortcuts", NULL);
  overlay = ui_wait_dialog (f);
  g_assert_true (GTK_IS_SHORTCUTS_WINDOW (overlay));
  ui_shot (overlay, "shortcuts");
  gtk_window_destroy (GTK_WINDOW (overlay));
}

int
main (int    argc,
      char **argv)
{
  ui_init (&argc, &argv);

  ui_add ("/templates/parts", test_parts);
  ui_add ("/templates/shortcuts", test_overlay);

  return g_test_run ();
}

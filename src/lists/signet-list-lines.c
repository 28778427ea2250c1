/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-list-format-private.h"

#include "signet-clean.h"
#include "signet-quick-entry.h"

#include <string.h>

/* Signs that people and programs put before a line. */
static const char * const bullets[] = { "-", "*", "+", "•", "‣", "◦", "·", "–", "—" };

static const struct
{
  const char *text;
  gboolean    is_done;
} boxes[] = {
  { "[ ]", FALSE }, { "[]", FALSE }, { "[x]", TRUE }, { "[X]", TRUE },
  { "☐", FALSE }, { "☑", TRUE }, { "☒", TRUE }, { "✓", TRUE }, { "✔", TRUE }, { "✅", TRUE },
};

static const char *
skip_blank (const char *p)
{
  while (g_unichar_isspace (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);

  return p;
}

/* A bullet is followed by a space, else it belongs to the word: "-5 °C" */
static const char *
skip_bullet (const char *p)
{
  const char *digits = p;

  for (guint i = 0; i < G_N_ELEMENTS (bullets); i++)
    {
      gsize length = strlen (bullets[i]);

      if (strncmp (p, bullets[i], length) == 0 && g_ascii_isspace (p[length]))
        return skip_blank (p + length);
    }

  /* "1. milk", "2) eggs" */
  while (g_ascii_isdigit (*digits))
    digits++;
  if (digits > p && digits - p <= 4 && (*digits == '.' || *digits == ')') && g_ascii_isspace (digits[1]))
    return skip_blank (digits + 1);

  return p;
}

static const char *
skip_box (const char *p,
          gboolean   *is_done)
{
  for (guint i = 0; i < G_N_ELEMENTS (boxes); i++)
    if (g_str_has_prefix (p, boxes[i].text))
      {
        *is_done = boxes[i].is_done;
        return skip_blank (p + strlen (boxes[i].text));
      }

  return p;
}

/* "# Weekly shop" before everything names the list, "## Dairy" an aisle from there on. */
static gboolean
read_heading (const char          *line,
              SignetListContents  *contents,
              char               **aisle)
{
  const char *p = line;

  while (*p == '#')
    p++;

  if (p == line || p - line > 6 || !g_ascii_isspace (*p))
    return FALSE;

  if (contents->name == NULL && contents->items->len == 0 && *aisle == NULL && p - line == 1)
    contents->name = signet_clean_line (p);
  else
    {
      g_free (*aisle);
      *aisle = signet_clean_line (p);
    }

  return TRUE;
}

/* "  > salted" is the note of the item above; "> milk" is quoted mail. */
static gboolean
read_note (const char         *line,
           const char         *p,
           SignetListContents *contents)
{
  SignetItemFields *item;

  if (p - line < 2 || p[0] != '>' || p[1] != ' ' || contents->items->len == 0)
    return FALSE;

  item = &g_array_index (contents->items, SignetItemFields, contents->items->len - 1);
  if (item->note != NULL)
    return FALSE;

  item->note = signet_clean_line (p + 2);

  return item->note != NULL;
}

static gboolean
read_line (const char          *line,
           SignetListContents  *contents,
           char               **aisle,
           GError             **error)
{
  SignetItemFields fields = { 0 };
  const char *p = skip_blank (line);

  if (read_heading (p, contents, aisle) || read_note (line, p, contents))
    return TRUE;

  p = skip_bullet (p);
  p = skip_box (p, &fields.done);

  if (!signet_quick_entry_parse (p, &fields.name, &fields.quantity))
    return TRUE;

  if (!_signet_list_contents_has_place (contents, error))
    {
      signet_item_fields_clear (&fields);
      return FALSE;
    }

  fields.aisle = g_strdup (*aisle);
  signet_list_contents_take_item (contents, &fields);

  return TRUE;
}

SignetListContents *
_signet_list_lines_parse (const char  *text,
                          GError     **error)
{
  g_autoptr (SignetListContents) contents = signet_list_contents_new ();
  g_autofree char *aisle = NULL;

  while (*text != '\0')
    {
      gsize length = strcspn (text, "\r\n");
      g_autofree char *line = g_strndup (text, length);

      if (!read_line (line, contents, &aisle, error))
        return NULL;

      text += length;
      text += strspn (text, "\r\n");
    }

  return g_steal_pointer (&contents);
}

gboolean
_signet_list_lines_has_box (const char *text)
{
  gboolean is_done;

  return skip_box (text, &is_done) != text;
}

/* Whether reading would take the beginning of a line for something else than a word of its item. */
static gboolean
begins_with_sign (const char *line)
{
  gboolean is_done;

  return strchr ("#{[", *line) != NULL || skip_bullet (line) != line || skip_box (line, &is_done) != line;
}

/* (transfer full): name and quantity as reading splits them again, where there is a way */
static char *
dup_line (const char *name,
          const char *quantity)
{
  if (quantity == NULL)
    return g_strdup (name);

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *line = i == 0   ? g_strdup_printf ("%s %s", quantity, name)
                              : i == 1 ? g_strdup_printf ("%s, %s", name, quantity)
                                       : g_strdup_printf ("%s x%s", name, quantity);
      g_autofree char *read_name = NULL;
      g_autofree char *read_quantity = NULL;

      signet_quick_entry_parse (line, &read_name, &read_quantity);
      if (g_strcmp0 (read_name, name) == 0 && g_strcmp0 (read_quantity, quantity) == 0)
        return g_steal_pointer (&line);
    }

  return g_strdup_printf ("%s (%s)", name, quantity);
}

/* An empty box keeps a name that begins with a sign from being read as one. */
static void
append_line (GString    *text,
             SignetItem *item)
{
  g_autofree char *line = dup_line (signet_item_get_name (item), signet_item_get_quantity (item));

  if (signet_item_get_done (item))
    g_string_append (text, "[x] ");
  else if (begins_with_sign (line))
    g_string_append (text, "[ ] ");

  g_string_append (text, line);
  g_string_append_c (text, '\n');
}

GBytes *
_signet_list_lines_write (SignetList *list)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < signet_list_get_n_items (list); i++)
    append_line (text, signet_list_get_item (list, i));

  return g_string_free_to_bytes (g_steal_pointer (&text));
}

/* Aisles in the order of their first item; items without one come first, as nothing ends an aisle but the next. */
static GPtrArray *
dup_aisles (SignetList *list)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *aisles = g_ptr_array_new ();

  g_ptr_array_add (aisles, NULL);
  for (guint i = 0; i < signet_list_get_n_items (list); i++)
    {
      const char *aisle = signet_item_get_aisle (signet_list_get_item (list, i));

      if (aisle != NULL && g_hash_table_add (seen, (gpointer) aisle))
        g_ptr_array_add (aisles, (gpointer) aisle);
    }

  return aisles;
}

static void
append_task (GString    *text,
             SignetItem *item)
{
  g_autofree char *line = dup_line (signet_item_get_name (item), signet_item_get_quantity (item));

  g_string_append_printf (text, "- [%c] %s\n", signet_item_get_done (item) ? 'x' : ' ', line);
  if (signet_item_get_note (item) != NULL)
    g_string_append_printf (text, "  > %s\n", signet_item_get_note (item));
}

GBytes *
_signet_list_markdown_write (SignetList *list)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) aisles = dup_aisles (list);
  g_autoptr (GHashTable) tasks = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);

  g_string_append_printf (text, "# %s\n", signet_list_get_name (list));

  for (guint i = 0; i < signet_list_get_n_items (list); i++)
    {
      SignetItem *item = signet_list_get_item (list, i);
      const char *aisle = signet_item_get_aisle (item);
      GPtrArray *items = g_hash_table_lookup (tasks, aisle != NULL ? aisle : "");

      if (items == NULL)
        {
          items = g_ptr_array_new ();
          g_hash_table_insert (tasks, (gpointer) (aisle != NULL ? aisle : ""), items);
        }
      g_ptr_array_add (items, item);
    }

  for (guint i = 0; i < aisles->len; i++)
    {
      const char *aisle = aisles->pdata[i];
      GPtrArray *items = g_hash_table_lookup (tasks, aisle != NULL ? aisle : "");

      if (items == NULL)
        continue;
      if (aisle != NULL)
        g_string_append_printf (text, "\n## %s\n", aisle);
      g_string_append_c (text, '\n');
      for (guint j = 0; j < items->len; j++)
        append_task (text, items->pdata[j]);
    }

  return g_string_free_to_bytes (g_steal_pointer (&text));
}

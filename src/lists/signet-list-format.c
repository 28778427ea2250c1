/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-list-format.h"

#include "signet-clean.h"
#include "signet-list-private.h"
#include "signet-lists-error.h"
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

static gboolean
read_line (const char          *line,
           SignetListContents  *contents,
           char               **aisle,
           GError             **error)
{
  SignetItemFields fields = { 0 };
  const char *p = skip_blank (line);

  if (read_heading (p, contents, aisle))
    return TRUE;

  p = skip_bullet (p);
  p = skip_box (p, &fields.done);

  if (!signet_quick_entry_parse (p, &fields.name, &fields.quantity))
    return TRUE;

  if (contents->items->len >= SIGNET_LIST_MAX_ITEMS)
    {
      signet_item_fields_clear (&fields);
      g_set_error (error, SIGNET_LISTS_ERROR, SIGNET_LISTS_ERROR_TOO_LARGE,
                   "A list can take %d items", SIGNET_LIST_MAX_ITEMS);
      return FALSE;
    }

  fields.aisle = g_strdup (*aisle);
  signet_list_contents_take_item (contents, &fields);

  return TRUE;
}

static SignetListContents *
parse_text (const char  *text,
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

/* "[x] milk" is text, "[\"milk\"]" is JSON. */
static gboolean
looks_like_json (const char *text)
{
  gboolean is_done;

  return *text == '{' || (*text == '[' && skip_box (text, &is_done) == text);
}

SignetList *
signet_list_format_parse (GBytes      *data,
                          const char  *fallback_name,
                          GError     **error)
{
  g_autoptr (SignetListContents) contents = NULL;
  g_autofree char *text = NULL;
  const char *start;
  const char *bytes;
  gsize length;

  g_return_val_if_fail (data != NULL, NULL);

  bytes = g_bytes_get_data (data, &length);
  if (length > SIGNET_LIST_MAX_FILE_SIZE)
    {
      g_set_error (error, SIGNET_LISTS_ERROR, SIGNET_LISTS_ERROR_TOO_LARGE,
                   "The file has %" G_GSIZE_FORMAT " bytes, at most %d can be read",
                   length, SIGNET_LIST_MAX_FILE_SIZE);
      return NULL;
    }

  /* This refuses NUL, too, and with it most of what is not text. */
  if (length > 0 && !g_utf8_validate_len (bytes, length, NULL))
    {
      g_set_error (error, SIGNET_LISTS_ERROR, SIGNET_LISTS_ERROR_NOT_TEXT, "The file is not UTF-8 text");
      return NULL;
    }

  text = g_strndup (length > 0 ? bytes : "", length);
  start = skip_blank (g_str_has_prefix (text, "\xEF\xBB\xBF") ? text + 3 : text);

  contents = looks_like_json (start) ? signet_list_contents_new_from_import (start, strlen (start), error)
                                     : parse_text (start, error);
  if (contents == NULL)
    return NULL;

  if (contents->items->len == 0)
    {
      g_set_error (error, SIGNET_LISTS_ERROR, SIGNET_LISTS_ERROR_EMPTY, "There is nothing in it");
      return NULL;
    }

  return signet_list_new_from_contents (NULL, contents, fallback_name);
}

/* Whether reading would take the beginning of a line for something else than a word of its item. */
static gboolean
begins_with_sign (const char *line)
{
  gboolean is_done;

  return *line == '#' || looks_like_json (line) || skip_bullet (line) != line || skip_box (line, &is_done) != line;
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

static GBytes *
write_text (SignetList *list)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < signet_list_get_n_items (list); i++)
    append_line (text, signet_list_get_item (list, i));

  return g_string_free_to_bytes (g_steal_pointer (&text));
}

static GBytes *
write_json (SignetList *list)
{
  g_autoptr (SignetListSnapshot) snapshot = signet_list_snapshot (list);

  /* When it was made here says nothing elsewhere. */
  snapshot->created = 0;

  return signet_list_snapshot_to_json (snapshot);
}

GBytes *
signet_list_format_write (SignetList       *list,
                          SignetListFormat  format)
{
  g_return_val_if_fail (SIGNET_IS_LIST (list), NULL);

  switch (format)
    {
    case SIGNET_LIST_FORMAT_TEXT:
      return write_text (list);

    case SIGNET_LIST_FORMAT_JSON:
      return write_json (list);
    }

  g_return_val_if_reached (NULL);
}

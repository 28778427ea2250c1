/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-list-format.h"

#include "signet-decode.h"
#include "signet-list-format-private.h"
#include "signet-list-private.h"
#include "signet-lists-error.h"

#include <string.h>

/* The first ending of a format is the one it is given. */
static const struct
{
  const char       *name;
  const char       *ending;
  SignetListFormat  format;
} formats[] = {
  { "text", ".txt", SIGNET_LIST_FORMAT_TEXT },
  { "json", ".json", SIGNET_LIST_FORMAT_JSON },
  { "markdown", ".md", SIGNET_LIST_FORMAT_MARKDOWN },
  { "csv", ".csv", SIGNET_LIST_FORMAT_CSV },
  { "text", ".text", SIGNET_LIST_FORMAT_TEXT },
  { "markdown", ".markdown", SIGNET_LIST_FORMAT_MARKDOWN },
  { "csv", ".tsv", SIGNET_LIST_FORMAT_CSV },
};

gboolean
signet_list_format_from_name (const char       *name,
                              SignetListFormat *format)
{
  g_autofree char *folded = NULL;

  g_return_val_if_fail (name != NULL, FALSE);

  folded = g_ascii_strdown (name, -1);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_equal (folded, formats[i].name) || g_str_has_suffix (folded, formats[i].ending))
      {
        *format = formats[i].format;
        return TRUE;
      }

  return FALSE;
}

const char *
signet_list_format_get_ending (SignetListFormat format)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (formats[i].format == format)
      return formats[i].ending;

  g_return_val_if_reached (NULL);
}

gboolean
_signet_list_contents_has_place (SignetListContents  *contents,
                                 GError             **error)
{
  if (contents->items->len < SIGNET_LIST_MAX_ITEMS)
    return TRUE;

  g_set_error (error, SIGNET_LISTS_ERROR, SIGNET_LISTS_ERROR_TOO_LARGE,
               "A list can take %d items", SIGNET_LIST_MAX_ITEMS);

  return FALSE;
}

/* "[x] milk" is text, "[\"milk\"]" is JSON. */
static gboolean
looks_like_json (const char *text)
{
  return *text == '{' || (*text == '[' && !_signet_list_lines_has_box (text));
}

/* What it holds decides; only a table without names for its columns is known by the name of its file. */
static SignetListContents *
parse_text (const char  *text,
            gboolean     is_csv,
            GError     **error)
{
  while (g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);

  if (looks_like_json (text))
    return signet_list_contents_new_from_import (text, strlen (text), error);
  if (is_csv || _signet_list_csv_has_header (text))
    return _signet_list_csv_parse (text, error);

  return _signet_list_lines_parse (text, error);
}

static SignetList *
parse (GBytes      *data,
       gboolean     is_csv,
       const char  *fallback_name,
       GError     **error)
{
  g_autoptr (SignetListContents) contents = NULL;
  g_autofree char *text = NULL;

  if (g_bytes_get_size (data) > SIGNET_LIST_MAX_FILE_SIZE)
    {
      g_set_error (error, SIGNET_LISTS_ERROR, SIGNET_LISTS_ERROR_TOO_LARGE,
                   "The file is larger than %d MiB", SIGNET_LIST_MAX_FILE_SIZE / (1024 * 1024));
      return NULL;
    }

  text = signet_decode_text (data, error);
  if (text == NULL)
    return NULL;

  contents = parse_text (text, is_csv, error);
  if (contents == NULL)
    return NULL;

  if (contents->items->len == 0)
    {
      g_set_error (error, SIGNET_LISTS_ERROR, SIGNET_LISTS_ERROR_EMPTY, "There is nothing in it");
      return NULL;
    }

  return signet_list_new_take_contents (NULL, g_steal_pointer (&contents), fallback_name);
}

SignetList *
signet_list_format_parse (GBytes      *data,
                          const char  *fallback_name,
                          GError     **error)
{
  g_return_val_if_fail (data != NULL, NULL);

  return parse (data, FALSE, fallback_name, error);
}

SignetList *
signet_list_format_parse_file (GBytes      *data,
                               const char  *file_name,
                               GError     **error)
{
  g_autofree char *base = NULL;
  g_autofree char *name = NULL;
  SignetListFormat format = SIGNET_LIST_FORMAT_TEXT;
  char *dot;

  g_return_val_if_fail (data != NULL, NULL);
  g_return_val_if_fail (file_name != NULL, NULL);

  signet_list_format_from_name (file_name, &format);
  base = g_path_get_basename (file_name);

  /* "weekly.shop.txt": "weekly.shop" */
  dot = strrchr (base, '.');
  if (dot != NULL && dot != base)
    *dot = '\0';
  name = g_filename_display_name (base);

  return parse (data, format == SIGNET_LIST_FORMAT_CSV, name, error);
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
      return _signet_list_lines_write (list);

    case SIGNET_LIST_FORMAT_JSON:
      return write_json (list);

    case SIGNET_LIST_FORMAT_MARKDOWN:
      return _signet_list_markdown_write (list);

    case SIGNET_LIST_FORMAT_CSV:
      return _signet_list_csv_write (list);
    }

  g_return_val_if_reached (NULL);
}

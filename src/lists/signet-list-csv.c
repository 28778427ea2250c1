/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-list-format-private.h"

#include "signet-clean.h"
#include "signet-lists-error.h"

#include <string.h>

/* Comma-separated values (RFC 4180): as the RFC has them when written; read also with semicolons or tabs, which
 * spreadsheets write where the comma is in numbers. */

typedef enum
{
  COLUMN_ITEM,
  COLUMN_QUANTITY,
  COLUMN_AISLE,
  COLUMN_NOTE,
  COLUMN_DONE,
  N_COLUMNS,
  COLUMN_OTHER = N_COLUMNS,
} Column;

/* What we write, and what others call the same. */
static const struct { const char *name; Column column; } headings[] = {
  { "item", COLUMN_ITEM }, { "name", COLUMN_ITEM }, { "product", COLUMN_ITEM }, { "artikel", COLUMN_ITEM },
  { "quantity", COLUMN_QUANTITY }, { "qty", COLUMN_QUANTITY }, { "amount", COLUMN_QUANTITY }, { "menge", COLUMN_QUANTITY },
  { "aisle", COLUMN_AISLE }, { "category", COLUMN_AISLE }, { "section", COLUMN_AISLE },
  { "note", COLUMN_NOTE }, { "notes", COLUMN_NOTE }, { "comment", COLUMN_NOTE },
  { "done", COLUMN_DONE }, { "bought", COLUMN_DONE }, { "checked", COLUMN_DONE },
};

static const char * const yes[] = { "yes", "x", "true", "1", "done", "✓", "✔" };

/* Spreadsheets run what begins so, whoever wrote it. */
#define FORMULA_SIGNS "=+-@"

typedef struct
{
  const char *pos;
  char        separator;
  guint       line;
} Reader;

/* Reads one field; *is_last: the record ends with it.  NULL: it is not RFC 4180 */
static char *
read_field (Reader    *reader,
            gboolean  *is_last,
            GError   **error)
{
  g_autoptr (GString) field = g_string_new (NULL);
  const char end[] = { reader->separator, '\r', '\n', '\0' };
  guint start = reader->line;

  if (*reader->pos == '"')
    {
      for (reader->pos++; *reader->pos != '"' || reader->pos[1] == '"'; reader->pos++)
        {
          if (*reader->pos == '\0')
            {
              g_set_error (error, SIGNET_LISTS_ERROR, SIGNET_LISTS_ERROR_FORMAT,
                           "The quotation mark in line %u is not closed", start);
              return NULL;
            }
          reader->line += *reader->pos == '\n';
          g_string_append_c (field, *reader->pos);
          if (*reader->pos == '"')
            reader->pos++;
        }
      reader->pos++;

      if (strchr (end, *reader->pos) == NULL)
        {
          g_set_error (error, SIGNET_LISTS_ERROR, SIGNET_LISTS_ERROR_FORMAT,
                       "Something follows a closed quotation mark in line %u", reader->line);
          return NULL;
        }
    }
  else
    {
      gsize length = strcspn (reader->pos, end);

      g_string_append_len (field, reader->pos, length);
      reader->pos += length;
    }

  *is_last = *reader->pos != reader->separator;
  if (*reader->pos == reader->separator)
    {
      reader->pos++;
    }
  else if (*reader->pos != '\0')
    {
      reader->pos += g_str_has_prefix (reader->pos, "\r\n") ? 2 : 1;
      reader->line++;
    }

  return g_string_free (g_steal_pointer (&field), FALSE);
}

/* (transfer full) (nullable): of char *, never empty */
static GPtrArray *
read_record (Reader  *reader,
             GError **error)
{
  g_autoptr (GPtrArray) record = g_ptr_array_new_with_free_func (g_free);
  gboolean is_last = FALSE;

  while (!is_last)
    {
      char *field = read_field (reader, &is_last, error);

      if (field == NULL)
        return NULL;
      g_ptr_array_add (record, field);
    }

  return g_steal_pointer (&record);
}

/* Whichever of the three is most often in the first line. */
static void
reader_init (Reader     *reader,
             const char *text)
{
  static const char separators[] = { ',', ';', '\t' };
  guint n[G_N_ELEMENTS (separators)] = { 0 };
  gboolean is_quoted = FALSE;
  guint best = 0;

  for (const char *p = text; *p != '\0' && (is_quoted || strchr ("\r\n", *p) == NULL); p++)
    {
      is_quoted ^= *p == '"';
      for (guint i = 0; !is_quoted && i < G_N_ELEMENTS (separators); i++)
        n[i] += *p == separators[i];
    }

  for (guint i = 1; i < G_N_ELEMENTS (separators); i++)
    if (n[i] > n[best])
      best = i;

  reader->pos = text;
  reader->line = 1;
  reader->separator = separators[best];
}

/* The columns that a record names; NULL: it is no header.  One that names items and nothing known beside them could
 * be a line of a list. */
static Column *
read_header (GPtrArray *record)
{
  g_autofree Column *columns = g_new (Column, record->len);
  gboolean has[N_COLUMNS] = { FALSE };
  guint n_known = 0;

  for (guint i = 0; i < record->len; i++)
    {
      g_autofree char *clean = signet_clean_line (record->pdata[i]);
      g_autofree char *folded = clean != NULL ? g_utf8_casefold (clean, -1) : NULL;

      columns[i] = COLUMN_OTHER;
      for (guint j = 0; j < G_N_ELEMENTS (headings); j++)
        if (g_strcmp0 (folded, headings[j].name) == 0 && !has[headings[j].column])
          {
            columns[i] = headings[j].column;
            has[columns[i]] = TRUE;
            n_known++;
            break;
          }
    }

  return has[COLUMN_ITEM] && n_known > 1 ? g_steal_pointer (&columns) : NULL;
}

gboolean
_signet_list_csv_has_header (const char *text)
{
  g_autofree char *line = g_strndup (text, strcspn (text, "\r\n"));
  g_autoptr (GPtrArray) record = NULL;
  g_autofree Column *columns = NULL;
  Reader reader;

  reader_init (&reader, line);
  record = read_record (&reader, NULL);
  columns = record != NULL ? read_header (record) : NULL;

  return columns != NULL;
}

/* Whether append_field() puts an apostrophe before value, so that a spreadsheet takes it for text; then reading takes
 * one away again. */
static gboolean
needs_apostrophe (const char *value)
{
  while (*value == '\'')
    value++;

  return *value != '\0' && strchr (FORMULA_SIGNS, *value) != NULL;
}

static char *
dup_value (const char *field)
{
  char *value = signet_clean_line (field);

  if (value != NULL && value[0] == '\'' && needs_apostrophe (value + 1))
    memmove (value, value + 1, strlen (value));

  return value;
}

static gboolean
read_done (const char *field)
{
  g_autofree char *clean = signet_clean_line (field);
  g_autofree char *folded = clean != NULL ? g_utf8_casefold (clean, -1) : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (yes); i++)
    if (g_strcmp0 (folded, yes[i]) == 0)
      return TRUE;

  return FALSE;
}

/* columns: (nullable): in the order in which we write them */
static void
read_item (GPtrArray        *record,
           const Column     *columns,
           guint             n_columns,
           SignetItemFields *fields)
{
  char **texts[] = { &fields->name, &fields->quantity, &fields->aisle, &fields->note };

  for (guint i = 0; i < MIN (record->len, n_columns); i++)
    {
      Column column = columns != NULL ? columns[i] : (Column) i;

      if (column < G_N_ELEMENTS (texts))
        *texts[column] = dup_value (record->pdata[i]);
      else if (column == COLUMN_DONE)
        fields->done = read_done (record->pdata[i]);
    }
}

SignetListContents *
_signet_list_csv_parse (const char  *text,
                        GError     **error)
{
  g_autoptr (SignetListContents) contents = signet_list_contents_new ();
  g_autofree Column *columns = NULL;
  guint n_columns = N_COLUMNS;
  gboolean is_first = TRUE;
  Reader reader;

  reader_init (&reader, text);
  while (*reader.pos != '\0')
    {
      g_autoptr (GPtrArray) record = read_record (&reader, error);
      SignetItemFields fields = { 0 };

      if (record == NULL)
        return NULL;

      if (is_first)
        {
          is_first = FALSE;
          columns = read_header (record);
          if (columns != NULL)
            {
              n_columns = record->len;
              continue;
            }
        }

      read_item (record, columns, n_columns, &fields);
      if (fields.name != NULL && _signet_list_contents_has_place (contents, error))
        {
          signet_list_contents_take_item (contents, &fields);
          continue;
        }

      if (fields.name != NULL)
        {
          signet_item_fields_clear (&fields);
          return NULL;
        }
      signet_item_fields_clear (&fields);
    }

  return g_steal_pointer (&contents);
}

static void
append_field (GString    *csv,
              const char *value,
              char        end)
{
  g_autoptr (GString) field = g_string_new (value);

  if (needs_apostrophe (field->str))
    g_string_prepend_c (field, '\'');

  if (strpbrk (field->str, "\",;\t") != NULL)
    {
      g_string_replace (field, "\"", "\"\"", 0);
      g_string_append_printf (csv, "\"%s\"", field->str);
    }
  else
    {
      g_string_append (csv, field->str);
    }

  if (end == '\n')
    g_string_append (csv, "\r\n");
  else
    g_string_append_c (csv, end);
}

GBytes *
_signet_list_csv_write (SignetList *list)
{
  g_autoptr (GString) csv = g_string_new ("item,quantity,aisle,note,done\r\n");

  for (guint i = 0; i < signet_list_get_n_items (list); i++)
    {
      SignetItem *item = signet_list_get_item (list, i);

      append_field (csv, signet_item_get_name (item), ',');
      append_field (csv, signet_item_get_quantity (item), ',');
      append_field (csv, signet_item_get_aisle (item), ',');
      append_field (csv, signet_item_get_note (item), ',');
      append_field (csv, signet_item_get_done (item) ? "yes" : "no", '\n');
    }

  return g_string_free_to_bytes (g_steal_pointer (&csv));
}

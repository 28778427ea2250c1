/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-list-contents.h"

#include "signet-clean.h"
#include "signet-json.h"
#include "signet-lists-error.h"

#include <string.h>

/* What parse_list() is asked to accept and to keep. */
typedef enum
{
  PARSE_FILE,
  PARSE_IMPORT,
} ParseMode;

void
signet_item_fields_clear (SignetItemFields *fields)
{
  g_clear_pointer (&fields->name, g_free);
  g_clear_pointer (&fields->quantity, g_free);
  g_clear_pointer (&fields->aisle, g_free);
  g_clear_pointer (&fields->note, g_free);
  g_clear_pointer (&fields->extra, g_free);
  g_clear_pointer (&fields->json, g_ref_string_release);
}

static void
append_member (GString    *json,
               const char *name,
               const char *value)
{
  if (value == NULL)
    return;

  g_string_append_printf (json, ", \"%s\": ", name);
  signet_json_append_string (json, value);
}

static void
append_extra (GString    *json,
              const char *extra)
{
  if (extra != NULL)
    {
      g_string_append (json, ", ");
      g_string_append (json, extra);
    }
}

static void
append_fields (const SignetItemFields *fields,
               GString                *json)
{
  g_string_append (json, "{\"item\": ");
  signet_json_append_string (json, fields->name);
  append_member (json, "quantity", fields->quantity);
  append_member (json, "aisle", fields->aisle);
  append_member (json, "note", fields->note);
  g_string_append_printf (json, ", \"done\": %s", fields->done ? "true" : "false");
  append_extra (json, fields->extra);
  g_string_append_c (json, '}');
}

GRefString *
signet_item_fields_dup_json (SignetItemFields *fields)
{
  if (fields->json == NULL)
    {
      g_autoptr (GString) json = g_string_sized_new (96);

      append_fields (fields, json);
      fields->json = g_ref_string_new_len (json->str, json->len);
    }

  return g_ref_string_acquire (fields->json);
}

/* Unknown members are kept as they stand, strung together ready to be written. */
static void
keep_extra (char           **extra,
            const char      *key,
            SignetJsonSpan   value)
{
  GString *kept = g_string_new (*extra);

  if (kept->len > 0)
    g_string_append (kept, ", ");
  signet_json_append_string (kept, key);
  g_string_append (kept, ": ");
  g_string_append_len (kept, value.start, value.end - value.start);

  g_free (*extra);
  *extra = g_string_free (kept, FALSE);
}

/* A string, or a number, which people write for a quantity; null counts as absent.
 * FALSE where it is something else, or was there before. */
static gboolean
read_text (SignetJsonSpan   value,
           char           **text)
{
  g_autofree char *raw = NULL;

  if (*text != NULL)
    return FALSE;

  switch (signet_json_get_type (value))
    {
    case SIGNET_JSON_STRING:
      raw = signet_json_dup_string (value);
      break;

    case SIGNET_JSON_NUMBER:
      raw = signet_json_dup_text (value);
      break;

    case SIGNET_JSON_NULL:
      return TRUE;

    case SIGNET_JSON_OBJECT:
    case SIGNET_JSON_ARRAY:
    case SIGNET_JSON_TRUE:
    case SIGNET_JSON_FALSE:
      return FALSE;
    }

  *text = signet_clean_line (raw);

  return TRUE;
}

static gboolean
read_done (SignetJsonSpan  value,
           gboolean       *done)
{
  SignetJsonType type = signet_json_get_type (value);

  *done = type == SIGNET_JSON_TRUE;

  return type == SIGNET_JSON_TRUE || type == SIGNET_JSON_FALSE || type == SIGNET_JSON_NULL;
}

static gboolean
read_fields (SignetJsonSpan    value,
             SignetItemFields *fields)
{
  SignetJsonIter iter;
  SignetJsonSpan member;
  g_autofree char *key = NULL;

  if (signet_json_get_type (value) == SIGNET_JSON_STRING)
    return read_text (value, &fields->name);

  if (signet_json_get_type (value) != SIGNET_JSON_OBJECT)
    return FALSE;

  signet_json_iter_init (&iter, value);
  while (signet_json_iter_next (&iter, &key, &member))
    {
      gboolean is_right = TRUE;

      if (strcmp (key, "item") == 0)
        is_right = signet_json_get_type (member) == SIGNET_JSON_STRING && read_text (member, &fields->name);
      else if (strcmp (key, "quantity") == 0)
        is_right = read_text (member, &fields->quantity);
      else if (strcmp (key, "aisle") == 0)
        is_right = read_text (member, &fields->aisle);
      else if (strcmp (key, "note") == 0)
        is_right = read_text (member, &fields->note);
      else if (strcmp (key, "done") == 0)
        is_right = read_done (member, &fields->done);
      else
        keep_extra (&fields->extra, key, member);

      if (!is_right)
        return FALSE;
    }

  return TRUE;
}

static gboolean
parse_items (SignetListContents  *self,
             SignetJsonSpan       array,
             ParseMode            mode,
             GError             **error)
{
  SignetJsonIter iter;
  SignetJsonSpan value;
  g_autofree char *key = NULL;
  guint position = 0;

  signet_json_iter_init (&iter, array);
  while (signet_json_iter_next (&iter, &key, &value))
    {
      SignetItemFields fields = { 0 };

      position++;

      /* In a file of ours an item without a name is damage; from others it is nothing. */
      if (!read_fields (value, &fields) || (fields.name == NULL && mode == PARSE_FILE))
        {
          signet_item_fields_clear (&fields);
          g_set_error (error, SIGNET_LISTS_ERROR, SIGNET_LISTS_ERROR_FORMAT,
                       "Entry %u is no item", position);
          return FALSE;
        }

      if (mode == PARSE_IMPORT && self->items->len >= SIGNET_LIST_MAX_ITEMS)
        {
          signet_item_fields_clear (&fields);
          g_set_error (error, SIGNET_LISTS_ERROR, SIGNET_LISTS_ERROR_TOO_LARGE,
                       "A list can take %d items", SIGNET_LIST_MAX_ITEMS);
          return FALSE;
        }

      if (fields.name != NULL)
        signet_list_contents_take_item (self, &fields);
      else
        signet_item_fields_clear (&fields);
    }

  return TRUE;
}

static void
read_created (SignetListContents *self,
              SignetJsonSpan      value)
{
  g_autofree char *text = NULL;
  g_autoptr (GDateTime) time = NULL;

  if (signet_json_get_type (value) != SIGNET_JSON_STRING)
    return;

  text = signet_json_dup_string (value);
  time = g_date_time_new_from_iso8601 (text, NULL);
  if (time != NULL)
    self->created = MAX (g_date_time_to_unix (time) * G_USEC_PER_SEC + g_date_time_get_microsecond (time), 0);
}

static gboolean
is_array (SignetJsonSpan value)
{
  return value.start != NULL && signet_json_get_type (value) == SIGNET_JSON_ARRAY;
}

static SignetListContents *
parse_list (const char  *text,
            gsize        length,
            ParseMode    mode,
            GError     **error)
{
  g_autoptr (SignetListContents) self = signet_list_contents_new ();
  SignetJsonSpan document;
  SignetJsonSpan member;
  SignetJsonSpan items = { NULL, NULL };
  SignetJsonSpan grocery_list = { NULL, NULL };
  SignetJsonIter iter;
  g_autofree char *key = NULL;
  g_autofree char *list_name = NULL;
  gboolean is_right = TRUE;

  if (!signet_json_check (text, length, &document, error))
    return NULL;

  if (mode == PARSE_IMPORT && signet_json_get_type (document) == SIGNET_JSON_ARRAY)
    return parse_items (self, document, mode, error) ? g_steal_pointer (&self) : NULL;

  if (signet_json_get_type (document) != SIGNET_JSON_OBJECT)
    {
      g_set_error (error, SIGNET_LISTS_ERROR, SIGNET_LISTS_ERROR_FORMAT, "This is no list");
      return NULL;
    }

  signet_json_iter_init (&iter, document);
  while (is_right && signet_json_iter_next (&iter, &key, &member))
    {
      if (strcmp (key, "items") == 0)
        {
          is_right = items.start == NULL;
          items = member;
        }
      else if (strcmp (key, "name") == 0)
        is_right = read_text (member, &self->name) || mode == PARSE_IMPORT;
      else if (mode == PARSE_FILE && strcmp (key, "created") == 0)
        read_created (self, member);
      else if (mode == PARSE_FILE)
        keep_extra (&self->extra, key, member);
      else if (strcmp (key, "groceryList") == 0)
        {
          is_right = grocery_list.start == NULL;
          grocery_list = member;
        }
      else if (strcmp (key, "listName") == 0)
        read_text (member, &list_name);
    }

  if (!is_array (items))
    {
      items = grocery_list;
      if (list_name != NULL)
        {
          g_free (self->name);
          self->name = g_steal_pointer (&list_name);
        }
    }

  if (!is_right || !is_array (items))
    {
      g_set_error (error, SIGNET_LISTS_ERROR, SIGNET_LISTS_ERROR_FORMAT,
                   is_right ? "It has no items" : "A member is of the wrong kind, or there twice");
      return NULL;
    }

  return parse_items (self, items, mode, error) ? g_steal_pointer (&self) : NULL;
}

SignetListContents *
signet_list_contents_new (void)
{
  SignetListContents *self = g_new0 (SignetListContents, 1);

  self->items = g_array_new (FALSE, TRUE, sizeof (SignetItemFields));
  g_array_set_clear_func (self->items, (GDestroyNotify) signet_item_fields_clear);

  return self;
}

void
signet_list_contents_free (SignetListContents *self)
{
  g_array_unref (self->items);
  g_free (self->name);
  g_free (self->extra);
  g_free (self);
}

void
signet_list_contents_take_item (SignetListContents *self,
                                SignetItemFields   *fields)
{
  g_assert (fields->name != NULL);

  g_array_append_val (self->items, *fields);
  memset (fields, 0, sizeof *fields);
}

SignetListContents *
signet_list_contents_new_from_file (const char  *text,
                                    gsize        length,
                                    GError     **error)
{
  g_autoptr (GError) local_error = NULL;
  SignetListContents *self = parse_list (text, length, PARSE_FILE, &local_error);

  if (self == NULL)
    {
      g_set_error_literal (error, SIGNET_LISTS_ERROR, SIGNET_LISTS_ERROR_DAMAGED, local_error->message);
      return NULL;
    }

  for (guint i = 0; i < self->items->len; i++)
    g_ref_string_release (signet_item_fields_dup_json (&g_array_index (self->items, SignetItemFields, i)));

  return self;
}

SignetListContents *
signet_list_contents_new_from_import (const char  *text,
                                      gsize        length,
                                      GError     **error)
{
  return parse_list (text, length, PARSE_IMPORT, error);
}

void
signet_list_snapshot_free (SignetListSnapshot *self)
{
  g_ptr_array_unref (self->items);
  g_free (self->name);
  g_free (self->extra);
  g_free (self);
}

GBytes *
signet_list_snapshot_to_json (const SignetListSnapshot *self)
{
  g_autoptr (GString) json = g_string_new ("{\n  \"name\": ");

  signet_json_append_string (json, self->name);
  g_string_append (json, ",\n  \"items\": [");

  for (guint i = 0; i < self->items->len; i++)
    {
      GRefString *item = g_ptr_array_index (self->items, i);

      g_string_append (json, i == 0 ? "\n    " : ",\n    ");
      g_string_append_len (json, item, g_ref_string_length (item));
    }

  g_string_append (json, self->items->len > 0 ? "\n  ]" : "]");

  if (self->created > 0)
    {
      g_autoptr (GDateTime) seconds = g_date_time_new_from_unix_utc (self->created / G_USEC_PER_SEC);
      g_autofree char *text = seconds != NULL ? g_date_time_format (seconds, "%Y-%m-%dT%H:%M:%S") : NULL;

      if (text != NULL)
        g_string_append_printf (json, ",\n  \"created\": \"%s.%06dZ\"", text,
                                (int) (self->created % G_USEC_PER_SEC));
    }

  if (self->extra != NULL)
    g_string_append_printf (json, ",\n  %s", self->extra);

  g_string_append (json, "\n}\n");

  return g_string_free_to_bytes (g_steal_pointer (&json));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-household-private.h"

#include "signet-clean.h"
#include "signet-file-private.h"
#include "signet-household.h"
#include "signet-json.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

SignetHabit *
_signet_habit_new (const char *name)
{
  SignetHabit *self = g_new0 (SignetHabit, 1);

  self->name = g_strdup (name);

  return self;
}

void
_signet_habit_free (SignetHabit *self)
{
  g_free (self->name);
  g_free (self->quantity);
  g_free (self->aisle);
  g_free (self);
}

void
_signet_household_file_free (SignetHouseholdFile *self)
{
  g_ptr_array_unref (self->habits);
  g_strfreev (self->aisles);
  g_free (self->kept_as);
  g_free (self);
}

/* Reading */

static gboolean
read_text (SignetJsonSpan   value,
           char           **text)
{
  g_autofree char *raw = NULL;

  if (signet_json_get_type (value) != SIGNET_JSON_STRING || *text != NULL)
    return FALSE;

  raw = signet_json_dup_string (value);
  *text = signet_clean_line (raw);

  return *text != NULL;
}

static gboolean
read_number (SignetJsonSpan  value,
             guint64         max,
             guint64        *number)
{
  g_autofree char *text = signet_json_dup_text (value);

  return signet_json_get_type (value) == SIGNET_JSON_NUMBER && g_ascii_string_to_unsigned (text, 10, 0, max, number, NULL);
}

static SignetHabit *
read_habit (SignetJsonSpan object)
{
  g_autoptr (SignetHabit) habit = _signet_habit_new (NULL);
  g_autofree char *key = NULL;
  SignetJsonIter iter;
  SignetJsonSpan value;

  if (signet_json_get_type (object) != SIGNET_JSON_OBJECT)
    return NULL;

  signet_json_iter_init (&iter, object);
  while (signet_json_iter_next (&iter, &key, &value))
    {
      gboolean is_right = TRUE;
      guint64 number = 0;

      if (strcmp (key, "item") == 0)
        is_right = read_text (value, &habit->name);
      else if (strcmp (key, "quantity") == 0)
        is_right = read_text (value, &habit->quantity);
      else if (strcmp (key, "aisle") == 0)
        is_right = read_text (value, &habit->aisle);
      else if (strcmp (key, "bought") == 0 && (is_right = read_number (value, G_MAXINT, &number)))
        habit->n_bought = number;
      else if (strcmp (key, "votes") == 0 && (is_right = read_number (value, G_MAXINT, &number)))
        habit->votes = number;
      else if (strcmp (key, "last") == 0 && (is_right = read_number (value, G_GINT64_CONSTANT (1) << 40, &number)))
        habit->last = number;

      if (!is_right)
        return NULL;
    }

  return habit->name != NULL ? g_steal_pointer (&habit) : NULL;
}

static gboolean
read_habits (SignetHouseholdFile *self,
             SignetJsonSpan       array)
{
  g_autofree char *key = NULL;
  SignetJsonIter iter;
  SignetJsonSpan value;

  if (signet_json_get_type (array) != SIGNET_JSON_ARRAY)
    return FALSE;

  signet_json_iter_init (&iter, array);
  while (signet_json_iter_next (&iter, &key, &value))
    {
      SignetHabit *habit = read_habit (value);

      if (habit == NULL)
        return FALSE;
      if (self->habits->len < SIGNET_HOUSEHOLD_MAX_ITEMS)
        g_ptr_array_add (self->habits, habit);
      else
        _signet_habit_free (habit);
    }

  return TRUE;
}

static gboolean
read_aisles (SignetHouseholdFile *self,
             SignetJsonSpan       array)
{
  g_autoptr (GStrvBuilder) aisles = g_strv_builder_new ();
  g_autofree char *key = NULL;
  SignetJsonIter iter;
  SignetJsonSpan value;
  guint n = 0;

  if (signet_json_get_type (array) != SIGNET_JSON_ARRAY)
    return FALSE;

  signet_json_iter_init (&iter, array);
  while (signet_json_iter_next (&iter, &key, &value))
    {
      g_autofree char *aisle = NULL;

      if (!read_text (value, &aisle))
        return FALSE;
      if (n++ < SIGNET_HOUSEHOLD_MAX_AISLES)
        g_strv_builder_add (aisles, aisle);
    }

  g_strfreev (self->aisles);
  self->aisles = g_strv_builder_end (aisles);

  return TRUE;
}

static gboolean
parse (SignetHouseholdFile *self,
       GBytes              *bytes)
{
  g_autofree char *key = NULL;
  SignetJsonSpan document;
  SignetJsonIter iter;
  SignetJsonSpan value;
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  if (!signet_json_check (text != NULL ? text : "", length, &document, NULL) ||
      signet_json_get_type (document) != SIGNET_JSON_OBJECT)
    return FALSE;

  signet_json_iter_init (&iter, document);
  while (signet_json_iter_next (&iter, &key, &value))
    if ((strcmp (key, "items") == 0 && !read_habits (self, value)) ||
        (strcmp (key, "aisles") == 0 && !read_aisles (self, value)))
      return FALSE;

  return TRUE;
}

static SignetHouseholdFile *
file_new (void)
{
  SignetHouseholdFile *self = g_new0 (SignetHouseholdFile, 1);

  self->habits = g_ptr_array_new_with_free_func ((GDestroyNotify) _signet_habit_free);
  self->aisles = g_new0 (char *, 1);

  return self;
}

SignetHouseholdFile *
_signet_household_file_read (const char  *path,
                             GError     **error)
{
  g_autoptr (SignetHouseholdFile) self = file_new ();
  g_autoptr (GBytes) bytes = NULL;
  gint64 modified;
  int result = _signet_file_read (path, &bytes, &modified);

  if (result == ENOENT || (result == 0 && parse (self, bytes)))
    return g_steal_pointer (&self);

  if (result == 0 || result == EINVAL || result == EFBIG)
    {
      g_clear_pointer (&self, _signet_household_file_free);
      self = file_new ();
      self->kept_as = _signet_file_move_aside (path, "broken");
      if (self->kept_as != NULL)
        return g_steal_pointer (&self);
      result = errno;
    }

  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (result), "%s: %s", path, g_strerror (result));

  return NULL;
}

/* Writing */

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

GBytes *
_signet_household_file_format (GPtrArray          *habits,
                               const char * const *aisles)
{
  g_autoptr (GString) json = g_string_new ("{\n  \"items\": [");

  for (guint i = 0; i < habits->len; i++)
    {
      const SignetHabit *habit = habits->pdata[i];

      g_string_append_printf (json, "%s\n    {\"item\": ", i == 0 ? "" : ",");
      signet_json_append_string (json, habit->name);
      append_member (json, "quantity", habit->quantity);
      append_member (json, "aisle", habit->aisle);
      g_string_append_printf (json, ", \"bought\": %u, \"votes\": %u, \"last\": %" G_GINT64_FORMAT "}", habit->n_bought,
                              habit->votes, habit->last);
    }

  g_string_append (json, habits->len > 0 ? "\n  ],\n  \"aisles\": [" : "],\n  \"aisles\": [");
  for (guint i = 0; aisles[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append (json, ", ");
      signet_json_append_string (json, aisles[i]);
    }
  g_string_append (json, "]\n}\n");

  return g_string_free_to_bytes (g_steal_pointer (&json));
}

gboolean
_signet_household_file_write (const char  *path,
                              GBytes      *bytes,
                              GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s: %s", folder, g_strerror (errno));
      return FALSE;
    }

  return g_file_set_contents_full (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

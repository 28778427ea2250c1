/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-household-file.h"

#include "signet-clean.h"
#include "signet-file-private.h"
#include "signet-json.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

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
read_habits (SignetHabits   *self,
             SignetJsonSpan  array)
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
      if (_signet_habits_get_n (self) < SIGNET_HOUSEHOLD_MAX_ITEMS)
        _signet_habits_take (self, habit);
      else
        _signet_habit_free (habit);
    }

  return TRUE;
}

static gboolean
read_aisles (SignetHabits   *self,
             SignetJsonSpan  array)
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

  _signet_habits_take_aisles (self, g_strv_builder_end (aisles));

  return TRUE;
}

/* (transfer full) (nullable): NULL: it is damaged */
static SignetHabits *
parse (GBytes *bytes)
{
  g_autoptr (SignetHabits) habits = _signet_habits_new ();
  g_autofree char *key = NULL;
  SignetJsonSpan document;
  SignetJsonIter iter;
  SignetJsonSpan value;
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  if (!signet_json_check (text != NULL ? text : "", length, &document, NULL) ||
      signet_json_get_type (document) != SIGNET_JSON_OBJECT)
    return NULL;

  signet_json_iter_init (&iter, document);
  while (signet_json_iter_next (&iter, &key, &value))
    if ((strcmp (key, "items") == 0 && !read_habits (habits, value)) ||
        (strcmp (key, "aisles") == 0 && !read_aisles (habits, value)))
      return NULL;

  return g_steal_pointer (&habits);
}

static void
set_errno_error (GError     **error,
                 int          code,
                 const char  *path)
{
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", path, g_strerror (code));
}

/* habits: (out) (nullable): NULL where there is no file, or none any more: then kept_as says where damage is now */
static gboolean
read_file (const char    *path,
           SignetHabits **habits,
           char         **kept_as,
           GError       **error)
{
  g_autoptr (GBytes) bytes = NULL;
  gint64 modified;
  int result = _signet_file_read (path, &bytes, &modified);

  *habits = NULL;
  if (result == ENOENT)
    return TRUE;

  if (result == 0)
    *habits = parse (bytes);
  if (*habits != NULL)
    return TRUE;

  if (result == 0 || result == EINVAL || result == EFBIG)
    {
      *kept_as = _signet_file_move_aside (path, "broken");
      if (*kept_as != NULL)
        return TRUE;
      result = errno;
    }

  set_errno_error (error, result, path);

  return FALSE;
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

static GBytes *
format (SignetHabits *habits)
{
  g_autoptr (GString) json = g_string_new ("{\n  \"items\": [");
  g_autoptr (GPtrArray) sorted = _signet_habits_sort (habits);
  const char * const *aisles = _signet_habits_get_aisles (habits);

  for (guint i = 0; i < sorted->len; i++)
    {
      const SignetHabit *habit = sorted->pdata[i];

      g_string_append_printf (json, "%s\n    {\"item\": ", i == 0 ? "" : ",");
      signet_json_append_string (json, habit->name);
      append_member (json, "quantity", habit->quantity);
      append_member (json, "aisle", habit->aisle);
      g_string_append_printf (json, ", \"bought\": %u, \"votes\": %u, \"last\": %" G_GINT64_FORMAT "}", habit->n_bought,
                              habit->votes, habit->last);
    }

  g_string_append (json, sorted->len > 0 ? "\n  ],\n  \"aisles\": [" : "],\n  \"aisles\": [");
  for (guint i = 0; aisles[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append (json, ", ");
      signet_json_append_string (json, aisles[i]);
    }
  g_string_append (json, "]\n}\n");

  return g_string_free_to_bytes (g_steal_pointer (&json));
}

static gboolean
write_file (const char    *path,
            SignetHabits  *habits,
            GError       **error)
{
  g_autoptr (GBytes) bytes = format (habits);

  return g_file_set_contents_full (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

/* The work */

SignetHouseholdJob *
_signet_household_job_new (const char *path,
                           GPtrArray  *lessons)
{
  SignetHouseholdJob *self = g_new0 (SignetHouseholdJob, 1);

  g_atomic_ref_count_init (&self->refs);
  self->path = g_strdup (path);
  self->lessons = lessons;

  return self;
}

SignetHouseholdJob *
_signet_household_job_ref (SignetHouseholdJob *self)
{
  g_atomic_ref_count_inc (&self->refs);

  return self;
}

void
_signet_household_job_unref (SignetHouseholdJob *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  g_clear_pointer (&self->whole, _signet_habits_free);
  g_clear_pointer (&self->habits, _signet_habits_free);
  g_clear_pointer (&self->lessons, g_ptr_array_unref);
  g_free (self->kept_as);
  g_free (self->stamp);
  g_free (self->path);
  g_free (self);
}

/* (transfer full) (nullable): NULL: no file */
static char *
dup_stamp (const char *path)
{
  struct stat info;

  if (g_stat (path, &info) != 0)
    return NULL;

  return g_strdup_printf ("%" G_GUINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT ".%09ld", (guint64) info.st_ino,
                          (gint64) info.st_size, (gint64) info.st_mtim.tv_sec, (long) info.st_mtim.tv_nsec);
}

static gboolean
is_known (SignetHouseholdJob *self)
{
  g_autofree char *stamp = dup_stamp (self->path);

  return stamp != NULL && g_strcmp0 (stamp, self->stamp) == 0;
}

/* Reads, learns and, where there is something to learn, writes.  Under the lock. */
static gboolean
run_locked (SignetHouseholdJob  *self,
            GError             **error)
{
  gboolean must_write = self->lessons->len > 0 || self->whole != NULL;

  if (!must_write && is_known (self))
    {
      self->is_read = TRUE;
      self->is_found = TRUE;
      return TRUE;
    }

  if (!read_file (self->path, &self->habits, &self->kept_as, error))
    return FALSE;

  self->is_read = TRUE;
  self->is_found = self->habits != NULL;
  if (!self->is_found && self->was_there)
    {
      self->is_gone = must_write && self->whole == NULL;
      if (self->is_gone || !must_write)
        return TRUE;
      self->habits = g_steal_pointer (&self->whole);
      return write_file (self->path, self->habits, error);
    }

  if (!self->is_found)
    self->habits = _signet_habits_new ();
  for (guint i = 0; i < self->lessons->len; i++)
    _signet_habits_learn (self->habits, self->lessons->pdata[i]);

  return !must_write || write_file (self->path, self->habits, error);
}

gboolean
_signet_household_job_run (SignetHouseholdJob  *self,
                           GError             **error)
{
  static GMutex turn;
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autofree char *lock_path = g_build_filename (folder, "household.lock", NULL);
  gboolean is_done;
  int lock;

  /* who only reads makes nothing */
  if ((self->lessons->len > 0 || self->whole != NULL) && g_mkdir_with_parents (folder, 0700) != 0)
    {
      set_errno_error (error, errno, folder);
      return FALSE;
    }

  lock = _signet_file_lock (&turn, lock_path);
  is_done = run_locked (self, error);
  g_free (self->stamp);
  self->stamp = dup_stamp (self->path);
  _signet_file_unlock (&turn, lock);

  return is_done;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One thing that the household buys. */
typedef struct
{
  char   *name;
  char   *quantity;   /* (nullable) */
  char   *aisle;      /* (nullable) */
  guint   n_bought;
  guint   votes;      /* for quantity: one more for each purchase in it, one less for each in another */
  gint64  last;       /* seconds since 1970: added or bought */
} SignetHabit;

/* The file, for workers */
typedef struct
{
  GPtrArray *habits;   /* of SignetHabit */
  GStrv      aisles;
  char      *kept_as;  /* (nullable): damage was kept under that base name */
} SignetHouseholdFile;

SignetHabit         *_signet_habit_new            (const char *name);
void                 _signet_habit_free           (SignetHabit *self);

void                 _signet_household_file_free  (SignetHouseholdFile *self);
/* no file: nothing in it.  Blocks.  errors: G_FILE_ERROR */
SignetHouseholdFile *_signet_household_file_read  (const char *path, GError **error);
/* (transfer full): the file */
GBytes              *_signet_household_file_format (GPtrArray *habits, const char * const *aisles);
/* makes its folder, too.  Blocks.  errors: G_FILE_ERROR */
gboolean             _signet_household_file_write (const char *path, GBytes *bytes, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignetHabit, _signet_habit_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignetHouseholdFile, _signet_household_file_free)

G_END_DECLS

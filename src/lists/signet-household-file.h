/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-habits.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a worker does with the file of a household.  It has all it needs, and hands all it found over when it is done: at
 * no time do two threads look at the same thing.
 *
 * Others may write the file as well.  Whoever writes takes a lock that all processes share, reads what is there, lets it
 * learn what is new, and replaces the file by that, so that nobody's learning is lost. */
typedef struct
{
  gatomicrefcount  refs;     /* of either thread: whoever is done last frees it */

  /* what is to be done */
  char            *path;
  GPtrArray       *lessons;  /* of SignetLesson: what the file is to learn; none: it is only read */
  gboolean         was_there;/* there was such a file: where there is none, nobody knows what was in it but us … */
  SignetHabits    *whole;    /* … (nullable): all of which is this, the lessons included */
  char            *stamp;    /* (nullable): tells the file that we know from others; then of the one that is there now */

  /* what came of it */
  gboolean         is_read;  /* whatever was there, also nothing, could be read */
  gboolean         is_found; /* there was a file, and it was right */
  SignetHabits    *habits;   /* (nullable): what is known now, the lessons included: also where it could not be written;
                              * NULL: nothing new */
  char            *kept_as;  /* (nullable): damage was kept under that base name */
  gboolean         is_gone;  /* was_there, is no more, and whole was not given: the lessons were not written */
} SignetHouseholdJob;

/* path: of the file; lessons: (transfer full) */
SignetHouseholdJob *_signet_household_job_new   (const char *path, GPtrArray *lessons);
SignetHouseholdJob *_signet_household_job_ref   (SignetHouseholdJob *self);
void                _signet_household_job_unref (SignetHouseholdJob *self);
/* Blocks.  FALSE: it could not be read or not be written.  errors: G_FILE_ERROR */
gboolean            _signet_household_job_run   (SignetHouseholdJob *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignetHouseholdJob, _signet_household_job_unref)

G_END_DECLS

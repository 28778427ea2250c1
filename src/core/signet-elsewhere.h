/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-secret.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  SIGNET_ELSEWHERE_FOLDER,
  SIGNET_ELSEWHERE_WEB,
} SignetElsewhereKind;

/* Keeps a copy of our key set in a folder, or at a web address, for those who cannot reach this computer: written
 * when it was set up, at the start where it is not up to date, and whenever the set changes, whoever changes it.
 * What fails is tried again, later each time, and when the network changes.
 * Property "status" (nullable, with notify): what became of it, translated; NULL: not set up.  Main thread only. */
#define SIGNET_TYPE_ELSEWHERE (signet_elsewhere_get_type ())
G_DECLARE_FINAL_TYPE (SignetElsewhere, signet_elsewhere, SIGNET, ELSEWHERE, GObject)

/* from now on; until then nothing is written */
void        signet_elsewhere_start       (SignetElsewhere *self);
/* (nullable): the folder's path or the web address; NULL: not set up */
const char *signet_elsewhere_get_target  (SignetElsewhere *self);
/* (nullable) of a web address */
const char *signet_elsewhere_get_user    (SignetElsewhere *self);
/* (transfer full) (nullable): “Folder “web””, “Web share “example.com”” */
char       *signet_elsewhere_dup_title   (SignetElsewhere *self);
/* (transfer full) (nullable): "Written today at 14:02" */
char       *signet_elsewhere_dup_status  (SignetElsewhere *self);
/* whether the last try failed */
gboolean    signet_elsewhere_is_failing  (SignetElsewhere *self);
/* whether a copy is there that somebody may be reading */
gboolean    signet_elsewhere_was_written (SignetElsewhere *self);
/* tries it at once */
void        signet_elsewhere_try_now     (SignetElsewhere *self);
/* path: (nullable): NULL ends it; what was written stays */
void        signet_elsewhere_set_folder  (SignetElsewhere *self, const char *path);
/* (transfer full) (nullable): why it cannot be a web address for the key set, translated */
char       *signet_elsewhere_dup_url_problem (const char *url);
/* url: (nullable): NULL ends it, and forgets the secret.  secret: (nullable): for the keyring; NULL: that of the same
 * address stays.  errors: SIGNET_KEYS_ERROR; nothing is changed then */
void        signet_elsewhere_set_web_async   (SignetElsewhere *self, const char *url, const char *user, JotSecret *secret,
                                              GAsyncReadyCallback callback, gpointer user_data);
gboolean    signet_elsewhere_set_web_finish  (SignetElsewhere *self, GAsyncResult *result, GError **error);

G_END_DECLS

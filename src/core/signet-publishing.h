/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Publishes our public key set.  Properties, all with notify:
 *  "enabled" (writable): turning it on starts the server, and may turn itself off again with a "problem";
 *    the settings keep the wish
 *  "visible" (writable): to the network, not only to this computer; kept in the settings, also while off
 *  "url" (nullable): where it is published while on; where it would be while off
 *  "other-urls": where else others find it, GStrv
 *  "port" (writable)
 *  "problem" (nullable): translated sentence, "Port 7515 is taken by another program." */
#define SIGNET_TYPE_PUBLISHING (signet_publishing_get_type ())
G_DECLARE_FINAL_TYPE (SignetPublishing, signet_publishing, SIGNET, PUBLISHING, GObject)

/* turns it on where the settings say that it was wanted last */
void        signet_publishing_resume      (SignetPublishing *self);
gboolean    signet_publishing_is_enabled  (SignetPublishing *self);
void        signet_publishing_set_enabled (SignetPublishing *self, gboolean enabled);
gboolean    signet_publishing_is_visible  (SignetPublishing *self);
void        signet_publishing_set_visible (SignetPublishing *self, gboolean visible);
/* whether it is published, and "url" is one that others on the network can use */
gboolean    signet_publishing_reaches_others (SignetPublishing *self);
const char *signet_publishing_get_url     (SignetPublishing *self);
/* (transfer none): may be empty */
const char * const *signet_publishing_get_other_urls (SignetPublishing *self);
const char *signet_publishing_get_problem (SignetPublishing *self);
void        signet_publishing_set_port    (SignetPublishing *self, guint port);
guint       signet_publishing_get_port    (SignetPublishing *self);
/* turns it on at a free port, which the settings keep */
void        signet_publishing_use_another_port (SignetPublishing *self);
/* Writes our key card, see signet-key-card.h: for those who cannot reach the key set, with its address where they could.
 * errors: JOT_ERROR_KEY_SET_INVALID where there is no key, of the file */
void        signet_publishing_save_card_async  (SignetPublishing *self, GFile *file, GCancellable *cancellable,
                                                GAsyncReadyCallback callback, gpointer user_data);
gboolean    signet_publishing_save_card_finish (SignetPublishing *self, GAsyncResult *result, GError **error);
/* (transfer full): what the file is best called, "Whitney.jwks" */
char       *signet_publishing_dup_card_name    (SignetPublishing *self);

G_END_DECLS

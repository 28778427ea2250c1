/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The page on which a list is signed and the key set published.
 *
 * Property "publishing" (writable): whether the key set is published.
 * Signal "list-chosen" (SignetList *list): the user wants to sign another list. */
#define SIGNET_TYPE_SIGN_PANE (signet_sign_pane_get_type ())
G_DECLARE_FINAL_TYPE (SignetSignPane, signet_sign_pane, SIGNET, SIGN_PANE, AdwBin)

GtkWidget  *signet_sign_pane_new             (SignetContext *context);
void        signet_sign_pane_set_list        (SignetSignPane *self, SignetList *list);   /* list: (nullable) */
/* (nullable): the token of the list as it stands, where it was signed */
const char *signet_sign_pane_get_token       (SignetSignPane *self);
/* turns to "Let Others Check" */
void        signet_sign_pane_show_publishing (SignetSignPane *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SIGNET_TYPE_SIGN_PANE (signet_sign_pane_get_type ())
G_DECLARE_FINAL_TYPE (SignetSignPane, signet_sign_pane, SIGNET, SIGN_PANE, AdwBin)

GtkWidget *signet_sign_pane_new      (SignetContext *context);
void       signet_sign_pane_set_list (SignetSignPane *self, SignetList *list);   /* list: (nullable) */

G_END_DECLS

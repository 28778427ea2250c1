/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-report.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Asks, beside a valid token, whether to remember whose key that is. Not visible where there is nothing to ask. */
#define SIGNET_TYPE_REMEMBER_GROUP (signet_remember_group_get_type ())
G_DECLARE_FINAL_TYPE (SignetRememberGroup, signet_remember_group, SIGNET, REMEMBER_GROUP, AdwBin)

void  signet_remember_group_set_report (SignetRememberGroup *self, SignetReport *report);   /* report: (nullable) */
/* (transfer full): what the signer is to be called, as it was typed */
char *signet_remember_group_dup_name   (SignetRememberGroup *self);
/* sentence: why that name does not do, translated */
void  signet_remember_group_complain   (SignetRememberGroup *self, const char *sentence);

G_END_DECLS

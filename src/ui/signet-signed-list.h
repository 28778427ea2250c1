/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-report.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The list in a token.  What the signature proves looks like a list; what nothing proves is
 * grey, dashed and introduced by “says”. */
#define SIGNET_TYPE_SIGNED_LIST (signet_signed_list_get_type ())
G_DECLARE_FINAL_TYPE (SignetSignedList, signet_signed_list, SIGNET, SIGNED_LIST, GtkBox)

/* report: (nullable): hides it; also hidden where the token carries no list */
void signet_signed_list_set_report (SignetSignedList *self, SignetReport *report);
/* whether what the report says may be shown as the signer's list */
gboolean signet_signed_list_is_trusted (SignetReport *report);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-context.h"

G_BEGIN_DECLS

/* The stored lists, for the verbs that use them.  NULL or FALSE: a sentence was printed
 * and *status is the exit status to return. */

/* (transfer none): read; a file that is no list is named on stderr */
SignetListStore *signet_cli_load_lists (SignetContext *context, int *status);
/* (transfer none): the one list of that name or id */
SignetList      *signet_cli_find_list  (SignetContext *context, const char *name, int *status);
/* (transfer none): read, as far as it could be; a file that is none is named on stderr */
SignetHousehold *signet_cli_load_household (SignetContext *context);

G_END_DECLS

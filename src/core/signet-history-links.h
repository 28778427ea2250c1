/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-history.h"

G_BEGIN_DECLS

/* Which stored list an entry of the history is of.  Entries say so by its id; those of older versions, and those of claims
 * that were signed as they are, name a list only. */

/* lists: (element-type SignetList).  Gives every list that was signed here, and has no id, to the list of its name: of
 * several to one that is as it was signed, else to the first.  An entry keeps its list, however lists are called later */
void signet_history_link_lists (SignetHistory *history, GListModel *lists);

G_END_DECLS

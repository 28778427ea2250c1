/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-list.h"
#include "signet-list-contents.h"

G_BEGIN_DECLS

/* contents: (transfer full); fallback_name: (nullable): where contents name no list */
SignetList         *signet_list_new_take_contents (const char *id, SignetListContents *contents, const char *fallback_name);
/* for a worker; costs a pointer for hundreds of items, and the text of those round an edit since the last */
SignetListSnapshot *signet_list_snapshot          (SignetList *self);
/* key: signet_fold() of a name.  position: (inout): where to begin to look, and where it was found.
 * (transfer none) (nullable): the next item of that name */
SignetItem         *signet_list_find_key          (SignetList *self, const char *key, guint *position);
/* microseconds since 1970, 0: not known */
gint64              signet_list_get_created       (SignetList *self);
/* no edit: emits nothing */
void                signet_list_set_created       (SignetList *self, gint64 created);

G_END_DECLS

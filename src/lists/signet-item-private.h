/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-item.h"
#include "signet-list-contents.h"

G_BEGIN_DECLS

/* takes the strings of fields, cleaned as they are */
SignetItem *signet_item_new_take_fields (SignetItemFields *fields);
/* the item as a JSON object on one line: (transfer full); made once per edit */
GRefString *signet_item_dup_json        (SignetItem *self);
gboolean    signet_item_equal           (SignetItem *self, SignetItem *other);
/* takes over every value of other, members unknown to this version included */
void        signet_item_take_from       (SignetItem *self, SignetItem *other);

G_END_DECLS

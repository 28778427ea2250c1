/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-item.h"

G_BEGIN_DECLS

/* What a list knows of its items without looking at all of them, for that takes longer than an edit may:
 * how many are bought, where one of a certain name may be, and their JSON.
 *
 * It borrows the array of items, and is told of everything that changes in it. */
typedef struct _SignetListCache SignetListCache;

/* items: (element-type SignetItem): empty still, outlives the cache */
SignetListCache *signet_list_cache_new       (GPtrArray *items);
void             signet_list_cache_free      (SignetListCache *self);

/* after it was done to the array */
void             signet_list_cache_spliced   (SignetListCache *self, guint position, guint n_removed, guint n_added);
/* any value of item may have changed */
void             signet_list_cache_edited    (SignetListCache *self, SignetItem *item);

/* as of when it was told last */
guint            signet_list_cache_get_n_done (SignetListCache *self);
/* position: (inout): where to begin to look, and where it was found; key: signet_fold() */
gboolean         signet_list_cache_find_key  (SignetListCache *self, const char *key, guint *position);
/* (transfer full) (element-type GRefString): the JSON of all, of many in each text, with commas between them */
GPtrArray       *signet_list_cache_dup_json  (SignetListCache *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignetListCache, signet_list_cache_free)

G_END_DECLS

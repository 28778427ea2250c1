/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-claims.h"
#include "signet-list.h"

G_BEGIN_DECLS

/* What goes into a token beside the list; strings (nullable), empty counts as absent. */
typedef struct
{
  const char *issuer;
  const char *subject;
  const char *audience;
  gint64      issued_at;   /* seconds since 1970 */
  gint64      lifetime;    /* seconds, 0: no end */
  const char *id;          /* jti; a fresh UUID where NULL */
} SignetTokenOptions;

/* list ⇄ claims (design: iss sub aud iat nbf exp jti listName groceryList, ticks never) */
GBytes    *signet_token_build_claims (SignetList *list, const SignetTokenOptions *options);
/* (transfer full) (nullable): the items of "groceryList", NULL where there is none */
GPtrArray *signet_token_read_items   (JotClaims *claims);
/* (nullable) "listName" */
const char *signet_token_get_list_name (JotClaims *claims);

/* The token in what a person pasted: "Bearer ", quotes, white space and text around it are
 * left out; removed: (out) (nullable): translated note on that.  (transfer full) */
char      *signet_token_extract      (const char *text, char **removed);

G_END_DECLS

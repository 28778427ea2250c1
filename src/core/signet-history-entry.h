/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-claims.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  SIGNET_HISTORY_SIGNED,
  SIGNET_HISTORY_CHECKED,
} SignetHistoryKind;

/* What is known when a token was signed or checked; strings are borrowed and copied. */
typedef struct
{
  SignetHistoryKind  kind;
  gint64             time;      /* seconds since 1970 */
  const char        *token;
  const char        *outcome;   /* "valid", "valid-but", or the code of the refusal */
  gboolean           proved;    /* the signature held */
  const char        *signer;    /* (nullable): name in the trust book */
  const char        *source;    /* (nullable): key set URL or file it was checked with */
  const char        *list_id;   /* (nullable): of the stored list that was signed */
} SignetHistoryRecord;

/* One token that was signed or checked here: immutable.  Kept whole only where it was signed here or carries
 * "groceryList"; of others header, issuer, verdict, time and SHA-256: they may be live credentials. */
#define SIGNET_TYPE_HISTORY_ENTRY (signet_history_entry_get_type ())
G_DECLARE_FINAL_TYPE (SignetHistoryEntry, signet_history_entry, SIGNET, HISTORY_ENTRY, GObject)

/* (transfer full) */
SignetHistoryEntry *signet_history_entry_new           (const SignetHistoryRecord *record);
/* the same entry, of that list.  (transfer full) */
SignetHistoryEntry *signet_history_entry_new_linked    (SignetHistoryEntry *self, const char *list_id);
/* reads what to_json() wrote.  errors: G_IO_ERROR_INVALID_DATA, G_IO_ERROR_NOT_SUPPORTED (of a newer Signet) */
SignetHistoryEntry *signet_history_entry_new_from_json (const char *id, const char *text, gssize length, GError **error);
char               *signet_history_entry_to_json       (SignetHistoryEntry *self);

/* the newer the entry, the greater; also the name of its file */
const char         *signet_history_entry_get_id        (SignetHistoryEntry *self);
SignetHistoryKind   signet_history_entry_get_kind      (SignetHistoryEntry *self);
gint64              signet_history_entry_get_time      (SignetHistoryEntry *self);
const char         *signet_history_entry_get_outcome   (SignetHistoryEntry *self);
gboolean            signet_history_entry_is_proved     (SignetHistoryEntry *self);
/* all (nullable) */
const char         *signet_history_entry_get_signer    (SignetHistoryEntry *self);
const char         *signet_history_entry_get_source    (SignetHistoryEntry *self);
const char         *signet_history_entry_get_header    (SignetHistoryEntry *self);   /* JSON text */
const char         *signet_history_entry_get_kid       (SignetHistoryEntry *self);
const char         *signet_history_entry_get_issuer    (SignetHistoryEntry *self);
const char         *signet_history_entry_get_subject   (SignetHistoryEntry *self);
const char         *signet_history_entry_get_token_id  (SignetHistoryEntry *self);   /* jti */
const char         *signet_history_entry_get_list_name (SignetHistoryEntry *self);
const char         *signet_history_entry_get_list_id   (SignetHistoryEntry *self);   /* of the stored list that was signed */
const char         *signet_history_entry_get_token     (SignetHistoryEntry *self);
/* lower-case hexadecimal */
const char         *signet_history_entry_get_sha256    (SignetHistoryEntry *self);
/* FALSE where there is no "iat" or "exp", or it is not kept */
gboolean            signet_history_entry_get_issued_at (SignetHistoryEntry *self, gint64 *seconds);
gboolean            signet_history_entry_get_expiry    (SignetHistoryEntry *self, gint64 *seconds);
/* whether all words of text are in its list, people or items, in whatever case; "" is in all */
gboolean            signet_history_entry_matches       (SignetHistoryEntry *self, const char *text);
/* whether the token is kept, and lists something */
gboolean            signet_history_entry_has_list      (SignetHistoryEntry *self);
/* (transfer full) (nullable): of a token that is kept */
GBytes             *signet_history_entry_dup_payload   (SignetHistoryEntry *self);
JotClaims          *signet_history_entry_dup_claims    (SignetHistoryEntry *self);
/* (transfer full) (nullable) (element-type SignetItem): what the token lists */
GPtrArray          *signet_history_entry_dup_items     (SignetHistoryEntry *self);

G_END_DECLS

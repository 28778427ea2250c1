/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-history-entry.h"
#include "signet-list-changes.h"
#include "signet-list.h"

G_BEGIN_DECLS

typedef enum
{
  SIGNET_SIGNED_NEVER,
  SIGNET_SIGNED_AS_IT_IS,
  SIGNET_SIGNED_CHANGED,   /* edited since */
  SIGNET_SIGNED_EXPIRED,
  SIGNET_SIGNED_REVOKED,   /* the key of the signature */
} SignetSignedKind;

/* Whether a list was signed here, and what has become of that: what the history says at one time. */
typedef struct
{
  SignetSignedKind    kind;
  gint64              now;       /* when this was looked up */
  gint64              expiry;    /* seconds since 1970; 0: never runs out, or never signed */
  SignetHistoryEntry *entry;     /* (nullable): the signature */
  SignetListChanges  *changes;   /* (nullable): since then */
  char               *old_name;  /* (nullable): what the list was called then, where that is something else */
  char               *fingerprint; /* (nullable): of the key, where it is one of ours still */
} SignetSignedState;

/* history: of SignetHistoryEntry, newest first.  own_keys: of SignetOwnKey.  now: seconds since 1970 */
SignetSignedState *signet_signed_state_new           (SignetList *list, GListModel *history, GListModel *own_keys, gint64 now);
void               signet_signed_state_free          (SignetSignedState *self);
/* (transfer full): "Not signed yet", "Signed today at 14:02 for Brian", "3 changes since signed" */
char              *signet_signed_state_dup_words     (SignetSignedState *self);
/* (transfer full) (nullable): "Works until tomorrow at 14:02"; NULL where it was never signed */
char              *signet_signed_state_dup_end       (SignetSignedState *self);
/* (transfer full) (nullable): for a printed list: signer, date, fingerprint; NULL unless it is signed as it is */
char              *signet_signed_state_dup_stamp     (SignetSignedState *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignetSignedState, signet_signed_state_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-jwks-disk.h"

G_BEGIN_DECLS

/* What is known of one key set URL, and the rules for what it is good for: time is an argument, and nothing is asked. */
typedef struct
{
  char         *source;
  SignetKeySet *set;           /* nullable: the last good one */
  GBytes       *body;          /* nullable: of set */
  char         *etag;          /* nullable: of set */
  gint64        last_attempt;  /* here or by another process; seconds since 1970, G_MININT64: none */
  GError       *last_error;    /* nullable: of that attempt */
} SignetJwksEntry;

void          signet_jwks_entry_init             (SignetJwksEntry *entry, const char *source);
void          signet_jwks_entry_clear            (SignetJwksEntry *entry);
/* whether it answers for kid (nullable) without asking anybody */
gboolean      signet_jwks_entry_is_good          (const SignetJwksEntry *entry, const char *kid, SignetJwksGetFlags flags, gint64 now);
/* whether asking again would be too early */
gboolean      signet_jwks_entry_is_cooling       (const SignetJwksEntry *entry, SignetJwksGetFlags flags, gint64 now);
/* (transfer full) (nullable): the answer after an attempt.  error: (nullable) */
SignetKeySet *signet_jwks_entry_answer           (const SignetJwksEntry *entry, SignetJwksGetFlags flags, gint64 now, GError **error);
/* what an attempt brought: answer (nullable), else error (transfer full) */
void          signet_jwks_entry_take_answer      (SignetJwksEntry *entry, SignetJwksAnswer *answer, GError *error, gint64 now);
/* what was found on the disk */
void          signet_jwks_entry_take_stored      (SignetJwksEntry *entry, const SignetJwksStored *stored);
/* whether others should know of it; then stored: (out caller-allocates) is for them */
gboolean      signet_jwks_entry_is_worth_storing (const SignetJwksEntry *entry);
void          signet_jwks_entry_store            (const SignetJwksEntry *entry, SignetJwksStored *stored);

G_END_DECLS

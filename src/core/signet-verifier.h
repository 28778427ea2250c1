/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-policy.h"
#include "signet-report.h"
#include "signet-signer.h"

G_BEGIN_DECLS

/* What is asked of one check; strings are borrowed for the call and copied. */
typedef struct
{
  const char *token;       /* as jot_verify wants it: no white space */
  const char *source;      /* (nullable): key set URL or file; NULL and no key: not checked */
  JotJwk     *key;         /* (nullable): a single key, no kid needed */
  SignetSigner *signer;    /* (nullable): whose token it must be, instead of source and key */
  const char *discover;    /* (nullable): issuer whose key set is to be found, instead of source, key and signer; demand it
                            * in policy, too */
  gboolean    own;         /* the user's own keys, instead of source and key */
  const GError *key_error;   /* (nullable): why the key or key set asked for cannot be had: JOT_ERROR_KEY_SET_* */
  JotPolicy   policy;
  gint64      at;          /* seconds since 1970; G_MININT64: now */
  gboolean    refresh;     /* pass the cache */
  gboolean    allow_http;  /* from a LAN address */
} SignetCheckRequest;

#define SIGNET_CHECK_REQUEST_INIT { .policy = JOT_POLICY_INIT, .at = G_MININT64 }

/* Checks tokens: fetches the key set where needed, asks jot, puts the verdict in words. */
#define SIGNET_TYPE_VERIFIER (signet_verifier_get_type ())
G_DECLARE_FINAL_TYPE (SignetVerifier, signet_verifier, SIGNET, VERIFIER, GObject)

/* history, book: (nullable), and loaded by whoever gives them: from now on reports compare, see signet_report_compare() */
void          signet_verifier_compare_with (SignetVerifier *self, SignetHistory *history, SignetTrustBook *book);
/* seconds since 1970 */
gint64        signet_verifier_get_now      (void);
/* the only error is G_IO_ERROR_CANCELLED: everything else is in the report */
void          signet_verifier_check_async  (SignetVerifier *self, const SignetCheckRequest *request,
                                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
SignetReport *signet_verifier_check_finish (SignetVerifier *self, GAsyncResult *result, GError **error);
/* (transfer full) (nullable): the report at once where no fetch is needed, else NULL */
SignetReport *signet_verifier_check_now    (SignetVerifier *self, const SignetCheckRequest *request);

/* (transfer full) (element-type utf8): thumbprints of the keys in a set that are the user's own.  n_others: (out): how many
 * there are besides */
GHashTable   *signet_verifier_find_own     (SignetVerifier *self, JotJwks *jwks, guint *n_others);
/* (transfer full) (nullable) (element-type utf8 JotJwk): the user's own keys that were revoked, by thumbprint */
GHashTable   *signet_verifier_dup_revoked  (SignetVerifier *self);

/* whether text can be the address of an issuer that says where its key set is */
gboolean      signet_verifier_is_issuer    (const char *text);
/* where the issuer of a request says that its key set is.  errors: JOT_ERROR_KEY_SET_UNAVAILABLE, KEY_SET_INVALID,
 * G_IO_ERROR_CANCELLED */
void          signet_verifier_discover_async  (SignetVerifier *self, const SignetCheckRequest *request,
                                               GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* (transfer full) (nullable): the URL of the key set */
char         *signet_verifier_discover_finish (SignetVerifier *self, GAsyncResult *result, GError **error);

G_END_DECLS

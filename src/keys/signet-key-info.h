/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-jwk.h"

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  SIGNET_KEY_STATE_NEXT,
  SIGNET_KEY_STATE_CURRENT,
  SIGNET_KEY_STATE_RETIRED,
  SIGNET_KEY_STATE_REVOKED,
} SignetKeyState;

/* Public metadata of one signing key: immutable, refcounted. Times in seconds since 1970, 0: never. */
typedef struct _SignetKeyInfo SignetKeyInfo;

#define SIGNET_TYPE_KEY_INFO (signet_key_info_get_type ())
GType           signet_key_info_get_type       (void);
SignetKeyInfo  *signet_key_info_ref            (SignetKeyInfo *self);
void            signet_key_info_unref          (SignetKeyInfo *self);
const char     *signet_key_info_get_kid        (const SignetKeyInfo *self);
const JotAlg   *signet_key_info_get_alg        (const SignetKeyInfo *self);
SignetKeyState  signet_key_info_get_state      (const SignetKeyInfo *self);
gint64          signet_key_info_get_created    (const SignetKeyInfo *self);
gint64          signet_key_info_get_retired    (const SignetKeyInfo *self);
gint64          signet_key_info_get_revoked    (const SignetKeyInfo *self);
/* the latest exp of any token made with it; G_MAXINT64 after one without exp */
gint64          signet_key_info_get_latest_exp (const SignetKeyInfo *self);
guint           signet_key_info_get_n_signed   (const SignetKeyInfo *self);
JotJwk         *signet_key_info_get_public     (const SignetKeyInfo *self);
/* "next", "current", "retired", "revoked"; stable */
const char     *signet_key_state_get_name      (SignetKeyState state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignetKeyInfo, signet_key_info_unref)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-key-info.h"

G_BEGIN_DECLS

struct _SignetKeyInfo
{
  gatomicrefcount ref_count;

  const JotAlg   *alg;
  JotJwk         *public;
  SignetKeyState  state;
  gint64          created;
  gint64          retired;
  gint64          revoked;
  gint64          latest_exp;
  guint           n_signed;
};

/* created: seconds since 1970 */
SignetKeyInfo *signet_key_info_new  (const JotAlg *alg, JotJwk *public, SignetKeyState state, gint64 created);
/* (transfer full): to be changed before anybody else sees it */
SignetKeyInfo *signet_key_info_copy (const SignetKeyInfo *self);

G_END_DECLS

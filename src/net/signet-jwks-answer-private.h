/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-jwks-fetcher.h"

G_BEGIN_DECLS

struct _SignetJwksAnswer
{
  gatomicrefcount ref_count;

  GBytes           *body;     /* nullable */
  SignetJwksOrigin  origin;
  char             *etag;     /* nullable */
  gint64            max_age;
};

SignetJwksAnswer *signet_jwks_answer_new (GBytes *body, SignetJwksOrigin origin, const char *etag, gint64 max_age);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-jwks-cache.h"

G_BEGIN_DECLS

struct _SignetKeySet
{
  gatomicrefcount ref_count;

  JotJwks          *jwks;
  char             *source;
  char             *host;      /* nullable */
  SignetJwksOrigin  origin;
  gint64            fetched;
  gint64            good_until;
  gboolean          stale;
};

G_END_DECLS

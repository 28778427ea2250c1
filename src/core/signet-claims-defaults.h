/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What an object that is to be signed gets where it does not say it itself; strings are borrowed for the call. */
typedef struct
{
  const char *issuer;          /* (nullable): asked for: the object must not say something else */
  const char *subject;         /* (nullable): the same */
  const char *audience;        /* (nullable): the same */
  gboolean    lifetime_asked;  /* the same of lifetime */
  gint64      lifetime;        /* seconds; 0: no end */
  const char *name;            /* (nullable): the issuer where nothing else is */
  gint64      now;             /* seconds since 1970 */
} SignetClaimsDefaults;

/* (transfer full) (nullable): the claims to sign, in their fixed order; a userId is also the sub where there is
 * none.  exp: (out): of them, G_MAXINT64 where they have none.  errors: G_IO_ERROR_INVALID_DATA with a sentence to
 * show: no strict JSON, no object, a date that is none, a member that differs from what was asked for */
GBytes *signet_claims_complete (GBytes *text, const SignetClaimsDefaults *defaults, gint64 *exp, GError **error);

G_END_DECLS

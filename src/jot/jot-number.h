/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A big-endian number, a member of a key. */
typedef struct
{
  guint8 *data;
  gsize   size;
  /*< private >*/
  gsize   mapped;   /* 0: on the heap; else pages of its own, see jot-secret-private.h */
} JotNumber;

/* The members of a private key in the order of the table in jot-private-key.c: RSA n e d p q dp dq qi,
 * EC crv x y d, OKP crv x d. Unused ones are empty. */
typedef struct
{
  JotNumber n, e, d, p, q, dp, dq, qi, x, y;
} JotNumbers;

/* size bytes of zeros; secret: in memory that is not written to swap */
void  jot_number_alloc      (JotNumber *number, gsize size, gboolean secret);
/* number: without leading zeros */
guint jot_number_count_bits (const JotNumber *number);
void  jot_number_clear      (JotNumber *number);     /* wipes */
void  jot_numbers_clear     (JotNumbers *numbers);   /* wipes */

G_END_DECLS

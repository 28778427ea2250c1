/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-strength.h"

#include "jot-error.h"

#include <gmp.h>
#include <string.h>

#define MIN_RSA_BITS 2048
#define MAX_RSA_BITS 8192

static guint
get_remainder (const JotNumber *number,
               guint            divisor)
{
  guint remainder = 0;

  for (gsize i = 0; i < number->size; i++)
    remainder = (remainder << 8 | number->data[i]) % divisor;

  return remainder;
}

/* CVE-2017-15361: the primes of a faulty library are k·M + (65537^a mod M), M the product of
 * small primes. So modulo each of these the modulus is a power of 65537, which for a sound
 * key happens for all of them with a chance of about 2^-27. */
static gboolean
has_roca_fingerprint (const JotNumber *n)
{
  static const guint8 primes[] = {
    3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97,
    101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
  };

  for (guint i = 0; i < G_N_ELEMENTS (primes); i++)
    {
      guint wanted = get_remainder (n, primes[i]);
      guint generator = 65537 % primes[i];
      guint power = 1;
      gboolean found = FALSE;

      do
        {
          found = found || power == wanted;
          power = power * generator % primes[i];
        }
      while (power != 1);

      if (!found)
        return FALSE;
    }

  return TRUE;
}

/**
 * jot_strength_judge_rsa:
 * @n: the modulus, without leading zeros
 * @e: the public exponent, without leading zeros
 *
 * 2048 to 8192 bits (RFC 7518 §3.3: at least 2048; more than 8192 only keep the checker
 * busy), n odd, e odd and 3 ≤ e < 2^32, no ROCA fingerprint.
 *
 * Returns: (transfer full) (nullable): %JOT_ERROR_WEAK_KEY, %NULL for a key that will do
 */
GError *
jot_strength_judge_rsa (const JotNumber *n,
                        const JotNumber *e)
{
  guint bits = jot_number_count_bits (n);

  if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS)
    {
      g_autofree char *found = g_strdup_printf ("%u", bits);

      return jot_error_new (JOT_ERROR_WEAK_KEY, JOT_REASON_KEY_SIZE, 0, bits,
                            bits < MIN_RSA_BITS ? "2048" : "8192", found, "an RSA modulus of %u bits", bits);
    }
  if ((n->data[n->size - 1] & 1) == 0)
    return jot_error_new (JOT_ERROR_WEAK_KEY, JOT_REASON_KEY_SIZE, 0, bits, "odd", "even", "an even RSA modulus");
  if (e->size == 0 || (e->data[e->size - 1] & 1) == 0)
    return jot_error_new (JOT_ERROR_WEAK_KEY, JOT_REASON_KEY_EXPONENT, 0, 0, NULL, "even", "an even RSA exponent");
  if (e->size == 1 && e->data[0] < 3)
    return jot_error_new (JOT_ERROR_WEAK_KEY, JOT_REASON_KEY_EXPONENT, 0, 0, NULL, "1", "the RSA exponent is 1");
  if (e->size > 4)
    return jot_error_new (JOT_ERROR_WEAK_KEY, JOT_REASON_KEY_EXPONENT, 0, 0, NULL, "too large",
                          "an RSA exponent of more than 32 bits");
  if (has_roca_fingerprint (n))
    return jot_error_new (JOT_ERROR_WEAK_KEY, JOT_REASON_KEY_ROCA, 0, 0, NULL, NULL,
                          "the modulus has the ROCA fingerprint (CVE-2017-15361)");

  return NULL;
}

/* x² = (y² − 1) / (dy² + 1), d = −121665/121666, modulo p = 2^255 − 19 (RFC 8032 §5.1.3): there is such an x if that is
 * 0 or a square, and then its product with the squares 121666² and (dy² + 1)² is one as well, for which nothing needs
 * to be divided.  y: little-endian, below p, without the sign of x */
static gboolean
is_on_edwards25519 (const guint8 y[32])
{
  mpz_t p, yy, product, denominator;
  int symbol;

  mpz_init (p);
  mpz_setbit (p, 255);
  mpz_sub_ui (p, p, 19);

  mpz_init (yy);
  mpz_import (yy, 32, -1, 1, 0, 0, y);
  mpz_mul (yy, yy, yy);
  mpz_mod (yy, yy, p);

  mpz_init_set_ui (denominator, 121666);
  mpz_submul_ui (denominator, yy, 121665);

  mpz_init (product);
  mpz_sub_ui (product, yy, 1);
  mpz_mul_ui (product, product, 121666);
  mpz_mul (product, product, denominator);
  mpz_mod (product, product, p);
  symbol = mpz_legendre (product, p);

  mpz_clears (p, yy, product, denominator, NULL);

  return symbol >= 0;
}

/**
 * jot_strength_judge_ed25519:
 * @x: the public key, 32 bytes
 *
 * No y of p or more, which RFC 8032 §5.1.3 decodes to nothing and some libraries to a second spelling
 * of another key; none that is off the curve, where GnuTLS says only that no signature fits; and none of the points of order 1, 2, 4 and 8: for these a signature that fits any
 * text can be made without a private key (§5.1.7 does not refuse them).
 *
 * Returns: (transfer full) (nullable): %JOT_ERROR_WEAK_KEY, %NULL for a key that will do
 */
GError *
jot_strength_judge_ed25519 (const JotNumber *x)
{
  /* p = 2^255 − 19 and y, little-endian, y without the sign of x */
  static const guint8 p[32] = {
    0xed, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f,
  };
  /* of order 4, 1, 2 and the two of order 8 */
  static const guint8 small[][32] = {
    { 0 },
    { 0x01 },
    { 0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
      0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f },
    { 0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0,
      0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05 },
    { 0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f,
      0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a },
  };
  guint8 y[32];

  g_return_val_if_fail (x->size == sizeof y, NULL);

  memcpy (y, x->data, sizeof y);
  y[31] &= 0x7f;
  /* all of p but its first byte is the greatest there is */
  if (y[0] >= p[0] && memcmp (y + 1, p + 1, sizeof y - 1) == 0)
    return jot_error_new (JOT_ERROR_WEAK_KEY, JOT_REASON_KEY_POINT, 0, 0, NULL, NULL,
                          "a point in a spelling that is not its own");
  for (guint i = 0; i < G_N_ELEMENTS (small); i++)
    if (memcmp (y, small[i], sizeof y) == 0)
      return jot_error_new (JOT_ERROR_WEAK_KEY, JOT_REASON_KEY_POINT, 0, 0, NULL, NULL,
                            "a point of small order");
  if (!is_on_edwards25519 (y))
    return jot_error_new (JOT_ERROR_WEAK_KEY, JOT_REASON_KEY_POINT, 0, 0, NULL, NULL,
                          "the point is not on the curve");

  return NULL;
}

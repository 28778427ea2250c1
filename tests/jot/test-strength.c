/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-strength.h"

#include "jot-base64url.h"
#include "jot-fixture.h"

#include <string.h>

/* 2^(bits − 1) + low: only the form of a modulus is judged, not whether it is a product of two primes. */
static void
make_modulus (JotNumber *number,
              guint      bits,
              guint8     low)
{
  jot_number_alloc (number, (bits + 7) / 8, FALSE);
  number->data[0] = (guint8) (1 << ((bits - 1) % 8));
  number->data[number->size - 1] |= low;
}

static void
test_count_bits (void)
{
  static const struct { guint8 bytes[3]; gsize size; guint bits; } rows[] = {
    { { 0 }, 0, 0 }, { { 0x01 }, 1, 1 }, { { 0x7f }, 1, 7 }, { { 0x80 }, 1, 8 }, { { 0xff }, 1, 8 },
    { { 0x01, 0x00 }, 2, 9 }, { { 0x40, 0x00, 0x01 }, 3, 23 }, { { 0x00 }, 1, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      JotNumber number = { (guint8 *) rows[i].bytes, rows[i].size, 0 };

      g_assert_cmpuint (jot_number_count_bits (&number), ==, rows[i].bits);
    }
}

static void
test_rsa_size (void)
{
  static const struct { guint bits; guint8 low; gboolean strong; const char *expected, *found; } rows[] = {
    { 512, 1, FALSE, "2048", "512" },
    { 2040, 1, FALSE, "2048", "2040" },
    { 2047, 1, FALSE, "2048", "2047" },
    { 2048, 1, TRUE, NULL, NULL },
    { 2048, 0, FALSE, "odd", "even" },
    { 2048, 2, FALSE, "odd", "even" },
    { 2048, 0xff, TRUE, NULL, NULL },
    { 2049, 1, TRUE, NULL, NULL },
    { 3072, 1, TRUE, NULL, NULL },
    { 4096, 1, TRUE, NULL, NULL },
    { 8191, 1, TRUE, NULL, NULL },
    { 8192, 1, TRUE, NULL, NULL },
    { 8193, 1, FALSE, "8192", "8193" },
    { 16384, 1, FALSE, "8192", "16384" },
  };
  guint8 exponent[] = { 1, 0, 1 };
  const JotNumber e = { exponent, sizeof exponent, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      JotNumber n = { 0 };
      g_autoptr (GError) error = NULL;

      make_modulus (&n, rows[i].bits, rows[i].low);
      g_assert_cmpuint (jot_number_count_bits (&n), ==, rows[i].bits);
      error = jot_strength_judge_rsa (&n, &e);
      jot_number_clear (&n);
      g_assert_null (n.data);

      g_test_message ("%u bits", rows[i].bits);
      if (rows[i].strong)
        {
          g_assert_no_error (error);
          continue;
        }
      fixture_assert_error (error, JOT_ERROR_WEAK_KEY, JOT_REASON_KEY_SIZE);
      g_assert_cmpstr (jot_error_get_details (error)->expected, ==, rows[i].expected);
      g_assert_cmpstr (jot_error_get_details (error)->found, ==, rows[i].found);
    }
}

/* e odd, 3 ≤ e < 2^32 */
static void
test_rsa_exponent (void)
{
  static const struct { guint8 bytes[6]; gsize size; const char *found; } rows[] = {
    { { 0 }, 0, "even" },
    { { 1 }, 1, "1" },
    { { 2 }, 1, "even" },
    { { 3 }, 1, NULL },
    { { 4 }, 1, "even" },
    { { 5 }, 1, NULL },
    { { 17 }, 1, NULL },
    { { 1, 0, 0 }, 3, "even" },
    { { 1, 0, 1 }, 3, NULL },
    { { 1, 0, 2 }, 3, "even" },
    { { 0xff, 0xff, 0xff, 0xff }, 4, NULL },
    { { 0xff, 0xff, 0xff, 0xfe }, 4, "even" },
    { { 1, 0, 0, 0, 0 }, 5, "even" },
    { { 1, 0, 0, 0, 1 }, 5, "too large" },
    { { 1, 0, 0, 0, 0, 1 }, 6, "too large" },
  };
  JotNumber n = { 0 };

  make_modulus (&n, 2048, 1);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const JotNumber e = { (guint8 *) rows[i].bytes, rows[i].size, 0 };
      g_autoptr (GError) error = jot_strength_judge_rsa (&n, &e);

      g_test_message ("row %u", i);
      if (rows[i].found == NULL)
        {
          g_assert_no_error (error);
          continue;
        }
      fixture_assert_error (error, JOT_ERROR_WEAK_KEY, JOT_REASON_KEY_EXPONENT);
      g_assert_cmpstr (jot_error_get_details (error)->found, ==, rows[i].found);
    }
  jot_number_clear (&n);
}

static void
read_modulus (JotNumber  *number,
              const char *name)
{
  g_autofree char *text = fixture_read (name);
  g_autoptr (JotJson) json = jot_json_parse (text, -1, NULL);

  number->data = jot_base64url_decode (jot_json_node_get_string_member (jot_json_get_root (json), "n"), -1, 0,
                                       &number->size, NULL);
  g_assert_nonnull (number->data);
}

/* CVE-2017-15361 */
static void
test_roca (void)
{
  static const char * const sound[] = {
    "keys/rsa2048.pub.jwk", "keys/rsa2048-other.pub.jwk", "rfc7515-a.2.jwk", "rfc7638-3.1.jwk", "rfc7520-3.3.jwk",
    "attacks/rsa-2048.jwk", "attacks/rsa-8192.jwk", "attacks/rsa-e-3.jwk",
  };
  guint8 exponent[] = { 1, 0, 1 };
  const JotNumber e = { exponent, sizeof exponent, 0 };
  g_autoptr (GError) error = NULL;
  JotNumber n = { 0 };
  guint n_escaped = 0;

  for (guint i = 0; i < G_N_ELEMENTS (sound); i++)
    {
      read_modulus (&n, sound[i]);
      g_assert_null (jot_strength_judge_rsa (&n, &e));
      jot_number_clear (&n);
    }

  read_modulus (&n, "attacks/rsa-roca.jwk");
  error = jot_strength_judge_rsa (&n, &e);
  fixture_assert_error (error, JOT_ERROR_WEAK_KEY, JOT_REASON_KEY_ROCA);

  /* hundreds of neighbours: none but by a chance of 2^-27 has it too */
  for (guint i = 1; i <= 200; i++)
    {
      guint carry = 2;
      g_autoptr (GError) neighbour = NULL;

      for (gsize at = n.size; carry > 0 && at > 0; at--)
        {
          carry += n.data[at - 1];
          n.data[at - 1] = (guint8) carry;
          carry >>= 8;
        }
      neighbour = jot_strength_judge_rsa (&n, &e);
      n_escaped += neighbour == NULL;
    }
  g_assert_cmpuint (n_escaped, ==, 200);
  jot_number_clear (&n);
}

/* Every prime counts: one remainder that is no power of 65537 is enough to be sound. */
static void
test_roca_primes (void)
{
  static const guint8 primes[] = {
    3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97,
    101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
  };
  guint8 exponent[] = { 1, 0, 1 };
  const JotNumber e = { exponent, sizeof exponent, 0 };

  for (guint skipped = 0; skipped < G_N_ELEMENTS (primes); skipped++)
    {
      /* n + k × (product of all primes but one), k chosen so that the one divides it: all but one remainder stay
       * powers of 65537, and that one is zero */
      JotNumber n = { 0 };
      guint8 product[64] = { 0 };
      guint remainder = 0, step = 0, k = 0;
      g_autoptr (GError) error = NULL;

      read_modulus (&n, "attacks/rsa-roca.jwk");
      /* with n mod 8 as it is, so that no number but these primes can deny it */
      product[sizeof product - 1] = 8;
      for (guint i = 0; i < G_N_ELEMENTS (primes); i++)
        {
          guint carry = 0;

          for (gsize at = sizeof product; i != skipped && at > 0; at--)
            {
              carry += (guint) product[at - 1] * primes[i];
              product[at - 1] = (guint8) carry;
              carry >>= 8;
            }
        }
      for (gsize at = 0; at < n.size; at++)
        remainder = (remainder << 8 | n.data[at]) % primes[skipped];
      for (gsize at = 0; at < sizeof product; at++)
        step = (step << 8 | product[at]) % primes[skipped];
      while ((remainder + k * step) % primes[skipped] != 0)
        k++;

      for (; k > 0; k--)
        {
          guint carry = 0;

          for (gsize at = 0; at < n.size; at++)
            {
              carry += n.data[n.size - 1 - at] + (at < sizeof product ? product[sizeof product - 1 - at] : 0);
              n.data[n.size - 1 - at] = (guint8) carry;
              carry >>= 8;
            }
        }
      error = jot_strength_judge_rsa (&n, &e);
      g_test_message ("without %u", primes[skipped]);
      g_assert_no_error (error);
      jot_number_clear (&n);
    }
}

/* Little-endian y; each in both signs of x. */
static void
test_ed25519 (void)
{
  static const struct { const char *name; guint8 first, middle, last; gboolean strong; } rows[] = {
    { "y = 0, order 4", 0x00, 0x00, 0x00, FALSE },
    { "y = 1, order 1", 0x01, 0x00, 0x00, FALSE },
    { "y = 2, off the curve", 0x02, 0x00, 0x00, FALSE },
    { "y = 3", 0x03, 0x00, 0x00, TRUE },
    { "y = 6", 0x06, 0x00, 0x00, TRUE },
    { "y = 7, off the curve", 0x07, 0x00, 0x00, FALSE },
    { "y = p - 3", 0xea, 0xff, 0x7f, TRUE },
    { "y = p - 2, off the curve", 0xeb, 0xff, 0x7f, FALSE },
    { "y = p - 1, order 2", 0xec, 0xff, 0x7f, FALSE },
    { "y = p", 0xed, 0xff, 0x7f, FALSE },
    { "y = p + 1", 0xee, 0xff, 0x7f, FALSE },
    { "y = p + 2", 0xef, 0xff, 0x7f, FALSE },
    { "y = 2^255 - 1", 0xff, 0xff, 0x7f, FALSE },
    { "y = p + 2 - 2^248", 0xef, 0xff, 0x7e, TRUE },
    { "y = p + 1 - 2^248, off the curve", 0xee, 0xff, 0x7e, FALSE },
    { "y with a gap", 0xee, 0xfe, 0x7f, TRUE },
    { "y with a gap, off the curve", 0xef, 0xfe, 0x7f, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint sign = 0; sign < 2; sign++)
      {
        guint8 bytes[32];
        const JotNumber x = { bytes, sizeof bytes, 0 };
        g_autoptr (GError) error = NULL;

        memset (bytes, rows[i].middle, sizeof bytes);
        bytes[0] = rows[i].first;
        bytes[31] = (guint8) (rows[i].last | sign << 7);
        error = jot_strength_judge_ed25519 (&x);

        g_test_message ("%s, sign %u", rows[i].name, sign);
        if (rows[i].strong)
          g_assert_no_error (error);
        else
          fixture_assert_error (error, JOT_ERROR_WEAK_KEY, JOT_REASON_KEY_POINT);
      }
}

/* The two of order 8 in both signs; a bit away they are other points, or none. Of both the same, as one is the
 * negative of the other. */
static void
test_ed25519_order_8 (void)
{
  static const char * const points[] = {
    "JuiVj8KyJ7BFw_SJ8u-Y8NXfrAXTxjM5sTgCiG1T_AU",
    "JuiVj8KyJ7BFw_SJ8u-Y8NXfrAXTxjM5sTgCiG1T_IU",
    "xxdqcD1N2E-6PAt2DRBnDyogU_osOczGTsf9d5KsA3o",
    "xxdqcD1N2E-6PAt2DRBnDyogU_osOczGTsf9d5KsA_o",
  };
  /* by Euler's criterion, in another language */
  static const char is_point[] = "00110111000101011000010000100110";

  for (guint i = 0; i < G_N_ELEMENTS (points); i++)
    for (guint byte = 0; byte <= 32; byte++)
      {
        JotNumber x = { 0 };
        g_autoptr (GError) error = NULL;

        x.data = jot_base64url_decode (points[i], -1, 0, &x.size, NULL);
        g_assert_cmpuint (x.size, ==, 32);
        if (byte < 32)
          x.data[byte] ^= 0x10;
        error = jot_strength_judge_ed25519 (&x);
        jot_number_clear (&x);

        if (byte < 32 && is_point[byte] == '1')
          g_assert_no_error (error);
        else
          fixture_assert_error (error, JOT_ERROR_WEAK_KEY, JOT_REASON_KEY_POINT);
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/jot/strength/count-bits", test_count_bits);
  g_test_add_func ("/jot/strength/rsa-size", test_rsa_size);
  g_test_add_func ("/jot/strength/rsa-exponent", test_rsa_exponent);
  g_test_add_func ("/jot/strength/roca", test_roca);
  g_test_add_func ("/jot/strength/roca-primes", test_roca_primes);
  g_test_add_func ("/jot/strength/ed25519", test_ed25519);
  g_test_add_func ("/jot/strength/ed25519-order-8", test_ed25519_order_8);

  return g_test_run ();
}

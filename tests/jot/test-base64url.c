/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-base64url.h"

#include "jot-fixture.h"

#include <string.h>

/* RFC 4648 §10, without the padding; and what differs from base64 */
static void
test_both_ways (void)
{
  static const struct { const char *data; gsize length; const char *text; } rows[] = {
    { "", 0, "" },
    { "f", 1, "Zg" },
    { "fo", 2, "Zm8" },
    { "foo", 3, "Zm9v" },
    { "foob", 4, "Zm9vYg" },
    { "fooba", 5, "Zm9vYmE" },
    { "foobar", 6, "Zm9vYmFy" },
    { "\0", 1, "AA" },
    { "\0\0\0", 3, "AAAA" },
    { "\xfb\xff\xbf", 3, "-_-_" },
    { "\xff\xff\xff", 3, "____" },
    { "\xff\xff", 2, "__8" },
    { "\xff", 1, "_w" },
    { "\x14\xfb\x9c\x03\xd9\x7e", 6, "FPucA9l-" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = jot_base64url_encode (rows[i].data, rows[i].length);
      g_autofree guint8 *data = NULL;
      g_autoptr (GError) error = NULL;
      char buffer[16];
      gsize length;

      g_assert_cmpstr (text, ==, rows[i].text);
      g_assert_cmpuint (jot_base64url_encode_to (rows[i].data, rows[i].length, buffer), ==, strlen (rows[i].text));
      g_assert_cmpstr (buffer, ==, rows[i].text);

      data = jot_base64url_decode (rows[i].text, -1, 1, &length, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (data, length, rows[i].data, rows[i].length);
      g_assert_cmpint (data[length], ==, '\0');
    }
}

/* Every length and every byte value comes back. */
static void
test_round_trip (void)
{
  guint8 in[300];

  for (guint i = 0; i < sizeof in; i++)
    in[i] = (guint8) (i * 7 + i / 256);

  for (gsize n = 0; n <= sizeof in; n++)
    {
      g_autofree char *text = jot_base64url_encode (in, n);
      gsize length;
      g_autofree guint8 *out = jot_base64url_decode (text, -1, 1, &length, NULL);

      g_assert_nonnull (out);
      g_assert_cmpmem (out, length, in, n);
      g_assert_cmpuint (strlen (text), ==, (n * 4 + 2) / 3);
      g_assert_cmpuint (strlen (text), <, JOT_BASE64URL_ROOM (n));
    }
}

static void
test_refused (void)
{
  static const struct { const char *text; gssize length; JotReason reason; guint64 position; const char *found; } rows[] = {
    { "Zg==", -1, JOT_REASON_PADDING, 2, "=" },
    { "Zm8=", -1, JOT_REASON_PADDING, 3, "=" },
    { "Zm9v=", -1, JOT_REASON_PADDING, 4, "=" },
    { "=", -1, JOT_REASON_PADDING, 0, "=" },
    { "Zm+v", -1, JOT_REASON_CHARACTER, 2, "+" },
    { "Zm/v", -1, JOT_REASON_CHARACTER, 2, "/" },
    { "Zm9v Ymfy", -1, JOT_REASON_CHARACTER, 4, " " },
    { "Zm9v\n", -1, JOT_REASON_CHARACTER, 4, "\n" },
    { "\tZm9", -1, JOT_REASON_CHARACTER, 0, "\t" },
    { "Zm.v", -1, JOT_REASON_CHARACTER, 2, "." },
    { "Zm9vYmF*", -1, JOT_REASON_CHARACTER, 7, "*" },
    { "Zm9v+/==", -1, JOT_REASON_CHARACTER, 4, "+" },
    { "Zm9v\xc3\xa9", -1, JOT_REASON_CHARACTER, 4, "\xc3\xa9" },
    { "Zm9v\xff", -1, JOT_REASON_CHARACTER, 4, "\\xFF" },
    { "Zm9v\xc3\xa9", 5, JOT_REASON_CHARACTER, 4, "\\xC3" },
    { "Zm\0v", 4, JOT_REASON_CHARACTER, 2, "\\x00" },
    { "Z", -1, JOT_REASON_LENGTH, 1, NULL },
    { "Zm9vY", -1, JOT_REASON_LENGTH, 5, NULL },
    { "A", -1, JOT_REASON_LENGTH, 1, NULL },
    { "Zh", -1, JOT_REASON_TRAILING_BITS, 2, NULL },
    { "Zm9", -1, JOT_REASON_TRAILING_BITS, 3, NULL },
    { "Zm9vYh", -1, JOT_REASON_TRAILING_BITS, 6, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      gsize length;

      g_test_message ("row %u", i);
      g_assert_null (jot_base64url_decode (rows[i].text, rows[i].length, 3, &length, &error));
      fixture_assert_error (error, JOT_ERROR_MALFORMED, rows[i].reason);
      g_assert_cmpuint (jot_error_get_details (error)->part, ==, 3);
      g_assert_cmpuint (jot_error_get_details (error)->position, ==, rows[i].position);
      g_assert_cmpstr (jot_error_get_details (error)->found, ==, rows[i].found);
    }
}

/* A length of 0 is none, not “up to the NUL”. */
static void
test_no_length (void)
{
  gsize length = 7;
  g_autofree guint8 *data = jot_base64url_decode ("Zm9v", 0, 1, &length, NULL);

  g_assert_nonnull (data);
  g_assert_cmpuint (length, ==, 0);
}

/* Of the 256 bytes exactly the 64 of the alphabet, wherever they stand; the same behind a whole group. */
static void
test_alphabet (void)
{
  for (guint byte = 0; byte < 256; byte++)
    {
      gboolean known = byte < 128 && (g_ascii_isalnum (byte) || byte == '-' || byte == '_');

      for (guint at = 0; at < 7; at++)
        {
          char text[] = "AAAAAAA";
          g_autofree guint8 *data = NULL;
          gsize length;

          text[at] = (char) byte;
          /* the last of seven has two bits to spare */
          if (at == 6 && known && strchr ("AEIMQUYcgkosw048", (int) byte) == NULL)
            continue;
          data = jot_base64url_decode (text, 7, 1, &length, NULL);
          g_assert_cmpint (data != NULL, ==, known);
          g_assert_true (data == NULL || length == 5);
        }
    }
}

/* RFC 4648 §3.5: one spelling for each sequence of bytes. */
static void
test_trailing_bits (void)
{
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  for (guint i = 0; i < 64; i++)
    {
      char two[] = "A?", three[] = "AA?";
      g_autofree guint8 *one_byte = NULL;
      g_autofree guint8 *two_bytes = NULL;
      gsize length;

      two[1] = three[2] = alphabet[i];
      one_byte = jot_base64url_decode (two, -1, 1, &length, NULL);
      g_assert_cmpint (one_byte != NULL, ==, i % 16 == 0);
      two_bytes = jot_base64url_decode (three, -1, 1, &length, NULL);
      g_assert_cmpint (two_bytes != NULL, ==, i % 4 == 0);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/jot/base64url/both-ways", test_both_ways);
  g_test_add_func ("/jot/base64url/round-trip", test_round_trip);
  g_test_add_func ("/jot/base64url/refused", test_refused);
  g_test_add_func ("/jot/base64url/no-length", test_no_length);
  g_test_add_func ("/jot/base64url/alphabet", test_alphabet);
  g_test_add_func ("/jot/base64url/trailing-bits", test_trailing_bits);

  return g_test_run ();
}

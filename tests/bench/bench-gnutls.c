/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench-gnutls ALG TOKENS PEM: how fast GnuTLS alone verifies these signatures on all cores: what a
 * checker built on it can reach at best. Everything is decoded before the clock starts. Prints
 * signatures per second. */
#include "config.h"

#include "jot-alg.h"
#include "jot-base64url.h"

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
  gnutls_datum_t text;
  gnutls_datum_t signature;
} Signature;

/* Set before the threads start, then only read */
typedef struct
{
  GArray                  *signatures;
  gnutls_pubkey_t          key;
  gnutls_sign_algorithm_t  algorithm;
  guint                    n_threads;
} Work;

typedef struct
{
  const Work *work;
  guint       first;
  guint       n_good;
} Share;

static const struct
{
  const char              *name;
  gnutls_sign_algorithm_t  algorithm;
} algorithms[] = {
  { "RS256", GNUTLS_SIGN_RSA_SHA256 },
  { "PS256", GNUTLS_SIGN_RSA_PSS_SHA256 },
  { "ES256", GNUTLS_SIGN_ECDSA_SECP256R1_SHA256 },
  { "EdDSA", GNUTLS_SIGN_EDDSA_ED25519 },
};

static gpointer
verify_share (gpointer data)
{
  Share *share = data;
  const Work *work = share->work;

  for (guint i = share->first; i < work->signatures->len; i += work->n_threads)
    {
      const Signature *one = &g_array_index (work->signatures, Signature, i);

      if (gnutls_pubkey_verify_data2 (work->key, work->algorithm, 0, &one->text, &one->signature) >= 0)
        share->n_good++;
    }

  return NULL;
}

static gboolean
add_signature (GArray     *signatures,
               const char *alg,
               const char *line)
{
  const char *dot = strrchr (line, '.');
  Signature one = { .text = { (unsigned char *) line, 0 } };
  gsize size;
  guint8 *raw;

  if (dot == NULL)
    return FALSE;
  one.text.size = (unsigned int) (dot - line);
  raw = jot_base64url_decode (dot + 1, -1, 3, &size, NULL);
  if (raw == NULL)
    return FALSE;
  one.signature = (gnutls_datum_t) { raw, (unsigned int) size };

  if (g_str_has_prefix (alg, "ES"))
    {
      gnutls_datum_t r = { raw, (unsigned int) size / 2 };
      gnutls_datum_t s = { raw + size / 2, (unsigned int) size / 2 };

      if (gnutls_encode_rs_value (&one.signature, &r, &s) < 0)
        return FALSE;
    }
  g_array_append_val (signatures, one);

  return TRUE;
}

int
main (int    argc,
      char **argv)
{
  Work work = { .signatures = g_array_new (FALSE, FALSE, sizeof (Signature)), .n_threads = g_get_num_processors () };
  g_auto (GStrv) lines = NULL;
  g_autofree char *text = NULL;
  g_autofree char *pem = NULL;
  g_autofree Share *shares = NULL;
  g_autofree GThread **threads = NULL;
  gnutls_datum_t datum;
  gsize pem_length;
  guint n_good = 0;
  gint64 start, end;

  for (guint i = 0; argc == 4 && i < G_N_ELEMENTS (algorithms); i++)
    if (g_str_equal (algorithms[i].name, argv[1]))
      work.algorithm = algorithms[i].algorithm;
  if (work.algorithm == GNUTLS_SIGN_UNKNOWN ||
      !g_file_get_contents (argv[2], &text, NULL, NULL) || !g_file_get_contents (argv[3], &pem, &pem_length, NULL))
    {
      g_printerr ("bench-gnutls ALG TOKENS PEM\n");
      return 2;
    }

  datum = (gnutls_datum_t) { (unsigned char *) pem, (unsigned int) pem_length };
  if (gnutls_pubkey_init (&work.key) < 0 || gnutls_pubkey_import (work.key, &datum, GNUTLS_X509_FMT_PEM) < 0)
    {
      g_printerr ("no key in %s\n", argv[3]);
      return 1;
    }
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0' && !add_signature (work.signatures, argv[1], lines[i]))
      {
        g_printerr ("line %u is no token\n", i + 1);
        return 1;
      }

  shares = g_new0 (Share, work.n_threads);
  threads = g_new0 (GThread *, work.n_threads);
  start = g_get_monotonic_time ();
  for (guint i = 0; i < work.n_threads; i++)
    {
      shares[i] = (Share) { .work = &work, .first = i };
      threads[i] = g_thread_new ("verify", verify_share, &shares[i]);
    }
  for (guint i = 0; i < work.n_threads; i++)
    {
      g_thread_join (threads[i]);
      n_good += shares[i].n_good;
    }
  end = g_get_monotonic_time ();

  if (n_good != work.signatures->len)
    {
      g_printerr ("only %u of %u signatures hold\n", n_good, work.signatures->len);
      return 1;
    }
  printf ("%.0f\n", n_good * (double) G_USEC_PER_SEC / (double) MAX (end - start, 1));

  return 0;
}

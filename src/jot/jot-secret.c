/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-secret.h"

#include "jot-base64url.h"
#include "jot-crypto.h"
#include "jot-secret-private.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Much more than what is called below our workers needs. */
#define STACK_DEPTH (128 * 1024)
/* Blocks of which sizes, and how many bytes of each */
#define HEAP_STEP 16
#define HEAP_BLOCK 4096
#define HEAP_CLASS (64 * 1024)

struct _JotSecret
{
  gatomicrefcount ref_count;

  char  *data;   /* pages of their own */
  gsize  size;
  gsize  mapped;
};

G_DEFINE_BOXED_TYPE (JotSecret, jot_secret, jot_secret_ref, jot_secret_unref)

gpointer
jot_secret_memory_new (gsize  size,
                       gsize *mapped)
{
  gsize page = (gsize) sysconf (_SC_PAGESIZE);
  void *memory;

  *mapped = (size + page) / page * page;
  memory = mmap (NULL, *mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED)
    g_error ("no memory for a secret of %" G_GSIZE_FORMAT " bytes", size);

  (void) mlock (memory, *mapped);
  (void) madvise (memory, *mapped, MADV_DONTDUMP);
  (void) madvise (memory, *mapped, MADV_WIPEONFORK);

  return memory;
}

void
jot_secret_memory_free (gpointer memory,
                        gsize    mapped)
{
  explicit_bzero (memory, mapped);
  munmap (memory, mapped);
}

/**
 * jot_secret_new:
 * @data: bytes
 * @length: how many
 *
 * Copies @data into pages that are kept out of swap, core dumps and children. Where the
 * system allows no more locked memory (RLIMIT_MEMLOCK) the pages are not locked; they
 * are wiped all the same. Wiping @data itself is up to the caller.
 *
 * Returns: (transfer full): the secret
 */
JotSecret *
jot_secret_new (const void *data,
                gsize       length)
{
  JotSecret *self = g_new0 (JotSecret, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->size = length;
  /* never full: a NUL follows the bytes */
  self->data = jot_secret_memory_new (length, &self->mapped);
  if (length > 0)
    memcpy (self->data, data, length);

  return self;
}

/**
 * jot_secret_new_filled:
 * @max_size: how many bytes at most
 * @fill: writes them
 * @user_data: for @fill
 * @error: return location for an error
 *
 * For what is read from elsewhere: it goes straight into memory that is kept out of swap and core dumps.
 *
 * Returns: (transfer full) (nullable): the secret. Errors: those of @fill
 */
JotSecret *
jot_secret_new_filled (gsize           max_size,
                       JotSecretFill   fill,
                       gpointer        user_data,
                       GError        **error)
{
  gsize mapped;
  char *memory = jot_secret_memory_new (max_size, &mapped);
  gssize size = fill (memory, max_size, user_data, error);
  JotSecret *self = size >= 0 ? jot_secret_new (memory, (gsize) size) : NULL;

  jot_secret_memory_free (memory, mapped);

  return self;
}

/**
 * jot_secret_ref:
 * @secret: a secret
 *
 * Returns: (transfer full): @secret
 */
JotSecret *
jot_secret_ref (JotSecret *secret)
{
  g_return_val_if_fail (secret != NULL, NULL);

  g_atomic_ref_count_inc (&secret->ref_count);
  return secret;
}

/**
 * jot_secret_unref:
 * @secret: (transfer full): a secret
 */
void
jot_secret_unref (JotSecret *secret)
{
  g_return_if_fail (secret != NULL);

  if (!g_atomic_ref_count_dec (&secret->ref_count))
    return;

  jot_secret_memory_free (secret->data, secret->mapped);
  g_free (secret);
}

/**
 * jot_secret_get_data:
 * @secret: a secret
 *
 * Returns: (transfer none): the bytes, with a NUL behind them
 */
const char *
jot_secret_get_data (const JotSecret *secret)
{
  g_return_val_if_fail (secret != NULL, NULL);

  return secret->data;
}

/**
 * jot_secret_get_size:
 * @secret: a secret
 *
 * Returns: how many bytes
 */
gsize
jot_secret_get_size (const JotSecret *secret)
{
  g_return_val_if_fail (secret != NULL, 0);

  return secret->size;
}

/**
 * jot_secret_wipe_stack:
 *
 * Wipes what functions that have returned left on the stack of this thread, and in the registers that
 * memory is copied with, from where the next function to be bound would get it onto the stack again.
 */
__attribute__ ((noinline)) void
jot_secret_wipe_stack (void)
{
  /* not to be optimised: by way of the C library, as others copied */
  void *(* volatile copy) (void *, const void *, size_t) = memcpy;
  size_t (* volatile count) (const char *) = strlen;
  volatile guint64 below[STACK_DEPTH / sizeof (guint64)];
  char *bytes = (char *) below;

  for (guint i = 0; i < G_N_ELEMENTS (below); i++)
    below[i] = 0;
  for (gsize size = 16; size <= STACK_DEPTH / 4; size *= 2)
    {
      copy (bytes, bytes + STACK_DEPTH / 2, size);
      copy (bytes, bytes + STACK_DEPTH / 2, size - 1);
    }
  count (bytes);
}

/**
 * jot_secret_wipe_heap:
 *
 * Wipes what was freed in this thread without being wiped: by taking all free memory that an allocator would
 * give it, in blocks of every size, and giving it back as zeros.
 */
void
jot_secret_wipe_heap (void)
{
  /* as a list: each block holds the one before */
  void **last = NULL;

  /* from the larger ones down, so that what they leave over is taken, too */
  for (gsize size = HEAP_BLOCK; size >= HEAP_STEP; size -= HEAP_STEP)
    for (gsize taken = 0; taken < HEAP_CLASS; taken += size)
      {
        void **block = malloc (size);

        if (block == NULL)
          break;
        explicit_bzero (block, size);
        *block = last;
        last = block;
      }

  while (last != NULL)
    {
      void **block = last;

      last = *block;
      *block = NULL;
      free (block);
    }
}

/**
 * jot_secret_equals:
 * @secret: a secret
 * @data: foreign bytes
 * @length: how many
 *
 * Returns: whether they are the same, in a time that tells nothing but whether the lengths are
 */
gboolean
jot_secret_equals (const JotSecret *secret,
                   const void      *data,
                   gsize            length)
{
  g_return_val_if_fail (secret != NULL, FALSE);

  return length == secret->size && jot_crypto_equal (secret->data, data, length);
}

/**
 * jot_secret_new_random:
 * @length: how many bytes, at most 64
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): that many random bytes as base64url. Errors: %JOT_ERROR_CRYPTO
 */
JotSecret *
jot_secret_new_random (gsize    length,
                       GError **error)
{
  guint8 bytes[64];
  char text[JOT_BASE64URL_ROOM (sizeof bytes)];
  JotSecret *secret;

  g_return_val_if_fail (length <= sizeof bytes, NULL);

  if (!jot_crypto_random (bytes, length, error))
    return NULL;

  secret = jot_secret_new (text, jot_base64url_encode_to (bytes, length, text));
  explicit_bzero (bytes, sizeof bytes);
  explicit_bzero (text, sizeof text);

  return secret;
}

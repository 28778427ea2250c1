/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/* One target a file.  libFuzzer calls it with what it makes up, fuzz-main.c with the files of
 * a corpus.  A target asserts what must hold for any input, not only that nothing crashes. */
int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

/* (transfer full): an exact copy, never NULL, so that a sanitizer sees every byte read or
 * written beyond it */
static inline char *
fuzz_copy (const guint8 *data,
           gsize         size)
{
  char *copy = g_malloc (MAX (size, 1));

  if (size > 0)
    memcpy (copy, data, size);

  return copy;
}

G_END_DECLS

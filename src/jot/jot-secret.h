/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Private bytes: held in memory that is not written to swap and not dumped, wiped
 * on free.  Immutable, refcounted.  The data is followed by a NUL that is not
 * counted, so that text can be read as a C string. */
typedef struct _JotSecret JotSecret;

#define JOT_TYPE_SECRET (jot_secret_get_type ())
GType       jot_secret_get_type (void);
JotSecret  *jot_secret_new      (const void *data, gsize length);
/* writes at most size bytes to buffer; returns how many, -1 on an error */
typedef gssize (*JotSecretFill) (char *buffer, gsize size, gpointer user_data, GError **error);
/* (nullable): what fill writes, which needs no buffer of its own */
JotSecret  *jot_secret_new_filled (gsize max_size, JotSecretFill fill, gpointer user_data, GError **error);
JotSecret  *jot_secret_ref      (JotSecret *secret);
void        jot_secret_unref    (JotSecret *secret);
const char *jot_secret_get_data (const JotSecret *secret);
gsize       jot_secret_get_size (const JotSecret *secret);
/* in a time that tells nothing but whether the lengths are the same */
gboolean    jot_secret_equals   (const JotSecret *secret, const void *data, gsize length);
/* (transfer full): length random bytes, base64url */
JotSecret  *jot_secret_new_random (gsize length, GError **error);

/* Wipes what functions that have returned left on the stack of this thread, 128 KiB deep, and in registers: copies of
 * memory go through those that the dynamic linker saves there. At the end of a worker that has seen a secret. */
void        jot_secret_wipe_stack (void);
/* Wipes what other libraries freed in this thread without wiping it, as far as an allocator gives it out again: up to
 * 16 MB, in a few milliseconds. After what is known to leave something behind. */
void        jot_secret_wipe_heap  (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (JotSecret, jot_secret_unref)

G_END_DECLS

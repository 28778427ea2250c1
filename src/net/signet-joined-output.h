/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* An output stream that can be told to keep a piece back until there is another one: libsoup writes the head of an
 * answer and its body one after the other, and each call to the kernel costs as much as all that led to it. */
#define SIGNET_TYPE_JOINED_OUTPUT (signet_joined_output_get_type ())
G_DECLARE_FINAL_TYPE (SignetJoinedOutput, signet_joined_output, SIGNET, JOINED_OUTPUT, GOutputStream)

SignetJoinedOutput *signet_joined_output_new       (GOutputStream *base);
void                signet_joined_output_hold_next (SignetJoinedOutput *self);

G_END_DECLS

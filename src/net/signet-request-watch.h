/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The stream of a connection to the server, on its way to libsoup: looks at the request lines that pass, since
 * libsoup resolves dot segments and decodes what is escaped before anybody sees the path (GUri normalises it), and
 * sees that nobody who sends without end keeps the thread to himself. */
#define SIGNET_TYPE_REQUEST_WATCH (signet_request_watch_get_type ())
G_DECLARE_FINAL_TYPE (SignetRequestWatch, signet_request_watch, SIGNET, REQUEST_WATCH, GIOStream)

SignetRequestWatch *signet_request_watch_new       (GSocketConnection *base);
/* whether a part of a head came, and no more */
gboolean            signet_request_watch_has_begun (SignetRequestWatch *self);
/* TRUE once a path was asked for that is another one when normalised */
gboolean            signet_request_watch_saw_trick (SignetRequestWatch *self);
/* before an answer with a body is written */
void                signet_request_watch_join_body (SignetRequestWatch *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-application.h"

G_BEGIN_DECLS

/* The window: three pages that do not know each other, wired here.  Property "page":
 * "list", "sign" or "verify". */
#define SIGNET_TYPE_WINDOW (signet_window_get_type ())
G_DECLARE_FINAL_TYPE (SignetWindow, signet_window, SIGNET, WINDOW, AdwApplicationWindow)

SignetWindow *signet_window_new       (SignetApplication *application);
const char   *signet_window_get_page  (SignetWindow *self);
void          signet_window_set_page  (SignetWindow *self, const char *page);
/* puts token into the verifier and turns to it */
void          signet_window_check     (SignetWindow *self, const char *token);
/* puts an entry whose token was kept into the verifier and turns to it */
void          signet_window_open_entry (SignetWindow *self, SignetHistoryEntry *entry);
/* title: text, not markup */
void          signet_window_add_toast (SignetWindow *self, const char *title);

G_END_DECLS

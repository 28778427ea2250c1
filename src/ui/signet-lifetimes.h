/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Fills a combo row's model with how long a token may be valid: the usual choices, and among them, in its place,
 * the preferred one, whatever it is.
 *  preferred: seconds, 0: no end
 *  lifetimes: (element-type gint64): emptied and filled with the seconds of each choice
 *  selected: (out): the place of the preferred one
 * (transfer full) */
GListModel *signet_lifetimes_new_model (gint64 preferred, GArray *lifetimes, guint *selected);

G_END_DECLS

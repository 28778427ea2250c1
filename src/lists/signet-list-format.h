/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-list.h"

G_BEGIN_DECLS

#define SIGNET_LIST_MAX_FILE_SIZE (8 * 1024 * 1024)

typedef enum
{
  SIGNET_LIST_FORMAT_TEXT,      /* one item a line, also read with Markdown task boxes and bullets */
  SIGNET_LIST_FORMAT_JSON,      /* ours, ["milk"], or {"groceryList":[…]} */
} SignetListFormat;

/* Reads what a person might hand us: JSON of the three shapes or lines of text.
 * fallback_name: used where the data names no list.
 * errors: NOT_TEXT, TOO_LARGE, FORMAT, EMPTY */
SignetList *signet_list_format_parse (GBytes *data, const char *fallback_name, GError **error);
GBytes     *signet_list_format_write (SignetList *list, SignetListFormat format);

G_END_DECLS

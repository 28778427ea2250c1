/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-list.h"

G_BEGIN_DECLS

#define SIGNET_LIST_MAX_FILE_SIZE (8 * 1024 * 1024)

typedef enum
{
  SIGNET_LIST_FORMAT_TEXT,      /* one item a line, without aisles and notes */
  SIGNET_LIST_FORMAT_JSON,      /* ours; also read: ["milk"], {"groceryList":[…]} */
  SIGNET_LIST_FORMAT_MARKDOWN,  /* a task list, by aisle: "- [ ] 2 l milk" */
  SIGNET_LIST_FORMAT_CSV,       /* RFC 4180 with a header; also read: with semicolons or tabs */
} SignetListFormat;

/* Reads what a person might hand us, in any of the formats, in UTF-8, UTF-16 or Windows-1252, with any line ends.
 * fallback_name: used where the data names no list.
 * errors: NOT_TEXT, TOO_LARGE, FORMAT, EMPTY */
SignetList *signet_list_format_parse      (GBytes *data, const char *fallback_name, GError **error);
/* The same for a file: its name, which may have a path before it, names the list where the data does not, and helps to
 * tell what it is */
SignetList *signet_list_format_parse_file (GBytes *data, const char *file_name, GError **error);
GBytes     *signet_list_format_write      (SignetList *list, SignetListFormat format);

/* "text", "json", "markdown", "csv", or a file name with an ending that people give such files.
 * FALSE: neither, *format stays */
gboolean    signet_list_format_from_name  (const char *name, SignetListFormat *format);
/* ".txt", ".json", ".md", ".csv" */
const char *signet_list_format_get_ending (SignetListFormat format);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-list.h"
#include "signet-list-contents.h"

G_BEGIN_DECLS

/* The formats of signet-list-format.h, a file each.  text: UTF-8 without a byte order mark. */

/* signet-list-lines.c: plain text and Markdown.  errors: TOO_LARGE */
SignetListContents *_signet_list_lines_parse      (const char *text, GError **error);
GBytes             *_signet_list_lines_write      (SignetList *list);
GBytes             *_signet_list_markdown_write   (SignetList *list);
/* whether text, which begins like JSON, begins with a box: "[x] milk" */
gboolean            _signet_list_lines_has_box    (const char *text);

/* signet-list-csv.c.  errors: FORMAT, TOO_LARGE */
/* whether the first line names columns of ours */
gboolean            _signet_list_csv_has_header   (const char *text);
SignetListContents *_signet_list_csv_parse        (const char *text, GError **error);
GBytes             *_signet_list_csv_write        (SignetList *list);

/* contents has place for one more.  errors: TOO_LARGE */
gboolean            _signet_list_contents_has_place (SignetListContents *contents, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-list-contents.h"

G_BEGIN_DECLS

/* The files of a folder of lists, for workers: every function blocks.
 *
 * What we write is kept apart by the checksum of its bytes.  Whoever writes names the
 * bytes it believes to be there; where others are found, they are kept aside first.
 * Signet's own processes take turns by a lock on the folder, so that nothing slips
 * between looking and writing. */

/* What became of one file. */
typedef struct
{
  char               *id;
  char               *checksum;   /* (nullable): of the bytes there now; NULL: no file */
  SignetListContents *contents;   /* (nullable): read; NULL where absent or damaged */
  gint64              modified;   /* microseconds since 1970 */
  char               *kept_as;    /* (nullable): base name under which damage or a foreign version was kept */
} SignetListFile;

void            signet_list_file_free        (SignetListFile *self);

/* (transfer full) (element-type SignetListFile): every list of the folder; damaged ones are
 * kept aside.  No folder: none.  errors: G_FILE_ERROR */
GPtrArray      *signet_list_file_read_all    (const char *folder, GError **error);
/* known: (nullable): the checksum of bytes that need not be read again; then contents is NULL, but checksum is not.
 * Likewise where there is damage younger than two seconds: it is left alone, for somebody may be in the middle of writing */
SignetListFile *signet_list_file_read_change (const char *folder, const char *id, const char *known);
/* expected: (nullable): checksum of what is there now, NULL: no file.
 * errors: G_FILE_ERROR; then what was there is there still */
SignetListFile *signet_list_file_write       (const char *folder, const char *id, const SignetListSnapshot *snapshot,
                                              const char *expected, GError **error);
SignetListFile *signet_list_file_delete      (const char *folder, const char *id, const char *expected, GError **error);

/* (transfer full) (nullable): the id of the list in a file of that base name */
char           *signet_list_file_name_to_id  (const char *base_name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignetListFile, signet_list_file_free)

G_END_DECLS

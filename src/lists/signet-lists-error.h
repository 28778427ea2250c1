/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  SIGNET_LISTS_ERROR_NOT_FOUND = 1,  /* no list of that name or id */
  SIGNET_LISTS_ERROR_AMBIGUOUS = 2,  /* several lists of that name: the message is their ids */
  SIGNET_LISTS_ERROR_DAMAGED   = 3,  /* not a list file; it was kept aside */
  SIGNET_LISTS_ERROR_NOT_TEXT  = 4,  /* import: binary, or not UTF-8 */
  SIGNET_LISTS_ERROR_TOO_LARGE = 5,  /* import: more than SIGNET_LIST_MAX_FILE_SIZE */
  SIGNET_LISTS_ERROR_FORMAT    = 6,  /* import: JSON that is no list, … */
  SIGNET_LISTS_ERROR_EMPTY     = 7,  /* import: nothing in it */
} SignetListsError;

#define SIGNET_LISTS_ERROR (signet_lists_error_quark ())
GQuark signet_lists_error_quark (void);

G_END_DECLS

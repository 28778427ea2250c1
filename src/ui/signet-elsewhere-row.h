/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-elsewhere.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What became of a copy of the key set elsewhere; hidden where none is set up.  Its button fires the action
 * publish.try-elsewhere with the kind (u). */
#define SIGNET_TYPE_ELSEWHERE_ROW (signet_elsewhere_row_get_type ())
G_DECLARE_FINAL_TYPE (SignetElsewhereRow, signet_elsewhere_row, SIGNET, ELSEWHERE_ROW, AdwActionRow)

/* to be called once */
void signet_elsewhere_row_set_elsewhere (SignetElsewhereRow *self, SignetElsewhere *elsewhere, SignetElsewhereKind kind);

G_END_DECLS

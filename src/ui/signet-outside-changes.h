/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-list-changes.h"
#include "signet-list.h"

G_BEGIN_DECLS

/* What another program did to a list, ticks included. */
typedef struct
{
  SignetListChanges *changes;      /* but for ticks */
  GPtrArray         *touched;      /* of SignetItem, in the list as it is: what is new or different */
  char              *old_name;     /* (nullable): where it was called something else */
  guint              n_ticked;
  guint              n_unticked;
} SignetOutsideChanges;

SignetOutsideChanges *signet_outside_changes_new  (SignetList *before, SignetList *list);
void                  signet_outside_changes_free (SignetOutsideChanges *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignetOutsideChanges, signet_outside_changes_free)

G_END_DECLS

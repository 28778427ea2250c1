/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-list-edits.h"
#include "signet-list-step.h"

G_BEGIN_DECLS

/* Shared by the signet-list-edits*.c. */
struct _SignetListEdits
{
  GObject parent_instance;

  /* owned */
  SignetListStore *store;
  SignetHousehold *household;   /* (nullable) */
  SignetListStore *templates;   /* (nullable) */
  GPtrArray *done;
  GPtrArray *undone;
  SignetListStep *group;    /* what is being put together */

  /* plain */
  guint last_id;
};

/* does step, which it takes, for the first time; its id, or that of the group that it is part of */
guint _signet_list_edits_do (SignetListEdits *self, SignetListStep *step);

G_END_DECLS

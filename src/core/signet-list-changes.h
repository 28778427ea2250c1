/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  SIGNET_CHANGE_ADDED,
  SIGNET_CHANGE_ALTERED,
  SIGNET_CHANGE_REMOVED,
} SignetChangeKind;

/* One row of What Changed; foreign text, cleaned. */
typedef struct
{
  SignetChangeKind  kind;
  char             *name;
  char             *detail;   /* (nullable): what was altered: "12, was 6" */
} SignetListChange;

/* What makes one list another: a pure comparison, immutable, refcounted.  Items of one name are the same item;
 * that items changed places is one fact of the list, not a row. */
typedef struct _SignetListChanges SignetListChanges;

#define SIGNET_TYPE_LIST_CHANGES (signet_list_changes_get_type ())
GType              signet_list_changes_get_type         (void);
/* before, after: (element-type SignetItem) */
SignetListChanges *signet_list_changes_new              (GPtrArray *before, GPtrArray *after);
SignetListChanges *signet_list_changes_ref              (SignetListChanges *self);
void               signet_list_changes_unref            (SignetListChanges *self);
/* (transfer none) (element-type SignetListChange): first what was added, then altered, then removed */
GPtrArray         *signet_list_changes_get_rows         (SignetListChanges *self);
guint              signet_list_changes_count            (SignetListChanges *self, SignetChangeKind kind);
/* whether unaltered items stand in another order */
gboolean           signet_list_changes_is_order_changed (SignetListChanges *self);
/* the same items in the same order */
gboolean           signet_list_changes_is_empty         (SignetListChanges *self);

/* How it is told. */
typedef enum
{
  SIGNET_CHANGE_TONE_NEUTRAL,    /* a newer list may well differ */
  SIGNET_CHANGE_TONE_ALARMING,   /* somebody changed what was signed */
} SignetChangeTone;

/* (transfer full): "2 items were added that Whitney never signed: cookies and candy.", translated; "" where nothing
 * changed.  signer: (nullable).  own: the signer is the user */
char              *signet_list_changes_dup_sentence     (SignetListChanges *self, SignetChangeTone tone, const char *signer,
                                                         gboolean own);
/* "added", "altered", "removed"; stable */
const char        *signet_change_kind_get_name          (SignetChangeKind kind);
/* the same, translated, for a pill: "Added", "Changed", "Removed" */
const char        *signet_change_kind_get_word          (SignetChangeKind kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignetListChanges, signet_list_changes_unref)

G_END_DECLS

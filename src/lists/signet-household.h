/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-item.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* More than these are not remembered: those go that were bought least, and longest ago. */
#define SIGNET_HOUSEHOLD_MAX_ITEMS 10000
#define SIGNET_HOUSEHOLD_MAX_AISLES 500

/* What this household buys: to suggest it while somebody types.  Kept in $XDG_DATA_HOME/signet/household.json, mode
 * 0600: {"items":[{"item","quantity","aisle","bought","last"}],"aisles":[…]}.
 *
 * An item that is added is known, with its aisle; ticking it off counts it as bought, and taking the tick back takes
 * the count back.  The usual quantity is what most were bought in.  "aisles" is the order in which one walks by them.
 *
 * What is learned is saved by itself like a list: together, by a worker, durably.  Processes that learn at the same time
 * add to each other: what is saved is what happened, added to what the file holds by then.  Once it was loaded, what
 * others learn comes by itself; only to learn, it need not be loaded.  A file that is damaged is kept aside as
 * household.json.broken; one that vanishes meanwhile is made again with all that is known.
 * Main thread only; flush before letting go.
 *
 * Signals: "damaged" (char *kept_as), "save-failed" (GError *error), "saved", "aisles-changed" */
#define SIGNET_TYPE_HOUSEHOLD (signet_household_get_type ())
G_DECLARE_FINAL_TYPE (SignetHousehold, signet_household, SIGNET, HOUSEHOLD, GObject)

typedef struct
{
  char  *name;
  char  *quantity;   /* (nullable) */
  char  *aisle;      /* (nullable) */
  guint  n_bought;
} SignetSuggestion;

SignetSuggestion   *signet_suggestion_copy        (const SignetSuggestion *self);
void                signet_suggestion_free        (SignetSuggestion *self);

/* file: (nullable): that of the user where NULL */
SignetHousehold    *signet_household_new          (const char *file);
/* errors: G_FILE_ERROR */
void                signet_household_load_async   (SignetHousehold *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean            signet_household_load_finish  (SignetHousehold *self, GAsyncResult *result, GError **error);
/* errors: G_FILE_ERROR */
void                signet_household_flush_async  (SignetHousehold *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean            signet_household_flush_finish (SignetHousehold *self, GAsyncResult *result, GError **error);

/* item was put on a list */
void                signet_household_added        (SignetHousehold *self, SignetItem *item);
/* item was ticked off, or its tick taken back */
void                signet_household_bought       (SignetHousehold *self, SignetItem *item, gboolean is_bought);
/* this is not suggested any more, until it is added or bought again */
void                signet_household_forget       (SignetHousehold *self, const char *name);
/* takes that back: what was suggested is known again, beside what was learned meanwhile */
void                signet_household_remember     (SignetHousehold *self, const SignetSuggestion *suggestion);
/* all that was learned; the order of the aisles stays */
void                signet_household_forget_all   (SignetHousehold *self);

/* (transfer full) (element-type SignetSuggestion): what has a word that begins with text, most bought first, then most
 * recently; none where text is empty */
GPtrArray          *signet_household_suggest      (SignetHousehold *self, const char *text, guint max);
/* (transfer none) (nullable): where this household finds an item of that name, whatever its case; only to be looked at at
 * once, as are the aisles below */
const char         *signet_household_get_aisle    (SignetHousehold *self, const char *name);
guint               signet_household_get_n_items  (SignetHousehold *self);

/* (transfer none) (array zero-terminated=1) */
const char * const *signet_household_get_aisles   (SignetHousehold *self);
void                signet_household_set_aisles   (SignetHousehold *self, const char * const *aisles);
/* 0: the first; G_MAXUINT where it is not known: those stand behind all others */
guint               signet_household_get_aisle_place (SignetHousehold *self, const char *aisle);
/* aisles: (element-type utf8): stand in that order then; those whose place is not known stay as they are, behind */
void                signet_household_sort_aisles  (SignetHousehold *self, GPtrArray *aisles);
/* from is called to from now on, in the order and wherever an item was found.  to is no aisle yet. */
void                signet_household_rename_aisle (SignetHousehold *self, const char *from, const char *to);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A list as plain data, for workers: what a file holds before it becomes a SignetList,
 * and what a SignetList hands over to be written.  No GObjects: they stay with the main
 * thread. */

/* Importing more would freeze any window; nobody buys that much. */
#define SIGNET_LIST_MAX_ITEMS 100000

typedef struct
{
  char       *name;       /* cleaned, never NULL */
  char       *quantity;   /* this and all below: (nullable), cleaned, never empty */
  char       *aisle;
  char       *note;
  char       *extra;      /* members we do not know: JSON text, `"a": 1, "b": []` */
  GRefString *json;       /* all of it, where that was asked for: signet_item_fields_dup_json() */
  gboolean    done;
} SignetItemFields;

typedef struct
{
  char   *name;      /* (nullable): the data names none */
  char   *extra;     /* as above */
  gint64  created;   /* microseconds since 1970, 0 where the data does not say */
  GArray *items;     /* of SignetItemFields */
} SignetListContents;

/* The file form of a list, held by reference: immutable, any thread. */
typedef struct
{
  char      *name;
  char      *extra;     /* (nullable) */
  gint64     created;
  GPtrArray *items;     /* of GRefString: signet_list_cache_dup_json() */
} SignetListSnapshot;

SignetListContents *signet_list_contents_new        (void);
void                signet_list_contents_free       (SignetListContents *self);
/* takes the strings of fields */
void                signet_list_contents_take_item  (SignetListContents *self, SignetItemFields *fields);
/* Reads a file of ours: an object with "items"; makes the JSON of each, so that who saves the list need not.
 * errors: DAMAGED */
SignetListContents *signet_list_contents_new_from_file (const char *text, gsize length, GError **error);
/* Reads what others hand us: ours, an array, or an object with "groceryList".
 * errors: FORMAT, TOO_LARGE */
SignetListContents *signet_list_contents_new_from_import (const char *text, gsize length, GError **error);

void                signet_item_fields_clear        (SignetItemFields *fields);
/* fields as a JSON object on one line: (transfer full); kept, so whoever changes a field drops it */
GRefString         *signet_item_fields_dup_json     (SignetItemFields *fields);

void                signet_list_snapshot_free       (SignetListSnapshot *self);
GBytes             *signet_list_snapshot_to_json    (const SignetListSnapshot *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignetListContents, signet_list_contents_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignetListSnapshot, signet_list_snapshot_free)

G_END_DECLS

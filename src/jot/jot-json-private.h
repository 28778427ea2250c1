/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-json.h"

G_BEGIN_DECLS

/* The document is a tape: one node a value, members and elements behind their
 * container, a member's name as a string node before its value. */
typedef struct
{
  guint32 start;    /* of the text, with quotes and brackets */
  guint32 end;
  guint32 next;     /* the node behind this one and all in it */
  guint32 size;     /* members or elements; of a string where it begins in strings */
  guint8  kind;
} JotJsonTapeNode;

struct _JotJson
{
  gatomicrefcount ref_count;

  char     *text;      /* NUL-terminated copy */
  gsize     length;
  char     *strings;   /* decoded strings, each with its NUL */
  JotJsonTapeNode *nodes;
  guint     n_nodes;
  gsize     text_mapped;     /* 0: on the heap; of a secret: pages of its own */
  gsize     strings_mapped;
  gboolean  spacious;  /* has white space outside strings */
};

/* Fills the tape and the strings from the text, for which there is room. errors: as jot_json_parse() */
gboolean jot_json_scan (JotJson *json, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Strict JSON (RFC 8259): valid UTF-8, exactly one root, depth <= 32, no duplicate
 * members (also when spelled with escapes), no comments, no lone surrogates, no
 * U+0000.  An immutable document: nodes point into it. */
typedef struct _JotJson JotJson;

typedef enum
{
  JOT_JSON_INVALID,   /* no node: lookup failed */
  JOT_JSON_OBJECT,
  JOT_JSON_ARRAY,
  JOT_JSON_STRING,
  JOT_JSON_NUMBER,
  JOT_JSON_TRUE,
  JOT_JSON_FALSE,
  JOT_JSON_NULL,
} JotJsonKind;

/* A value of a document; borrows it.  Copy by value. */
typedef struct
{
  const JotJson *json;
  guint          index;
} JotJsonNode;

typedef struct
{
  /*< private >*/
  JotJsonNode node;
  guint       next;
} JotJsonIter;

#define JOT_TYPE_JSON (jot_json_get_type ())
#define JOT_JSON_MAX_DEPTH 32

GType        jot_json_get_type         (void);
/* errors: JOT_ERROR_MALFORMED with a JotReason; callers raise it under the code of their own */
JotJson     *jot_json_parse            (const char *text, gssize length, GError **error);
/* the document's own copies are wiped on free: for private JWKs */
JotJson     *jot_json_parse_secret     (const char *text, gssize length, GError **error);
JotJson     *jot_json_ref              (JotJson *json);
void         jot_json_unref            (JotJson *json);
JotJsonNode  jot_json_get_root         (const JotJson *json);

JotJsonKind  jot_json_node_get_kind    (JotJsonNode node);
/* members of an object, elements of an array, else 0 */
guint        jot_json_node_get_size    (JotJsonNode node);
/* kind JOT_JSON_INVALID where there is none, or node is no object */
JotJsonNode  jot_json_node_get_member  (JotJsonNode node, const char *name);
/* (transfer none) (nullable): decoded UTF-8, NUL-terminated; NULL where node is no string */
const char  *jot_json_node_get_string  (JotJsonNode node);
/* short for get_string (get_member ()) */
const char  *jot_json_node_get_string_member (JotJsonNode node, const char *name);
/* (transfer none): the value's text exactly as it stands, not NUL-terminated */
const char  *jot_json_node_get_text    (JotJsonNode node, gsize *length);
/* TRUE for a number that is finite and within +-2^53 (fractions floored for dates: RFC 7519 NumericDate) */
gboolean     jot_json_node_get_number  (JotJsonNode node, double *value);
/* (transfer full): the text without white space outside strings, otherwise unchanged */
char        *jot_json_node_to_compact  (JotJsonNode node);
/* (transfer full): the text indented by two spaces, otherwise unchanged */
char        *jot_json_node_to_pretty   (JotJsonNode node);

void         jot_json_iter_init        (JotJsonIter *iter, JotJsonNode node);
/* name: (out) (optional) (nullable): decoded member name, NULL for elements of an array */
gboolean     jot_json_iter_next        (JotJsonIter *iter, const char **name, JotJsonNode *value);

/* appends text as a JSON string with quotes; text is valid UTF-8 */
void         jot_json_append_string    (GString *out, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (JotJson, jot_json_unref)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A strict reader of JSON (RFC 8259) that keeps to the text: values are spans of it, so
 * that what we do not understand can be written again byte for byte, which json-glib
 * cannot do (it rounds numbers), and so that 10,000 items need no tree.
 *
 *   if (signet_json_check (text, length, &document, &error))
 *     {
 *       signet_json_iter_init (&iter, document);
 *       while (signet_json_iter_next (&iter, &key, &value))
 *         …
 *     }
 *
 * Everything but signet_json_check() takes spans of checked text only.  Any thread. */

#define SIGNET_JSON_MAX_DEPTH 32

typedef struct
{
  const char *start;
  const char *end;
} SignetJsonSpan;

typedef struct
{
  const char *pos;
  const char *end;
  gboolean    is_object;
} SignetJsonIter;

typedef enum
{
  SIGNET_JSON_OBJECT,
  SIGNET_JSON_ARRAY,
  SIGNET_JSON_STRING,
  SIGNET_JSON_NUMBER,
  SIGNET_JSON_TRUE,
  SIGNET_JSON_FALSE,
  SIGNET_JSON_NULL,
} SignetJsonType;

/* Whether text is one JSON value and nothing else: UTF-8, no comments, no \u0000, no
 * lone surrogates, at most SIGNET_JSON_MAX_DEPTH deep.  A byte order mark is passed over.
 * document: (out): the value without the white space round it.
 * errors: SIGNET_LISTS_ERROR_FORMAT, naming the line */
gboolean       signet_json_check         (const char *text, gsize length, SignetJsonSpan *document, GError **error);

SignetJsonType signet_json_get_type      (SignetJsonSpan value);
/* of an object or array */
void           signet_json_iter_init     (SignetJsonIter *iter, SignetJsonSpan value);
/* key: (out) (transfer full) (nullable): decoded; NULL in an array; what it points to is
 * freed first, so that a loop needs one g_autofree outside */
gboolean       signet_json_iter_next     (SignetJsonIter *iter, char **key, SignetJsonSpan *value);
/* of a string: decoded */
char          *signet_json_dup_string    (SignetJsonSpan value);
/* of any value: its text as it stands */
char          *signet_json_dup_text      (SignetJsonSpan value);

/* appends text, which must be UTF-8, as a JSON string with its quotes */
void           signet_json_append_string (GString *json, const char *text);

G_END_DECLS

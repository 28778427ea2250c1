/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-json-private.h"

#include "jot-error.h"

#include <stdlib.h>
#include <string.h>

typedef struct
{
  JotJson     *json;
  const char  *p;         /* the text is NUL-terminated: reading one byte ahead is safe */
  const char  *end;
  char        *out;       /* where the next decoded string goes */
  guint        allocated;
  GError     **error;
} Scanner;

static gboolean
fail (Scanner    *scanner,
      const char *what)
{
  gsize position = (gsize) (scanner->p - scanner->json->text);

  g_propagate_error (scanner->error,
                     jot_error_new (JOT_ERROR_MALFORMED, JOT_REASON_NOT_JSON, 0, position, NULL, what,
                                    "%s at offset %" G_GSIZE_FORMAT, what, position));
  return FALSE;
}

static void
skip_space (Scanner *scanner)
{
  while (scanner->p < scanner->end &&
         (*scanner->p == ' ' || *scanner->p == '\t' || *scanner->p == '\n' || *scanner->p == '\r'))
    {
      scanner->json->spacious = TRUE;
      scanner->p++;
    }
}

static guint
add_node (Scanner     *scanner,
          JotJsonKind  kind)
{
  JotJson *json = scanner->json;

  if (json->n_nodes == scanner->allocated)
    {
      scanner->allocated = MAX (32, scanner->allocated * 2);
      json->nodes = g_renew (JotJsonTapeNode, json->nodes, scanner->allocated);
    }

  json->nodes[json->n_nodes] = (JotJsonTapeNode) { .kind = (guint8) kind, .start = (guint32) (scanner->p - json->text) };

  return json->n_nodes++;
}

static void
end_node (Scanner *scanner,
          guint    index)
{
  JotJsonTapeNode *node = &scanner->json->nodes[index];

  node->end = (guint32) (scanner->p - scanner->json->text);
  node->next = scanner->json->n_nodes;
}

static gboolean
scan_hex (Scanner  *scanner,
          gunichar *code)
{
  *code = 0;
  for (guint i = 0; i < 4; i++)
    {
      int digit = scanner->p < scanner->end ? g_ascii_xdigit_value (*scanner->p) : -1;

      if (digit < 0)
        return fail (scanner, "bad \\u escape");
      *code = *code << 4 | (gunichar) digit;
      scanner->p++;
    }

  return TRUE;
}

/* Behind "\u": one code point, from a pair of surrogates where it takes two. */
static gboolean
scan_unicode_escape (Scanner *scanner)
{
  gunichar code, low;

  if (!scan_hex (scanner, &code))
    return FALSE;
  if (code == 0)
    return fail (scanner, "U+0000 in a string");
  if (code >= 0xdc00 && code <= 0xdfff)
    return fail (scanner, "lone surrogate");
  if (code >= 0xd800 && code <= 0xdbff)
    {
      if (scanner->p[0] != '\\' || scanner->p[1] != 'u')
        return fail (scanner, "lone surrogate");
      scanner->p += 2;
      if (!scan_hex (scanner, &low))
        return FALSE;
      if (low < 0xdc00 || low > 0xdfff)
        return fail (scanner, "lone surrogate");
      code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    }

  scanner->out += g_unichar_to_utf8 (code, scanner->out);
  return TRUE;
}

static gboolean
scan_string (Scanner *scanner)
{
  guint index = add_node (scanner, JOT_JSON_STRING);
  const char *run;

  scanner->json->nodes[index].size = (guint32) (scanner->out - scanner->json->strings);
  scanner->p++;
  while (TRUE)
    {
      run = scanner->p;
      while ((guint8) *scanner->p >= 0x20 && *scanner->p != '"' && *scanner->p != '\\')
        scanner->p++;
      memcpy (scanner->out, run, (gsize) (scanner->p - run));
      scanner->out += scanner->p - run;

      if (scanner->p >= scanner->end)
        return fail (scanner, "string without an end");
      if (*scanner->p == '"')
        break;
      if (*scanner->p != '\\')
        return fail (scanner, "control character in a string");

      scanner->p++;
      switch (*scanner->p++)
        {
        case '"': *scanner->out++ = '"'; break;
        case '\\': *scanner->out++ = '\\'; break;
        case '/': *scanner->out++ = '/'; break;
        case 'b': *scanner->out++ = '\b'; break;
        case 'f': *scanner->out++ = '\f'; break;
        case 'n': *scanner->out++ = '\n'; break;
        case 'r': *scanner->out++ = '\r'; break;
        case 't': *scanner->out++ = '\t'; break;
        case 'u':
          if (!scan_unicode_escape (scanner))
            return FALSE;
          break;
        default:
          scanner->p--;
          return fail (scanner, "bad escape");
        }
    }
  scanner->p++;
  *scanner->out++ = '\0';
  end_node (scanner, index);

  return TRUE;
}

/* RFC 8259 §6 */
static gboolean
scan_number (Scanner *scanner)
{
  guint index = add_node (scanner, JOT_JSON_NUMBER);

  if (*scanner->p == '-')
    scanner->p++;
  if (*scanner->p == '0')
    scanner->p++;
  else if (g_ascii_isdigit (*scanner->p))
    while (g_ascii_isdigit (*scanner->p))
      scanner->p++;
  else
    return fail (scanner, "bad number");

  if (*scanner->p == '.')
    {
      scanner->p++;
      if (!g_ascii_isdigit (*scanner->p))
        return fail (scanner, "bad number");
      while (g_ascii_isdigit (*scanner->p))
        scanner->p++;
    }
  if (*scanner->p == 'e' || *scanner->p == 'E')
    {
      scanner->p++;
      if (*scanner->p == '+' || *scanner->p == '-')
        scanner->p++;
      if (!g_ascii_isdigit (*scanner->p))
        return fail (scanner, "bad number");
      while (g_ascii_isdigit (*scanner->p))
        scanner->p++;
    }
  end_node (scanner, index);

  return TRUE;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

static gboolean
fail_duplicate (Scanner    *scanner,
                const char *name)
{
  g_propagate_error (scanner->error,
                     jot_error_new (JOT_ERROR_MALFORMED, JOT_REASON_DUPLICATE_MEMBER, 0,
                                    (gsize) (scanner->p - scanner->json->text), NULL, name,
                                    "an object has a member twice"));
  return FALSE;
}

/* No name twice, also when it is spelled with escapes. Few names are compared with each
 * other; many are sorted, so that no input takes quadratic time. */
static gboolean
check_duplicates (Scanner *scanner,
                  guint    object,
                  guint    size)
{
  const JotJson *json = scanner->json;
  const char *few[8];
  g_autofree const char **many = size > G_N_ELEMENTS (few) ? g_new (const char *, size) : NULL;
  const char **names = many != NULL ? many : few;
  guint index = object + 1;

  for (guint i = 0; i < size; i++)
    {
      names[i] = json->strings + json->nodes[index].size;
      index = json->nodes[index + 1].next;
    }

  if (many != NULL)
    {
      qsort (many, size, sizeof *many, compare_names);
      for (guint i = 1; i < size; i++)
        if (strcmp (many[i - 1], many[i]) == 0)
          return fail_duplicate (scanner, many[i]);
    }
  else
    {
      for (guint i = 1; i < size; i++)
        for (guint j = 0; j < i; j++)
          if (strcmp (names[i], names[j]) == 0)
            return fail_duplicate (scanner, names[i]);
    }

  return TRUE;
}

static gboolean scan_value (Scanner *scanner, guint depth);

static gboolean
scan_container (Scanner *scanner,
                guint    depth)
{
  gboolean is_object = *scanner->p == '{';
  char closing = is_object ? '}' : ']';
  guint index = add_node (scanner, is_object ? JOT_JSON_OBJECT : JOT_JSON_ARRAY);
  guint32 size = 0;

  if (depth >= JOT_JSON_MAX_DEPTH)
    return fail (scanner, "too deep");

  scanner->p++;
  skip_space (scanner);
  if (*scanner->p != closing)
    while (TRUE)
      {
        if (is_object)
          {
            if (*scanner->p != '"')
              return fail (scanner, "member name expected");
            if (!scan_string (scanner))
              return FALSE;
            skip_space (scanner);
            if (*scanner->p != ':')
              return fail (scanner, "colon expected");
            scanner->p++;
            skip_space (scanner);
          }
        if (!scan_value (scanner, depth + 1))
          return FALSE;
        size++;
        skip_space (scanner);
        if (*scanner->p == closing)
          break;
        if (*scanner->p != ',')
          return fail (scanner, "comma expected");
        scanner->p++;
        skip_space (scanner);
      }
  scanner->p++;

  scanner->json->nodes[index].size = size;
  end_node (scanner, index);

  return !is_object || check_duplicates (scanner, index, size);
}

static gboolean
scan_word (Scanner     *scanner,
           const char  *word,
           JotJsonKind  kind)
{
  guint index = add_node (scanner, kind);

  if (strncmp (scanner->p, word, strlen (word)) != 0)
    return fail (scanner, "value expected");
  scanner->p += strlen (word);
  end_node (scanner, index);

  return TRUE;
}

static gboolean
scan_value (Scanner *scanner,
            guint    depth)
{
  switch (*scanner->p)
    {
    case '{':
    case '[':
      return scan_container (scanner, depth);
    case '"':
      return scan_string (scanner);
    case 't':
      return scan_word (scanner, "true", JOT_JSON_TRUE);
    case 'f':
      return scan_word (scanner, "false", JOT_JSON_FALSE);
    case 'n':
      return scan_word (scanner, "null", JOT_JSON_NULL);
    default:
      if (*scanner->p == '-' || g_ascii_isdigit (*scanner->p))
        return scan_number (scanner);
      return fail (scanner, "value expected");
    }
}

gboolean
jot_json_scan (JotJson  *json,
               GError  **error)
{
  Scanner scanner = {
    .json = json, .p = json->text, .end = json->text + json->length, .out = json->strings, .error = error,
  };

  skip_space (&scanner);
  if (!scan_value (&scanner, 0))
    return FALSE;
  skip_space (&scanner);

  return scanner.p == scanner.end || fail (&scanner, "text behind the value");
}

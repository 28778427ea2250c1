/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-history-entry.h"

#include "jot-claims.h"
#include "jot-jws.h"
#include "signet-item.h"
#include "signet-token.h"

#include <string.h>

#define VERSION 1

struct _SignetHistoryEntry
{
  GObject parent_instance;

  char              *id;
  SignetHistoryKind  kind;
  gint64             time;
  char              *outcome;
  gboolean           proved;
  char              *signer;
  char              *source;
  char              *header;
  char              *kid;
  char              *issuer;
  char              *subject;
  char              *token_id;
  char              *list_name;
  char              *list_id;
  char              *sha256;
  char              *token;
  char              *search_text;   /* nullable until somebody searches: folded, a line each */
  gboolean           has_list;
  gboolean           has_issued_at;
  gint64             issued_at;
  gboolean           has_expiry;
  gint64             expiry;
};

G_DEFINE_FINAL_TYPE (SignetHistoryEntry, signet_history_entry, G_TYPE_OBJECT)

static const char * const kind_names[] = { "signed", "checked" };

static void
signet_history_entry_finalize (GObject *object)
{
  SignetHistoryEntry *self = SIGNET_HISTORY_ENTRY (object);

  g_free (self->id);
  g_free (self->outcome);
  g_free (self->signer);
  g_free (self->source);
  g_free (self->header);
  g_free (self->kid);
  g_free (self->issuer);
  g_free (self->subject);
  g_free (self->token_id);
  g_free (self->list_name);
  g_free (self->list_id);
  g_free (self->sha256);
  g_free (self->token);
  g_free (self->search_text);

  G_OBJECT_CLASS (signet_history_entry_parent_class)->finalize (object);
}

static void
signet_history_entry_class_init (SignetHistoryEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = signet_history_entry_finalize;
}

static void
signet_history_entry_init (SignetHistoryEntry *self)
{
}

/* How many microseconds after a time it is now, and later than each one before it for that time: two ids of one
 * process never tie, and those of two processes only within a microsecond. */
static guint32
make_fraction (gint64 time)
{
  static gint64 last_time = G_MININT64;
  static gint64 last_fraction;
  static GMutex mutex;
  gint64 fraction = 0;
  gint64 now = g_get_real_time ();

  /* what is recorded long after it happened, as in tests, is put in the order in which it is recorded */
  if (time <= now / G_USEC_PER_SEC && now / G_USEC_PER_SEC - time < 3600)
    fraction = now - time * G_USEC_PER_SEC;

  g_mutex_lock (&mutex);
  if (time == last_time && fraction <= last_fraction)
    fraction = last_fraction + 1;
  last_time = time;
  last_fraction = fraction;
  g_mutex_unlock (&mutex);

  return (guint32) MIN (fraction, G_MAXUINT32);
}

/* Ids sort by time. What follows the seconds looks like a UUID, and was one of pure chance before it began with their
 * fraction: files of then are as good, their order within one second is not known. */
static char *
make_id (gint64 time)
{
  g_autofree char *uuid = g_uuid_string_random ();

  return g_strdup_printf ("%011" G_GINT64_FORMAT "-%08x%s", MAX (time, 0), make_fraction (time), uuid + 8);
}

/* What of the token may be kept. */
static void
take_token (SignetHistoryEntry *self,
            const char         *token)
{
  g_autoptr (JotJws) jws = jot_jws_parse (token, -1, NULL);
  g_autoptr (JotClaims) claims = NULL;
  const char *payload;
  gsize size;

  self->sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, token, -1);
  if (jws == NULL)
    return;

  self->header = jot_json_node_to_compact (jot_jws_get_header (jws));
  self->kid = g_strdup (jot_jws_get_kid (jws));
  payload = g_bytes_get_data (jot_jws_get_payload (jws), &size);
  claims = jot_claims_parse (payload, (gssize) size, NULL);
  self->has_list = claims != NULL && jot_json_node_get_kind (jot_json_node_get_member (jot_claims_get_root (claims),
                                                                                      "groceryList")) == JOT_JSON_ARRAY;
  if (claims != NULL)
    self->issuer = g_strdup (jot_claims_get_issuer (claims));
  if (self->kind != SIGNET_HISTORY_SIGNED && !self->has_list)
    return;

  self->token = g_strdup (token);
  if (claims == NULL)
    return;

  self->subject = g_strdup (jot_claims_get_subject (claims));
  self->token_id = g_strdup (jot_claims_get_id (claims));
  self->list_name = g_strdup (signet_token_get_list_name (claims));
  self->has_issued_at = jot_claims_get_issued_at (claims, &self->issued_at);
  self->has_expiry = jot_claims_get_expiry (claims, &self->expiry);
}

/**
 * signet_history_entry_new:
 * @record: what happened
 *
 * Returns: (transfer full): an entry of its own id, with what may be kept of the token
 */
SignetHistoryEntry *
signet_history_entry_new (const SignetHistoryRecord *record)
{
  SignetHistoryEntry *self;

  g_return_val_if_fail (record != NULL && record->token != NULL && record->outcome != NULL, NULL);

  self = g_object_new (SIGNET_TYPE_HISTORY_ENTRY, NULL);
  self->id = make_id (record->time);
  self->kind = record->kind;
  self->time = record->time;
  self->outcome = g_strdup (record->outcome);
  self->proved = record->proved;
  self->signer = g_strdup (record->signer);
  self->list_id = g_strdup (record->list_id);
  take_token (self, record->token);
  /* where a key set is asked for may say as much as the token */
  if (self->token != NULL)
    self->source = g_strdup (record->source);

  return self;
}

static void
append_string (GString    *out,
               const char *name,
               const char *value)
{
  if (value == NULL)
    return;

  g_string_append_printf (out, ",\n  \"%s\": ", name);
  jot_json_append_string (out, value);
}

/**
 * signet_history_entry_to_json:
 * @self: an entry
 *
 * Returns: (transfer full): what its file holds
 */
char *
signet_history_entry_to_json (SignetHistoryEntry *self)
{
  GString *out = g_string_new (NULL);

  g_return_val_if_fail (SIGNET_IS_HISTORY_ENTRY (self), NULL);

  g_string_append_printf (out, "{\n  \"version\": %d,\n  \"kind\": \"%s\",\n  \"time\": %" G_GINT64_FORMAT,
                          VERSION, kind_names[self->kind], self->time);
  append_string (out, "outcome", self->outcome);
  g_string_append_printf (out, ",\n  \"proved\": %s", self->proved ? "true" : "false");
  append_string (out, "signer", self->signer);
  append_string (out, "source", self->source);
  append_string (out, "list", self->list_id);
  append_string (out, "issuer", self->issuer);
  append_string (out, "header", self->header);
  append_string (out, "sha256", self->sha256);
  append_string (out, "token", self->token);
  g_string_append (out, "\n}\n");

  return g_string_free (out, FALSE);
}

static gboolean
fail_data (GError     **error,
           const char  *what)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "no history entry: %s", what);

  return FALSE;
}

static gboolean
read_members (SignetHistoryEntry  *self,
              JotJsonNode          root,
              GError             **error)
{
  const char *kind = jot_json_node_get_string_member (root, "kind");
  const char *token = jot_json_node_get_string_member (root, "token");
  double number;

  if (!jot_json_node_get_number (jot_json_node_get_member (root, "version"), &number))
    return fail_data (error, "version");
  if (number > VERSION)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "a history entry of a newer Signet");
      return FALSE;
    }
  if (g_strcmp0 (kind, kind_names[SIGNET_HISTORY_SIGNED]) == 0)
    self->kind = SIGNET_HISTORY_SIGNED;
  else if (g_strcmp0 (kind, kind_names[SIGNET_HISTORY_CHECKED]) == 0)
    self->kind = SIGNET_HISTORY_CHECKED;
  else
    return fail_data (error, "kind");
  if (!jot_json_node_get_number (jot_json_node_get_member (root, "time"), &number))
    return fail_data (error, "time");
  self->time = (gint64) number;
  self->outcome = g_strdup (jot_json_node_get_string_member (root, "outcome"));
  if (self->outcome == NULL)
    return fail_data (error, "outcome");

  self->proved = jot_json_node_get_kind (jot_json_node_get_member (root, "proved")) == JOT_JSON_TRUE;
  self->signer = g_strdup (jot_json_node_get_string_member (root, "signer"));
  self->source = g_strdup (jot_json_node_get_string_member (root, "source"));
  self->list_id = g_strdup (jot_json_node_get_string_member (root, "list"));
  if (token != NULL)
    {
      take_token (self, token);
      return TRUE;
    }

  self->issuer = g_strdup (jot_json_node_get_string_member (root, "issuer"));
  self->header = g_strdup (jot_json_node_get_string_member (root, "header"));
  self->sha256 = g_strdup (jot_json_node_get_string_member (root, "sha256"));
  if (self->sha256 == NULL)
    return fail_data (error, "sha256");
  if (self->header != NULL)
    {
      g_autoptr (JotJson) header = jot_json_parse (self->header, -1, NULL);

      if (header != NULL)
        self->kid = g_strdup (jot_json_node_get_string_member (jot_json_get_root (header), "kid"));
    }

  return TRUE;
}

/**
 * signet_history_entry_new_from_json:
 * @id: the name of its file, without the suffix
 * @text: what the file holds
 * @length: its length in bytes, -1: up to its NUL
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the entry. Errors: %G_IO_ERROR_INVALID_DATA,
 *   %G_IO_ERROR_NOT_SUPPORTED for one of a newer Signet
 */
SignetHistoryEntry *
signet_history_entry_new_from_json (const char  *id,
                                    const char  *text,
                                    gssize       length,
                                    GError     **error)
{
  g_autoptr (SignetHistoryEntry) self = NULL;
  g_autoptr (JotJson) json = NULL;
  g_autoptr (GError) json_error = NULL;

  g_return_val_if_fail (id != NULL, NULL);

  json = jot_json_parse (text, length, &json_error);
  if (json == NULL)
    {
      fail_data (error, json_error->message);
      return NULL;
    }

  self = g_object_new (SIGNET_TYPE_HISTORY_ENTRY, NULL);
  self->id = g_strdup (id);
  if (!read_members (self, jot_json_get_root (json), error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * signet_history_entry_new_linked:
 * @self: an entry
 * @list_id: the id of a stored list
 *
 * Returns: (transfer full): the same entry, which says that it is of that list
 */
SignetHistoryEntry *
signet_history_entry_new_linked (SignetHistoryEntry *self,
                                 const char         *list_id)
{
  g_autofree char *text = NULL;
  SignetHistoryEntry *linked;

  g_return_val_if_fail (SIGNET_IS_HISTORY_ENTRY (self), NULL);
  g_return_val_if_fail (list_id != NULL, NULL);

  text = signet_history_entry_to_json (self);
  linked = signet_history_entry_new_from_json (self->id, text, -1, NULL);
  g_return_val_if_fail (linked != NULL, NULL);
  g_free (linked->list_id);
  linked->list_id = g_strdup (list_id);

  return linked;
}

/**
 * signet_history_entry_get_id:
 * @self: an entry
 *
 * Returns: (transfer none): its id: the newer the entry, the greater
 */
const char *
signet_history_entry_get_id (SignetHistoryEntry *self)
{
  g_return_val_if_fail (SIGNET_IS_HISTORY_ENTRY (self), NULL);

  return self->id;
}

/**
 * signet_history_entry_get_kind:
 * @self: an entry
 *
 * Returns: whether it was signed or checked here
 */
SignetHistoryKind
signet_history_entry_get_kind (SignetHistoryEntry *self)
{
  g_return_val_if_fail (SIGNET_IS_HISTORY_ENTRY (self), SIGNET_HISTORY_CHECKED);

  return self->kind;
}

/**
 * signet_history_entry_get_time:
 * @self: an entry
 *
 * Returns: when, in seconds since 1970
 */
gint64
signet_history_entry_get_time (SignetHistoryEntry *self)
{
  g_return_val_if_fail (SIGNET_IS_HISTORY_ENTRY (self), 0);

  return self->time;
}

/**
 * signet_history_entry_get_outcome:
 * @self: an entry
 *
 * Returns: (transfer none): "valid", "valid-but", or the code of the refusal
 */
const char *
signet_history_entry_get_outcome (SignetHistoryEntry *self)
{
  g_return_val_if_fail (SIGNET_IS_HISTORY_ENTRY (self), NULL);

  return self->outcome;
}

/**
 * signet_history_entry_is_proved:
 * @self: an entry
 *
 * Returns: whether the signature held: only then what the token says is known to be true
 */
gboolean
signet_history_entry_is_proved (SignetHistoryEntry *self)
{
  g_return_val_if_fail (SIGNET_IS_HISTORY_ENTRY (self), FALSE);

  return self->proved;
}

/**
 * signet_history_entry_get_signer:
 * @self: an entry
 *
 * Returns: (transfer none) (nullable): who signed it, by the trust book
 */
const char *
signet_history_entry_get_signer (SignetHistoryEntry *self)
{
  g_return_val_if_fail (SIGNET_IS_HISTORY_ENTRY (self), NULL);

  return self->signer;
}

/**
 * signet_history_entry_get_source:
 * @self: an entry
 *
 * Returns: (transfer none) (nullable): the key set it was checked with
 */
const char *
signet_history_entry_get_source (SignetHistoryEntry *self)
{
  g_return_val_if_fail (SIGNET_IS_HISTORY_ENTRY (self), NULL);

  return self->source;
}

/**
 * signet_history_entry_get_header:
 * @self: an entry
 *
 * Returns: (transfer none) (nullable): the header as JSON text; foreign
 */
const char *
signet_history_entry_get_header (SignetHistoryEntry *self)
{
  g_return_val_if_fail (SIGNET_IS_HISTORY_ENTRY (self), NULL);

  return self->header;
}

/**
 * signet_history_entry_get_kid:
 * @self: an entry
 *
 * Returns: (transfer none) (nullable): the key ID in the header
 */
const char *
signet_history_entry_get_kid (SignetHistoryEntry *self)
{
  g_return_val_if_fail (SIGNET_IS_HISTORY_ENTRY (self), NULL);

  return self->kid;
}

/**
 * signet_history_entry_get_issuer:
 * @self: an entry
 *
 * Returns: (transfer none) (nullable): "iss"; foreign, and true only where the entry is proved
 */
const char *
signet_history_entry_get_issuer (SignetHistoryEntry *self)
{
  g_return_val_if_fail (SIGNET_IS_HISTORY_ENTRY (self), NULL);

  return self->issuer;
}

/**
 * signet_history_entry_get_subject:
 * @self: an entry
 *
 * Returns: (transfer none) (nullable): "sub", likewise
 */
const char *
signet_history_entry_get_subject (SignetHistoryEntry *self)
{
  g_return_val_if_fail (SIGNET_IS_HISTORY_ENTRY (self), NULL);

  return self->subject;
}

/**
 * signet_history_entry_get_token_id:
 * @self: an entry
 *
 * Returns: (transfer none) (nullable): "jti", likewise
 */
const char *
signet_history_entry_get_token_id (SignetHistoryEntry *self)
{
  g_return_val_if_fail (SIGNET_IS_HISTORY_ENTRY (self), NULL);

  return self->token_id;
}

/**
 * signet_history_entry_get_list_name:
 * @self: an entry
 *
 * Returns: (transfer none) (nullable): "listName", likewise
 */
const char *
signet_history_entry_get_list_name (SignetHistoryEntry *self)
{
  g_return_val_if_fail (SIGNET_IS_HISTORY_ENTRY (self), NULL);

  return self->list_name;
}

/**
 * signet_history_entry_get_list_id:
 * @self: an entry
 *
 * Returns: (transfer none) (nullable): the stored list that was signed, whatever it is called now
 */
const char *
signet_history_entry_get_list_id (SignetHistoryEntry *self)
{
  g_return_val_if_fail (SIGNET_IS_HISTORY_ENTRY (self), NULL);

  return self->list_id;
}

/**
 * signet_history_entry_get_token:
 * @self: an entry
 *
 * Returns: (transfer none) (nullable): the token, where it may be kept
 */
const char *
signet_history_entry_get_token (SignetHistoryEntry *self)
{
  g_return_val_if_fail (SIGNET_IS_HISTORY_ENTRY (self), NULL);

  return self->token;
}

/**
 * signet_history_entry_get_sha256:
 * @self: an entry
 *
 * Returns: (transfer none): of the token, in lower-case hexadecimal
 */
const char *
signet_history_entry_get_sha256 (SignetHistoryEntry *self)
{
  g_return_val_if_fail (SIGNET_IS_HISTORY_ENTRY (self), NULL);

  return self->sha256;
}

/**
 * signet_history_entry_get_issued_at:
 * @self: an entry
 * @seconds: (out): "iat", seconds since 1970
 *
 * Returns: %FALSE where there is none, or it is not kept
 */
gboolean
signet_history_entry_get_issued_at (SignetHistoryEntry *self,
                                    gint64             *seconds)
{
  g_return_val_if_fail (SIGNET_IS_HISTORY_ENTRY (self), FALSE);

  if (self->has_issued_at)
    *seconds = self->issued_at;

  return self->has_issued_at;
}

/**
 * signet_history_entry_get_expiry:
 * @self: an entry
 * @seconds: (out): "exp", seconds since 1970
 *
 * Returns: %FALSE where there is none, or it is not kept
 */
gboolean
signet_history_entry_get_expiry (SignetHistoryEntry *self,
                                 gint64             *seconds)
{
  g_return_val_if_fail (SIGNET_IS_HISTORY_ENTRY (self), FALSE);

  if (self->has_expiry)
    *seconds = self->expiry;

  return self->has_expiry;
}

static char *
fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *normal = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL);

  return g_utf8_casefold (normal != NULL ? normal : valid, -1);
}

static void
append_folded (GString    *out,
               const char *text)
{
  g_autofree char *folded = text != NULL ? fold (text) : NULL;

  if (folded != NULL)
    g_string_append_printf (out, "%s\n", folded);
}

static const char *
get_search_text (SignetHistoryEntry *self)
{
  g_autoptr (GString) out = NULL;
  g_autoptr (GPtrArray) items = NULL;

  if (self->search_text != NULL)
    return self->search_text;

  out = g_string_new (NULL);
  append_folded (out, self->list_name);
  append_folded (out, self->signer);
  append_folded (out, self->issuer);
  append_folded (out, self->subject);
  items = signet_history_entry_dup_items (self);
  for (guint i = 0; items != NULL && i < items->len; i++)
    append_folded (out, signet_item_get_name (items->pdata[i]));

  return self->search_text = g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * signet_history_entry_matches:
 * @self: an entry
 * @text: what somebody looks for
 *
 * Looks in the name of the list, the people and the items, whatever the case, also of a token that is not proved.
 * Main thread only: what is searched is kept.
 *
 * Returns: whether each word of @text is somewhere there
 */
gboolean
signet_history_entry_matches (SignetHistoryEntry *self,
                              const char         *text)
{
  g_autofree char *folded = NULL;
  g_auto (GStrv) words = NULL;

  g_return_val_if_fail (SIGNET_IS_HISTORY_ENTRY (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  folded = fold (text);
  words = g_strsplit_set (folded, " \t\n", -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (get_search_text (self), words[i]) == NULL)
      return FALSE;

  return TRUE;
}

/**
 * signet_history_entry_has_list:
 * @self: an entry
 *
 * Returns: whether the token carries a list; it is kept then
 */
gboolean
signet_history_entry_has_list (SignetHistoryEntry *self)
{
  g_return_val_if_fail (SIGNET_IS_HISTORY_ENTRY (self), FALSE);

  return self->has_list;
}

/**
 * signet_history_entry_dup_payload:
 * @self: an entry
 *
 * Returns: (transfer full) (nullable): the payload as it was signed, where the token is kept
 */
GBytes *
signet_history_entry_dup_payload (SignetHistoryEntry *self)
{
  g_autoptr (JotJws) jws = NULL;

  g_return_val_if_fail (SIGNET_IS_HISTORY_ENTRY (self), NULL);

  jws = self->token != NULL ? jot_jws_parse (self->token, -1, NULL) : NULL;

  return jws != NULL ? g_bytes_ref (jot_jws_get_payload (jws)) : NULL;
}

/**
 * signet_history_entry_dup_claims:
 * @self: an entry
 *
 * Returns: (transfer full) (nullable): the claims, where the token is kept; true only where the entry is proved
 */
JotClaims *
signet_history_entry_dup_claims (SignetHistoryEntry *self)
{
  g_autoptr (GBytes) payload = signet_history_entry_dup_payload (self);

  return payload != NULL ? jot_claims_parse (g_bytes_get_data (payload, NULL), (gssize) g_bytes_get_size (payload), NULL)
                         : NULL;
}

/**
 * signet_history_entry_dup_items:
 * @self: an entry
 *
 * Returns: (transfer full) (nullable) (element-type SignetItem): what the token lists, %NULL where it is not
 *   kept or lists nothing; true only where the entry is proved
 */
GPtrArray *
signet_history_entry_dup_items (SignetHistoryEntry *self)
{
  g_autoptr (JotClaims) claims = signet_history_entry_dup_claims (self);

  return claims != NULL ? signet_token_read_items (claims) : NULL;
}

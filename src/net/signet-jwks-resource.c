/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-jwks-resource.h"

#include <string.h>

#define METHODS "GET, HEAD, OPTIONS"

struct _SignetJwksResource
{
  SignetJwksProvider  provider;
  gpointer            provider_data;
  gboolean            cors;
  GBytes             *key_set;    /* what the ETags are of */
  char               *etags[2];   /* by Format */
};

typedef enum { FORMAT_JSON, FORMAT_JWK_SET } Format;

static const char * const media_types[] = { "application/json", "application/jwk-set+json" };

SignetJwksResource *
signet_jwks_resource_new (SignetJwksProvider provider,
                          gpointer           provider_data,
                          gboolean           cors)
{
  SignetJwksResource *self = g_new0 (SignetJwksResource, 1);

  self->provider = provider;
  self->provider_data = provider_data;
  self->cors = cors;

  return self;
}

void
signet_jwks_resource_free (SignetJwksResource *self)
{
  g_clear_pointer (&self->key_set, g_bytes_unref);
  for (guint i = 0; i < G_N_ELEMENTS (self->etags); i++)
    g_free (self->etags[i]);
  g_free (self);
}

void
signet_jwks_resource_refuse (SoupServerMessage *message,
                             guint              status)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_message_headers_replace (headers, "Connection", "close");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  /* libsoup has no words for this one (RFC 9110 §15.5.20) */
  soup_server_message_set_status (message, status, status == SOUP_STATUS_MISDIRECTED_REQUEST ? "Misdirected Request" : NULL);
}

void
signet_jwks_resource_begin (SignetJwksResource *self,
                            SoupServerMessage  *message,
                            const char         *path)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *method = soup_server_message_get_method (message);

  if (strcmp (path, SIGNET_JWKS_PATH) != 0)
    signet_jwks_resource_refuse (message, SOUP_STATUS_NOT_FOUND);
  else if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CHUNKED ||
           soup_message_headers_get_content_length (headers) > 0)
    signet_jwks_resource_refuse (message, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE);
  else if (method != SOUP_METHOD_GET && method != SOUP_METHOD_HEAD && method != SOUP_METHOD_OPTIONS)
    {
      soup_message_headers_replace (soup_server_message_get_response_headers (message), "Allow", METHODS);
      signet_jwks_resource_refuse (message, SOUP_STATUS_METHOD_NOT_ALLOWED);
    }
}

/* RFC 9110 §12.5.1: the key set's own type where it is asked for by name, and liked no less. */
static Format
choose_format (SoupMessageHeaders *headers)
{
  const char *accept = soup_message_headers_get_list (headers, "Accept");
  Format format = FORMAT_JSON;
  GSList *types;

  if (accept == NULL)
    return FORMAT_JSON;

  types = soup_header_parse_quality_list (accept, NULL);
  for (GSList *l = types; l != NULL; l = l->next)
    {
      if (g_ascii_strcasecmp (l->data, media_types[FORMAT_JWK_SET]) == 0)
        {
          format = FORMAT_JWK_SET;
          break;
        }
      if (g_ascii_strcasecmp (l->data, media_types[FORMAT_JSON]) == 0)
        break;
    }
  soup_header_free_list (types);

  return format;
}

/* RFC 9110 §13.1.2; the comparison is weak, as it demands. */
static gboolean
is_known_etag (SoupMessageHeaders *headers,
               const char         *etag)
{
  const char *header = soup_message_headers_get_list (headers, "If-None-Match");
  gboolean known = FALSE;
  GSList *tags;

  if (header == NULL)
    return FALSE;

  tags = soup_header_parse_list (header);
  for (GSList *l = tags; l != NULL && !known; l = l->next)
    {
      const char *tag = l->data;

      if (g_str_has_prefix (tag, "W/"))
        tag += 2;
      known = strcmp (tag, "*") == 0 || strcmp (tag, etag) == 0;
    }
  soup_header_free_list (tags);

  return known;
}

/* The bytes of now, and their ETags, computed once for each. */
static void
update_key_set (SignetJwksResource *self)
{
  g_autoptr (GBytes) bytes = self->provider (self->provider_data);
  g_autofree char *digest = NULL;

  if (bytes == self->key_set)
    return;

  g_clear_pointer (&self->key_set, g_bytes_unref);
  self->key_set = g_steal_pointer (&bytes);
  digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, self->key_set);
  digest[32] = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (self->etags); i++)
    {
      g_free (self->etags[i]);
      self->etags[i] = g_strdup_printf ("\"%s-%u\"", digest, i);
    }
}

static void
answer_options (SignetJwksResource *self,
                SoupServerMessage  *message)
{
  SoupMessageHeaders *response = soup_server_message_get_response_headers (message);

  soup_message_headers_append (response, "Allow", METHODS);
  if (self->cors)
    {
      soup_message_headers_append (response, "Access-Control-Allow-Methods", METHODS);
      soup_message_headers_append (response, "Access-Control-Max-Age", "300");
    }
  soup_server_message_set_status (message, SOUP_STATUS_NO_CONTENT, NULL);
}

void
signet_jwks_resource_answer (SignetJwksResource *self,
                             SoupServerMessage  *message)
{
  SoupMessageHeaders *request = soup_server_message_get_request_headers (message);
  SoupMessageHeaders *response = soup_server_message_get_response_headers (message);
  Format format;

  soup_message_headers_append (response, "X-Content-Type-Options", "nosniff");
  if (self->cors)
    soup_message_headers_append (response, "Access-Control-Allow-Origin", "*");

  if (soup_server_message_get_method (message) == SOUP_METHOD_OPTIONS)
    {
      answer_options (self, message);
      return;
    }

  update_key_set (self);
  format = choose_format (request);
  soup_message_headers_append (response, "ETag", self->etags[format]);
  soup_message_headers_append (response, "Cache-Control", "public, max-age=300");
  soup_message_headers_append (response, "Vary", "Accept");
  soup_message_headers_set_content_length (response, (goffset) g_bytes_get_size (self->key_set));
  if (is_known_etag (request, self->etags[format]))
    {
      /* with the length of what it stands for: libsoup would say 0, which is another set (RFC 9110 §8.6) */
      soup_server_message_set_status (message, SOUP_STATUS_NOT_MODIFIED, NULL);
      return;
    }

  /* libsoup would cut the body down, but not the length that is said (RFC 9110 §14.2: a server may ignore it) */
  soup_message_headers_remove (request, "Range");
  soup_message_headers_set_content_type (response, media_types[format], NULL);
  soup_message_body_append_bytes (soup_server_message_get_response_body (message), self->key_set);
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-api.h"

#include "signet-api-token.h"
#include "signet-claims-defaults.h"
#include "signet-context-private.h"
#include "signet-settings.h"
#include "signet-verifier-private.h"
#include "signet-words.h"

#include <string.h>

#define TEXT "text/plain; charset=utf-8"
#define JSON "application/json"

/* How long a token that the keyring gave is good: "api-token --new" is heeded within this time */
#define TOKEN_AGE G_USEC_PER_SEC
/* How long a keyring that failed is left alone: it may ask the user each time */
#define FAILURE_AGE (5 * G_USEC_PER_SEC)

struct _SignetApi
{
  GObject parent_instance;

  /* Owned */
  GSettings         *settings;          /* nullable */
  SignetListSigning *signing_service;
  SignetSigningKeys *signing_keys;
  SignetTrustBook   *trust_book;
  SignetVerifier    *verifier;           /* one of its own: it fetches from fewer places */
  SignetVerifier    *trusted_verifier;   /* for the addresses of the trust book */
  JotSecret         *token;              /* nullable */
  GError            *failure;            /* nullable: of the last look for the token */
  GQueue             signing;            /* of SignetApiCall: one is signed after the other, the first one now */

  /* Plain */
  gint64 looked_at;            /* monotonic time of token or failure */
  gint64 doubted_at;           /* when the keyring was asked because somebody had another token */
};

enum
{
  SIGNAL_TOKEN_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SignetApi, signet_api, G_TYPE_OBJECT)

static void
answer_text (SignetApiCall *call,
             guint          status,
             const char    *code,
             const char    *text)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  signet_api_call_answer (call, status, TEXT, code, body);
}

static void
signet_api_dispose (GObject *object)
{
  SignetApi *self = SIGNET_API (object);
  SignetApiCall *call;

  while ((call = g_queue_pop_head (&self->signing)) != NULL)
    answer_text (call, 503, NULL, "Ended");
  g_clear_object (&self->verifier);
  g_clear_object (&self->trusted_verifier);
  g_clear_object (&self->trust_book);
  g_clear_object (&self->signing_service);
  g_clear_object (&self->signing_keys);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->token, jot_secret_unref);
  g_clear_error (&self->failure);

  G_OBJECT_CLASS (signet_api_parent_class)->dispose (object);
}

static void
signet_api_class_init (SignetApiClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = signet_api_dispose;

  signals[SIGNAL_TOKEN_FAILED] =
    g_signal_new ("token-failed", SIGNET_TYPE_API, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_ERROR | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
signet_api_init (SignetApi *self)
{
  g_queue_init (&self->signing);
}

/* A keyring or a disk that fails is told in the words of the command line. */
static void
answer_failure (SignetApiCall *call,
                const GError  *error)
{
  g_autofree char *text = NULL;

  if (error->domain == JOT_ERROR)
    {
      SignetWordsContext context = { .now = signet_verifier_get_now () };

      text = signet_words_dup_message (error, &context);
      answer_text (call, error->code == JOT_ERROR_TOO_LARGE ? 413 : 503, jot_error_get_code_name (error->code), text);
    }
  else
    {
      g_autoptr (SignetWords) words = signet_words_for_problem (error, NULL);

      text = g_strdup_printf ("%s. %s", words->title, words->sentence);
      answer_text (call, 503, NULL, text);
    }
}

static void sign_next (SignetApi *self);

static void
end_first (SignetApi *self)
{
  g_queue_pop_head (&self->signing);
  sign_next (self);
}

static void
signed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (SignetApi) self = SIGNET_API (user_data);
  SignetApiCall *call = g_queue_peek_head (&self->signing);
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;

  token = signet_list_signing_sign_finish (SIGNET_LIST_SIGNING (source), result, &error);
  if (call == NULL)
    return;   /* disposed meanwhile */

  signet_signing_keys_forget_loaded (self->signing_keys);
  if (token != NULL)
    {
      /* a token has no character that JSON would escape */
      g_autofree char *json = g_strdup_printf ("{\"token\":\"%s\"}", token);
      g_autoptr (GBytes) body = g_bytes_new (json, strlen (json));

      signet_api_call_answer (call, 200, JSON, NULL, body);
    }
  else
    {
      answer_failure (call, error);
    }
  end_first (self);
}

static void
sign_first (SignetApi *self)
{
  SignetApiCall *call = g_queue_peek_head (&self->signing);
  g_autofree char *name = signet_settings_dup_name (self->settings);
  const SignetClaimsDefaults defaults = {
    .lifetime = signet_settings_get_lifetime (self->settings),
    .name = name,
    .now = signet_verifier_get_now (),
  };
  g_autoptr (GBytes) claims = NULL;
  g_autoptr (GError) error = NULL;
  gint64 exp;

  claims = signet_claims_complete (signet_api_call_get_body (call), &defaults, &exp, &error);
  if (claims == NULL)
    {
      answer_text (call, 400, NULL, "Bad Payload");
      end_first (self);
      return;
    }

  signet_list_signing_sign_claims_async (self->signing_service, claims, exp, NULL, signed_cb, g_object_ref (self));
}

static gboolean
has_token (SignetApi     *self,
           SignetApiCall *call)
{
  const char *bearer = signet_api_call_get_bearer (call);

  return self->token != NULL && bearer != NULL && jot_secret_equals (self->token, bearer, strlen (bearer));
}

static void
judge_first (SignetApi *self)
{
  SignetApiCall *call = g_queue_peek_head (&self->signing);

  if (self->failure != NULL)
    {
      answer_failure (call, self->failure);
      end_first (self);
    }
  else if (!has_token (self, call))
    {
      answer_text (call, 401, NULL, "Unauthorized");
      end_first (self);
    }
  else
    {
      sign_first (self);
    }
}

static void
take_token (SignetApi    *self,
            GAsyncResult *result)
{
  g_clear_pointer (&self->token, jot_secret_unref);
  g_clear_error (&self->failure);
  self->token = signet_api_token_get_finish (result, &self->failure);
  self->looked_at = g_get_monotonic_time ();
}

static void
token_got_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (SignetApi) self = SIGNET_API (user_data);

  take_token (self, result);
  if (!g_queue_is_empty (&self->signing))
    judge_first (self);
}

/* Whether the keyring must be asked before this one can be judged. */
static gboolean
needs_look (SignetApi     *self,
            SignetApiCall *call)
{
  gint64 now = g_get_monotonic_time ();

  if (self->failure != NULL)
    return now - self->looked_at >= FAILURE_AGE;
  if (self->token == NULL || now - self->looked_at >= TOKEN_AGE)
    return TRUE;
  if (has_token (self, call) || now - self->doubted_at < TOKEN_AGE)
    return FALSE;

  self->doubted_at = now;
  return TRUE;
}

static void
sign_next (SignetApi *self)
{
  SignetApiCall *call = g_queue_peek_head (&self->signing);

  if (call == NULL)
    return;

  if (needs_look (self, call))
    signet_api_token_get_async (FALSE, NULL, token_got_cb, g_object_ref (self));
  else
    judge_first (self);
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  SignetApiCall *call = user_data;
  g_autoptr (GError) failure = NULL;
  g_autoptr (SignetReport) report = NULL;
  const GError *error;

  report = signet_verifier_check_finish (SIGNET_VERIFIER (source), result, &failure);
  if (report == NULL)
    {
      answer_text (call, 503, NULL, "Ended");
      return;
    }

  error = signet_report_get_error (report);
  if (error == NULL)
    {
      signet_api_call_answer (call, 200, JSON, NULL,
                              jot_jws_get_payload (jot_verdict_get_jws (signet_report_get_verdict (report))));
    }
  else
    {
      g_autofree char *message = signet_report_dup_message (report);

      answer_text (call, 422, jot_error_get_code_name (error->code), message);
    }
}

/* A file of this computer is nothing to name to us. */
static gboolean
is_http_url (const char *text)
{
  return g_ascii_strncasecmp (text, "http://", 7) == 0 || g_ascii_strncasecmp (text, "https://", 8) == 0;
}

/* Somebody whom the user knows may publish on the local network. */
static gboolean
is_of_trust_book (SignetApi  *self,
                  const char *uri)
{
  g_autoptr (GPtrArray) signers = signet_trust_book_dup_signers (self->trust_book);

  for (guint i = 0; i < signers->len; i++)
    if (g_strcmp0 (signet_signer_get_url (signers->pdata[i]), uri) == 0)
      return TRUE;

  return FALSE;
}

/* One that waits until the trust book was read. */
typedef struct
{
  SignetApi     *self;
  SignetApiCall *call;
  JotJson       *json;
  const char    *uri;      /* of json */
  const char    *token;    /* of json */
} Decode;

static void
book_loaded_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autofree Decode *decode = user_data;
  g_autoptr (SignetApi) self = decode->self;
  g_autoptr (JotJson) json = decode->json;
  SignetCheckRequest request = SIGNET_CHECK_REQUEST_INIT;
  g_autoptr (GError) bad_url = NULL;
  SignetVerifier *verifier = self->verifier;

  /* one that cannot be read allows nothing more */
  signet_trust_book_finish (SIGNET_TRUST_BOOK (source), result, NULL);
  if (self->verifier == NULL)
    {
      answer_text (decode->call, 503, NULL, "Ended");
      return;
    }

  request.token = decode->token;
  if (!is_http_url (decode->uri))
    {
      request.key_error = bad_url = jot_error_new (JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_REASON_BAD_URL, 0, 0, NULL,
                                                   decode->uri, "no http or https address");
    }
  else
    {
      request.source = decode->uri;
      if (is_of_trust_book (self, decode->uri))
        {
          request.allow_http = TRUE;
          verifier = self->trusted_verifier;
        }
    }
  signet_verifier_check_async (verifier, &request, NULL, checked_cb, decode->call);
}

static void
decode (SignetApi     *self,
        SignetApiCall *call)
{
  g_autoptr (JotJson) json = NULL;
  gsize size;
  const char *data = g_bytes_get_data (signet_api_call_get_body (call), &size);
  Decode *decode;
  const char *uri, *token;

  json = jot_json_parse (size > 0 ? data : "", (gssize) size, NULL);
  uri = json != NULL ? jot_json_node_get_string_member (jot_json_get_root (json), "jwksUri") : NULL;
  token = json != NULL ? jot_json_node_get_string_member (jot_json_get_root (json), "token") : NULL;
  if (uri == NULL || token == NULL)
    {
      answer_text (call, 400, NULL, "Bad Payload");
      return;
    }

  decode = g_new0 (Decode, 1);
  decode->self = g_object_ref (self);
  decode->call = call;
  decode->json = g_steal_pointer (&json);
  decode->uri = uri;
  decode->token = token;
  signet_trust_book_load_async (self->trust_book, NULL, book_loaded_cb, decode);
}

static gint64
get_now (gpointer user_data)
{
  return signet_verifier_get_now ();
}

/**
 * signet_api_new:
 * @context: the services
 *
 * Returns: (transfer full): what answers the HTTP interface
 */
SignetApi *
signet_api_new (SignetContext *context)
{
  SignetApi *self;
  g_autoptr (SignetJwksFetcher) fetcher = signet_jwks_fetcher_new ();
  g_autoptr (SignetJwksCache) cache = NULL;
  GSettings *settings;

  g_return_val_if_fail (SIGNET_IS_CONTEXT (context), NULL);

  signet_jwks_fetcher_refuse_lan (fetcher);
  cache = signet_jwks_cache_new (fetcher, get_now, NULL);
  settings = signet_context_get_settings (context);

  /* what it needs, not the context itself, which may own it */
  self = g_object_new (SIGNET_TYPE_API, NULL);
  self->settings = settings != NULL ? g_object_ref (settings) : NULL;
  self->signing_service = g_object_ref (signet_context_get_list_signing (context));
  self->signing_keys = g_object_ref (signet_context_get_signing_keys (context));
  self->trust_book = g_object_ref (signet_context_get_trust_book (context));
  self->verifier = signet_verifier_new (cache, signet_context_get_keys_path (context));
  self->trusted_verifier = signet_verifier_new (signet_context_get_jwks_cache (context),
                                                signet_context_get_keys_path (context));

  return self;
}

static void
prepared_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (SignetApi) self = SIGNET_API (user_data);

  take_token (self, result);
  if (self->failure != NULL)
    g_signal_emit (self, signals[SIGNAL_TOKEN_FAILED], 0, self->failure);
}

/**
 * signet_api_prepare:
 * @self: the HTTP interface
 *
 * Asks the keyring for the bearer token, which makes one where there is none. What goes wrong is told by
 * the signal “token-failed”; a later request asks again.
 */
void
signet_api_prepare (SignetApi *self)
{
  g_return_if_fail (SIGNET_IS_API (self));

  signet_api_token_get_async (FALSE, NULL, prepared_cb, g_object_ref (self));
}

/**
 * signet_api_handle:
 * @call: (transfer full): a request
 * @user_data: the #SignetApi
 *
 * Signatures are made one after the other, in the order of the requests; checks go side by side.
 */
void
signet_api_handle (SignetApiCall *call,
                   gpointer       user_data)
{
  SignetApi *self = SIGNET_API (user_data);

  if (strcmp (signet_api_call_get_path (call), SIGNET_API_DECODE_PATH) == 0)
    {
      decode (self, call);
      return;
    }

  g_queue_push_tail (&self->signing, call);
  if (g_queue_get_length (&self->signing) == 1)
    sign_next (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * JotError:
 *
 * Every way a token can be refused, and the two ways in which nothing could be
 * checked.  The numbers and the texts of jot_error_get_code_name() are stable:
 * scripts rely on them.
 */
typedef enum
{
  JOT_ERROR_MALFORMED             = 1,  /* form, base64url or header (RFC 7515 §7.1, §5.2) */
  JOT_ERROR_TOO_LARGE             = 2,  /* more than JOT_MAX_TOKEN_SIZE bytes */
  JOT_ERROR_NO_KEY_ID             = 3,  /* the header has no "kid" (RFC 7515 §4.1.4) */
  JOT_ERROR_UNSUPPORTED_ALGORITHM = 4,  /* "alg" is not in the policy (RFC 8725 §3.1) */
  JOT_ERROR_CRITICAL_HEADER       = 5,  /* "crit", "zip" or "b64": false (RFC 7515 §4.1.11) */
  JOT_ERROR_KEY_NOT_FOUND         = 6,  /* no key with that kid in the set */
  JOT_ERROR_AMBIGUOUS_KEY         = 7,  /* different keys with that kid all fit */
  JOT_ERROR_KEY_MISMATCH          = 8,  /* kty, crv, use, key_ops or alg do not fit */
  JOT_ERROR_WEAK_KEY              = 9,  /* the key is too weak (RFC 8725 §3.5) */
  JOT_ERROR_BAD_SIGNATURE         = 10, /* RFC 7515 §5.2 step 8 */
  JOT_ERROR_BAD_CLAIMS            = 11, /* the signature holds, the payload makes no sense */
  JOT_ERROR_EXPIRED               = 12, /* now >= exp + leeway (RFC 7519 §4.1.4) */
  JOT_ERROR_NOT_YET_VALID         = 13, /* now < nbf - leeway (RFC 7519 §4.1.5) */
  JOT_ERROR_WRONG_ISSUER          = 14, /* RFC 7519 §4.1.1 */
  JOT_ERROR_WRONG_AUDIENCE        = 15, /* RFC 7519 §4.1.3 */
  JOT_ERROR_SIGNER_KEY_CHANGED    = 16, /* raised by the trust book, not by jot */
  JOT_ERROR_KEY_SET_UNAVAILABLE   = 17, /* nothing was checked: the key set could not be had */
  JOT_ERROR_KEY_SET_INVALID       = 18, /* nothing was checked: the key set cannot be used */
  JOT_ERROR_CRYPTO                = 19, /* our side failed: out of memory, no randomness */
} JotError;

/**
 * JotReason:
 *
 * What exactly was wrong, for those who put it in words.  Which of the members
 * of #JotErrorDetails are set is said at each.
 */
typedef enum
{
  JOT_REASON_NONE = 0,
  /* malformed */
  JOT_REASON_PARTS,              /* position: how many parts there are */
  JOT_REASON_CHARACTER,          /* part 1–3, position (0-based, in the part), found: the character */
  JOT_REASON_PADDING,            /* part, position */
  JOT_REASON_LENGTH,             /* part; no base64url has this length */
  JOT_REASON_TRAILING_BITS,      /* part */
  JOT_REASON_NOT_UTF8,           /* header (or payload, with bad-claims) */
  JOT_REASON_NOT_JSON,           /* found: what the scanner says, position */
  JOT_REASON_NOT_OBJECT,
  JOT_REASON_DUPLICATE_MEMBER,   /* found: the name */
  JOT_REASON_MEMBER_MISSING,     /* expected: the name */
  JOT_REASON_MEMBER_TYPE,        /* expected: the name, found: its JSON text */
  JOT_REASON_TYPE,               /* the demanded "typ": expected, found (nullable) */
  /* too-large */
  JOT_REASON_SIZE,               /* position: the size in bytes */
  /* unsupported-algorithm */
  JOT_REASON_ALG_NONE,           /* found */
  JOT_REASON_ALG_HMAC,           /* found */
  JOT_REASON_ALG_UNKNOWN,        /* found */
  JOT_REASON_ALG_NOT_ALLOWED,    /* known, but outside the policy; expected: the list, found */
  /* critical-header */
  JOT_REASON_CRIT,               /* found: the first name not understood, or "crit" itself when malformed */
  JOT_REASON_ZIP,
  JOT_REASON_B64,
  /* key selection */
  JOT_REASON_NO_SUCH_KEY,        /* expected: the kid, position: how many keys there are */
  JOT_REASON_SEVERAL_KEYS,       /* found: the kid, position: how many fit */
  JOT_REASON_KEY_TYPE,           /* expected: what alg needs, found: kty or crv of the key */
  JOT_REASON_KEY_USE,            /* expected "sig", found */
  JOT_REASON_KEY_OPS,            /* expected "verify", found */
  JOT_REASON_KEY_ALG,            /* expected: the token's alg, found: the key's */
  JOT_REASON_KEY_UNUSABLE,       /* found: why the entry of the set cannot be used */
  /* weak-key */
  JOT_REASON_KEY_SIZE,           /* expected: the bound, found: the bits */
  JOT_REASON_KEY_EXPONENT,       /* found: the exponent or "even" or "too large" */
  JOT_REASON_KEY_ROCA,
  JOT_REASON_KEY_POINT,          /* not on the curve, or of small order */
  /* bad-signature */
  JOT_REASON_SIGNATURE_SIZE,     /* expected, found: bytes */
  JOT_REASON_SIGNATURE,
  /* bad-claims, and dates */
  JOT_REASON_CLAIM_NOT_DATE,     /* expected: the claim, found: its JSON text */
  JOT_REASON_CLAIM_TYPE,         /* expected: the claim, found: its JSON text */
  JOT_REASON_DATE,               /* expected: the claim ("exp", "nbf"), found: its value in seconds */
  JOT_REASON_CLAIM_VALUE,        /* expected: what was demanded, found: what there is (nullable) */
  /* key-set-unavailable: found is the host where there is one */
  JOT_REASON_BAD_URL,            /* found: the text */
  JOT_REASON_HTTP_NOT_ALLOWED,   /* found: the host; plain http beyond loopback */
  JOT_REASON_LAN_NOT_ALLOWED,    /* found: the host; an address of the local network */
  JOT_REASON_TIMEOUT,            /* position: seconds waited */
  JOT_REASON_CERTIFICATE,
  JOT_REASON_REDIRECT,
  JOT_REASON_STATUS,             /* position: the HTTP status */
  JOT_REASON_CONNECTION,         /* could not connect, or the connection broke */
  JOT_REASON_FILE,               /* found: the file name */
  /* key-set-invalid */
  JOT_REASON_SET_TOO_LARGE,      /* position: the limit in bytes */
  JOT_REASON_SET_TOO_MANY,       /* position: the limit in keys */
  JOT_REASON_SET_WEB_PAGE,       /* the answer looks like HTML */
  JOT_REASON_SET_SHAPE,          /* JSON, but no key set */
  JOT_REASON_SET_PRIVATE,        /* it publishes private or symmetric keys */
  JOT_REASON_DISCOVERY,          /* found: the issuer; its description is none, or names no key set */
  JOT_REASON_DISCOVERY_ISSUER,   /* expected: the issuer, found (nullable): whom the description is of */
  /* key-mismatch, of a private key */
  JOT_REASON_PASSPHRASE,         /* the key is encrypted, and the passphrase is missing or wrong */
  /* key-not-found, of a key of the user's own */
  JOT_REASON_KEY_REVOKED,        /* found: its thumbprint */
} JotReason;

/**
 * JotErrorDetails:
 * @reason: what exactly was wrong
 * @part: which part of the token, 1 to 3, or 0
 * @position: a count or an offset, see #JotReason
 * @expected: (nullable): what would have been right; foreign text
 * @found: (nullable): what there was instead; foreign text, not cleaned
 *
 * Travels inside each #GError of the domain %JOT_ERROR.
 */
typedef struct
{
  JotReason  reason;
  guint      part;
  guint64    position;
  char      *expected;
  char      *found;
} JotErrorDetails;

#define JOT_ERROR (jot_error_quark ())
GQuark jot_error_quark (void);

const char            *jot_error_get_code_name  (JotError       code);
gboolean               jot_error_is_refusal     (JotError       code);
const JotErrorDetails *jot_error_get_details    (const GError  *error);
GError                *jot_error_new            (JotError       code,
                                                 JotReason      reason,
                                                 guint          part,
                                                 guint64        position,
                                                 const char    *expected,
                                                 const char    *found,
                                                 const char    *format,
                                                 ...) G_GNUC_PRINTF (7, 8);

G_END_DECLS

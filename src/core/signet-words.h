/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-error.h"
#include "signet-list-changes.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The one place where codes become translated words. */
typedef struct
{
  char *title;     /* "This list has expired" */
  char *sentence;  /* "It was valid until yesterday at 14:02. …" */
  char *advice;    /* "Ask Whitney for a new one." */
} SignetWords;

/* Why a signature may not fit, as far as that can be told. */
typedef enum
{
  SIGNET_CAUSE_UNKNOWN,
  SIGNET_CAUSE_CHANGED,        /* the text is not the one that is known to be signed */
  SIGNET_CAUSE_DAMAGED,        /* the text is, so the signature was damaged */
  SIGNET_CAUSE_OTHER_SIGNER,   /* somebody else whom we know signed it */
  SIGNET_CAUSE_OTHER_KEY,      /* another key of the key set did */
  SIGNET_CAUSE_OWN_KEY,        /* we did */
  SIGNET_CAUSE_NONCE,          /* the header says that only its receiver can check it */
} SignetSignatureCause;

/* Whom and what the words speak of; all (nullable), foreign text is cleaned by us. */
typedef struct
{
  gboolean    is_list;   /* the payload carries a groceryList */
  const char *signer;    /* whose list it is said to be */
  const char *host;      /* where the key set came from */
  gint64      now;       /* seconds since 1970 */
  /* a signature that does not fit */
  SignetSignatureCause cause;
  SignetListChanges   *changes;         /* what was changed of the list that was signed */
  const char          *altered_claims;  /* and what else */
  const char          *other_signer;    /* who signed it */
  gboolean             own;             /* it was to be from the user */
} SignetWordsContext;

/* Problems with the keyring and our own keys: each a page of the window. */
typedef enum
{
  SIGNET_PROBLEM_OTHER,
  SIGNET_PROBLEM_LOCKED,
  SIGNET_PROBLEM_DISMISSED,
  SIGNET_PROBLEM_NO_KEYRING,
  SIGNET_PROBLEM_NO_ANSWER,
  SIGNET_PROBLEM_KEY_MISSING,
  SIGNET_PROBLEM_FULL,
  SIGNET_PROBLEM_UNLISTED,   /* the keyring holds keys that nothing names */
} SignetProblem;

SignetWords   *signet_words_copy         (const SignetWords *words);
void           signet_words_free         (SignetWords *words);
/* a refusal or a missing key set: JOT_ERROR */
SignetWords   *signet_words_for_verdict  (const GError *error, const SignetWordsContext *context);
/* (transfer full): title and sentence in one line, as on the command line; for no-key-id the title alone */
char          *signet_words_dup_message  (const GError *error, const SignetWordsContext *context);
/* anything that could not be done: keys, keyring, files, lists. list_name: (nullable) */
SignetWords   *signet_words_for_problem  (const GError *error, const char *list_name);
SignetProblem  signet_words_get_problem  (const GError *error);

/* (transfer full): control and bidi characters gone, at most max characters (0: 40), "…" where cut */
char          *signet_words_clean        (const char *text, guint max);
/* (transfer full): "today at 14:02", "tomorrow at 14:02", "3 November", "7 March 2021" */
char          *signet_words_time         (gint64 seconds, gint64 now);
/* (transfer full): "23 h 41 min", "59 minutes" */
char          *signet_words_duration     (gint64 seconds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignetWords, signet_words_free)

G_END_DECLS

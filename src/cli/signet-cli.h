/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-context.h"

G_BEGIN_DECLS

enum
{
  SIGNET_EXIT_DONE    = 0,  /* done, or valid */
  SIGNET_EXIT_REFUSED = 1,  /* token refused */
  SIGNET_EXIT_MISUSE  = 2,
  SIGNET_EXIT_FAILED  = 3,  /* could not be done or checked */
};

/* argv[0] is the verb; returns an exit status */
typedef int (*SignetVerb) (int argc, char **argv);

int signet_cli_run     (int argc, char **argv);

int signet_cli_sign    (int argc, char **argv);
int signet_cli_verify  (int argc, char **argv);
int signet_cli_inspect (int argc, char **argv);
int signet_cli_keys    (int argc, char **argv);
int signet_cli_jwks    (int argc, char **argv);
int signet_cli_serve   (int argc, char **argv);
int signet_cli_lists   (int argc, char **argv);
int signet_cli_show    (int argc, char **argv);
int signet_cli_import  (int argc, char **argv);
int signet_cli_export  (int argc, char **argv);
int signet_cli_history (int argc, char **argv);
int signet_cli_api_token (int argc, char **argv);
int signet_cli_signers (int argc, char **argv);

/* parses the options of a verb; --help is answered.  FALSE: *status is the exit status to return */
gboolean  signet_cli_parse   (int *argc, char ***argv, const GOptionEntry *entries, const char *parameters,
                              const char *summary, int *status);
/* prints the words for error and the code in brackets to stderr; returns the exit status for it */
int       signet_cli_fail    (const GError *error);
/* prints a sentence to stderr, returns SIGNET_EXIT_MISUSE */
int       signet_cli_misuse  (const char *format, ...) G_GNUC_PRINTF (1, 2);
/* prints all bytes to stdout; FALSE and a sentence on stderr when stdout is full or closed */
gboolean  signet_cli_print   (const void *data, gsize length);
/* the same; returns an exit status */
int       signet_cli_print_string (const GString *out);
/* reads a file, or stdin where path is NULL or "-", at most max + 1 bytes. errors: G_FILE_ERROR */
GBytes   *signet_cli_read    (const char *path, gsize max, GError **error);
JotSecret *signet_cli_read_secret (const char *path, gsize max, GError **error);
/* like read(); errors: G_FILE_ERROR */
gssize    signet_cli_read_stdin (void *buffer, gsize size, GError **error);
/* a token given as argument, or on stdin where NULL or "-", without white space round it */
char     *signet_cli_read_token (const char *argument, GError **error);
/* (transfer none) (nullable): the history, read now, and what is too old forgotten */
SignetHistory *signet_cli_load_history (SignetContext *context, GError **error);
gboolean  signet_cli_read_history (SignetHistory *history, GError **error);
/* (transfer none) (nullable): the trust book, read now; errors: SIGNET_SIGNERS_ERROR */
SignetTrustBook *signet_cli_load_trust_book (SignetContext *context, GError **error);
/* GAsyncReadyCallback that keeps the result: user_data is a GAsyncResult **; then wait for it */
void      signet_cli_done_cb (GObject *source, GAsyncResult *result, gpointer user_data);
GAsyncResult *signet_cli_wait (GAsyncResult **slot);   /* (transfer full) */

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-jws.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* A run of the real binary ($SIGNET) that is over. */
typedef struct
{
  int   status;   /* exit status; -1: it did not exit */
  char *out;      /* stdout, NUL-terminated */
  gsize out_size;
  char *err;
} CliRun;

/* Runs signet with the arguments up to NULL and input on stdin; waits at most 60 s. */
CliRun *cli_run      (const char *input, gssize input_size, ...) G_GNUC_NULL_TERMINATED;
CliRun *cli_run_args (const char *input, gssize input_size, const char * const *args);
/* Runs the lines of a shell, where "$SIGNET" is the binary. */
CliRun *cli_run_shell (const char *script);
void    cli_run_free (CliRun *run);

/* Time passes: nobody remembers what key sets were fetched. */
void    cli_forget_key_sets (void);

/* Our keys go to a file from now on, never to the keyring of whoever runs the tests. */
void    cli_use_file_keyring (void);

/* A running "signet serve" with the arguments up to NULL; url: (out) its first line. */
typedef struct _CliServer CliServer;
CliServer *cli_server_new  (char **url, ...) G_GNUC_NULL_TERMINATED;
/* Sends the signal, waits at most 20 s; exit status, -1: it did not exit by itself. */
int        cli_server_stop (CliServer *server, int signum);
/* said: (out) (transfer full) (nullable): all but its first line, of stdout and stderr */
int        cli_server_stop_full (CliServer *server, int signum, char **said);

/* An RS256 key made once for the program. */
JotPrivateKey *cli_get_key  (void);
/* (transfer full): a token of that key over payload */
char          *cli_sign     (const char *payload);
/* (transfer full): the same with a header of one's own */
char          *cli_sign_with_header (const char *header, const char *payload);
/* (transfer full): path of a file in the test's own directory */
char          *cli_write    (const char *name, const char *text);
/* (transfer full): path of a key set with that key alone */
char          *cli_write_jwks (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliRun, cli_run_free)

G_END_DECLS

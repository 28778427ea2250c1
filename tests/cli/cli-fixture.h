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
void    cli_run_free (CliRun *run);

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

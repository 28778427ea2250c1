/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-cli.h"

G_BEGIN_DECLS

/* A verb that has commands of its own, as “signet keys list”. */
typedef struct
{
  const char *name;
  /* argv[0] is its full name, "keys list" */
  int       (*run) (SignetContext *context, int argc, char **argv);
  const char *summary;   /* marked, not translated */
} SignetCliCommand;

typedef struct
{
  const char             *verb;
  const SignetCliCommand *commands;    /* the first is meant where none is given */
  guint                   n_commands;
  const char             *about;       /* translated, as is hint: for the help */
  const char             *hint;
  int                   (*refuse) (const char *name);   /* says that there is no such command; an exit status */
} SignetCliCommands;

/* Runs the command that argv[1] names, or answers --help; returns an exit status */
int signet_cli_run_command (const SignetCliCommands *all, int argc, char **argv);

G_END_DECLS

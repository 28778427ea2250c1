/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-cli-passphrase.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define MAX_LENGTH 1024

static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
static volatile sig_atomic_t caught;

static void
caught_cb (int number)
{
  caught = number;
}

/* The first line, without its end, byte by byte, so that what follows stays unread. */
static JotSecret *
read_line (int fd)
{
  char buffer[MAX_LENGTH];
  JotSecret *secret;
  gsize length = 0;
  ssize_t n;

  while (length < sizeof buffer && (n = read (fd, buffer + length, 1)) != 0)
    {
      if (n < 0 && errno == EINTR && caught == 0)
        continue;
      if (n < 0 || buffer[length] == '\n')
        break;
      length++;
    }
  if (length > 0 && buffer[length - 1] == '\r')
    length--;

  secret = caught == 0 && length > 0 && length < sizeof buffer && memchr (buffer, '\0', length) == NULL ? jot_secret_new (buffer, length) : NULL;
  explicit_bzero (buffer, sizeof buffer);

  return secret;
}

/* At the terminal itself, whatever stdin and stdout are. */
static JotSecret *
ask (int         tty,
     const char *question)
{
  struct termios before, silent;
  struct sigaction actions[G_N_ELEMENTS (signals)];
  const struct sigaction action = { .sa_handler = caught_cb };
  JotSecret *secret;

  if (tcgetattr (tty, &before) != 0)
    return NULL;
  silent = before;
  silent.c_lflag &= ~(tcflag_t) ECHO;
  silent.c_lflag |= ECHONL;

  /* whoever ends us here gets a terminal back that shows what is typed */
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    if (sigaction (signals[i], NULL, &actions[i]) == 0 && actions[i].sa_handler != SIG_IGN)
      sigaction (signals[i], &action, NULL);

  g_printerr ("%s ", question);
  tcsetattr (tty, TCSAFLUSH, &silent);
  secret = read_line (tty);
  tcsetattr (tty, TCSAFLUSH, &before);

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    sigaction (signals[i], &actions[i], NULL);
  if (caught != 0)
    raise (caught);

  return secret;
}

static JotSecret *
read_from_file (const char *file)
{
  int fd = open (file, O_RDONLY | O_CLOEXEC);
  JotSecret *secret;

  if (fd < 0)
    {
      /* Translators: a file, and why it could not be read */
      g_printerr (_("“%s” could not be read: %s.\n"), file, g_strerror (errno));
      return NULL;
    }
  secret = read_line (fd);
  close (fd);
  if (secret == NULL)
    g_printerr (_("“%s” holds no passphrase in its first line.\n"), file);

  return secret;
}

/**
 * signet_cli_read_passphrase:
 * @file: (nullable): a file whose first line is the passphrase
 * @twice: whether to ask again
 *
 * Never from an argument or the environment, which others can see.
 *
 * Returns: (transfer full) (nullable): the passphrase; %NULL, and a sentence on stderr, where there is none
 */
JotSecret *
signet_cli_read_passphrase (const char *file,
                            gboolean    twice)
{
  g_autoptr (JotSecret) secret = NULL;
  g_autoptr (JotSecret) again = NULL;

  if (file != NULL)
    return read_from_file (file);

  secret = isatty (STDIN_FILENO) ? ask (STDIN_FILENO, _("Passphrase:")) : read_line (STDIN_FILENO);
  if (secret == NULL)
    {
      g_printerr (_("A passphrase is needed: type it, or give a file with it to --passphrase-file.\n"));
      return NULL;
    }
  if (!twice || !isatty (STDIN_FILENO))
    return g_steal_pointer (&secret);

  again = ask (STDIN_FILENO, _("Once more:"));
  if (again == NULL || jot_secret_get_size (again) != jot_secret_get_size (secret) ||
      memcmp (jot_secret_get_data (again), jot_secret_get_data (secret), jot_secret_get_size (secret)) != 0)
    {
      g_printerr (_("The two passphrases differ.\n"));
      return NULL;
    }

  return g_steal_pointer (&secret);
}

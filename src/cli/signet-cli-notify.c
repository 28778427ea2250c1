/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-cli-notify.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/**
 * signet_cli_notify:
 * @state: what to tell, as in sd_notify(3)
 *
 * Does nothing where nobody asked for it. That it cannot be told is said on stderr, and is no reason to end.
 */
void
signet_cli_notify (const char *state)
{
  const char *path = g_getenv ("NOTIFY_SOCKET");
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  gsize length = path != NULL ? strlen (path) : 0;
  gssize sent = -1;
  int saved_errno = EINVAL;
  int fd;

  if (length == 0)
    return;

  /* a path, or “@” and the name of an abstract socket, which a NUL precedes and none follows */
  if ((path[0] == '/' || path[0] == '@') && length < sizeof address.sun_path)
    {
      memcpy (address.sun_path, path, length);
      if (path[0] == '@')
        address.sun_path[0] = '\0';

      fd = socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
      if (fd >= 0)
        {
          do
            sent = sendto (fd, state, strlen (state), MSG_NOSIGNAL, (const struct sockaddr *) &address,
                           (socklen_t) (offsetof (struct sockaddr_un, sun_path) + length));
          while (sent < 0 && errno == EINTR);
        }
      saved_errno = errno;
      if (fd >= 0)
        close (fd);
    }

  if (sent < 0)
    /* Translators: %s is a technical reason */
    g_printerr (_("The service manager could not be told: %s.\n"), g_strerror (saved_errno));
}

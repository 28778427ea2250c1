/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-keyring-run.h"

#include "jot-error.h"
#include "signet-keyring-probe.h"

#include <libsecret/secret.h>

static gboolean
is_worth_a_retry (SignetWait   *wait,
                  const GError *error)
{
  return !g_cancellable_is_cancelled (wait->cancellable) && error->domain != SIGNET_KEYS_ERROR &&
         error->domain != JOT_ERROR && !g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED) &&
         !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
}

/* The file that libsecret keeps in a sandbox does not bear two threads at a time. */
static GMutex one_at_a_time;

gboolean
signet_keyring_run (GCancellable       *cancellable,
                    SignetKeyringFunc   func,
                    gpointer            user_data,
                    GError            **error)
{
  SignetWait wait;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&one_at_a_time);

  signet_wait_begin (&wait, cancellable, signet_keyring_probe_get_seconds ());
  if (signet_keyring_probe_unlock (&wait, &local_error) && !func (&wait, user_data, &local_error) &&
      is_worth_a_retry (&wait, local_error))
    {
      g_clear_error (&local_error);
      secret_service_disconnect ();
      func (&wait, user_data, &local_error);
    }
  if (local_error != NULL && local_error->domain != JOT_ERROR)
    {
      GError *translated = signet_keyring_probe_translate (&wait, local_error);

      g_clear_error (&local_error);
      local_error = translated;
    }
  signet_wait_end (&wait);

  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

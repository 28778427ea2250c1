/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-keyring-probe.h"

#include <libsecret/secret.h>
#include <sys/statvfs.h>

#define SECRETS_NAME "org.freedesktop.secrets"
#define SECRETS_PATH "/org/freedesktop/secrets"
#define SERVICE_INTERFACE "org.freedesktop.Secret.Service"
#define PROMPT_INTERFACE "org.freedesktop.Secret.Prompt"
#define GNOME_KEYRING_NAME "org.gnome.keyring"
#define PROMPTER_NAME "org.gnome.keyring.SystemPrompter"

static guint keyring_seconds = 10;
static guint prompt_seconds = 120;

guint
signet_keyring_probe_get_seconds (void)
{
  return keyring_seconds;
}

guint
signet_keyring_probe_get_prompt_seconds (void)
{
  return prompt_seconds;
}

void
signet_keyring_probe_set_seconds (guint keyring,
                                  guint prompt)
{
  keyring_seconds = keyring;
  prompt_seconds = prompt;
}

static GVariant *
call (SignetWait          *wait,
      GDBusConnection     *bus,
      const char          *name,
      const char          *path,
      const char          *interface,
      const char          *method,
      GVariant            *parameters,
      const GVariantType  *type,
      GError             **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  g_dbus_connection_call (bus, name, path, interface, method, parameters, type, G_DBUS_CALL_FLAGS_NONE, -1,
                          wait->cancellable, signet_wait_done_cb, &slot);
  result = signet_wait_for (wait, &slot);

  return g_dbus_connection_call_finish (bus, result, error);
}

static gboolean
is_without_service (SignetWait *wait)
{
  if (g_strcmp0 (g_getenv ("SECRET_BACKEND"), "file") == 0)
    return TRUE;
  if (!g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    return FALSE;

  /* the portal may have to ask */
  signet_wait_set_limit (wait, prompt_seconds);
  return TRUE;
}

static gboolean
has_name (SignetWait      *wait,
          GDBusConnection *bus,
          const char      *method,
          const char      *name)
{
  g_autoptr (GVariant) reply = call (wait, bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                     method, NULL, G_VARIANT_TYPE ("(as)"), NULL);
  g_autofree const char **names = NULL;

  if (reply == NULL)
    return FALSE;

  g_variant_get (reply, "(^a&s)", &names);
  return g_strv_contains (names, name);
}

/* gnome-keyring asks through a program of its own; without it a prompt looks dismissed at once.
 * Other services ask by themselves. */
static gboolean
has_prompter (SignetWait      *wait,
              GDBusConnection *bus)
{
  return !has_name (wait, bus, "ListNames", GNOME_KEYRING_NAME) ||
         has_name (wait, bus, "ListNames", PROMPTER_NAME) ||
         has_name (wait, bus, "ListActivatableNames", PROMPTER_NAME);
}

typedef struct
{
  gboolean done;
  gboolean dismissed;
  gboolean gone;
} PromptState;

/* The service died: nobody will ever answer. */
static void
owner_changed_cb (GDBusConnection *bus,
                  const char      *sender,
                  const char      *path,
                  const char      *interface,
                  const char      *signal,
                  GVariant        *parameters,
                  gpointer         user_data)
{
  PromptState *state = user_data;

  state->gone = TRUE;
}

static void
completed_cb (GDBusConnection *bus,
              const char      *sender,
              const char      *path,
              const char      *interface,
              const char      *signal,
              GVariant        *parameters,
              gpointer         user_data)
{
  PromptState *state = user_data;

  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(bv)")))
    g_variant_get (parameters, "(bv)", &state->dismissed, NULL);
  state->done = TRUE;
}

static gboolean
run_prompt (SignetWait       *wait,
            GDBusConnection  *bus,
            const char       *path,
            GError          **error)
{
  g_autoptr (GVariant) reply = NULL;
  PromptState state = { 0 };
  guint id, owner_id;

  owner_id = g_dbus_connection_signal_subscribe (bus, "org.freedesktop.DBus", "org.freedesktop.DBus", "NameOwnerChanged",
                                                 "/org/freedesktop/DBus", SECRETS_NAME, G_DBUS_SIGNAL_FLAGS_NONE,
                                                 owner_changed_cb, &state, NULL);
  id = g_dbus_connection_signal_subscribe (bus, SECRETS_NAME, PROMPT_INTERFACE, "Completed", path, NULL,
                                           G_DBUS_SIGNAL_FLAGS_NONE, completed_cb, &state, NULL);
  reply = call (wait, bus, SECRETS_NAME, path, PROMPT_INTERFACE, "Prompt", g_variant_new ("(s)", ""), NULL, error);
  if (reply != NULL)
    {
      signet_wait_set_limit (wait, prompt_seconds);
      while (!state.done && !state.gone && !g_cancellable_is_cancelled (wait->cancellable))
        g_main_context_iteration (wait->context, TRUE);
      if (!state.done && !state.gone)
        g_dbus_connection_call (bus, SECRETS_NAME, path, PROMPT_INTERFACE, "Dismiss", NULL, NULL,
                                G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, NULL);
      signet_wait_set_limit (wait, keyring_seconds);
    }
  g_dbus_connection_signal_unsubscribe (bus, id);
  g_dbus_connection_signal_unsubscribe (bus, owner_id);
  if (reply == NULL)
    return FALSE;

  if (!state.done && state.gone)
    {
      g_set_error_literal (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_NO_ANSWER, "the keyring ended while it asked");
      return FALSE;
    }

  if (!state.done && !wait->timed_out)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
      return FALSE;
    }
  if (!state.done || state.dismissed)
    {
      g_set_error_literal (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_DISMISSED,
                           "the question about the keyring was not answered");
      return FALSE;
    }

  return TRUE;
}

static gboolean
unlock (SignetWait       *wait,
        GDBusConnection  *bus,
        const char       *collection,
        GError          **error)
{
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) unlocked = NULL;
  const char *paths[] = { collection, NULL };
  const char *prompt;

  if (!has_prompter (wait, bus))
    {
      g_set_error_literal (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_LOCKED, "the keyring is locked, and nobody can ask");
      return FALSE;
    }

  reply = call (wait, bus, SECRETS_NAME, SECRETS_PATH, SERVICE_INTERFACE, "Unlock", g_variant_new ("(^ao)", paths),
                G_VARIANT_TYPE ("(aoo)"), error);
  if (reply == NULL)
    return FALSE;

  g_variant_get_child (reply, 1, "&o", &prompt);
  if (g_strcmp0 (prompt, "/") != 0)
    return run_prompt (wait, bus, prompt, error);

  unlocked = g_variant_get_child_value (reply, 0);
  if (g_variant_n_children (unlocked) > 0)
    return TRUE;

  g_set_error_literal (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_LOCKED, "the keyring is locked, and does not ask");
  return FALSE;
}

static gboolean
ensure_unlocked (SignetWait  *wait,
                 GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) alias = NULL;
  g_autoptr (GVariant) locked = NULL;
  g_autoptr (GVariant) value = NULL;
  const char *collection;
  GAsyncResult *slot = NULL;

  g_bus_get (G_BUS_TYPE_SESSION, wait->cancellable, signet_wait_done_cb, &slot);
  result = signet_wait_for (wait, &slot);
  bus = g_bus_get_finish (result, error);
  if (bus == NULL)
    {
      if (error != NULL && !g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_autofree char *message = g_strdup ((*error)->message);

          g_clear_error (error);
          g_set_error (error, SIGNET_KEYS_ERROR, SIGNET_KEYS_ERROR_NO_KEYRING, "no session bus: %s", message);
        }
      return FALSE;
    }

  alias = call (wait, bus, SECRETS_NAME, SECRETS_PATH, SERVICE_INTERFACE, "ReadAlias", g_variant_new ("(s)", "default"),
                G_VARIANT_TYPE ("(o)"), error);
  if (alias == NULL)
    return FALSE;

  /* No collection yet: storing asks for the password of a new one */
  g_variant_get (alias, "(&o)", &collection);
  if (g_strcmp0 (collection, "/") == 0)
    {
      signet_wait_set_limit (wait, prompt_seconds);
      return TRUE;
    }

  locked = call (wait, bus, SECRETS_NAME, collection, "org.freedesktop.DBus.Properties", "Get",
                 g_variant_new ("(ss)", "org.freedesktop.Secret.Collection", "Locked"), G_VARIANT_TYPE ("(v)"), error);
  if (locked == NULL)
    return FALSE;

  g_variant_get (locked, "(v)", &value);
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN) || !g_variant_get_boolean (value))
    return TRUE;

  return unlock (wait, bus, collection, error);
}

gboolean
signet_keyring_probe_unlock (SignetWait  *wait,
                             GError     **error)
{
  g_autoptr (GError) local_error = NULL;

  if (is_without_service (wait) || ensure_unlocked (wait, &local_error))
    return TRUE;

  g_propagate_error (error, signet_keyring_probe_translate (wait, local_error));
  return FALSE;
}

/* What a full disk looks like from outside: the daemon only says that it failed. */
static gboolean
is_disk_full (void)
{
  g_autofree char *keyrings = g_build_filename (g_get_user_data_dir (), "keyrings", NULL);
  struct statvfs fs;

  return statvfs (keyrings, &fs) == 0 && fs.f_bavail == 0;
}

GError *
signet_keyring_probe_translate (SignetWait   *wait,
                                const GError *error)
{
  SignetKeysError code = SIGNET_KEYS_ERROR_FAILED;

  if (error->domain == SIGNET_KEYS_ERROR)
    return g_error_copy (error);

  if (wait->timed_out || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_TIMEOUT))
    code = SIGNET_KEYS_ERROR_NO_ANSWER;
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (error);
  else if (g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) ||
           g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER) ||
           g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SPAWN_EXEC_FAILED) ||
           g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SPAWN_CHILD_EXITED) ||
           g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SPAWN_FAILED))
    code = SIGNET_KEYS_ERROR_NO_KEYRING;
  else if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    code = SIGNET_KEYS_ERROR_DISMISSED;
  else if (g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_FAILED) && is_disk_full ())
    code = SIGNET_KEYS_ERROR_FULL;

  return g_error_new_literal (SIGNET_KEYS_ERROR, code, error->message);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-cli.h"

#include "jot-json.h"
#include "signet-cli-keys-files.h"
#include "signet-context-private.h"
#include "signet-history-now.h"
#include "signet-words.h"

#include <glib/gi18n.h>

static void
append_member (GString    *out,
               const char *name,
               const char *value)
{
  g_autofree char *valid = NULL;

  g_string_append_printf (out, ",\"%s\":", name);
  if (value == NULL)
    {
      g_string_append (out, "null");
      return;
    }
  valid = g_utf8_make_valid (value, -1);
  jot_json_append_string (out, valid);
}

static void
append_json (GString            *out,
             SignetHistoryEntry *entry,
             SignetHistoryNow    state)
{
  g_string_append_printf (out, "{\"time\":%" G_GINT64_FORMAT ",\"kind\":\"%s\"", signet_history_entry_get_time (entry),
                          signet_history_entry_get_kind (entry) == SIGNET_HISTORY_SIGNED ? "signed" : "checked");
  append_member (out, "outcome", signet_history_entry_get_outcome (entry));
  append_member (out, "now", signet_history_now_get_name (state));
  g_string_append_printf (out, ",\"proved\":%s", signet_history_entry_is_proved (entry) ? "true" : "false");
  append_member (out, "listName", signet_history_entry_get_list_name (entry));
  append_member (out, "signer", signet_history_entry_get_signer (entry));
  append_member (out, "issuer", signet_history_entry_get_issuer (entry));
  append_member (out, "subject", signet_history_entry_get_subject (entry));
  append_member (out, "kid", signet_history_entry_get_kid (entry));
  append_member (out, "sha256", signet_history_entry_get_sha256 (entry));
  append_member (out, "token", signet_history_entry_get_token (entry));
  g_string_append_c (out, '}');
}

/* "2026-11-25 14:02  signed   Valid        Weekly shop  (for Brian)"; what nobody proved has a question mark. */
static void
append_line (GString            *out,
             SignetHistoryEntry *entry,
             SignetHistoryNow    state)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (signet_history_entry_get_time (entry));
  g_autofree char *when = time != NULL ? g_date_time_format (time, "%F %H:%M") : NULL;
  gboolean is_signed = signet_history_entry_get_kind (entry) == SIGNET_HISTORY_SIGNED;
  const char *name = signet_history_entry_get_list_name (entry);
  const char *person = is_signed ? signet_history_entry_get_subject (entry) : signet_history_entry_get_issuer (entry);
  const char *doubt = signet_history_entry_is_proved (entry) ? "" : "?";
  g_autofree char *clean_name = name != NULL ? signet_words_clean (name, 60) : NULL;

  g_string_append_printf (out, "%s  %-8s %-12s %s", when != NULL ? when : "?",
                          is_signed ? _("signed") : _("checked"), signet_history_now_get_word (state),
                          clean_name != NULL ? clean_name : _("a token"));
  if (person != NULL)
    {
      g_autofree char *clean_person = signet_words_clean (person, 40);

      g_string_append (out, "  ");
      if (is_signed)
        /* Translators: whom a signed list is for */
        g_string_append_printf (out, _("(for %s)"), clean_person);
      else
        /* Translators: who says to have signed a list, and a question mark where that is not proved */
        g_string_append_printf (out, _("(from %s%s)"), clean_person, doubt);
    }
  g_string_append_c (out, '\n');
}

/* (transfer full) (element-type SignetHistoryEntry) */
static GPtrArray *
find (SignetHistory *history,
      const char    *text)
{
  GListModel *model = signet_history_get_model (history);
  guint n = g_list_model_get_n_items (model);
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SignetHistoryEntry) entry = g_list_model_get_item (model, i);

      if (signet_history_entry_matches (entry, text))
        g_ptr_array_add (found, g_steal_pointer (&entry));
    }

  return found;
}

static int
run_forget (SignetHistory *history,
            GPtrArray     *entries)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  signet_history_forget_async (history, entries, NULL, signet_cli_done_cb, &slot);
  result = signet_cli_wait (&slot);
  if (!signet_history_forget_finish (history, result, &error))
    return signet_cli_fail (error);

  g_printerr (ngettext ("%u entry was forgotten.\n", "%u entries were forgotten.\n", entries->len), entries->len);
  return SIGNET_EXIT_DONE;
}

/**
 * signet_cli_history:
 * @argc: number of arguments
 * @argv: the verb and its arguments
 *
 * `signet history`: what was signed and checked here, newest first, and what has become of it.
 *
 * Returns: an exit status
 */
int
signet_cli_history (int    argc,
                    char **argv)
{
  gboolean json = FALSE;
  gboolean forget = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    { "forget", 0, 0, G_OPTION_ARG_NONE, &forget, N_("Forget what was found; “” finds everything"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (SignetContext) context = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  gint64 now = signet_verifier_get_now ();
  SignetHistory *history;
  SignetSigningKeys *keys;
  g_autoptr (GPtrArray) found = NULL;
  SignetTrustBook *book;
  int status;

  if (!signet_cli_parse (&argc, &argv, entries, _("[TEXT]"),
                         _("Shows what was signed and checked here, newest first, and what has become of it; with TEXT "
                           "that alone in whose list, people or items its words are."), &status))
    return status;
  if (argc > 2)
    return signet_cli_misuse (_("Give one text to look for"));
  if (forget && argc < 2)
    return signet_cli_misuse (_("Say what to forget: a text to look for, or “” for everything"));

  context = signet_context_new ();
  if (!signet_cli_read_keys (context, &keys, &status))
    return status;
  history = signet_cli_load_history (context, &error);
  if (history == NULL)
    return signet_cli_fail (error);

  found = find (history, argc > 1 ? argv[1] : "");
  if (forget)
    return run_forget (history, found);

  book = signet_cli_load_trust_book (context, &error);
  if (book == NULL)
    {
      signet_cli_fail (error);
      book = signet_context_get_trust_book (context);
    }
  if (json)
    g_string_append_c (out, '[');
  for (guint i = 0; i < found->len; i++)
    {
      SignetHistoryEntry *entry = found->pdata[i];
      SignetHistoryNow state = signet_history_entry_judge (entry, keys, now);

      if (state == SIGNET_HISTORY_NOW_VALID && signet_history_entry_is_withdrawn (entry, book))
        state = SIGNET_HISTORY_NOW_REVOKED;
      if (json)
        {
          g_string_append (out, i > 0 ? "," : "");
          append_json (out, entry, state);
        }
      else
        {
          append_line (out, entry, state);
        }
    }
  if (json)
    g_string_append (out, "]\n");
  else if (g_list_model_get_n_items (signet_history_get_model (history)) == 0)
    g_printerr (_("Nothing was signed or checked yet.\n"));
  else if (found->len == 0)
    g_printerr (_("Nothing like that was signed or checked.\n"));
  if (signet_history_get_n_damaged (history) > 0)
    g_printerr (ngettext ("%u file of the history cannot be read. It stays where it is.\n",
                          "%u files of the history cannot be read. They stay where they are.\n",
                          signet_history_get_n_damaged (history)), signet_history_get_n_damaged (history));

  return signet_cli_print_string (out);
}

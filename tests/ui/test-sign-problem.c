/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-context-private.h"
#include "signet-keys-error.h"
#include "signet-sign-pane.h"
#include "signet-sign-problem.h"
#include "ui-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

/* What the page that signs says when the keyring does not do its part. */

/* A store that fails as it is told, and else does what the one behind it does. */
#define TEST_TYPE_STORE (test_store_get_type ())
G_DECLARE_FINAL_TYPE (TestStore, test_store, TEST, STORE, GObject)

struct _TestStore
{
  GObject parent_instance;

  SignetKeyStore *behind;
  int code;   /* of SIGNET_KEYS_ERROR, 0: works; set while nothing is under way */
};

static gboolean
fails (TestStore           *self,
       GCancellable        *cancellable,
       GAsyncReadyCallback  callback,
       gpointer             user_data)
{
  if (self->code == 0)
    return FALSE;

  g_task_report_new_error (self, callback, user_data, fails, SIGNET_KEYS_ERROR, self->code, "as the test wants it");
  return TRUE;
}

static void
test_store_store_async (SignetKeyStore      *store,
                        const char          *kid,
                        const char          *alg,
                        JotSecret           *jwk,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  if (!fails (TEST_STORE (store), cancellable, callback, user_data))
    signet_key_store_store_async (TEST_STORE (store)->behind, kid, alg, jwk, cancellable, callback, user_data);
}

static void
test_store_lookup_async (SignetKeyStore      *store,
                         const char          *kid,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  if (!fails (TEST_STORE (store), cancellable, callback, user_data))
    signet_key_store_lookup_async (TEST_STORE (store)->behind, kid, cancellable, callback, user_data);
}

static void
test_store_clear_async (SignetKeyStore      *store,
                        const char          *kid,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  if (!fails (TEST_STORE (store), cancellable, callback, user_data))
    signet_key_store_clear_async (TEST_STORE (store)->behind, kid, cancellable, callback, user_data);
}

static gboolean
is_failure (SignetKeyStore *store,
            GAsyncResult   *result)
{
  return g_async_result_is_tagged (result, fails);
}

static gboolean
test_store_store_finish (SignetKeyStore  *store,
                         GAsyncResult    *result,
                         GError         **error)
{
  if (is_failure (store, result))
    return g_task_propagate_boolean (G_TASK (result), error);
  return signet_key_store_store_finish (TEST_STORE (store)->behind, result, error);
}

static JotSecret *
test_store_lookup_finish (SignetKeyStore  *store,
                          GAsyncResult    *result,
                          GError         **error)
{
  if (is_failure (store, result))
    return g_task_propagate_pointer (G_TASK (result), error);
  return signet_key_store_lookup_finish (TEST_STORE (store)->behind, result, error);
}

static gboolean
test_store_clear_finish (SignetKeyStore  *store,
                         GAsyncResult    *result,
                         GError         **error)
{
  if (is_failure (store, result))
    return g_task_propagate_boolean (G_TASK (result), error);
  return signet_key_store_clear_finish (TEST_STORE (store)->behind, result, error);
}

static void
test_store_list_async (SignetKeyStore      *store,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  if (!fails (TEST_STORE (store), cancellable, callback, user_data))
    signet_key_store_list_async (TEST_STORE (store)->behind, cancellable, callback, user_data);
}

static GPtrArray *
test_store_list_finish (SignetKeyStore  *store,
                        GAsyncResult    *result,
                        GError         **error)
{
  if (is_failure (store, result))
    return g_task_propagate_pointer (G_TASK (result), error);
  return signet_key_store_list_finish (TEST_STORE (store)->behind, result, error);
}

static void
store_iface_init (SignetKeyStoreInterface *iface)
{
  iface->store_async = test_store_store_async;
  iface->store_finish = test_store_store_finish;
  iface->lookup_async = test_store_lookup_async;
  iface->lookup_finish = test_store_lookup_finish;
  iface->clear_async = test_store_clear_async;
  iface->clear_finish = test_store_clear_finish;
  iface->list_async = test_store_list_async;
  iface->list_finish = test_store_list_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestStore, test_store, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SIGNET_TYPE_KEY_STORE, store_iface_init))

static void
test_store_finalize (GObject *object)
{
  g_clear_object (&TEST_STORE (object)->behind);
  G_OBJECT_CLASS (test_store_parent_class)->finalize (object);
}

static void
test_store_class_init (TestStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_store_finalize;
}

static void
test_store_init (TestStore *self)
{
}

static SignetSignPane *
get_pane (UiFixture *f)
{
  return SIGNET_SIGN_PANE (ui_find_type (f->window, SIGNET_TYPE_SIGN_PANE, 0));
}

static GtkWidget *
get_problem (UiFixture *f)
{
  return ui_find_type (f->window, SIGNET_TYPE_SIGN_PROBLEM, 0);
}

static void
open_page (UiFixture *f)
{
  g_autoptr (SignetList) list = NULL;
  g_autoptr (SignetItem) item = signet_item_new ("milk");

  ui_open_window (f);
  list = g_list_model_get_item (G_LIST_MODEL (signet_context_get_list_store (f->context)), 0);
  signet_list_append (list, item);
  ui_activate (f->window, "win.page", "s", "sign");
  ui_settle (f->window);
}

/* The button that somebody who has just read the page would press. */
static GtkButton *
get_suggested (UiFixture *f)
{
  GtkWidget *button;

  for (guint i = 0; (button = ui_find_type (get_problem (f), GTK_TYPE_BUTTON, i)) != NULL; i++)
    if (gtk_widget_has_css_class (button, "suggested-action"))
      return GTK_BUTTON (button);

  return NULL;
}

typedef struct
{
  int         code;
  const char *title;
  const char *text;
  const char *icon;
  const char *button;
} Case;

static const Case cases[] = {
  { SIGNET_KEYS_ERROR_LOCKED, "Your Keyring Is Locked",
    "Signet keeps your signing key in the keyring of this computer. Unlock it to sign “Groceries”. "
    "Your lists and checking work as usual.", "dialog-password-symbolic", "_Unlock…" },
  { SIGNET_KEYS_ERROR_DISMISSED, "Nothing Was Signed",
    "The question about the keyring was closed. Signet asks again when you are ready.",
    "dialog-password-symbolic", "_Ask Again" },
  { SIGNET_KEYS_ERROR_NO_KEYRING, "No Keyring Found",
    "Signet keeps your signing key in a keyring, and none is running. Install or start one, "
    "for instance GNOME Keyring, then try again.", "dialog-warning-symbolic", "_Try Again" },
  { SIGNET_KEYS_ERROR_NO_ANSWER, "The Keyring Does Not Answer",
    "Signet waited 10 seconds. It may be busy or stuck. Nothing was signed and no key was lost.",
    "dialog-warning-symbolic", "_Try Again" },
  { SIGNET_KEYS_ERROR_FULL, "The Key Could Not Be Stored",
    "The disk of the keyring is full. No key was made.", "dialog-error-symbolic", "_Try Again" },
};

static void
test_page (UiFixture     *f,
           gconstpointer  data)
{
  const Case *c = data;
  g_autoptr (TestStore) store = g_object_new (TEST_TYPE_STORE, NULL);
  AdwStatusPage *page;

  store->behind = g_object_ref (f->key_store);
  store->code = c->code;
  signet_context_set_key_store (f->context, SIGNET_KEY_STORE (store));
  open_page (f);
  g_assert_false (ui_is_shown (get_problem (f)));

  ui_click (ui_find (f->window, "Sign list"));
  test_wait_until (ui_is_shown (get_problem (f)));
  ui_settle (f->window);
  page = ADW_STATUS_PAGE (ui_find_type (get_problem (f), ADW_TYPE_STATUS_PAGE, 0));
  g_assert_cmpstr (adw_status_page_get_title (page), ==, c->title);
  g_assert_true (ui_shows (get_problem (f), c->text));
  g_assert_cmpstr (adw_status_page_get_icon_name (page), ==, c->icon);
  g_assert_cmpstr (gtk_button_get_label (get_suggested (f)), ==, c->button);
  g_assert_false (ui_is_shown (ui_find (get_problem (f), "Make a New Key…")));
  g_assert_null (signet_sign_pane_get_token (get_pane (f)));
  test_wait_until (gtk_window_get_focus (GTK_WINDOW (f->window)) == GTK_WIDGET (get_suggested (f)));

  /* nothing else of the window suffers */
  g_assert_true (ui_is_enabled (get_pane (f), "publish.enabled", NULL));
  ui_click (ui_find (get_problem (f), "Back"));
  ui_settle (f->window);
  g_assert_true (ui_is_shown (ui_find (f->window, "Sign list")));

  /* still so */
  ui_click (ui_find (f->window, "Sign list"));
  test_wait_until (ui_is_shown (get_problem (f)));

  /* and once the keyring works, the same button signs */
  test_wait_until (gtk_widget_is_sensitive (GTK_WIDGET (get_suggested (f))));
  store->code = 0;
  ui_click (get_suggested (f));
  test_wait_until (signet_sign_pane_get_token (get_pane (f)) != NULL);
  ui_settle (f->window);
  g_assert_true (ui_is_shown (ui_find (f->window, "Signed token")));
}

static char *
dup_key_set (UiFixture *f)
{
  g_autoptr (SignetPublicKeys) reader = signet_public_keys_new (signet_context_get_keys_path (f->context));
  g_autoptr (GBytes) keys = signet_public_keys_read (reader, signet_verifier_get_now (), NULL);

  return g_strndup (g_bytes_get_data (keys, NULL), g_bytes_get_size (keys));
}

static char *
dup_current (UiFixture *f)
{
  SignetSigningKeys *keys = signet_context_get_signing_keys (f->context);

  return g_strdup (signet_key_info_get_kid (signet_signing_keys_get_current (keys)));
}

/* A keyring that was emptied behind our back: the key is not replaced unasked. */
static void
test_missing (UiFixture     *f,
              gconstpointer  data)
{
  g_autoptr (SignetKeyStore) empty = signet_key_store_memory_new ();
  g_autofree char *kid = NULL;
  g_autofree char *new_kid = NULL;
  g_autofree char *key_set = NULL;

  open_page (f);
  ui_click (ui_find (f->window, "Sign list"));
  test_wait_until (signet_sign_pane_get_token (get_pane (f)) != NULL);
  kid = dup_current (f);

  g_set_object (&f->key_store, empty);
  g_clear_object (&empty);
  ui_restart (f);
  ui_activate (f->window, "win.page", "s", "sign");
  ui_settle (f->window);
  ui_click (ui_find (f->window, "Sign list"));
  test_wait_until (ui_is_shown (get_problem (f)));
  g_assert_true (ui_shows (get_problem (f), "Your Key Is Missing"));
  g_assert_cmpstr (gtk_button_get_label (get_suggested (f)), ==, "_Restore…");

  ui_settle (f->window);
  ui_click (ui_find (get_problem (f), "Make a New Key…"));
  ui_respond (ui_wait_dialog (f), "cancel");
  new_kid = dup_current (f);
  g_assert_cmpstr (new_kid, ==, kid);
  g_clear_pointer (&new_kid, g_free);

  ui_click (ui_find (get_problem (f), "Make a New Key…"));
  ui_respond (ui_wait_dialog (f), "make");
  test_wait_until (ui_is_shown (ui_find (f->window, "Sign list")));
  new_kid = dup_current (f);
  g_assert_cmpstr (new_kid, !=, kid);

  ui_settle (f->window);
  ui_click (ui_find (f->window, "Sign list"));
  test_wait_until (signet_sign_pane_get_token (get_pane (f)) != NULL);

  /* what was signed before can still be checked */
  key_set = dup_key_set (f);
  g_assert_nonnull (strstr (key_set, kid));
  g_assert_nonnull (strstr (key_set, new_kid));
}

/* What is public about the keys was lost: no second key is made. The keyring still has them, and they come back. */
static void
test_unlisted (UiFixture     *f,
               gconstpointer  data)
{
  g_autofree char *kid = NULL;
  g_autofree char *key_set = NULL;
  SignetSigningKeys *keys;
  GtkWidget *dialog;

  open_page (f);
  ui_click (ui_find (f->window, "Sign list"));
  test_wait_until (signet_sign_pane_get_token (get_pane (f)) != NULL);
  kid = dup_current (f);

  g_assert_cmpint (g_unlink (signet_context_get_keys_path (f->context)), ==, 0);
  ui_restart (f);
  ui_activate (f->window, "win.page", "s", "sign");
  ui_settle (f->window);
  ui_click (ui_find (f->window, "Sign list"));
  test_wait_until (ui_is_shown (get_problem (f)));
  ui_settle (f->window);
  ui_shot (f->window, "sign-unlisted");
  g_assert_true (ui_shows (get_problem (f), "Your Keys Are in the Keyring Only"));
  g_assert_cmpstr (gtk_button_get_label (get_suggested (f)), ==, "_Recover…");
  g_assert_true (ui_is_shown (ui_find (get_problem (f), "Make a New Key…")));
  keys = signet_context_get_signing_keys (f->context);
  g_assert_null (signet_signing_keys_get_current (keys));

  ui_click (get_suggested (f));
  dialog = ui_wait_dialog (f);
  ui_settle (dialog);
  ui_shot (dialog, "keys-recover");
  ui_activate (dialog, "keys.recover", NULL);
  test_wait_until (signet_signing_keys_get_current (keys) != NULL);
  test_wait_until (ui_is_enabled (dialog, "keys.recover", NULL));
  ui_settle (dialog);
  ui_shot (dialog, "keys-recovered");
  gtk_window_close (GTK_WINDOW (dialog));
  ui_settle (f->window);

  ui_click (ui_find (get_problem (f), "Try Again"));
  test_wait_until (signet_sign_pane_get_token (get_pane (f)) != NULL);
  key_set = dup_key_set (f);
  g_assert_nonnull (strstr (key_set, kid));
}

/* An error that trying again does not cure has no button for that. */
static void
test_too_large (UiFixture     *f,
                gconstpointer  data)
{
  g_autoptr (SignetList) list = NULL;
  g_autofree char *text = g_strnfill (1000, 'x');

  open_page (f);
  list = g_list_model_get_item (G_LIST_MODEL (signet_context_get_list_store (f->context)), 0);
  signet_list_begin_edit (list);
  for (guint i = 0; i < 260; i++)
    {
      g_autoptr (SignetItem) item = signet_item_new (text);

      signet_list_append (list, item);
    }
  signet_list_end_edit (list);

  ui_settle (f->window);
  ui_click (ui_find (f->window, "Sign list"));
  test_wait_until (ui_is_shown (get_problem (f)));
  ui_settle (f->window);
  g_assert_true (ui_shows (get_problem (f), "This List Is Too Long to Sign"));
  g_assert_false (ui_is_shown (get_suggested (f)));

  signet_list_splice (list, 1, 260, NULL);
  ui_click (ui_find (get_problem (f), "Back"));
  ui_settle (f->window);
  ui_click (ui_find (f->window, "Sign list"));
  test_wait_until (signet_sign_pane_get_token (get_pane (f)) != NULL);
}

int
main (int    argc,
      char **argv)
{
  ui_init (&argc, &argv);
  ui_add_data ("/sign-problem/locked", &cases[0], test_page);
  ui_add_data ("/sign-problem/dismissed", &cases[1], test_page);
  ui_add_data ("/sign-problem/no-keyring", &cases[2], test_page);
  ui_add_data ("/sign-problem/no-answer", &cases[3], test_page);
  ui_add_data ("/sign-problem/full", &cases[4], test_page);
  ui_add ("/sign-problem/missing", test_missing);
  ui_add ("/sign-problem/unlisted", test_unlisted);
  ui_add ("/sign-problem/too-large", test_too_large);

  return g_test_run ();
}

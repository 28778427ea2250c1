/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-context-private.h"
#include "signet-elsewhere-private.h"
#include "signet-publish-group.h"
#include "signet-publishing-private.h"
#include "signet-sign-pane.h"
#include "signet-token.h"
#include "ui-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

/* "Let Others Check": the switch, the address, the port that another program has. */

static void
open_page (UiFixture *f)
{
  ui_open_window (f);
  ui_activate (f->window, "win.page", "s", "sign");
  ui_settle (f->window);
}

static SignetPublishing *
get_publishing (UiFixture *f)
{
  return signet_context_get_publishing (f->context);
}

static GSettings *
get_settings (UiFixture *f)
{
  return signet_context_get_settings (f->context);
}

static GtkSwitch *
get_switch (UiFixture *f)
{
  return GTK_SWITCH (ui_find (f->window, "Publish key set"));
}

static const char *
get_address (UiFixture *f)
{
  return gtk_label_get_text (GTK_LABEL (ui_find (f->window, "Key set address")));
}

/* as the keyboard would */
static void
toggle (UiFixture *f)
{
  g_assert_true (ui_is_shown (get_switch (f)));
  g_assert_true (gtk_widget_activate (GTK_WIDGET (get_switch (f))));
  ui_settle (f->window);
}

static gboolean
answers_at (const char *host,
            guint       port)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *slot = NULL;

  g_socket_client_connect_to_host_async (client, host, (guint16) port, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  connection = g_socket_client_connect_to_host_finish (client, result, NULL);

  return connection != NULL;
}

static gboolean
answers (guint port)
{
  return answers_at ("127.0.0.1", port);
}

static void
test_switch (UiFixture     *f,
             gconstpointer  data)
{
  GtkWidget *button;
  guint port;
  g_autofree char *url = NULL;

  open_page (f);
  button = ui_find (f->window, "Publishing on this computer");
  port = signet_publishing_get_port (get_publishing (f));
  url = g_strdup_printf ("http://127.0.0.1:%u/.well-known/jwks.json", port);
  g_assert_cmpuint (port, ==, (guint) g_settings_get_int (get_settings (f), "port"));
  g_assert_false (gtk_switch_get_active (get_switch (f)));
  g_assert_false (ui_is_shown (button));
  g_assert_true (ui_shows (f->window, "Nobody can reach it now"));
  g_assert_false (answers (port));

  toggle (f);
  g_assert_true (gtk_switch_get_active (get_switch (f)));
  g_assert_true (answers (port));
  g_assert_cmpstr (get_address (f), ==, url);
  g_assert_true (ui_shows (f->window, "Works on this computer only"));
  g_assert_true (g_settings_get_boolean (get_settings (f), "publish"));

  /* and on every page there is a way back */
  ui_activate (f->window, "win.page", "s", "list");
  ui_settle (f->window);
  g_assert_true (ui_is_shown (button));
  ui_click (button);
  g_assert_cmpstr (signet_window_get_page (SIGNET_WINDOW (f->window)), ==, "sign");
  test_wait_until (gtk_window_get_focus (GTK_WINDOW (f->window)) == GTK_WIDGET (get_switch (f)));

  toggle (f);
  g_assert_false (gtk_switch_get_active (get_switch (f)));
  g_assert_false (answers (port));
  g_assert_false (ui_is_shown (button));
  g_assert_false (g_settings_get_boolean (get_settings (f), "publish"));
}

/* What was wanted is wanted after a restart. */
static void
test_resume (UiFixture     *f,
             gconstpointer  data)
{
  guint port;

  open_page (f);
  port = signet_publishing_get_port (get_publishing (f));
  toggle (f);
  g_assert_true (answers (port));

  ui_close (f);
  g_assert_false (answers (port));
  ui_restart (f);
  g_assert_true (signet_publishing_is_enabled (get_publishing (f)));
  g_assert_true (gtk_switch_get_active (get_switch (f)));
  g_assert_true (answers (port));

  signet_publishing_set_enabled (get_publishing (f), FALSE);
  ui_settle (f->window);
  g_assert_false (gtk_switch_get_active (get_switch (f)));
  ui_restart (f);
  g_assert_false (signet_publishing_is_enabled (get_publishing (f)));
}

static void
test_taken (UiFixture     *f,
            gconstpointer  data)
{
  g_autoptr (GSocketListener) other = g_socket_listener_new ();
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autofree char *problem = NULL;
  guint port, another;

  g_socket_listener_add_address (other, address, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &bound, NULL);
  g_assert_nonnull (bound);
  port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  g_settings_set_int (get_settings (f), "port", (int) port);
  problem = g_strdup_printf ("Port %u is taken by another program.", port);

  open_page (f);
  g_assert_false (ui_shows (f->window, problem));
  g_assert_false (ui_is_enabled (ui_find (f->window, "Key set address"), "publish.use-another-port", NULL));
  toggle (f);
  g_assert_false (gtk_switch_get_active (get_switch (f)));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (get_switch (f)), GTK_ACCESSIBLE_STATE_CHECKED, FALSE);
  g_assert_true (ui_shows (f->window, problem));
  ui_shot (f->window, "publish-taken");
  g_assert_false (ui_is_shown (ui_find (f->window, "Key set address")));
  /* it is tried again at the next start */
  g_assert_true (g_settings_get_boolean (get_settings (f), "publish"));

  ui_click (ui_find (f->window, "Use Another Port"));
  ui_settle (f->window);
  another = signet_publishing_get_port (get_publishing (f));
  g_assert_cmpuint (another, !=, port);
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (get_switch (f)), GTK_ACCESSIBLE_STATE_CHECKED, TRUE);
  g_assert_true (gtk_switch_get_active (get_switch (f)));
  g_assert_true (answers (another));
  g_assert_false (ui_shows (f->window, problem));
  g_assert_true (ui_is_shown (ui_find (f->window, "Key set address")));
  g_assert_cmpint (g_settings_get_int (get_settings (f), "port"), ==, (int) another);

  /* the address stays where others were told that it is */
  ui_restart (f);
  g_assert_true (signet_publishing_is_enabled (get_publishing (f)));
  g_assert_cmpuint (signet_publishing_get_port (get_publishing (f)), ==, another);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
test_copy (UiFixture     *f,
           gconstpointer  data)
{
  char *text = NULL;
  g_autofree char *copied = NULL;

  open_page (f);
  ui_click (ui_find (f->window, "Copy Address"));
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (f->window), NULL, read_cb, &text);
  test_wait_until (text != NULL);
  copied = text;
  g_assert_cmpstr (copied, ==, get_address (f));
  ui_settle (f->window);
  g_assert_true (ui_shows (f->window, "Address copied"));
}

static void
make_key (UiFixture *f)
{
  SignetListSigning *signing = signet_context_get_list_signing (f->context);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  signet_list_signing_renew_async (signing, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  g_assert_true (signet_list_signing_renew_finish (signing, result, &error));
  g_assert_no_error (error);
  ui_settle (f->window);
}

/* There is no card before there is a key. */
static void
test_card (UiFixture     *f,
           gconstpointer  data)
{
  g_autofree char *folder = test_make_folder ();
  g_autofree char *path = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  GtkWidget *button;

  g_settings_set_string (get_settings (f), "name", "Whitney/W");
  open_page (f);
  button = ui_find (f->window, "Save My Key Card…");
  g_assert_true (ui_is_shown (button));
  g_assert_false (ui_is_enabled (button, "publish.save-card", NULL));

  make_key (f);
  g_assert_true (ui_is_enabled (button, "publish.save-card", NULL));

  name = signet_publishing_dup_card_name (get_publishing (f));
  g_assert_cmpstr (name, ==, "Whitney-W.jwks");
  toggle (f);
  path = g_build_filename (folder, name, NULL);
  g_assert_cmpint (g_chdir (folder), ==, 0);
  ui_click (button);
  ui_choose_file (path);
  test_wait_until (ui_shows (f->window, "Saved as “Whitney-W.jwks”"));
  text = test_read_file (folder, name);
  g_assert_true (g_str_has_prefix (text, "{\"name\":\"Whitney/W\",\"keys\":[{"));
  /* an address of this computer would lead others to theirs */
  g_assert_null (strstr (text, "127.0.0.1"));

  signet_publishing_set_enabled (get_publishing (f), FALSE);
  g_settings_reset (get_settings (f), "name");
}

static GtkSwitch *
get_network_switch (UiFixture *f)
{
  return GTK_SWITCH (ui_find (f->window, "Visible on this network"));
}

static char *
make_url (const char *address,
          guint       port)
{
  return g_strdup_printf ("http://%s:%u/.well-known/jwks.json", address, port);
}

static void
assert_name (GtkWidget  *widget,
             const char *expected)
{
  g_autofree char *name = ui_dup_name (widget);

  g_assert_cmpstr (name, ==, expected);
}

/* Saves a key card, which names the address. */
static void
assert_card_address (UiFixture  *f,
                     const char *url)
{
  g_autofree char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "card.jwks", NULL);
  g_autofree char *member = g_strdup_printf ("\"url\":\"%s\"", url);
  g_autofree char *text = NULL;

  make_key (f);
  g_assert_cmpint (g_chdir (folder), ==, 0);
  ui_click (ui_find (f->window, "Save My Key Card…"));
  ui_choose_file (path);
  test_wait_until (ui_shows (f->window, "Saved as “card.jwks”"));
  text = test_read_file (folder, "card.jwks");
  g_assert_nonnull (strstr (text, member));
}

/* The addresses of the network are those of the loopback here, which are as different from 127.0.0.1. */
static void
test_network (UiFixture     *f,
              gconstpointer  data)
{
  static const char * const one[] = { "127.0.0.2", NULL };
  static const char * const two[] = { "127.0.0.3", "127.0.0.2", NULL };
  static const char * const none[] = { NULL };
  static const char * const caution = "Everyone on this network can read your public keys. Your private key stays in the keyring.";
  g_autoptr (SignetNetwork) network = signet_network_new_fixed (one);
  guint port = (guint) g_settings_get_int (get_settings (f), "port");
  g_autofree char *local = make_url ("127.0.0.1", port);
  g_autofree char *second = make_url ("127.0.0.2", port);
  g_autofree char *third = make_url ("127.0.0.3", port);
  g_autofree char *also = g_strconcat ("On another network of this computer:\n", second, NULL);
  GtkWidget *button;

  g_settings_set_int (get_settings (f), "window-height", 960);
  signet_publishing_set_network (get_publishing (f), network);
  open_page (f);
  ui_shot (f->window, "publish-off");
  button = ui_find (f->window, "Publishing on this computer");
  toggle (f);
  g_assert_false (gtk_widget_has_css_class (button, "state-caution"));
  g_assert_true (answers (port));
  g_assert_false (answers_at ("127.0.0.2", port));
  g_assert_false (ui_shows (f->window, caution));
  ui_shot (f->window, "publish-loopback");

  g_assert_true (ui_is_shown (get_network_switch (f)));
  g_assert_true (gtk_widget_activate (GTK_WIDGET (get_network_switch (f))));
  ui_settle (f->window);
  g_assert_true (gtk_switch_get_active (get_network_switch (f)));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (get_network_switch (f)), GTK_ACCESSIBLE_STATE_CHECKED, TRUE);
  g_assert_true (g_settings_get_boolean (get_settings (f), "publish-network"));
  g_assert_true (answers_at ("127.0.0.2", port));
  g_assert_true (answers (port));
  g_assert_cmpstr (get_address (f), ==, second);
  g_assert_true (ui_shows (f->window, caution));
  g_assert_false (ui_shows (f->window, "Works on this computer only"));
  ui_shot (f->window, "publish-network");

  /* and a key card says where */
  assert_card_address (f, second);

  /* on every page */
  ui_activate (f->window, "win.page", "s", "verify");
  ui_settle (f->window);
  assert_name (button, "Publishing on this network");
  g_assert_true (ui_is_shown (button));
  g_assert_true (gtk_widget_has_css_class (button, "state-caution"));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (button), ==, "Publishing on this network");
  ui_activate (f->window, "win.page", "s", "sign");
  ui_settle (f->window);

  /* the network is another one, then there is none */
  signet_network_set_fixed (network, two);
  ui_settle (f->window);
  g_assert_cmpstr (get_address (f), ==, third);
  g_assert_true (ui_shows (f->window, also));
  ui_shot (f->window, "publish-networks");
  signet_network_set_fixed (network, none);
  ui_settle (f->window);
  g_assert_cmpstr (get_address (f), ==, local);
  g_assert_false (ui_shows (f->window, also));
  g_assert_true (ui_shows (f->window, "This computer is on no local network now: works on this computer only"));
  ui_shot (f->window, "publish-no-network");
  signet_network_set_fixed (network, one);
  ui_settle (f->window);
  g_assert_cmpstr (get_address (f), ==, second);

  /* the wish stays while nothing is published, and is heeded afterwards */
  toggle (f);
  g_assert_false (answers (port));
  g_assert_false (answers_at ("127.0.0.2", port));
  g_assert_false (ui_shows (f->window, caution));
  g_assert_false (ui_is_shown (button));
  g_assert_true (gtk_switch_get_active (get_network_switch (f)));
  toggle (f);
  g_assert_true (answers_at ("127.0.0.2", port));

  g_assert_true (gtk_widget_activate (GTK_WIDGET (get_network_switch (f))));
  ui_settle (f->window);
  g_assert_true (answers (port));
  g_assert_false (answers_at ("127.0.0.2", port));
  g_assert_cmpstr (get_address (f), ==, local);
  g_assert_false (g_settings_get_boolean (get_settings (f), "publish-network"));
  assert_name (button, "Publishing on this computer");
  g_assert_false (gtk_widget_has_css_class (button, "state-caution"));
}

static SignetElsewhere *
get_folder (UiFixture *f)
{
  return signet_context_get_elsewhere (f->context, SIGNET_ELSEWHERE_FOLDER);
}

/* What becomes of a copy elsewhere stands on the page, and what failed can be tried again there. */
static void
test_elsewhere (UiFixture     *f,
                gconstpointer  data)
{
  static const char * const none[] = { NULL };
  g_autoptr (SignetNetwork) network = signet_network_new_fixed (none);
  g_autofree char *parent = test_make_folder ();
  g_autofree char *folder = g_build_filename (parent, "web", NULL);
  g_autofree char *status = NULL;
  GtkWidget *button;

  g_settings_set_int (get_settings (f), "window-height", 960);
  signet_elsewhere_set_network (get_folder (f), network);
  signet_elsewhere_set_retry (get_folder (f), 3600 * 1000);
  open_page (f);
  g_assert_null (ui_try_find (f->window, "Folder “web”"));

  signet_elsewhere_set_folder (get_folder (f), folder);
  test_wait_until (signet_elsewhere_is_failing (get_folder (f)));
  ui_settle (f->window);
  g_assert_true (ui_is_shown (ui_find (f->window, "Folder “web”")));
  g_assert_true (ui_shows (f->window, "Not written yet: the folder is not there. Trying again."));
  ui_shot (f->window, "publish-failing");

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  button = ui_find (ui_find_type (f->window, g_type_from_name ("SignetElsewhereRow"), 0), "Try Again Now");
  g_assert_true (ui_is_shown (button));
  ui_click (button);
  test_wait_until (signet_elsewhere_was_written (get_folder (f)));
  ui_settle (f->window);
  status = signet_elsewhere_dup_status (get_folder (f));
  g_assert_true (g_str_has_prefix (status, "Written today at "));
  g_assert_true (ui_shows (f->window, status));
  g_assert_false (ui_is_shown (button));
  ui_shot (f->window, "publish-folder");
}

/* What is to be done after signing depends on who can check. */
static void
test_next_step (UiFixture     *f,
                gconstpointer  data)
{
  static const char * const one[] = { "127.0.0.2", NULL };
  static const char * const nobody = "Send the token to Brian. Nobody else can check it yet: see “Let Others Check”.";
  static const char * const somebody = "Send the token to Brian. To check it, Brian also needs the address under “Let Others Check”.";
  static const char * const elsewhere = "Send the token to Brian. To check it, Brian also needs the web address of your published keys.";
  g_autoptr (SignetNetwork) network = signet_network_new_fixed (one);
  g_autofree char *folder = test_make_folder ();
  g_autofree char *extracted = NULL;
  g_autofree char *copied = NULL;
  g_autofree char *line = NULL;
  char *text = NULL;
  GtkWidget *pane;

  signet_publishing_set_network (get_publishing (f), network);
  ui_open_window (f);
  ui_enter (ui_find (f->window, "Add an item"), "milk");
  ui_activate (f->window, "win.page", "s", "sign");
  ui_settle (f->window);
  ui_type (ui_find_type (f->window, ADW_TYPE_ENTRY_ROW, 0), "Brian");
  ui_click (ui_find (f->window, "Sign list"));
  pane = ui_find_type (f->window, SIGNET_TYPE_SIGN_PANE, 0);
  test_wait_until (signet_sign_pane_get_token (SIGNET_SIGN_PANE (pane)) != NULL);
  ui_settle (f->window);
  g_assert_true (ui_shows (f->window, nobody));

  signet_publishing_set_enabled (get_publishing (f), TRUE);
  ui_settle (f->window);
  g_assert_true (ui_shows (f->window, nobody));
  signet_publishing_set_visible (get_publishing (f), TRUE);
  ui_settle (f->window);
  g_assert_true (ui_shows (f->window, somebody));
  ui_shot (f->window, "publish-next-step");

  /* and the address is in the message, where the verifier does not stumble over it */
  ui_activate (ui_find (f->window, "Copy token"), "sign.copy-message", NULL);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (f->window), NULL, read_cb, &text);
  test_wait_until (text != NULL);
  copied = text;
  line = g_strdup_printf ("\n\nAddress for checking: http://127.0.0.2:%u/.well-known/jwks.json\n",
                          signet_publishing_get_port (get_publishing (f)));
  g_assert_true (g_str_has_suffix (copied, line));
  extracted = signet_token_extract (copied, NULL);
  g_assert_cmpstr (extracted, ==, signet_sign_pane_get_token (SIGNET_SIGN_PANE (pane)));

  signet_publishing_set_visible (get_publishing (f), FALSE);
  ui_settle (f->window);
  g_assert_true (ui_shows (f->window, nobody));

  /* a copy elsewhere is one that others can have */
  signet_elsewhere_set_folder (get_folder (f), folder);
  test_wait_until (signet_elsewhere_was_written (get_folder (f)));
  ui_settle (f->window);
  g_assert_true (ui_shows (f->window, elsewhere));
  signet_elsewhere_set_folder (get_folder (f), NULL);
  ui_settle (f->window);
  g_assert_true (ui_shows (f->window, nobody));
  signet_publishing_set_enabled (get_publishing (f), FALSE);
}

int
main (int    argc,
      char **argv)
{
  ui_init (&argc, &argv);
  ui_add ("/publish-group/switch", test_switch);
  ui_add ("/publish-group/network", test_network);
  ui_add ("/publish-group/elsewhere", test_elsewhere);
  ui_add ("/publish-group/next-step", test_next_step);
  ui_add ("/publish-group/resume", test_resume);
  ui_add ("/publish-group/taken", test_taken);
  ui_add ("/publish-group/copy", test_copy);
  ui_add ("/publish-group/card", test_card);

  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-http-consent.h"
#include "verify-fixture.h"

#include <string.h>

static void
change_character (char  *token,
                  guint  part)
{
  char *p = token;

  for (guint i = 0; i < part; i++)
    p = strchr (p, '.') + 1;
  p[4] = p[4] == 'A' ? 'B' : 'A';
}

static void
test_valid (VerifyFixture *f,
            gconstpointer  data)
{
  g_autofree char *token = verify_sign_list (f);
  g_autofree char *payload = NULL;
  int minimum;

  signet_verify_pane_set_token (f->pane, token);
  verify_assert_verdict (f, "Not checked\nAnyone could have written this");
  g_assert_false (ui_shows (f->pane, "Was This List Changed?"));
  g_assert_true (ui_shows (f->pane, "What the Token Says"));
  g_assert_false (ui_shows (f->pane, "Add to My Lists"));

  verify_set_url (f, test_server_get_url (f->server));
  verify_press_check (f);
  verify_assert_verdict (f, "Valid, but…\nYou have not met this signer before");
  g_assert_true (ui_shows (f->pane, "Tea & <i>more</i>"));
  g_assert_true (ui_shows (f->pane, "For Brian · 3 items"));
  g_assert_true (ui_shows (f->pane, "Add to My Lists"));
  g_assert_true (ui_shows (f->pane, "Dairy"));
  g_assert_true (ui_shows (f->pane, "2 l"));
  g_assert_nonnull (verify_get_check (f, "Signature"));

  gtk_widget_measure (GTK_WIDGET (f->pane), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);

  /* the key vouches for anything that it signed */
  payload = g_strdup_printf ("{\"scope\":\"read\",\"exp\":%" G_GINT64_FORMAT "}", signet_verifier_get_now () + 3600);
  g_clear_pointer (&token, g_free);
  token = verify_sign (f, payload);
  signet_verify_pane_set_token (f->pane, token);
  verify_assert_verdict (f, "Valid, but…\nThe keys came over an open connection");
  g_assert_true (ui_shows (f->pane, "Payload"));
}

static void
test_refused (VerifyFixture *f,
              gconstpointer  data)
{
  g_autofree char *token = verify_sign_list (f);

  verify_set_url (f, test_server_get_url (f->server));
  for (guint part = 1; part <= 2; part++)
    {
      g_autofree char *changed = g_strdup (token);

      change_character (changed, part);
      signet_verify_pane_set_token (f->pane, changed);
      verify_assert_verdict (f, "Refused\nThe signature does not fit");
      g_assert_false (ui_shows (f->pane, "Tea & <i>more</i>"));
      g_assert_true (ui_shows (f->pane, "Signature"));
      g_assert_false (ui_shows (f->pane, "Add to My Lists"));

      signet_verify_pane_set_token (f->pane, token);
      verify_assert_verdict (f, "Valid, but…\nYou have not met this signer before");
    }
}

static void
test_forged (VerifyFixture *f,
             gconstpointer  data)
{
  verify_set_url (f, test_server_get_url (f->server));
  signet_verify_pane_set_token (f->pane, VERIFY_FORGED);
  verify_assert_verdict (f, "Refused\nToken has no Key ID");
  g_assert_true (ui_shows (f->pane, "What the Token Says"));
  g_assert_true (ui_shows (f->pane, "cookies"));
  g_assert_true (ui_shows (f->pane, "Key ID"));
  /* no key could prove it, so none was asked for */
  g_assert_cmpint ((int) test_server_count_requests (f->server), ==, 0);
}

static void
test_expired (VerifyFixture *f,
              gconstpointer  data)
{
  g_autofree char *payload =
    g_strdup_printf ("{\"iss\":\"Whitney\",\"exp\":%" G_GINT64_FORMAT ",\"groceryList\":[\"milk\"]}",
                     signet_verifier_get_now () - 60);
  g_autofree char *token = verify_sign (f, payload);

  verify_set_url (f, test_server_get_url (f->server));
  signet_verify_pane_set_token (f->pane, token);
  verify_assert_verdict (f, "Refused\nThis list has expired");
  /* its signature held: it is a list still */
  g_assert_true (ui_shows (f->pane, "milk"));
  g_assert_false (ui_shows (f->pane, "What the Token Says"));

  verify_set_requirement (f, "at_row", "2020-01-01");
  verify_assert_verdict (f, "Valid, but…\nYou have not met this signer before");
  verify_set_requirement (f, "at_row", "yesterday or so");
  g_assert_null (verify_get_verdict (f));
  g_assert_true (gtk_widget_has_css_class (verify_child (f, "SignetRequirements", "at_row"), "error"));
  verify_set_requirement (f, "at_row", "");
  verify_assert_verdict (f, "Refused\nThis list has expired");
}

/* the verdict turns by itself when the time has come */
static void
test_expires (VerifyFixture *f,
              gconstpointer  data)
{
  g_autofree char *payload =
    g_strdup_printf ("{\"exp\":%" G_GINT64_FORMAT ",\"groceryList\":[\"milk\"]}", signet_verifier_get_now () + 2);
  g_autofree char *token = verify_sign (f, payload);

  verify_set_url (f, test_server_get_url (f->server));
  signet_verify_pane_set_token (f->pane, token);
  test_wait_until (verify_get_verdict (f) != NULL);
  test_wait_until (g_strcmp0 (verify_get_verdict (f), "Refused\nThis list has expired") == 0);
}

static void
test_requirements (VerifyFixture *f,
                   gconstpointer  data)
{
  g_autofree char *token = verify_sign_list (f);

  verify_set_url (f, test_server_get_url (f->server));
  signet_verify_pane_set_token (f->pane, token);
  verify_assert_verdict (f, "Valid, but…\nYou have not met this signer before");

  verify_set_requirement (f, "issuer_row", "Tom");
  verify_assert_verdict (f, "Refused\nSomeone else issued this");
  g_assert_true (ui_shows (f->pane, "Issuer"));
  g_assert_true (ui_shows (f->pane, "What the Token Says"));
  verify_set_requirement (f, "issuer_row", "Whitney");
  verify_assert_verdict (f, "Valid, but…\nYou have not met this signer before");
  verify_set_requirement (f, "audience_row", "shop-api");
  verify_assert_verdict (f, "Refused\nThis is meant for someone else");
  g_assert_true (ui_shows (f->pane, "Issuer and audience"));
}

static void
test_file (VerifyFixture *f,
           gconstpointer  data)
{
  g_autofree char *token = verify_sign_list (f);
  g_autofree char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "set.jwks", NULL);

  test_write_file (folder, "set.jwks", f->set);

  verify_set_url (f, path);
  signet_verify_pane_set_token (f->pane, token);
  verify_assert_verdict (f, "Valid, but…\nYou have not met this signer before");

  verify_set_url (f, "/nowhere/set.jwks");
  g_assert_null (verify_get_verdict (f));
  verify_press_check (f);
  test_wait_until (verify_get_verdict (f) != NULL);
  g_assert_true (g_str_has_prefix (verify_get_verdict (f), "Not checked\n"));
  g_assert_true (ui_shows (f->pane, "What the Token Says"));
}

/* plain http is asked for in the local network only; none of these addresses is called */
static void
test_open_connection (VerifyFixture *f,
                      gconstpointer  data)
{
  g_autofree char *token = verify_sign_list (f);

  signet_verify_pane_set_token (f->pane, token);
  verify_set_url (f, "http://192.168.255.254:7515/jwks.json");
  verify_press_check (f);
  verify_assert_verdict (f, "Not checked\nThe key set could not be fetched");
  g_assert_nonnull (strstr (verify_get_sentence (f), "192.168.255.254 offers its keys over an open connection"));
  g_assert_true (ui_shows (f->pane, "Use It Anyway"));

  verify_set_url (f, "http://192.0.2.1/jwks.json");
  verify_press_check (f);
  verify_assert_verdict (f, "Not checked\nThe key set could not be fetched");
  g_assert_nonnull (strstr (verify_get_sentence (f), "192.0.2.1 offers its keys over an open connection"));
  g_assert_false (ui_shows (f->pane, "Use It Anyway"));

  verify_set_url (f, test_server_get_url (f->server));
  verify_press_check (f);
  verify_assert_verdict (f, "Valid, but…\nYou have not met this signer before");
  g_assert_false (ui_shows (f->pane, "Use It Anyway"));
}

/* asked once for a computer and a port, and remembered; a public address is not even asked for */
static void
test_consent (VerifyFixture *f,
              gconstpointer  data)
{
  static const struct { const char *source; gboolean asks, same; } rows[] = {
    { "http://192.168.1.23:7515/.well-known/jwks.json", TRUE, TRUE },
    { "http://192.168.1.23:7515/other.json", TRUE, TRUE },
    { "HTTP://192.168.1.23:7515/", TRUE, TRUE },
    { "http://192.168.1.23:7516/.well-known/jwks.json", TRUE, FALSE },
    { "http://192.168.1.23/.well-known/jwks.json", TRUE, FALSE },
    { "http://192.168.1.24:7515/.well-known/jwks.json", TRUE, FALSE },
    { "http://whitney.local:7515/.well-known/jwks.json", TRUE, FALSE },
    { "http://192.0.2.1:7515/.well-known/jwks.json", FALSE, FALSE },
    { "https://192.168.1.23:7515/.well-known/jwks.json", FALSE, FALSE },
    { "/home/192.168.1.23:7515", FALSE, FALSE },
    { "", FALSE, FALSE },
  };
  GSettings *settings = signet_context_get_settings (f->ui.context);
  g_autoptr (GError) refused = jot_error_new (JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_REASON_HTTP_NOT_ALLOWED, 0, 0, NULL, NULL, "http");
  g_autoptr (GError) other = jot_error_new (JOT_ERROR_KEY_SET_UNAVAILABLE, JOT_REASON_TIMEOUT, 0, 0, NULL, NULL, "late");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_cmpint (signet_http_consent_can_ask (settings, rows[i].source, refused), ==, rows[i].asks);
      g_assert_false (signet_http_consent_can_ask (settings, rows[i].source, other));
      g_assert_false (signet_http_consent_can_ask (settings, rows[i].source, NULL));
      g_assert_false (signet_http_consent_is_given (settings, rows[i].source));
    }

  signet_http_consent_give (settings, rows[0].source);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_cmpint (signet_http_consent_is_given (settings, rows[i].source), ==, rows[i].same);
      g_assert_cmpint (signet_http_consent_can_ask (settings, rows[i].source, refused), ==, rows[i].asks && !rows[i].same);
    }

  /* without settings for this program only */
  g_assert_false (signet_http_consent_is_given (NULL, rows[0].source));
  signet_http_consent_give (NULL, rows[0].source);
  g_assert_true (signet_http_consent_is_given (NULL, rows[0].source));
  g_assert_false (signet_http_consent_is_given (NULL, rows[3].source));
}

int
main (int    argc,
      char **argv)
{
  ui_init (&argc, &argv);

  verify_add ("/verify-checks/valid", test_valid);
  verify_add ("/verify-checks/refused", test_refused);
  verify_add ("/verify-checks/forged", test_forged);
  verify_add ("/verify-checks/expired", test_expired);
  verify_add ("/verify-checks/expires", test_expires);
  verify_add ("/verify-checks/requirements", test_requirements);
  verify_add ("/verify-checks/file", test_file);
  verify_add ("/verify-checks/open-connection", test_open_connection);
  verify_add ("/verify-checks/consent", test_consent);

  return g_test_run ();
}

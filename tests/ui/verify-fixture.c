/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "verify-fixture.h"

#include "signet-check-line.h"

#include <stdlib.h>
#include <string.h>

static void
open_page (VerifyFixture *f)
{
  signet_window_set_page (SIGNET_WINDOW (f->ui.window), "verify");
  f->pane = SIGNET_VERIFY_PANE (ui_find_type (f->ui.window, SIGNET_TYPE_VERIFY_PANE, 0));
  ui_settle (f->ui.window);
}

static void
set_up (VerifyFixture *f,
        gconstpointer  data)
{
  ui_set_up (&f->ui, data);
  f->key = verify_make_key ();
  f->set = verify_make_set (f->key, NULL);
  f->server = test_server_new ();
  verify_publish (f, f->set);

  ui_open_window (&f->ui);
  /* to look at pictures of a narrow one */
  if (g_getenv ("SIGNET_WIDTH") != NULL)
    gtk_window_set_default_size (GTK_WINDOW (f->ui.window), atoi (g_getenv ("SIGNET_WIDTH")), 640);
  open_page (f);
}

static void
tear_down (VerifyFixture *f,
           gconstpointer  data)
{
  ui_tear_down (&f->ui, data);
  jot_private_key_unref (f->key);
  test_server_free (f->server);
  g_free (f->set);
}

void
verify_add (const char  *path,
            void       (*func) (VerifyFixture *f, gconstpointer data))
{
  g_test_add (path, VerifyFixture, NULL, set_up, func, tear_down);
}

void
verify_restart (VerifyFixture *f)
{
  ui_restart (&f->ui);
  open_page (f);
}

/* Publishing */

JotPrivateKey *
verify_make_key (void)
{
  g_autoptr (GError) error = NULL;
  JotPrivateKey *key = jot_private_key_generate (jot_alg_find ("EdDSA"), 0, &error);

  g_assert_no_error (error);
  return key;
}

static char *
make_jwk (JotPrivateKey *key)
{
  JotJwk *public = jot_private_key_get_public (key);

  return jot_jwk_to_public_json (public, jot_jwk_get_thumbprint (public), jot_alg_find ("EdDSA"));
}

char *
verify_make_set (JotPrivateKey *key,
                 JotPrivateKey *other)
{
  g_autofree char *first = make_jwk (key);
  g_autofree char *second = other != NULL ? make_jwk (other) : NULL;

  return second != NULL ? g_strdup_printf ("{\"keys\":[%s,%s]}", first, second) : g_strdup_printf ("{\"keys\":[%s]}", first);
}

void
verify_publish (VerifyFixture *f,
                const char    *set)
{
  test_server_set_answer (f->server, (TestAnswer) { .body = set });
}

void
verify_hold (VerifyFixture *f)
{
  test_server_set_answer (f->server, (TestAnswer) { .body = f->set, .is_held = TRUE });
}

/* Signing */

char *
verify_sign_with (JotPrivateKey *key,
                  const char    *payload)
{
  g_autoptr (GError) error = NULL;
  char *token = jot_jws_sign (key, payload, strlen (payload), &error);

  g_assert_no_error (error);
  return token;
}

char *
verify_sign (VerifyFixture *f,
             const char    *payload)
{
  return verify_sign_with (f->key, payload);
}

char *
verify_make_payload (void)
{
  return g_strdup_printf ("{\"iss\":\"Whitney\",\"sub\":\"Brian\",\"exp\":%" G_GINT64_FORMAT ",\"listName\":\"Tea & <i>more</i>\","
                          "\"groceryList\":[{\"item\":\"milk\",\"quantity\":\"2 l\",\"aisle\":\"Dairy\"},"
                          "\"Mac & <b>cheese</b>\",{\"item\":\"tea\",\"note\":\"<u>green</u>\"}]}",
                          signet_verifier_get_now () + 3600);
}

char *
verify_sign_list (VerifyFixture *f)
{
  g_autofree char *payload = verify_make_payload ();

  return verify_sign (f, payload);
}

/* Looking */

GtkWidget *
verify_find (VerifyFixture *f,
             const char    *type)
{
  GtkWidget *found = ui_find_type (f->pane, g_type_from_name (type), 0);

  g_assert_nonnull (found);
  return found;
}

GtkWidget *
verify_child (VerifyFixture *f,
              const char    *type,
              const char    *id)
{
  GtkWidget *parent = type != NULL ? verify_find (f, type) : GTK_WIDGET (f->pane);
  GObject *child = gtk_widget_get_template_child (parent, G_OBJECT_TYPE (parent), id);

  g_assert_nonnull (child);
  return GTK_WIDGET (child);
}

const char *
verify_get_verdict (VerifyFixture *f)
{
  GtkWidget *label = verify_child (f, "SignetVerdictCard", "verdict");

  return ui_is_shown (label) ? gtk_label_get_text (GTK_LABEL (label)) : NULL;
}

const char *
verify_get_sentence (VerifyFixture *f)
{
  return gtk_label_get_text (GTK_LABEL (verify_child (f, "SignetVerdictCard", "sentence")));
}

void
verify_assert_verdict (VerifyFixture *f,
                       const char    *expected)
{
  test_wait_until (verify_get_verdict (f) != NULL);
  g_assert_cmpstr (verify_get_verdict (f), ==, expected);
}

GtkListBoxRow *
verify_get_check (VerifyFixture *f,
                  const char    *title)
{
  GtkListBox *checks = GTK_LIST_BOX (verify_child (f, "SignetCheckDetails", "checks"));
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (checks, i)) != NULL; i++)
    {
      GObject *label = gtk_widget_get_template_child (GTK_WIDGET (row), G_OBJECT_TYPE (row), "title");

      if (g_str_equal (gtk_label_get_text (GTK_LABEL (label)), title))
        return row;
    }

  return NULL;
}

/* Doing */

void
verify_set_url (VerifyFixture *f,
                const char    *url)
{
  ui_type (verify_child (f, NULL, "url_row"), url);
}

void
verify_set_requirement (VerifyFixture *f,
                        const char    *row,
                        const char    *text)
{
  GtkWidget *widget = verify_child (f, "SignetRequirements", row);

  gtk_editable_set_text (GTK_EDITABLE (widget), text);
  g_signal_emit_by_name (widget, "entry-activated");
}

void
verify_press_check (VerifyFixture *f)
{
  ui_click (verify_child (f, NULL, "check_button"));
}

GtkTextBuffer *
verify_get_buffer (VerifyFixture *f)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (verify_child (f, NULL, "token_view")));
}

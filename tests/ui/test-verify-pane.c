/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-jws.h"
#include "jot-private-key.h"
#include "signet-check-line.h"
#include "signet-token-view.h"
#include "signet-verify-pane.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <time.h>

#define LIMIT_SECONDS 20

/* refused for want of a key ID; the list in it was forged */
#define FORGED \
  "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJleHAiOjE2MTUwNjI5OTUsImlhdCI6MTYxNTA1ODk2NSwiZ3JvY2VyeUxpc3QiOlsibWlsay" \
  "IsImVnZ3MiLCJjb29raWVzIiwiY2FuZHkiXSwianRpIjoiZjFlYjRiMTktYjQwYy00NWQ3LWIyZjgtYWNlMjY1NWNhZDliIn0.-B-8-m8hwmOWK" \
  "SUI1B3wOmYaPWyegihVIi6U17D5H1M"

/* Publishes a key set on loopback, and lets the test say when it answers. */
typedef struct
{
  GSocketService *service;
  char           *url;
  char           *body;
  GMutex          mutex;
  GCond           cond;
  gboolean        held;
  int             n_requests;   /* atomic */
} Publisher;

typedef struct
{
  GtkWidget       *window;
  SignetVerifyPane *pane;
  SignetContext   *context;
  JotPrivateKey   *key;
  Publisher        publisher;
} Fixture;

static gboolean
serve_cb (GThreadedSocketService *service,
          GSocketConnection      *connection,
          GObject                *source,
          gpointer                data)
{
  Publisher *publisher = data;
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  g_autoptr (GString) request = g_string_new (NULL);
  g_autofree char *response = NULL;
  char byte;

  while (g_input_stream_read (in, &byte, 1, NULL, NULL) == 1)
    {
      g_string_append_c (request, byte);
      if (g_str_has_suffix (request->str, "\r\n\r\n"))
        break;
    }

  g_atomic_int_inc (&publisher->n_requests);
  g_mutex_lock (&publisher->mutex);
  while (publisher->held)
    g_cond_wait (&publisher->cond, &publisher->mutex);
  g_mutex_unlock (&publisher->mutex);

  response = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n"
                              "Connection: close\r\n\r\n%s", strlen (publisher->body), publisher->body);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                             response, strlen (response), NULL, NULL, NULL);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);

  return TRUE;
}

static void
publisher_init (Publisher *publisher,
                JotJwk    *key)
{
  g_autofree char *jwk = jot_jwk_to_public_json (key, jot_jwk_get_thumbprint (key), jot_alg_find ("EdDSA"));
  GError *error = NULL;
  guint16 port;

  publisher->body = g_strdup_printf ("{\"keys\":[%s]}", jwk);
  g_mutex_init (&publisher->mutex);
  g_cond_init (&publisher->cond);
  publisher->service = g_threaded_socket_service_new (4);
  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (publisher->service), NULL, &error);
  g_assert_no_error (error);
  publisher->url = g_strdup_printf ("http://127.0.0.1:%u/jwks.json", port);
  g_signal_connect (publisher->service, "run", G_CALLBACK (serve_cb), publisher);
  g_socket_service_start (publisher->service);
}

static void
publisher_hold (Publisher *publisher,
                gboolean   held)
{
  g_mutex_lock (&publisher->mutex);
  publisher->held = held;
  g_cond_broadcast (&publisher->cond);
  g_mutex_unlock (&publisher->mutex);
}

static void
publisher_clear (Publisher *publisher)
{
  publisher_hold (publisher, FALSE);
  g_socket_service_stop (publisher->service);
  g_socket_listener_close (G_SOCKET_LISTENER (publisher->service));
  g_object_unref (publisher->service);
  g_free (publisher->url);
  g_free (publisher->body);
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  GError *error = NULL;

  f->key = jot_private_key_generate (jot_alg_find ("EdDSA"), 0, &error);
  g_assert_no_error (error);
  publisher_init (&f->publisher, jot_private_key_get_public (f->key));

  f->context = signet_context_new ();
  f->window = g_object_ref_sink (adw_window_new ());
  f->pane = SIGNET_VERIFY_PANE (signet_verify_pane_new (f->context));
  adw_window_set_content (ADW_WINDOW (f->window), GTK_WIDGET (f->pane));
  gtk_window_set_default_size (GTK_WINDOW (f->window), 900, 640);
  gtk_window_present (GTK_WINDOW (f->window));
  gtk_test_widget_wait_for_draw (f->window);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  g_assert_finalize_object (f->window);
  g_assert_finalize_object (f->context);
  jot_private_key_unref (f->key);
  publisher_clear (&f->publisher);
}

/* --- Looking --- */

static GtkWidget *
find_type (GtkWidget *root,
           GType      type,
           guint     *n)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type) && (*n)-- == 0)
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_type (child, type, n);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static GtkWidget *
find (Fixture    *f,
      const char *type)
{
  guint n = 0;
  GtkWidget *found = find_type (GTK_WIDGET (f->pane), g_type_from_name (type), &n);

  g_assert_nonnull (found);
  return found;
}

static GtkWidget *
find_child (GtkWidget  *widget,
            const char *id)
{
  GObject *child = gtk_widget_get_template_child (widget, G_OBJECT_TYPE (widget), id);

  g_assert_nonnull (child);
  return GTK_WIDGET (child);
}

/* FALSE where it, or one it is in, is hidden */
static gboolean
is_shown (GtkWidget *widget)
{
  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    {
      if (!gtk_widget_get_visible (widget) || !gtk_widget_get_child_visible (widget))
        return FALSE;
    }

  return TRUE;
}

/* (nullable): NULL while there is none */
static const char *
get_verdict (Fixture *f)
{
  GtkWidget *label = find_child (find (f, "SignetVerdictCard"), "verdict");

  return is_shown (label) ? gtk_label_get_text (GTK_LABEL (label)) : NULL;
}

static const char *
get_sentence (Fixture *f)
{
  return gtk_label_get_text (GTK_LABEL (find_child (find (f, "SignetVerdictCard"), "sentence")));
}

static gboolean
timed_out_cb (gpointer data)
{
  g_error ("nothing happened within %d s", LIMIT_SECONDS);

  return G_SOURCE_REMOVE;
}

#define wait_until(condition)                                                        \
  G_STMT_START {                                                                     \
    guint limit = g_timeout_add_seconds (LIMIT_SECONDS, timed_out_cb, NULL);         \
    while (!(condition))                                                             \
      g_main_context_iteration (NULL, TRUE);                                         \
    g_source_remove (limit);                                                         \
  } G_STMT_END

static void
assert_verdict (Fixture    *f,
                const char *expected)
{
  wait_until (get_verdict (f) != NULL);
  g_assert_cmpstr (get_verdict (f), ==, expected);
}

static gboolean
shows_text (GtkWidget  *root,
            const char *text)
{
  if (GTK_IS_LABEL (root) && is_shown (root) && g_strcmp0 (gtk_label_get_text (GTK_LABEL (root)), text) == 0)
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (shows_text (child, text))
        return TRUE;
    }

  return FALSE;
}

static gboolean
shows (Fixture    *f,
       const char *text)
{
  return shows_text (GTK_WIDGET (f->pane), text);
}

static GtkListBoxRow *
get_check (Fixture    *f,
           const char *title)
{
  GtkListBox *checks = GTK_LIST_BOX (find_child (find (f, "SignetCheckDetails"), "checks"));
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (checks, i)) != NULL; i++)
    {
      GtkWidget *label = find_child (GTK_WIDGET (row), "title");

      if (g_str_equal (gtk_label_get_text (GTK_LABEL (label)), title))
        return row;
    }

  return NULL;
}

/* --- Doing --- */

static char *
sign (Fixture    *f,
      const char *payload)
{
  GError *error = NULL;
  char *token = jot_jws_sign (f->key, payload, strlen (payload), &error);

  g_assert_no_error (error);
  return token;
}

static char *
sign_list (Fixture *f)
{
  g_autofree char *payload =
    g_strdup_printf ("{\"iss\":\"Whitney\",\"sub\":\"Brian\",\"exp\":%" G_GINT64_FORMAT ",\"listName\":\"Tea & <i>more</i>\","
                     "\"groceryList\":[{\"item\":\"milk\",\"quantity\":\"2 l\",\"aisle\":\"Dairy\"},"
                     "\"Mac & <b>cheese</b>\",{\"item\":\"tea\",\"note\":\"<u>green</u>\"}]}",
                     signet_verifier_get_now () + 3600);

  return sign (f, payload);
}

static void
set_url (Fixture    *f,
         const char *url)
{
  gtk_editable_set_text (GTK_EDITABLE (find_child (GTK_WIDGET (f->pane), "url_row")), url);
}

static void
set_requirement (Fixture    *f,
                 const char *row,
                 const char *text)
{
  GtkWidget *widget = find_child (find (f, "SignetRequirements"), row);

  gtk_editable_set_text (GTK_EDITABLE (widget), text);
  g_signal_emit_by_name (widget, "entry-activated");
}

static void
press_check (Fixture *f)
{
  GtkWidget *button = find_child (GTK_WIDGET (f->pane), "check_button");

  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static GtkTextBuffer *
get_buffer (Fixture *f)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (find_child (GTK_WIDGET (f->pane), "token_view")));
}

static void
change_character (char  *token,
                  guint  part)
{
  char *p = token;

  for (guint i = 0; i < part; i++)
    p = strchr (p, '.') + 1;
  p[4] = p[4] == 'A' ? 'B' : 'A';
}

/* --- Tests --- */

static void
test_empty (Fixture       *f,
            gconstpointer  data)
{
  int minimum;

  g_assert_null (get_verdict (f));
  g_assert_true (shows (f, "Was This List Changed?"));
  g_assert_false (gtk_widget_is_sensitive (find_child (GTK_WIDGET (f->pane), "check_button")));

  gtk_widget_measure (GTK_WIDGET (f->pane), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);

  /* in one column it would only push the token away */
  gtk_window_set_default_size (GTK_WINDOW (f->window), 400, 640);
  wait_until (gtk_widget_get_width (GTK_WIDGET (f->pane)) < 700);
  g_assert_false (shows (f, "Was This List Changed?"));
  gtk_window_set_default_size (GTK_WINDOW (f->window), 900, 640);
  wait_until (gtk_widget_get_width (GTK_WIDGET (f->pane)) > 700);
  g_assert_true (shows (f, "Was This List Changed?"));
}

/* Tab goes once round the page, in both directions the same way */
static void
test_tab (Fixture       *f,
          gconstpointer  data)
{
  g_autofree char *token = sign_list (f);
  g_autoptr (GPtrArray) stops = g_ptr_array_new ();
  GtkWindow *window = GTK_WINDOW (f->window);
  GtkWidget *first = find_child (GTK_WIDGET (f->pane), "paste_button");
  guint i;

  signet_verify_pane_set_token (f->pane, token);
  assert_verdict (f, "Not checked\nAnyone could have written this");
  /* what was not laid out yet is no stop */
  gtk_test_widget_wait_for_draw (f->window);
  gtk_widget_grab_focus (first);
  do
    {
      g_ptr_array_add (stops, gtk_window_get_focus (window));
      g_assert_cmpuint (stops->len, <, 50);
      gtk_widget_child_focus (f->window, GTK_DIR_TAB_FORWARD);
    }
  while (gtk_window_get_focus (window) != first);

  g_assert_true (stops->pdata[1] == find_child (GTK_WIDGET (f->pane), "token_view"));
  g_assert_true (g_ptr_array_find (stops, find_child (GTK_WIDGET (f->pane), "check_button"), &i));
  g_assert_true (stops->pdata[i + 1] == find_child (find (f, "SignetVerdictCard"), "verdict"));
  g_assert_cmpuint (i + 2, <, stops->len);

  for (i = stops->len; i > 0; i--)
    {
      gtk_widget_child_focus (f->window, GTK_DIR_TAB_BACKWARD);
      g_assert_true (gtk_window_get_focus (window) == stops->pdata[i - 1]);
    }
}

/* the narrowest window has room for letters twice as large */
static void
test_large_text (Fixture       *f,
                 gconstpointer  data)
{
  g_autofree char *token = sign_list (f);
  GtkSettings *settings = gtk_widget_get_settings (f->window);
  GtkWidget *details = find (f, "SignetCheckDetails");
  int dpi, minimum;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", 2 * 96 * 1024, NULL);

  set_url (f, f->publisher.url);
  signet_verify_pane_set_token (f->pane, token);
  assert_verdict (f, "Valid, but…\nYou have not met this signer before");
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (find_child (details, "checks_row")), TRUE);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (find_child (details, "claims_row")), TRUE);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (find_child (details, "key_set_row")), TRUE);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (find_child (details, "text_row")), TRUE);
  gtk_widget_measure (GTK_WIDGET (f->pane), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);

  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
}

/* what stands below the token comes into view when somebody waits for it */
static void
test_narrow (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *token = sign_list (f);
  GtkScrolledWindow *scroller = GTK_SCROLLED_WINDOW (find_child (GTK_WIDGET (f->pane), "scroller"));
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (scroller);
  graphene_rect_t bounds;

  set_url (f, f->publisher.url);
  gtk_window_set_default_size (GTK_WINDOW (f->window), 400, 500);
  wait_until (gtk_widget_get_width (GTK_WIDGET (f->pane)) < 700);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 0);

  signet_verify_pane_set_token (f->pane, token);
  wait_until (get_verdict (f) != NULL);
  wait_until (gtk_adjustment_get_value (adjustment) > 0
              && gtk_widget_compute_bounds (find (f, "SignetVerdictCard"), GTK_WIDGET (f->pane), &bounds)
              && fabs (bounds.origin.y - 24) <= 1);
}

static void
test_valid (Fixture       *f,
            gconstpointer  data)
{
  g_autofree char *token = sign_list (f);
  g_autofree char *payload = NULL;
  int minimum;

  signet_verify_pane_set_token (f->pane, token);
  assert_verdict (f, "Not checked\nAnyone could have written this");
  g_assert_false (shows (f, "Was This List Changed?"));
  g_assert_true (shows (f, "What the Token Says"));
  g_assert_false (shows (f, "Add to My Lists"));

  set_url (f, f->publisher.url);
  press_check (f);
  assert_verdict (f, "Valid, but…\nYou have not met this signer before");
  g_assert_true (shows (f, "Tea & <i>more</i>"));
  g_assert_true (shows (f, "For Brian · 3 items"));
  g_assert_true (shows (f, "Add to My Lists"));
  g_assert_true (shows (f, "Dairy"));
  g_assert_true (shows (f, "2 l"));
  g_assert_nonnull (get_check (f, "Signature"));

  gtk_widget_measure (GTK_WIDGET (f->pane), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);

  /* the key vouches for anything that it signed */
  payload = g_strdup_printf ("{\"scope\":\"read\",\"exp\":%" G_GINT64_FORMAT "}", signet_verifier_get_now () + 3600);
  g_clear_pointer (&token, g_free);
  token = sign (f, payload);
  signet_verify_pane_set_token (f->pane, token);
  assert_verdict (f, "Valid, but…\nThe keys came over an open connection");
  g_assert_true (shows (f, "Payload"));
}

static void
test_refused (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *token = sign_list (f);

  set_url (f, f->publisher.url);
  for (guint part = 1; part <= 2; part++)
    {
      g_autofree char *changed = g_strdup (token);

      change_character (changed, part);
      signet_verify_pane_set_token (f->pane, changed);
      assert_verdict (f, "Refused\nThe signature does not fit");
      g_assert_false (shows (f, "Tea & <i>more</i>"));
      g_assert_true (shows (f, "Signature"));
      g_assert_false (shows (f, "Add to My Lists"));

      signet_verify_pane_set_token (f->pane, token);
      assert_verdict (f, "Valid, but…\nYou have not met this signer before");
    }
}

static void
test_forged (Fixture       *f,
             gconstpointer  data)
{
  set_url (f, f->publisher.url);
  signet_verify_pane_set_token (f->pane, FORGED);
  assert_verdict (f, "Refused\nToken has no Key ID");
  g_assert_true (shows (f, "What the Token Says"));
  g_assert_true (shows (f, "cookies"));
  g_assert_true (shows (f, "Key ID"));
  /* no key could prove it, so none was asked for */
  g_assert_cmpint (g_atomic_int_get (&f->publisher.n_requests), ==, 0);
}

static void
test_expired (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *payload =
    g_strdup_printf ("{\"iss\":\"Whitney\",\"exp\":%" G_GINT64_FORMAT ",\"groceryList\":[\"milk\"]}",
                     signet_verifier_get_now () - 60);
  g_autofree char *token = sign (f, payload);

  set_url (f, f->publisher.url);
  signet_verify_pane_set_token (f->pane, token);
  assert_verdict (f, "Refused\nThis list has expired");
  /* its signature held: it is a list still */
  g_assert_true (shows (f, "milk"));
  g_assert_false (shows (f, "What the Token Says"));

  set_requirement (f, "at_row", "2020-01-01");
  assert_verdict (f, "Valid, but…\nYou have not met this signer before");
  set_requirement (f, "at_row", "yesterday or so");
  g_assert_null (get_verdict (f));
  g_assert_true (gtk_widget_has_css_class (find_child (find (f, "SignetRequirements"), "at_row"), "error"));
  set_requirement (f, "at_row", "");
  assert_verdict (f, "Refused\nThis list has expired");
}

/* the verdict turns by itself when the time has come */
static void
test_expires (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *payload =
    g_strdup_printf ("{\"exp\":%" G_GINT64_FORMAT ",\"groceryList\":[\"milk\"]}", signet_verifier_get_now () + 2);
  g_autofree char *token = sign (f, payload);

  set_url (f, f->publisher.url);
  signet_verify_pane_set_token (f->pane, token);
  wait_until (get_verdict (f) != NULL);
  wait_until (g_strcmp0 (get_verdict (f), "Refused\nThis list has expired") == 0);
}

static void
test_requirements (Fixture       *f,
                   gconstpointer  data)
{
  g_autofree char *token = sign_list (f);

  set_url (f, f->publisher.url);
  signet_verify_pane_set_token (f->pane, token);
  assert_verdict (f, "Valid, but…\nYou have not met this signer before");

  set_requirement (f, "issuer_row", "Tom");
  assert_verdict (f, "Refused\nSomeone else issued this");
  g_assert_true (shows (f, "Issuer"));
  g_assert_true (shows (f, "What the Token Says"));
  set_requirement (f, "issuer_row", "Whitney");
  assert_verdict (f, "Valid, but…\nYou have not met this signer before");
  set_requirement (f, "audience_row", "shop-api");
  assert_verdict (f, "Refused\nThis is meant for someone else");
  g_assert_true (shows (f, "Issuer and audience"));
}

static void
test_file (Fixture       *f,
           gconstpointer  data)
{
  g_autofree char *token = sign_list (f);
  g_autofree char *path = g_build_filename (g_get_user_cache_dir (), "set.jwks", NULL);
  GError *error = NULL;

  g_mkdir_with_parents (g_get_user_cache_dir (), 0700);
  g_file_set_contents (path, f->publisher.body, -1, &error);
  g_assert_no_error (error);

  set_url (f, path);
  signet_verify_pane_set_token (f->pane, token);
  assert_verdict (f, "Valid, but…\nYou have not met this signer before");

  set_url (f, "/nowhere/set.jwks");
  g_assert_null (get_verdict (f));
  press_check (f);
  wait_until (get_verdict (f) != NULL);
  g_assert_true (g_str_has_prefix (get_verdict (f), "Not checked\n"));
  g_assert_true (shows (f, "What the Token Says"));
}

/* plain http is asked for in the local network only; none of these addresses is called */
static void
test_open_connection (Fixture       *f,
                      gconstpointer  data)
{
  g_autofree char *token = sign_list (f);

  signet_verify_pane_set_token (f->pane, token);
  set_url (f, "http://192.168.255.254:7515/jwks.json");
  press_check (f);
  assert_verdict (f, "Not checked\nThe key set could not be fetched");
  g_assert_nonnull (strstr (get_sentence (f), "192.168.255.254 offers its keys over an open connection"));
  g_assert_true (shows (f, "Use It Anyway"));

  set_url (f, "http://192.0.2.1/jwks.json");
  press_check (f);
  assert_verdict (f, "Not checked\nThe key set could not be fetched");
  g_assert_nonnull (strstr (get_sentence (f), "192.0.2.1 offers its keys over an open connection"));
  g_assert_false (shows (f, "Use It Anyway"));

  set_url (f, f->publisher.url);
  press_check (f);
  assert_verdict (f, "Valid, but…\nYou have not met this signer before");
  g_assert_false (shows (f, "Use It Anyway"));
}

/* an address or a requirement is edited: the verdict was given for another */
static void
test_stale_verdict (Fixture       *f,
                    gconstpointer  data)
{
  g_autofree char *token = sign_list (f);
  GtkTextIter iter;

  set_url (f, f->publisher.url);
  signet_verify_pane_set_token (f->pane, token);
  assert_verdict (f, "Valid, but…\nYou have not met this signer before");

  /* typed: at once there is no verdict, and after a pause another */
  gtk_text_buffer_get_end_iter (get_buffer (f), &iter);
  gtk_text_buffer_insert (get_buffer (f), &iter, "A", 1);
  g_assert_null (get_verdict (f));
  assert_verdict (f, "Refused\nThe signature does not fit");
  gtk_text_buffer_get_end_iter (get_buffer (f), &iter);
  gtk_text_buffer_backspace (get_buffer (f), &iter, TRUE, TRUE);
  g_assert_null (get_verdict (f));
  assert_verdict (f, "Valid, but…\nYou have not met this signer before");

  set_url (f, "http://127.0.0.1:1/");
  g_assert_null (get_verdict (f));

  gtk_text_buffer_set_text (get_buffer (f), "", -1);
  g_assert_null (get_verdict (f));
  g_assert_true (shows (f, "Was This List Changed?"));
}

static void
checked_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  SignetReport **report = data;

  *report = signet_verifier_check_finish (SIGNET_VERIFIER (object), result, NULL);
}

/* while the key set for one token is waited for, another is put in */
static void
test_late_answer (Fixture       *f,
                  gconstpointer  data)
{
  g_autofree char *token = sign_list (f);
  g_autoptr (SignetReport) late = NULL;
  SignetCheckRequest request = SIGNET_CHECK_REQUEST_INIT;

  set_url (f, f->publisher.url);
  publisher_hold (&f->publisher, TRUE);
  signet_verify_pane_set_token (f->pane, token);
  wait_until (g_atomic_int_get (&f->publisher.n_requests) == 1);
  wait_until (shows (f, "Waiting for 127.0.0.1. Signet gives up after 5 seconds."));
  g_assert_null (get_verdict (f));

  signet_verify_pane_set_token (f->pane, FORGED);
  assert_verdict (f, "Refused\nToken has no Key ID");

  /* one more who waits for the same answer, and gets it after the page would */
  request.token = token;
  request.source = f->publisher.url;
  signet_verifier_check_async (signet_context_get_verifier (f->context), &request, NULL, checked_cb, &late);
  publisher_hold (&f->publisher, FALSE);
  wait_until (late != NULL);
  g_assert_cmpint (signet_report_get_state (late), ==, SIGNET_REPORT_VALID_BUT);
  assert_verdict (f, "Refused\nToken has no Key ID");
  g_assert_cmpint (g_atomic_int_get (&f->publisher.n_requests), ==, 1);

  signet_verify_pane_set_token (f->pane, token);
  assert_verdict (f, "Valid, but…\nYou have not met this signer before");
}

static void
test_cancel (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *token = sign_list (f);

  set_url (f, f->publisher.url);
  publisher_hold (&f->publisher, TRUE);
  signet_verify_pane_set_token (f->pane, token);
  wait_until (shows (f, "Cancel"));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (f->pane), "verify.cancel", NULL));
  g_assert_false (shows (f, "Cancel"));
  g_assert_null (get_verdict (f));

  /* the same again joins what is under way */
  press_check (f);
  publisher_hold (&f->publisher, FALSE);
  assert_verdict (f, "Valid, but…\nYou have not met this signer before");
}

/* what people paste is a message */
static void
test_paste (Fixture       *f,
            gconstpointer  data)
{
  g_autofree char *token = sign_list (f);
  g_autofree char *message = g_strdup_printf ("Bearer %.40s\n%s", token, token + 40);
  g_autofree char *got = NULL;
  GtkWidget *verdict = find_child (find (f, "SignetVerdictCard"), "verdict");

  set_url (f, f->publisher.url);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (f->window), message);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (f->pane), "verify.paste", NULL));
  wait_until (get_verdict (f) != NULL);
  assert_verdict (f, "Valid, but…\nYou have not met this signer before");
  g_assert_true (shows (f, "Removed “Bearer ” and 1 line break."));
  got = signet_token_view_dup_token (SIGNET_TOKEN_VIEW (find_child (GTK_WIDGET (f->pane), "token_view")));
  g_assert_cmpstr (got, ==, token);
  /* a screen reader reads what has the focus */
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (f->window)) == verdict);

  /* the note is about what was pasted */
  signet_verify_pane_set_token (f->pane, token);
  g_assert_false (shows (f, "Removed “Bearer ” and 1 line break."));
}

/* a file lands before its name lands in the text */
static void
test_drop (Fixture       *f,
           gconstpointer  data)
{
  g_autofree char *token = sign_list (f);
  g_autofree char *path = g_build_filename (g_get_user_cache_dir (), "list.jwt", NULL);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (f->pane));
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_auto (GValue) value = G_VALUE_INIT;
  GdkFileList *list;
  gboolean dropped = FALSE;
  GError *error = NULL;

  g_file_set_contents (path, token, -1, &error);
  g_assert_no_error (error);
  list = gdk_file_list_new_from_array (&file, 1);
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, list);

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !dropped; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller)
          && gdk_content_formats_contain_gtype (gtk_drop_target_get_formats (GTK_DROP_TARGET (controller)), GDK_TYPE_FILE_LIST))
        {
          g_assert_cmpint (gtk_event_controller_get_propagation_phase (controller), ==, GTK_PHASE_CAPTURE);
          g_signal_emit_by_name (controller, "drop", &value, 1.0, 1.0, &dropped);
        }
    }
  g_assert_true (dropped);
  assert_verdict (f, "Not checked\nAnyone could have written this");
  g_assert_true (shows (f, "Mac & <b>cheese</b>"));
}

static void
test_markup (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *token = sign_list (f);
  GtkWidget *details;

  signet_verify_pane_set_token (f->pane, token);
  assert_verdict (f, "Not checked\nAnyone could have written this");
  g_assert_true (shows (f, "Mac & <b>cheese</b>"));
  g_assert_true (shows (f, "<u>green</u>"));

  set_url (f, f->publisher.url);
  press_check (f);
  assert_verdict (f, "Valid, but…\nYou have not met this signer before");
  g_assert_true (shows (f, "Mac & <b>cheese</b>"));
  g_assert_true (shows (f, "<u>green</u>"));
  g_assert_nonnull (strstr (get_sentence (f), "Whitney"));

  details = find (f, "SignetCheckDetails");
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (find_child (details, "claims_row")), TRUE);
  g_assert_true (shows (f, "Tea & <i>more</i>"));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (find_child (details, "key_set_row")), TRUE);
  g_assert_true (shows (f, "Used here"));
  g_assert_true (shows (f, f->publisher.url));
}

/* more items than anybody looks at are not all built */
static void
test_many_items (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr (GString) payload = g_string_new ("{\"groceryList\":[\"first\"");
  g_autofree char *token = NULL;
  GtkWidget *more;

  for (guint i = 1; i < 1000; i++)
    g_string_append_printf (payload, ",\"item %u\"", i);
  g_string_append (payload, "]}");
  token = sign (f, payload->str);

  signet_verify_pane_set_token (f->pane, token);
  assert_verdict (f, "Not checked\nAnyone could have written this");
  g_assert_true (shows (f, "item 49"));
  g_assert_false (shows (f, "item 50"));
  g_assert_true (shows (f, "and 950 more"));
  more = find_child (find (f, "SignetSignedList"), "more_button");
  g_signal_emit_by_name (more, "clicked");
  g_assert_true (shows (f, "item 549"));
  g_signal_emit_by_name (more, "clicked");
  g_assert_true (shows (f, "item 999"));
  g_assert_false (is_shown (more));
}

static void
test_add_to_lists (Fixture       *f,
                   gconstpointer  data)
{
  GListModel *lists = G_LIST_MODEL (signet_context_get_list_store (f->context));
  g_autofree char *token = sign_list (f);
  g_autoptr (SignetList) list = NULL;

  set_url (f, f->publisher.url);
  signet_verify_pane_set_token (f->pane, token);
  assert_verdict (f, "Valid, but…\nYou have not met this signer before");
  g_assert_cmpuint (g_list_model_get_n_items (lists), ==, 0);
  g_assert_true (gtk_widget_is_sensitive (find_child (find (f, "SignetSignedList"), "add_button")));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (f->pane), "verify.add-to-lists", NULL));
  g_assert_cmpuint (g_list_model_get_n_items (lists), ==, 1);
  list = g_list_model_get_item (lists, 0);
  g_assert_cmpstr (signet_list_get_name (list), ==, "Tea & <i>more</i>");
  g_assert_cmpstr (signet_item_get_quantity (signet_list_get_item (list, 0)), ==, "2 l");
  g_assert_cmpuint (signet_list_get_n_items (list), ==, 3);
  /* once is enough */
  g_assert_false (gtk_widget_is_sensitive (find_child (find (f, "SignetSignedList"), "add_button")));
}

/* microseconds that this thread has worked: what others do on the computer does not count */
static gint64
get_cpu_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

/* reports what it costs from the change of the token to the verdict, key set at hand */
static void
test_speed (Fixture       *f,
            gconstpointer  data)
{
  static const guint sizes[] = { 1000, 4096, 262144 };

  set_url (f, f->publisher.url);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GString) payload = g_string_new ("{\"groceryList\":[\"milk\"");
      g_autofree char *token = NULL;
      gint64 best = G_MAXINT64;

      while (payload->len < sizes[i] * 3 / 4 - 300)
        g_string_append_printf (payload, ",\"item %u\"", (guint) payload->len);
      g_string_append (payload, "]}");
      token = sign (f, payload->str);
      g_assert_cmpuint (strlen (token), <=, sizes[i]);

      for (guint j = 0; j < 5; j++)
        {
          gint64 start;

          signet_verify_pane_set_token (f->pane, "");
          gtk_test_widget_wait_for_draw (f->window);
          start = get_cpu_time ();
          signet_verify_pane_set_token (f->pane, token);
          assert_verdict (f, "Valid, but…\nYou have not met this signer before");
          best = MIN (best, get_cpu_time () - start);
        }
      g_test_minimized_result ((double) best / 1000.0, "%u bytes: %.2f ms", sizes[i], (double) best / 1000.0);
    }
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_folder (child);
    }
  g_remove (path);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (AdwApplication) application = NULL;
  g_autofree char *folder = g_dir_make_tmp ("signet-XXXXXX", NULL);
  int status;

  /* not all directories as g_test_init() could: icons need those of the system */
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  g_setenv ("XDG_CACHE_HOME", folder, TRUE);
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  application = g_object_new (ADW_TYPE_APPLICATION, "application-id", APP_ID, "flags", G_APPLICATION_NON_UNIQUE,
                              "resource-base-path", APP_PATH, NULL);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

#define ADD(path, func) g_test_add ("/verify-pane/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("empty", test_empty);
  ADD ("tab", test_tab);
  ADD ("large-text", test_large_text);
  ADD ("narrow", test_narrow);
  ADD ("valid", test_valid);
  ADD ("refused", test_refused);
  ADD ("forged", test_forged);
  ADD ("expired", test_expired);
  ADD ("expires", test_expires);
  ADD ("requirements", test_requirements);
  ADD ("file", test_file);
  ADD ("open-connection", test_open_connection);
  ADD ("stale-verdict", test_stale_verdict);
  ADD ("late-answer", test_late_answer);
  ADD ("cancel", test_cancel);
  ADD ("paste", test_paste);
  ADD ("drop", test_drop);
  ADD ("markup", test_markup);
  ADD ("many-items", test_many_items);
  ADD ("add-to-lists", test_add_to_lists);
  ADD ("speed", test_speed);

  status = g_test_run ();
  remove_folder (folder);

  return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-token-view.h"

#include "signet-styles.h"

#include <adwaita.h>
#include <string.h>
#include <time.h>

#define HEADER "eyJhbGciOiJSUzI1NiJ9"
#define PAYLOAD "eyJncm9jZXJ5TGlzdCI6WyJtaWxrIl19"
#define SIGNATURE "AbCdEf-_09"
#define TOKEN HEADER "." PAYLOAD "." SIGNATURE

typedef struct
{
  GtkWidget       *window;
  SignetTokenView *view;
  GtkTextBuffer   *buffer;
  guint            n_changes;
} Fixture;

static void
token_changed_cb (Fixture *f)
{
  f->n_changes++;
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  GtkWidget *scroller;

  f->window = g_object_ref_sink (gtk_window_new ());
  f->view = SIGNET_TOKEN_VIEW (signet_token_view_new ());
  f->buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (f->view));
  /* as in the real windows: a view of 256 KiB is higher than any window can be */
  scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (f->view));
  gtk_window_set_child (GTK_WINDOW (f->window), scroller);
  gtk_window_set_default_size (GTK_WINDOW (f->window), 300, 200);
  g_signal_connect_swapped (f->view, "token-changed", G_CALLBACK (token_changed_cb), f);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  g_assert_finalize_object (f->window);
}

/* the text as a screen reader gets it */
static char *
dup_text (Fixture *f)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (f->buffer, &start, &end);
  return gtk_text_buffer_get_text (f->buffer, &start, &end, TRUE);
}

static void
assert_token (Fixture    *f,
              const char *expected)
{
  g_autofree char *token = signet_token_view_dup_token (f->view);

  g_assert_cmpstr (token, ==, expected);
}

/* no line is longer than 200, and without white space the text is the token */
static void
assert_lines (Fixture    *f,
              const char *token)
{
  g_autofree char *text = dup_text (f);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *joined = g_strjoinv ("", lines);

  for (guint i = 0; lines[i] != NULL; i++)
    g_assert_cmpuint (strlen (lines[i]), <=, 200);
  g_assert_cmpstr (joined, ==, token);
}

static char *
make_token (guint length)
{
  char *token = g_malloc (length + 1);

  for (guint i = 0; i < length; i++)
    token[i] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[i % 64];
  token[100] = '.';
  token[length - 400] = '.';
  token[length] = '\0';

  return token;
}

static void
test_set (Fixture       *f,
          gconstpointer  data)
{
  assert_token (f, "");
  g_assert_true (signet_token_view_is_empty (f->view));

  signet_token_view_set_token (f->view, TOKEN);
  assert_token (f, TOKEN);
  g_assert_false (signet_token_view_is_empty (f->view));
  g_assert_cmpuint (f->n_changes, ==, 1);

  signet_token_view_set_token (f->view, "");
  assert_token (f, "");
  g_assert_cmpuint (f->n_changes, ==, 2);
}

static void
test_lines (Fixture       *f,
            gconstpointer  data)
{
  const guint lengths[] = { 600, 601, 800, 1000, 5000, 262144 };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree char *token = make_token (lengths[i]);

      signet_token_view_set_token (f->view, token);
      assert_token (f, token);
      assert_lines (f, token);
      g_assert_cmpint (gtk_text_buffer_get_line_count (f->buffer), ==, (int) ((lengths[i] + 199) / 200));
    }
}

/* as EditableText of a screen reader and a paste at the cursor do it */
static void
test_insert (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *token = make_token (1000);
  g_autoptr (GString) expected = NULL;
  GtkTextIter iter;

  gtk_text_buffer_set_text (f->buffer, token, -1);
  assert_token (f, token);
  assert_lines (f, token);

  /* in the middle of a full line, at its end, and a long piece */
  expected = g_string_new (token);
  gtk_text_buffer_get_iter_at_offset (f->buffer, &iter, 50);
  gtk_text_buffer_insert (f->buffer, &iter, "x", 1);
  g_string_insert (expected, 50, "x");
  assert_token (f, expected->str);
  assert_lines (f, expected->str);

  gtk_text_buffer_get_end_iter (f->buffer, &iter);
  gtk_text_buffer_insert (f->buffer, &iter, token, -1);
  g_string_append (expected, token);
  assert_token (f, expected->str);
  assert_lines (f, expected->str);

  gtk_text_buffer_get_start_iter (f->buffer, &iter);
  gtk_text_buffer_insert (f->buffer, &iter, token, -1);
  g_string_prepend (expected, token);
  assert_token (f, expected->str);
  assert_lines (f, expected->str);
}

/* what the user broke stays broken: what to make of it is not for the view to say */
static void
test_own_breaks (Fixture       *f,
                 gconstpointer  data)
{
  const char *text = "Whitney’s list:\nBearer " TOKEN "\n";

  gtk_text_buffer_set_text (f->buffer, text, -1);
  assert_token (f, text);
  signet_token_view_set_token (f->view, text);
  assert_token (f, text);
}

static void
test_undo (Fixture       *f,
           gconstpointer  data)
{
  g_autofree char *token = make_token (1000);
  g_autofree char *other = make_token (700);
  GtkTextIter iter;

  gtk_text_buffer_set_text (f->buffer, token, -1);
  gtk_text_buffer_begin_user_action (f->buffer);
  gtk_text_buffer_get_iter_at_offset (f->buffer, &iter, 50);
  gtk_text_buffer_insert (f->buffer, &iter, other, -1);
  gtk_text_buffer_end_user_action (f->buffer);
  signet_token_view_set_token (f->view, other);
  assert_token (f, other);

  gtk_text_buffer_undo (f->buffer);
  gtk_text_buffer_undo (f->buffer);
  assert_lines (f, token);

  gtk_text_buffer_redo (f->buffer);
  gtk_text_buffer_redo (f->buffer);
  assert_token (f, other);
  assert_lines (f, other);

  gtk_text_buffer_set_text (f->buffer, "", -1);
  signet_token_view_set_token (f->view, token);
  signet_token_view_set_token (f->view, other);
  gtk_text_buffer_undo (f->buffer);
  assert_token (f, token);
  assert_lines (f, token);
  gtk_text_buffer_redo (f->buffer);
  assert_token (f, other);
  assert_lines (f, other);
}

typedef struct
{
  char     *text;
  gboolean  done;
} Clip;

static void
clip_read_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      data)
{
  Clip *clip = data;

  clip->text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, NULL);
  clip->done = TRUE;
}

static char *
read_clipboard (Fixture *f)
{
  Clip clip = { 0 };

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (f->window), NULL, clip_read_cb, &clip);
  while (!clip.done)
    g_main_context_iteration (NULL, TRUE);

  return clip.text;
}

static void
test_copy (Fixture       *f,
           gconstpointer  data)
{
  g_autofree char *token = make_token (1000);
  g_autofree char *copied = NULL;
  g_autofree char *cut = NULL;
  GtkTextIter start, end;

  signet_token_view_set_token (f->view, token);
  gtk_text_buffer_get_bounds (f->buffer, &start, &end);
  gtk_text_buffer_select_range (f->buffer, &start, &end);
  g_signal_emit_by_name (f->view, "copy-clipboard");
  copied = read_clipboard (f);
  g_assert_cmpstr (copied, ==, token);
  assert_token (f, token);

  /* from the middle of one line to the middle of another */
  gtk_text_buffer_get_iter_at_line_offset (f->buffer, &start, 1, 100);
  gtk_text_buffer_get_iter_at_line_offset (f->buffer, &end, 3, 1);
  gtk_text_buffer_select_range (f->buffer, &start, &end);
  g_signal_emit_by_name (f->view, "cut-clipboard");
  cut = read_clipboard (f);
  g_assert_cmpuint (strlen (cut), ==, 301);
  g_assert_true (strncmp (cut, token + 300, 301) == 0);
  memmove (token + 300, token + 601, strlen (token + 601) + 1);
  assert_token (f, token);
  assert_lines (f, token);

  /* what cannot be edited can only be copied */
  gtk_text_view_set_editable (GTK_TEXT_VIEW (f->view), FALSE);
  gtk_text_buffer_get_bounds (f->buffer, &start, &end);
  gtk_text_buffer_select_range (f->buffer, &start, &end);
  g_signal_emit_by_name (f->view, "cut-clipboard");
  assert_token (f, token);
}

/* the keys at both sides of a break that is ours take a character away, not the break */
static void
test_keys (Fixture       *f,
           gconstpointer  data)
{
  g_autofree char *token = make_token (1000);
  GtkTextIter iter;

  signet_token_view_set_token (f->view, token);
  gtk_text_buffer_get_iter_at_line (f->buffer, &iter, 1);
  gtk_text_buffer_place_cursor (f->buffer, &iter);
  g_signal_emit_by_name (f->view, "backspace");
  memmove (token + 199, token + 200, strlen (token + 200) + 1);
  assert_token (f, token);
  assert_lines (f, token);

  g_signal_emit_by_name (f->view, "delete-from-cursor", GTK_DELETE_CHARS, 1);
  memmove (token + 199, token + 200, strlen (token + 200) + 1);
  assert_token (f, token);
  assert_lines (f, token);

  /* nothing before the first character, nothing behind the last */
  gtk_text_buffer_get_start_iter (f->buffer, &iter);
  gtk_text_buffer_place_cursor (f->buffer, &iter);
  g_signal_emit_by_name (f->view, "backspace");
  gtk_text_buffer_get_end_iter (f->buffer, &iter);
  gtk_text_buffer_place_cursor (f->buffer, &iter);
  g_signal_emit_by_name (f->view, "delete-from-cursor", GTK_DELETE_CHARS, 1);
  assert_token (f, token);
}

static void
pasted_cb (gboolean *pasted)
{
  *pasted = TRUE;
}

static void
test_paste (Fixture       *f,
            gconstpointer  data)
{
  g_autofree char *token = make_token (1000);
  gboolean pasted = FALSE;

  g_signal_connect_swapped (f->view, "pasted", G_CALLBACK (pasted_cb), &pasted);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (f->window), token);
  g_signal_emit_by_name (f->view, "paste-clipboard");
  while (!pasted)
    g_main_context_iteration (NULL, TRUE);

  assert_token (f, token);
  assert_lines (f, token);
}

/* The last character of the first line stands in the last column that there is room for; returns how many
 * characters the line has. */
static int
assert_fits (Fixture *f)
{
  GtkTextIter start, end;
  GdkRectangle first, last;
  int n;

  gtk_text_buffer_get_start_iter (f->buffer, &start);
  n = gtk_text_iter_get_chars_in_line (&start) - 1;
  gtk_text_buffer_get_iter_at_offset (f->buffer, &end, n - 1);
  gtk_text_view_get_iter_location (GTK_TEXT_VIEW (f->view), &start, &first);
  gtk_text_view_get_iter_location (GTK_TEXT_VIEW (f->view), &end, &last);
  /* but for the pixel of the cursor, and one that rounding takes */
  g_assert_cmpint (last.x + 2 * first.width + 2, >, gtk_widget_get_width (GTK_WIDGET (f->view)));

  return n;
}

/* in a window lines end where lines on the screen end, whatever its width; but text that is shown
 * does not change under the eyes of who reads it */
static void
test_fit (Fixture       *f,
          gconstpointer  data)
{
  g_autofree char *token = make_token (3000);
  int length = 0;

  signet_token_view_set_token (f->view, token);
  for (int width = 300; width <= 700; width += 200)
    {
      g_autofree char *before = dup_text (f);
      g_autofree char *after = NULL;
      int n;

      gtk_widget_set_size_request (GTK_WIDGET (f->view), width, -1);
      gtk_window_present (GTK_WINDOW (f->window));
      gtk_test_widget_wait_for_draw (f->window);
      gtk_test_widget_wait_for_draw (f->window);
      after = dup_text (f);
      g_assert_cmpstr (after, ==, before);

      signet_token_view_set_token (f->view, token);
      assert_lines (f, token);
      assert_token (f, token);

      n = assert_fits (f);
      g_assert_cmpint (n, !=, length);
      length = n;
    }
}

/* what nobody edits waits for the first layout, and then fits at once */
static void
test_first_layout (Fixture       *f,
                   gconstpointer  data)
{
  g_autofree char *token = make_token (3000);

  gtk_text_view_set_editable (GTK_TEXT_VIEW (f->view), FALSE);
  gtk_widget_set_size_request (GTK_WIDGET (f->view), 420, -1);
  gtk_widget_set_visible (GTK_WIDGET (f->view), FALSE);
  gtk_window_present (GTK_WINDOW (f->window));
  gtk_test_widget_wait_for_draw (f->window);

  signet_token_view_set_token (f->view, TOKEN);
  signet_token_view_set_token (f->view, token);
  gtk_widget_set_visible (GTK_WIDGET (f->view), TRUE);
  g_assert_false (signet_token_view_is_empty (f->view));
  assert_token (f, token);
  while (gtk_text_buffer_get_char_count (f->buffer) == 0)
    g_main_context_iteration (NULL, TRUE);
  gtk_test_widget_wait_for_draw (f->window);
  assert_lines (f, token);
  assert_token (f, token);
  assert_fits (f);
}

/* the colour of a character, NULL: none of its own */
static char *
dup_color (Fixture *f,
           int      offset)
{
  GtkTextIter iter;
  g_autoptr (GSList) tags = NULL;

  gtk_text_buffer_get_iter_at_offset (f->buffer, &iter, offset);
  tags = gtk_text_iter_get_tags (&iter);
  for (GSList *l = tags; l != NULL; l = l->next)
    {
      g_autoptr (GdkRGBA) color = NULL;
      gboolean hyphens = TRUE;

      g_object_get (l->data, "foreground-rgba", &color, "insert-hyphens", &hyphens, NULL);
      g_assert_false (hyphens);
      if (color != NULL)
        return gdk_rgba_to_string (color);
    }

  return NULL;
}

static void
assert_color (Fixture    *f,
              int         from,
              int         to,
              const char *expected)
{
  GdkRGBA rgba;
  g_autofree char *text = NULL;

  if (expected != NULL)
    {
      g_assert_true (gdk_rgba_parse (&rgba, expected));
      text = gdk_rgba_to_string (&rgba);
    }

  for (int i = from; i < to; i++)
    {
      g_autofree char *color = dup_color (f, i);

      g_assert_cmpstr (color, ==, text);
    }
}

static void
test_colors (Fixture       *f,
             gconstpointer  data)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  const int header = (int) strlen (HEADER);
  const int payload = header + 1 + (int) strlen (PAYLOAD);
  const int length = (int) strlen (TOKEN);
  GtkTextIter iter;

  signet_token_view_set_token (f->view, TOKEN);
  gtk_window_present (GTK_WINDOW (f->window));
  gtk_test_widget_wait_for_draw (f->window);

  assert_color (f, 0, header, "#1a5fb4");
  assert_color (f, header, header + 1, NULL);
  assert_color (f, header + 1, payload, "#8a4210");
  assert_color (f, payload, payload + 1, NULL);
  assert_color (f, payload + 1, length, "#613583");

  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  gtk_test_widget_wait_for_draw (f->window);
  assert_color (f, 0, header, "#99c1f1");
  assert_color (f, header + 1, payload, "#ffbe6f");
  assert_color (f, payload + 1, length, "#e0a5f0");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_LIGHT);
  gtk_test_widget_wait_for_draw (f->window);

  /* typing a dot moves the parts, taking it away moves them back */
  gtk_text_buffer_get_iter_at_offset (f->buffer, &iter, 5);
  gtk_text_buffer_insert (f->buffer, &iter, ".", 1);
  assert_color (f, 0, 5, "#1a5fb4");
  assert_color (f, 6, header + 1, "#8a4210");
  assert_color (f, header + 2, length + 1, "#613583");
  gtk_text_buffer_backspace (f->buffer, &iter, TRUE, TRUE);
  assert_color (f, 0, header, "#1a5fb4");
  assert_color (f, header + 1, payload, "#8a4210");
  assert_color (f, payload + 1, length, "#613583");

  /* at the end of a part and of everything */
  gtk_text_buffer_get_end_iter (f->buffer, &iter);
  gtk_text_buffer_insert (f->buffer, &iter, "xy", 2);
  assert_color (f, payload + 1, length + 2, "#613583");
  signet_token_view_set_token (f->view, "ab");
  assert_color (f, 0, 2, "#1a5fb4");
}

/* microseconds that this thread has worked: what others do on the computer does not count */
static gint64
get_cpu_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

/* the largest token there is: reports what it costs, asserts that it is shown right */
static void
test_large (Fixture       *f,
            gconstpointer  data)
{
  g_autofree char *token = make_token (262144);
  gint64 best = G_MAXINT64;
  GtkTextIter iter;
  int length;

  gtk_window_present (GTK_WINDOW (f->window));
  gtk_test_widget_wait_for_draw (f->window);
  for (guint i = 0; i < 5; i++)
    {
      gint64 start = get_cpu_time ();

      signet_token_view_set_token (f->view, token);
      best = MIN (best, get_cpu_time () - start);
    }
  g_test_minimized_result ((double) best / 1000.0, "set 256 KiB: %.2f ms", (double) best / 1000.0);

  best = G_MAXINT64;
  for (guint i = 0; i < 5; i++)
    {
      gint64 start = get_cpu_time ();

      gtk_text_buffer_get_iter_at_offset (f->buffer, &iter, 100000);
      gtk_text_buffer_insert (f->buffer, &iter, "x", 1);
      best = MIN (best, get_cpu_time () - start);
    }
  g_test_minimized_result ((double) best / 1000.0, "type into 256 KiB: %.2f ms", (double) best / 1000.0);
  assert_color (f, 0, 100, "#1a5fb4");
  length = gtk_text_buffer_get_char_count (f->buffer);
  assert_color (f, length - 300, length, "#613583");
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (AdwApplication) application = NULL;

  g_test_init (&argc, &argv, NULL);
  adw_init ();
  /* finds style.css by its resource path */
  application = g_object_new (ADW_TYPE_APPLICATION, "application-id", APP_ID, "flags", G_APPLICATION_NON_UNIQUE,
                              "resource-base-path", APP_PATH, NULL);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  signet_styles_follow (adw_style_manager_get_for_display (gdk_display_get_default ()));
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_LIGHT);

#define ADD(path, func) g_test_add ("/token-view/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("set", test_set);
  ADD ("lines", test_lines);
  ADD ("insert", test_insert);
  ADD ("own-breaks", test_own_breaks);
  ADD ("undo", test_undo);
  ADD ("copy", test_copy);
  ADD ("keys", test_keys);
  ADD ("paste", test_paste);
  ADD ("fit", test_fit);
  ADD ("first-layout", test_first_layout);
  ADD ("colors", test_colors);
  ADD ("large", test_large);

  return g_test_run ();
}

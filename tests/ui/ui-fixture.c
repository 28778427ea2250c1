/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui-fixture.h"

#include "signet-application-private.h"
#include "signet-context-private.h"

#include <locale.h>
#include <string.h>

/* One for the whole program: GTK keeps parts of the first for ever. */
static SignetApplication *application;

/* Isolated directories hide the MIME database as well, and with it what an SVG icon is. */
static void
keep_mime_database (void)
{
  g_autoptr (GPtrArray) dirs = g_ptr_array_new_with_free_func (g_free);
  const char * const *data_dirs = g_get_system_data_dirs ();

  for (guint i = 0; data_dirs[i] != NULL; i++)
    g_ptr_array_add (dirs, g_build_filename (data_dirs[i], "mime", NULL));
  g_ptr_array_add (dirs, NULL);
  g_content_type_set_mime_dirs ((const char * const *) dirs->pdata);
}

/* Warnings end a test, but for two that are not ours to mend. The AdwMessageDialog of libadwaita 1.6 and newer measures
 * its own heading for widths that the heading cannot have; that of the floor does not. And GTK 4.8 now and then draws a
 * scroll bar that came up after the layout of the frame. */
static gboolean
is_known (const char *message)
{
  return (adw_get_minor_version () >= 6 && g_str_has_prefix (message, "Trying to measure GtkLabel ")) ||
         (g_str_has_prefix (message, "Trying to snapshot GtkGizmo ") && g_str_has_suffix (message, "without a current allocation"));
}

static GLogWriterOutput
write_log (GLogLevelFlags   level,
           const GLogField *fields,
           gsize            n_fields,
           gpointer         data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE") && is_known (fields[i].value))
      return G_LOG_WRITER_HANDLED;

  return g_log_writer_default (level, fields, n_fields, data);
}

void
ui_init (int    *argc,
         char ***argv)
{
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  g_log_set_writer_func (write_log, NULL, NULL);
  keep_mime_database ();
  /* GTK notes what was chosen in a file chooser a moment later, below the directory that it found first: so not in
   * that of a test case, which is gone by then */
  g_mkdir_with_parents (g_get_user_data_dir (), 0700);
  gtk_recent_manager_get_default ();
  g_test_init (argc, argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-font-name", "Cantarell 11", NULL);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      g_getenv ("SIGNET_DARK") != NULL ? ADW_COLOR_SCHEME_FORCE_DARK
                                                                       : ADW_COLOR_SCHEME_FORCE_LIGHT);

  /* for looking at, beside SIGNET_DARK and ADW_DEBUG_HIGH_CONTRAST */
  if (g_getenv ("SIGNET_RTL") != NULL)
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  if (g_getenv ("SIGNET_LARGE_TEXT") != NULL)
    g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 192 * 1024, NULL);

  application = g_object_new (SIGNET_TYPE_APPLICATION,
                              "application-id", APP_ID,
                              "flags", G_APPLICATION_NON_UNIQUE | G_APPLICATION_HANDLES_OPEN,
                              "resource-base-path", APP_PATH,
                              NULL);
  g_application_set_default (G_APPLICATION (application));
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
}

/* A port that was free a moment ago: tests run beside each other. */
static int
find_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GError) error = NULL;
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, &error);

  g_assert_no_error (error);
  g_socket_listener_close (listener);

  return port;
}

static void
make_context (UiFixture *f)
{
  f->context = signet_context_new ();
  signet_context_set_key_store (f->context, f->key_store);
  _signet_application_set_context (f->application, f->context);
}

void
ui_set_up (UiFixture     *f,
           gconstpointer  data)
{
  g_autoptr (GSettingsSchema) schema = NULL;
  g_auto (GStrv) keys = NULL;
  GSettings *settings;

  f->application = application;
  f->key_store = signet_key_store_memory_new ();
  make_context (f);

  /* in memory, but that memory is the process's */
  settings = signet_context_get_settings (f->context);
  g_assert_nonnull (settings);
  g_object_get (settings, "settings-schema", &schema, NULL);
  keys = g_settings_schema_list_keys (schema);
  for (guint i = 0; keys[i] != NULL; i++)
    g_settings_reset (settings, keys[i]);
  g_settings_set_int (settings, "port", find_port ());
}

void
ui_tear_down (UiFixture     *f,
              gconstpointer  data)
{
  ui_close (f);
  test_assert_gone (&f->key_store);
}

void
ui_add_data (const char    *path,
             gconstpointer  data,
             UiTestFunc     func)
{
  g_test_add (path, UiFixture, data, ui_set_up, func, ui_tear_down);
}

void
ui_add (const char *path,
        UiTestFunc  func)
{
  ui_add_data (path, NULL, func);
}

void
ui_open_window (UiFixture *f)
{
  gboolean loaded = FALSE;
  GtkWidget *list_pane;

  g_assert_null (f->window);

  f->window = g_object_ref (GTK_WIDGET (signet_window_new (f->application)));
  gtk_window_present (GTK_WINDOW (f->window));
  list_pane = ui_find_type (f->window, g_type_from_name ("SignetListPane"), 0);
  g_assert_nonnull (list_pane);
  test_wait_until ((g_object_get (list_pane, "loaded", &loaded, NULL), loaded));
  ui_settle (f->window);
}

static void
flush (SignetListStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *slot = NULL;

  signet_list_store_flush_async (store, NULL, test_done_cb, &slot);
  result = test_wait_result (&slot);
  signet_list_store_flush_finish (store, result, &error);
  g_assert_no_error (error);
}

void
ui_close (UiFixture *f)
{
  if (f->context == NULL)
    return;

  if (f->window != NULL)
    {
      SignetHousehold *household = signet_context_get_household (f->context);
      g_autoptr (GAsyncResult) result = NULL;
      GAsyncResult *slot = NULL;

      flush (signet_context_get_list_store (f->context));
      flush (signet_context_get_templates (f->context));

      signet_household_flush_async (household, NULL, test_done_cb, &slot);
      result = test_wait_result (&slot);
      signet_household_flush_finish (household, result, NULL);
      g_clear_object (&result);

      gtk_window_destroy (GTK_WINDOW (f->window));
      test_assert_gone (&f->window);
    }

  _signet_application_set_context (f->application, NULL);
  test_assert_gone (&f->context);
}

void
ui_restart (UiFixture *f)
{
  ui_close (f);
  make_context (f);
  ui_open_window (f);
}

/* Looking */

static gboolean
has_label (GtkWidget *widget)
{
  return gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL);
}

static const char *
get_written (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));
  if (GTK_IS_BUTTON (widget))
    return gtk_button_get_label (GTK_BUTTON (widget));
  if (GTK_IS_CHECK_BUTTON (widget))
    return gtk_check_button_get_label (GTK_CHECK_BUTTON (widget));
  if (GTK_IS_MENU_BUTTON (widget))
    return gtk_menu_button_get_label (GTK_MENU_BUTTON (widget));
  if (ADW_IS_BUTTON_CONTENT (widget))
    return adw_button_content_get_label (ADW_BUTTON_CONTENT (widget));
  if (ADW_IS_PREFERENCES_ROW (widget))
    return adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget));
  if (ADW_IS_STATUS_PAGE (widget))
    return adw_status_page_get_title (ADW_STATUS_PAGE (widget));
  if (GTK_IS_WINDOW (widget))
    return gtk_window_get_title (GTK_WINDOW (widget));

  return NULL;
}

static gboolean
has_underline (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget))
    return gtk_button_get_use_underline (GTK_BUTTON (widget));
  if (GTK_IS_CHECK_BUTTON (widget))
    return gtk_check_button_get_use_underline (GTK_CHECK_BUTTON (widget));
  if (GTK_IS_MENU_BUTTON (widget))
    return gtk_menu_button_get_use_underline (GTK_MENU_BUTTON (widget));
  if (ADW_IS_BUTTON_CONTENT (widget))
    return adw_button_content_get_use_underline (ADW_BUTTON_CONTENT (widget));

  return FALSE;
}

char *
ui_dup_name (GtkWidget *widget)
{
  const char *written = get_written (widget);
  char *name;

  /* what differs from what is expected comes back */
  if (has_label (widget))
    name = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, "\001");
  else
    name = g_strdup (written);

  /* a button names itself by what is written on it, the mark of its mnemonic included */
  if (name != NULL && g_strcmp0 (name, written) == 0 && has_underline (widget))
    {
      char *to = name;

      for (const char *from = name; *from != '\0'; from++)
        if (*from != '_')
          *to++ = *from;
      *to = '\0';
    }

  return name;
}

typedef gboolean (*MatchFunc) (GtkWidget *widget, gconstpointer data);

/* Depth first; a match hides what is inside it. Popovers and menus are children as well. */
static void
collect (GtkWidget     *root,
         MatchFunc      matches,
         gconstpointer  data,
         gboolean       nested,
         GPtrArray     *found)
{
  if (matches (root, data))
    {
      g_ptr_array_add (found, root);
      if (!nested)
        return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    collect (child, matches, data, nested, found);
}

static gboolean
has_name (GtkWidget     *widget,
          gconstpointer  data)
{
  g_autofree char *name = ui_dup_name (widget);

  return g_strcmp0 (name, data) == 0;
}

static gboolean
has_type (GtkWidget     *widget,
          gconstpointer  data)
{
  return G_TYPE_CHECK_INSTANCE_TYPE (widget, GPOINTER_TO_SIZE (data));
}

static gboolean
says (GtkWidget     *widget,
      gconstpointer  data)
{
  return GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), data) == 0 &&
         ui_is_shown (widget);
}

GtkWidget *
ui_try_find (gpointer    root,
             const char *name)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  collect (GTK_WIDGET (root), has_name, name, FALSE, found);
  if (found->len > 1)
    g_error ("%u widgets are called “%s”: %s, %s", found->len, name,
             G_OBJECT_TYPE_NAME (found->pdata[0]), G_OBJECT_TYPE_NAME (found->pdata[1]));

  return found->len == 1 ? found->pdata[0] : NULL;
}

GtkWidget *
ui_find (gpointer    root,
         const char *name)
{
  GtkWidget *widget = ui_try_find (root, name);

  if (widget == NULL)
    g_error ("no widget is called “%s”", name);

  return widget;
}

GtkWidget *
ui_find_type (gpointer root,
              GType    type,
              guint    nth)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  g_assert_cmpuint (type, !=, 0);
  collect (GTK_WIDGET (root), has_type, GSIZE_TO_POINTER (type), TRUE, found);

  return nth < found->len ? found->pdata[nth] : NULL;
}

guint
ui_count_type (gpointer root,
               GType    type)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  g_assert_cmpuint (type, !=, 0);
  collect (GTK_WIDGET (root), has_type, GSIZE_TO_POINTER (type), TRUE, found);

  return found->len;
}

gboolean
ui_shows (gpointer    root,
          const char *text)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  collect (GTK_WIDGET (root), says, text, FALSE, found);

  return found->len > 0;
}

/* Mapped, and no stack has turned it away; a window that the window manager has not shown yet
 * counts. */
gboolean
ui_is_shown (gpointer widget)
{
  return gtk_widget_get_mapped (GTK_WIDGET (widget)) && gtk_widget_get_child_visible (GTK_WIDGET (widget));
}

/* Doing */

void
ui_click (gpointer button)
{
  g_assert_true (GTK_IS_BUTTON (button));
  g_assert_true (ui_is_shown (button));
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (button)));

  g_signal_emit_by_name (button, "clicked");
}

void
ui_type (gpointer    entry,
         const char *text)
{
  g_assert_true (GTK_IS_EDITABLE (entry));
  g_assert_true (ui_is_shown (entry));
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (entry)));
  g_assert_true (gtk_editable_get_editable (GTK_EDITABLE (entry)));

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  gtk_editable_set_position (GTK_EDITABLE (entry), -1);
}

void
ui_enter (gpointer    entry,
          const char *text)
{
  GtkEditable *delegate;

  ui_type (entry, text);
  delegate = gtk_editable_get_delegate (GTK_EDITABLE (entry));
  g_signal_emit_by_name (delegate != NULL ? (gpointer) delegate : entry, "activate");
}

/* GTK tells nobody whether a widget's action is enabled, but a button that would activate it. */
static gboolean
is_enabled (GtkWidget  *widget,
            const char *action,
            GVariant   *target)
{
  GtkWidget *probe = gtk_button_new ();
  gboolean enabled;

  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (probe), target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (probe), action);
  gtk_widget_set_parent (probe, widget);
  enabled = gtk_widget_get_sensitive (probe);
  gtk_widget_unparent (probe);

  return enabled;
}

static GVariant *
make_target (const char *format,
             va_list    *args)
{
  return format != NULL ? g_variant_ref_sink (g_variant_new_va (format, NULL, args)) : NULL;
}

gboolean
ui_is_enabled (gpointer    widget,
               const char *action,
               const char *format,
               ...)
{
  g_autoptr (GVariant) target = NULL;
  va_list args;

  va_start (args, format);
  target = make_target (format, &args);
  va_end (args);

  return is_enabled (GTK_WIDGET (widget), action, target);
}

void
ui_activate (gpointer    widget,
             const char *action,
             const char *format,
             ...)
{
  g_autoptr (GVariant) target = NULL;
  va_list args;

  va_start (args, format);
  target = make_target (format, &args);
  va_end (args);

  if (!is_enabled (GTK_WIDGET (widget), action, target))
    g_error ("action %s is not enabled, or there is none", action);

  g_assert_true (gtk_widget_activate_action_variant (GTK_WIDGET (widget), action, target));
}

static gboolean
press_shortcuts (GtkWidget       *widget,
                 GListModel      *shortcuts,
                 guint            keyval,
                 GdkModifierType  modifiers)
{
  for (guint i = 0; i < g_list_model_get_n_items (shortcuts); i++)
    {
      g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (shortcuts, i);
      GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

      if (GTK_IS_KEYVAL_TRIGGER (trigger) &&
          gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == keyval &&
          gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)) == modifiers &&
          gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), GTK_SHORTCUT_ACTION_EXCLUSIVE, widget,
                                        gtk_shortcut_get_arguments (shortcut)))
        return TRUE;
    }

  return FALSE;
}

static gboolean
press_on (GtkWidget           *widget,
          GtkPropagationPhase  phase,
          guint                keyval,
          GdkModifierType      modifiers)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      gboolean handled = FALSE;

      if (gtk_event_controller_get_propagation_phase (controller) != phase)
        continue;

      if (GTK_IS_SHORTCUT_CONTROLLER (controller))
        handled = press_shortcuts (widget, G_LIST_MODEL (controller), keyval, modifiers);
      else if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, modifiers, &handled);

      if (handled)
        return TRUE;
    }

  return FALSE;
}

gboolean
ui_press (gpointer        widget,
          guint           keyval,
          GdkModifierType modifiers)
{
  g_autoptr (GPtrArray) path = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean handled = FALSE;

  g_assert_true (ui_is_shown (widget));
  for (GtkWidget *w = widget; w != NULL; w = gtk_widget_get_parent (w))
    g_ptr_array_add (path, g_object_ref (w));

  for (guint i = path->len; i > 0 && !handled; i--)
    handled = press_on (path->pdata[i - 1], GTK_PHASE_CAPTURE, keyval, modifiers);
  if (!handled)
    handled = press_on (path->pdata[0], GTK_PHASE_TARGET, keyval, modifiers);
  for (guint i = 0; i < path->len && !handled; i++)
    handled = press_on (path->pdata[i], GTK_PHASE_BUBBLE, keyval, modifiers);

  return handled;
}

static GtkWidget *
get_dialog (UiFixture *f)
{
  g_autoptr (GList) toplevels = gtk_window_list_toplevels ();

  for (GList *l = toplevels; l != NULL; l = l->next)
    if (l->data != (gpointer) f->window && gtk_window_get_transient_for (l->data) != NULL && ui_is_shown (l->data))
      return l->data;

  return NULL;
}

/* What GtkFileChooserNative shows without a portal. */
static GtkFileChooser *
get_file_chooser (void)
{
  g_autoptr (GList) toplevels = gtk_window_list_toplevels ();

  for (GList *l = toplevels; l != NULL; l = l->next)
    if (GTK_IS_FILE_CHOOSER_DIALOG (l->data) && gtk_widget_get_mapped (l->data))
      return GTK_FILE_CHOOSER (l->data);

  return NULL;
}

/* It reads the folder by and by, and takes no answer before. */
static gboolean
is_file_chosen (GtkFileChooser *chooser,
                GFile          *file)
{
  g_autoptr (GFile) chosen = NULL;

  if (get_file_chooser () != chooser)
    return TRUE;

  chosen = gtk_file_chooser_get_file (chooser);
  if (chosen != NULL && g_file_equal (chosen, file))
    gtk_dialog_response (GTK_DIALOG (chooser), GTK_RESPONSE_ACCEPT);

  return get_file_chooser () != chooser;
}

void
ui_choose_file (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GError) error = NULL;
  GtkFileChooser *chooser;

  test_wait_until ((chooser = get_file_chooser ()) != NULL);
  if (gtk_file_chooser_get_action (chooser) == GTK_FILE_CHOOSER_ACTION_SAVE)
    gtk_file_chooser_set_current_name (chooser, name);
  else
    gtk_file_chooser_set_file (chooser, file, &error);
  g_assert_no_error (error);
  test_wait_until (is_file_chosen (chooser, file));
}

GtkWidget *
ui_wait_dialog (UiFixture *f)
{
  test_wait_until (get_dialog (f) != NULL);
  ui_settle (get_dialog (f));

  return get_dialog (f);
}

/* Presses the button: adw_message_dialog_response() tells of the answer and closes nothing. */
void
ui_respond (GtkWidget  *dialog,
            const char *response)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  const char *label;
  gpointer watched = dialog;
  GtkWidget *button = NULL;

  g_assert_true (ADW_IS_MESSAGE_DIALOG (dialog));
  g_assert_true (adw_message_dialog_has_response (ADW_MESSAGE_DIALOG (dialog), response));

  /* there is a row of buttons for a wide dialog and one for a narrow one */
  label = adw_message_dialog_get_response_label (ADW_MESSAGE_DIALOG (dialog), response);
  collect (dialog, has_type, GSIZE_TO_POINTER (GTK_TYPE_BUTTON), FALSE, found);
  for (guint i = 0; i < found->len && button == NULL; i++)
    if (g_strcmp0 (gtk_button_get_label (found->pdata[i]), label) == 0 && ui_is_shown (found->pdata[i]))
      button = found->pdata[i];
  g_assert_nonnull (button);

  g_object_add_weak_pointer (G_OBJECT (dialog), &watched);
  ui_click (button);
  test_wait_until (watched == NULL);
}

static void
painted_cb (GdkFrameClock *clock,
            gpointer       user_data)
{
  guint *n_frames = user_data;

  (*n_frames)++;
}

/* Two frames: what the first changes, a scrolled list for one, the second has laid out. */
void
ui_settle (gpointer widget)
{
  GdkFrameClock *clock;
  guint n_frames = 0;
  gulong handler;

  test_wait_until (gtk_widget_get_mapped (GTK_WIDGET (widget)));

  /* first what is due already, such as answers of workers */
  while (g_main_context_iteration (NULL, FALSE))
    ;

  clock = gtk_widget_get_frame_clock (GTK_WIDGET (widget));
  handler = g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), &n_frames);
  for (guint i = 1; i <= 2; i++)
    {
      gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_LAYOUT | GDK_FRAME_CLOCK_PHASE_PAINT);
      test_wait_until (n_frames >= i);
    }
  g_signal_handler_disconnect (clock, handler);
}

void
ui_shot (gpointer    widget,
         const char *name)
{
  const char *folder = g_getenv ("SIGNET_SHOTS");
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (widget));
  g_autofree char *base_name = g_strconcat (name, ".png", NULL);
  g_autofree char *path = NULL;
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GtkSnapshot) snapshot = NULL;
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  if (folder == NULL)
    return;

  ui_settle (native);
  path = g_build_filename (folder, base_name, NULL);
  paintable = gtk_widget_paintable_new (GTK_WIDGET (native));
  snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (GTK_WIDGET (native)),
                          gtk_widget_get_height (GTK_WIDGET (native)));
  node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  g_assert_nonnull (node);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (native), node, NULL);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-signed-by.h"

#include "signet-words.h"

#include <glib/gi18n.h>

struct _SignetSignedBy
{
  AdwComboRow parent_instance;

  /* owned */
  SignetTrustBook *book;   /* nullable */
  GPtrArray *signers;      /* of SignetSigner, one for each choice but the last */

  /* plain */
  gboolean setting;        /* it is us who changes the choice */
};

G_DEFINE_FINAL_TYPE (SignetSignedBy, signet_signed_by, ADW_TYPE_COMBO_ROW)

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* "Known since 3 November" */
static void
update_subtitle (SignetSignedBy *self)
{
  SignetSigner *signer = signet_signed_by_get_signer (self);
  g_autofree char *since = NULL;
  g_autofree char *text = NULL;

  if (signer != NULL)
    {
      since = signet_words_time (signet_signer_get_added (signer), g_get_real_time () / G_USEC_PER_SEC);
      /* Translators: %s is "today at 14:02" or "3 November" */
      text = g_strdup_printf (_("Known since %s"), since);
    }
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), text != NULL ? text : "");
}

static guint
find (SignetSignedBy *self,
      const char     *name)
{
  for (guint i = 0; name != NULL && i < self->signers->len; i++)
    if (g_str_equal (signet_signer_get_name (self->signers->pdata[i]), name))
      return i;

  return self->signers->len;
}

static void
select_nth (SignetSignedBy *self,
            guint           n)
{
  self->setting = TRUE;
  adw_combo_row_set_selected (ADW_COMBO_ROW (self), n);
  self->setting = FALSE;
  update_subtitle (self);
}

static gboolean
has_names (SignetSignedBy *self,
           GPtrArray      *signers)
{
  if (signers->len != self->signers->len)
    return FALSE;

  for (guint i = 0; i < signers->len; i++)
    if (!g_str_equal (signet_signer_get_name (signers->pdata[i]), signet_signer_get_name (self->signers->pdata[i])))
      return FALSE;

  return TRUE;
}

/* Names are read anew; who was chosen stays, if they are still there. After most checks only keys were seen again:
 * then the list stays as it is, which may be open. */
static void
book_changed_cb (SignetSignedBy *self)
{
  SignetSigner *signer;
  g_autoptr (GPtrArray) signers = NULL;
  g_autofree char *name = NULL;
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint n;

  g_assert (SIGNET_IS_SIGNED_BY (self));

  signer = signet_signed_by_get_signer (self);
  name = signer != NULL ? g_strdup (signet_signer_get_name (signer)) : NULL;

  signers = signet_trust_book_dup_signers (self->book);
  if (adw_combo_row_get_model (ADW_COMBO_ROW (self)) != NULL && has_names (self, signers))
    {
      g_ptr_array_unref (self->signers);
      self->signers = g_steal_pointer (&signers);
      update_subtitle (self);
      return;
    }

  g_ptr_array_unref (self->signers);
  self->signers = g_steal_pointer (&signers);
  for (guint i = 0; i < self->signers->len; i++)
    gtk_string_list_append (names, signet_signer_get_name (self->signers->pdata[i]));
  /* Translators: who signed a token, last of a list of people */
  gtk_string_list_append (names, _("Someone else"));

  self->setting = TRUE;
  adw_combo_row_set_model (ADW_COMBO_ROW (self), G_LIST_MODEL (names));
  self->setting = FALSE;
  n = find (self, name);
  select_nth (self, n);
  if (name != NULL && n == self->signers->len)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}

static void
selected_cb (SignetSignedBy *self)
{
  if (self->setting)
    return;

  update_subtitle (self);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}

static void
signet_signed_by_dispose (GObject *object)
{
  SignetSignedBy *self = SIGNET_SIGNED_BY (object);

  self->setting = TRUE;
  g_clear_object (&self->book);

  G_OBJECT_CLASS (signet_signed_by_parent_class)->dispose (object);
}

static void
signet_signed_by_finalize (GObject *object)
{
  g_ptr_array_unref (SIGNET_SIGNED_BY (object)->signers);

  G_OBJECT_CLASS (signet_signed_by_parent_class)->finalize (object);
}

static void
signet_signed_by_class_init (SignetSignedByClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = signet_signed_by_dispose;
  G_OBJECT_CLASS (klass)->finalize = signet_signed_by_finalize;

  signals[SIGNAL_CHOSEN] =
    g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
signet_signed_by_init (SignetSignedBy *self)
{
  self->signers = g_ptr_array_new_with_free_func ((GDestroyNotify) signet_signer_unref);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  g_signal_connect (self, "notify::selected", G_CALLBACK (selected_cb), NULL);
}

/**
 * signet_signed_by_set_book:
 * @self: the row, new
 * @book: the people that can be chosen
 */
void
signet_signed_by_set_book (SignetSignedBy  *self,
                           SignetTrustBook *book)
{
  g_return_if_fail (SIGNET_IS_SIGNED_BY (self) && self->book == NULL);
  g_return_if_fail (SIGNET_IS_TRUST_BOOK (book));

  self->book = g_object_ref (book);
  g_signal_connect_object (book, "changed", G_CALLBACK (book_changed_cb), self, G_CONNECT_SWAPPED);
  book_changed_cb (self);
}

/**
 * signet_signed_by_get_signer:
 * @self: the row
 *
 * Returns: (transfer none) (nullable): who was chosen, as the book has it now; %NULL: someone else
 */
SignetSigner *
signet_signed_by_get_signer (SignetSignedBy *self)
{
  guint selected;

  g_return_val_if_fail (SIGNET_IS_SIGNED_BY (self), NULL);

  selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self));
  return selected < self->signers->len ? self->signers->pdata[selected] : NULL;
}

/**
 * signet_signed_by_select:
 * @self: the row
 * @name: (nullable): somebody of the book, %NULL: someone else
 *
 * Chooses without telling, as whoever calls knows it.
 *
 * Returns: whether there is somebody of that name; if not, nobody else is chosen
 */
gboolean
signet_signed_by_select (SignetSignedBy *self,
                         const char     *name)
{
  guint n;

  g_return_val_if_fail (SIGNET_IS_SIGNED_BY (self), FALSE);

  n = find (self, name);
  if (name != NULL && n == self->signers->len)
    return FALSE;

  select_nth (self, n);
  return TRUE;
}

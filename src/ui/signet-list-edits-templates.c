/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "signet-ui"

#include "signet-list-edits-private.h"

/* Templates: lists to make lists of, in a store of their own. */

static SignetListStep *
new_template_step (SignetListEdits    *self,
                   SignetListStepKind  kind,
                   SignetList         *template)
{
  SignetListStep *step = signet_list_step_new (kind, template);

  step->store = g_object_ref (self->templates);

  return step;
}

/* (transfer full) (nullable): the first of that name */
static SignetList *
find_named (SignetListStore *store,
            const char      *name)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (store)); i++)
    {
      g_autoptr (SignetList) list = g_list_model_get_item (G_LIST_MODEL (store), i);

      if (g_str_equal (signet_list_get_name (list), name))
        return g_steal_pointer (&list);
    }

  return NULL;
}

void
signet_list_edits_set_templates (SignetListEdits *self,
                                 SignetListStore *templates)
{
  g_return_if_fail (SIGNET_IS_LIST_EDITS (self));
  g_return_if_fail (SIGNET_IS_LIST_STORE (templates));

  g_set_object (&self->templates, templates);
}

SignetListStore *
signet_list_edits_get_templates (SignetListEdits *self)
{
  g_return_val_if_fail (SIGNET_IS_LIST_EDITS (self), NULL);

  return self->templates;
}

guint
signet_list_edits_save_template (SignetListEdits *self,
                                 SignetList      *list,
                                 gboolean        *replaced)
{
  g_autoptr (SignetList) template = NULL;
  g_autoptr (SignetList) old = NULL;

  g_return_val_if_fail (SIGNET_IS_LIST_EDITS (self), 0);
  g_return_val_if_fail (SIGNET_IS_LIST (list), 0);
  g_return_val_if_fail (self->templates != NULL, 0);

  template = signet_list_copy (list, NULL);
  old = find_named (self->templates, signet_list_get_name (list));
  if (replaced != NULL)
    *replaced = old != NULL;

  signet_list_edits_begin_group (self, list);
  if (old != NULL)
    _signet_list_edits_do (self, new_template_step (self, SIGNET_LIST_STEP_DELETE_LIST, old));
  _signet_list_edits_do (self, new_template_step (self, SIGNET_LIST_STEP_ADD_LIST, template));

  return signet_list_edits_end_group (self);
}

/* "Weekly shop", and where there is one "Weekly shop 2" */
static char *
dup_free_name (SignetListEdits *self,
               const char      *name)
{
  g_autofree char *free_name = g_strdup (name);
  g_autoptr (SignetList) list = NULL;

  for (guint i = 2; (list = find_named (self->store, free_name)) != NULL; i++)
    {
      g_clear_object (&list);
      g_free (free_name);
      free_name = g_strdup_printf ("%s %u", name, i);
    }

  return g_steal_pointer (&free_name);
}

guint
signet_list_edits_use_template (SignetListEdits  *self,
                                SignetList       *template,
                                SignetList      **list)
{
  g_autofree char *name = NULL;
  g_autoptr (SignetList) copy = NULL;

  g_return_val_if_fail (SIGNET_IS_LIST_EDITS (self), 0);
  g_return_val_if_fail (SIGNET_IS_LIST (template), 0);

  name = dup_free_name (self, signet_list_get_name (template));
  copy = signet_list_copy (template, name);
  if (list != NULL)
    *list = copy;

  return signet_list_edits_add_list (self, copy);
}

guint
signet_list_edits_rename_template (SignetListEdits *self,
                                   SignetList      *template,
                                   const char      *name)
{
  SignetListStep *step;

  g_return_val_if_fail (SIGNET_IS_LIST_EDITS (self), 0);
  g_return_val_if_fail (SIGNET_IS_LIST (template), 0);
  g_return_val_if_fail (name != NULL, 0);

  step = new_template_step (self, SIGNET_LIST_STEP_RENAME, template);
  step->old_name = g_strdup (signet_list_get_name (template));
  step->new_name = g_strdup (name);

  return _signet_list_edits_do (self, step);
}

guint
signet_list_edits_delete_template (SignetListEdits *self,
                                   SignetList      *template)
{
  g_return_val_if_fail (SIGNET_IS_LIST_EDITS (self), 0);
  g_return_val_if_fail (SIGNET_IS_LIST (template), 0);

  return _signet_list_edits_do (self, new_template_step (self, SIGNET_LIST_STEP_DELETE_LIST, template));
}

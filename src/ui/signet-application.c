/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-application.h"

struct _SignetApplication
{
  AdwApplication parent_instance;

  SignetContext *context;
};

G_DEFINE_FINAL_TYPE (SignetApplication, signet_application, ADW_TYPE_APPLICATION)

static void
signet_application_class_init (SignetApplicationClass *klass)
{
}

static void
signet_application_init (SignetApplication *self)
{
}

SignetApplication *
signet_application_new (void)
{
  return g_object_new (SIGNET_TYPE_APPLICATION,
                       "application-id", APP_ID,
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", APP_PATH,
                       NULL);
}

SignetContext *
signet_application_get_context (SignetApplication *self)
{
  g_return_val_if_fail (SIGNET_IS_APPLICATION (self), NULL);

  return self->context;
}

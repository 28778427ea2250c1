/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-elsewhere.h"
#include "signet-jwks-uploader.h"
#include "signet-network.h"
#include "signet-signing-keys.h"

G_BEGIN_DECLS

/* Shared by signet-elsewhere.c and signet-elsewhere-setup.c. */
struct _SignetElsewhere
{
  GObject parent_instance;

  /* Owned */
  GSettings          *settings;      /* nullable */
  char               *keys_path;
  char               *target;        /* nullable */
  char               *user;
  SignetPublicKeys   *public_keys;
  SignetJwksUploader *uploader;
  SignetNetwork      *network;       /* nullable: once it is needed */
  GFileMonitor       *monitor;       /* nullable: while started and set up */
  GCancellable       *cancellable;   /* of the try that goes on */
  char               *tried;         /* nullable: digest of what was tried last */
  char               *delivered;     /* nullable: digest of what is there */
  char               *reason;        /* nullable: why the last try failed */

  /* Plain */
  SignetElsewhereKind kind;
  gint64   written_at;               /* 0: never */
  guint    first_retry_ms;
  guint    n_failures;
  guint    poll_id;
  guint    retry_id;
  gboolean started;
  gboolean busy;
  gboolean again;                    /* something changed meanwhile */
};

/* names of the settings, by kind */
typedef struct
{
  const char *target, *written;
} SignetElsewhereKeys;

extern const SignetElsewhereKeys _signet_elsewhere_keys[];

/* whether what is there is what ought to be, and tries to have it so where it is not */
void             _signet_elsewhere_look       (SignetElsewhere *self);
/* settings: (nullable): where it is kept; without them nothing is ever set up */
SignetElsewhere *signet_elsewhere_new         (SignetElsewhereKind kind, const char *keys_path, GSettings *settings);
/* for tests, which have no time: before the start */
void             signet_elsewhere_set_retry   (SignetElsewhere *self, guint first_ms);
void             signet_elsewhere_set_network (SignetElsewhere *self, SignetNetwork *network);

G_END_DECLS

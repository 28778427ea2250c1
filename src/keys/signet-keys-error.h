/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  SIGNET_KEYS_ERROR_NO_KEYRING = 1,  /* no service on the bus, or no bus */
  SIGNET_KEYS_ERROR_LOCKED     = 2,  /* locked, and nobody could be asked */
  SIGNET_KEYS_ERROR_DISMISSED  = 3,  /* the question about the keyring was closed */
  SIGNET_KEYS_ERROR_NO_ANSWER  = 4,  /* the keyring hangs: gave up after 10 seconds */
  SIGNET_KEYS_ERROR_MISSING    = 5,  /* the metadata names a key, the keyring does not return it; message holds its kid */
  SIGNET_KEYS_ERROR_FULL       = 6,  /* the disk of the keyring is full */
  SIGNET_KEYS_ERROR_DAMAGED    = 7,  /* what the keyring returned is no key */
  SIGNET_KEYS_ERROR_METADATA   = 8,  /* keys.json cannot be read (kept aside) or written */
  SIGNET_KEYS_ERROR_NOT_FOUND  = 9,  /* no key with that kid */
  SIGNET_KEYS_ERROR_FAILED     = 11, /* anything else the keyring said */
  SIGNET_KEYS_ERROR_PASSPHRASE = 12, /* it does not open the file, or none was given for a file that needs one */
  SIGNET_KEYS_ERROR_BACKUP     = 13, /* the file is no backup or holds no key, or it is not whole; message says why */
  SIGNET_KEYS_ERROR_UNLISTED   = 14, /* there is no keys.json, but the keyring holds keys of ours */
  SIGNET_KEYS_ERROR_NO_CURRENT = 15, /* no key signs: each was revoked or is retired */
  SIGNET_KEYS_ERROR_REVOKED    = 16, /* the key is revoked already */
  SIGNET_KEYS_ERROR_EXISTS     = 17, /* the key is here already */
  SIGNET_KEYS_ERROR_NO_KEY     = 18, /* there is no key to back up */
} SignetKeysError;

#define SIGNET_KEYS_ERROR (signet_keys_error_quark ())
GQuark signet_keys_error_quark (void);

G_END_DECLS

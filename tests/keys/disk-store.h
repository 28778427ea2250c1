/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-key-store.h"

G_BEGIN_DECLS

/* A keyring that outlives the process: one file a key, written durably before the store says so. It leaves no copy of
 * a key in memory of its own. With late it breaks its promise and writes nothing before disk_store_flush(). */
#define TYPE_DISK_STORE (disk_store_get_type ())
G_DECLARE_FINAL_TYPE (DiskStore, disk_store, TEST, DISK_STORE, GObject)

SignetKeyStore *disk_store_new   (const char *folder, gboolean late);
void            disk_store_flush (SignetKeyStore *store);

G_END_DECLS

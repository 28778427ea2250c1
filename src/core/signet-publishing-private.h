/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-publishing.h"

G_BEGIN_DECLS

SignetPublishing *signet_publishing_new (const char *keys_path, GSettings *settings);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-keys-error.h"

G_DEFINE_QUARK (signet-keys-error-quark, signet_keys_error)

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-lists-error.h"

G_DEFINE_QUARK (signet-lists-error-quark, signet_lists_error)

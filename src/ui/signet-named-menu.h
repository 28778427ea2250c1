/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* name: what somebody called something: not to be read for mnemonics.  action takes target, a string */
void signet_menu_append_named (GMenu *menu, const char *name, const char *action, const char *target);

G_END_DECLS

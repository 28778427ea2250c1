/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Loads what dark and high contrast change of style.css, while the desktop asks for it. */
void signet_styles_follow (AdwStyleManager *manager);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-list-pane.h"
#include "ui-fixture.h"

G_BEGIN_DECLS

/* For tests of the page of the lists, beside ui-fixture.h. */
SignetListPane *list_get_pane      (UiFixture *f);
SignetList     *list_get           (UiFixture *f);                        /* (nullable): the one that is open */
GListModel     *list_get_all       (UiFixture *f);
/* what the open list holds: "milk/2 l/x eggs// " */
char           *list_describe      (UiFixture *f);
void            list_assert        (UiFixture *f, const char *expected);
/* types it and presses Enter */
void            list_add           (UiFixture *f, const char *text);
/* six items */
void            list_fill          (UiFixture *f);
/* by what a screen reader says of it */
GtkWidget      *list_find_row      (UiFixture *f, const char *format, ...) G_GNUC_PRINTF (2, 3);
void            list_focus         (GtkWidget *widget);
/* presses the only button Undo */
void            list_undo_by_toast (UiFixture *f);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Words that are there to be read and copied, nothing else.
 *
 * The mouse selects in the labels below it that are selectable, and Tab goes past all of them: a label that is
 * selectable and not focusable would hold Tab for ever (GTK 4.8), and one that is focusable would be one more stop.
 *
 * The rows below it, in one list box or in several, are one stop together. The arrow keys go through them, Ctrl+C
 * copies the one with the focus, and so do the menu key, the right button and a long press, which also offer all. */
#define SIGNET_TYPE_READING (signet_reading_get_type ())
G_DECLARE_FINAL_TYPE (SignetReading, signet_reading, SIGNET, READING, AdwBin)

/* (transfer full): all that can be read, rows that are not shown yet included */
typedef char *(*SignetReadingDup) (gpointer owner);

/* what is copied of a row, and what of it stands among others where all are copied.  line: (nullable): the same */
void  signet_reading_set_row_text (GtkWidget *row, const char *text, const char *line);
/* where "all" is more than the rows; owner: borrowed, outlives the widget */
void  signet_reading_set_dup      (SignetReading *self, SignetReadingDup dup, gpointer owner);
/* lets the arrow keys go on from the last row of a list box to what comes after it */
void  signet_reading_join         (SignetReading *self, GtkListBox *list_box);
/* as "Copy All" in the menu does */
void  signet_reading_copy_all     (SignetReading *self);

G_END_DECLS

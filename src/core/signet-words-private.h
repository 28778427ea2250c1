/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-words.h"

G_BEGIN_DECLS

/* sentence, advice: (transfer full); advice: (nullable) */
SignetWords *signet_words_new   (const char *title, char *sentence, char *advice);
/* (transfer full): foreign text, cleaned, in curly quotes; "“”" where text is NULL */
char        *signet_words_quote (const char *text);
/* (transfer full): format with the signer's name, or the second sentence where nobody is known */
char        *signet_words_ask   (const SignetWordsContext *context, const char *format, const char *nobody);

/* signet-words-signature.c: why a signature does not fit */
SignetWords *signet_words_for_signature (const SignetWordsContext *context);

G_END_DECLS

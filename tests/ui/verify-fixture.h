/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "jot-jws.h"
#include "jot-private-key.h"
#include "signet-verify-pane.h"
#include "test-server.h"
#include "ui-fixture.h"

G_BEGIN_DECLS

/* refused for want of a key ID; the list in it was forged */
#define VERIFY_FORGED \
  "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJleHAiOjE2MTUwNjI5OTUsImlhdCI6MTYxNTA1ODk2NSwiZ3JvY2VyeUxpc3QiOlsibWlsay" \
  "IsImVnZ3MiLCJjb29raWVzIiwiY2FuZHkiXSwianRpIjoiZjFlYjRiMTktYjQwYy00NWQ3LWIyZjgtYWNlMjY1NWNhZDliIn0.-B-8-m8hwmOWK" \
  "SUI1B3wOmYaPWyegihVIi6U17D5H1M"

/* The window on its Verify page, somebody's key, and a server that publishes it. */
typedef struct
{
  UiFixture ui;
  SignetVerifyPane *pane;
  JotPrivateKey *key;
  TestServer *server;
  char *set;                /* key set of the key */
} VerifyFixture;

/* path: static */
void         verify_add             (const char *path, void (*func) (VerifyFixture *f, gconstpointer data));
/* as after ui_restart() */
void         verify_restart         (VerifyFixture *f);

/* Publishing */
JotPrivateKey *verify_make_key      (void);
/* (transfer full): {"keys":[…]} of one key, or of two.  other: (nullable) */
char        *verify_make_set        (JotPrivateKey *key, JotPrivateKey *other);
void         verify_publish         (VerifyFixture *f, const char *set);
/* answers to requests from now on wait for the next verify_publish() */
void         verify_hold            (VerifyFixture *f);

/* Signing; all (transfer full) */
char        *verify_sign            (VerifyFixture *f, const char *payload);
char        *verify_sign_with       (JotPrivateKey *key, const char *payload);
/* the claims of a list from Whitney for Brian with milk, cheese and tea; good for an hour */
char        *verify_make_payload    (void);
char        *verify_sign_list       (VerifyFixture *f);

/* Looking */
/* the only widget of that type on the page */
GtkWidget   *verify_find            (VerifyFixture *f, const char *type);
/* a template child of it, type: (nullable): of the page */
GtkWidget   *verify_child           (VerifyFixture *f, const char *type, const char *id);
/* (nullable): NULL while there is none */
const char  *verify_get_verdict     (VerifyFixture *f);
const char  *verify_get_sentence    (VerifyFixture *f);
/* waits for a verdict, which must be that one */
void         verify_assert_verdict  (VerifyFixture *f, const char *expected);
/* (nullable): the row of Checks with that title */
GtkListBoxRow *verify_get_check     (VerifyFixture *f, const char *title);

/* Doing */
void         verify_set_url         (VerifyFixture *f, const char *url);
/* row: id in SignetRequirements */
void         verify_set_requirement (VerifyFixture *f, const char *row, const char *text);
void         verify_press_check     (VerifyFixture *f);
GtkTextBuffer *verify_get_buffer    (VerifyFixture *f);

G_END_DECLS

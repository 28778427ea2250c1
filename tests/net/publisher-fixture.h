/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signet-jwks-publisher.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define SET_ONE "{\"keys\":[{\"kid\":\"one\"}]}"
#define SET_TWO "{\"keys\":[{\"kid\":\"one\"},{\"kid\":\"two\"}]}"

/* What an HTTP server said. */
typedef struct
{
  guint status;
  char *head;   /* with the empty line at its end */
  char *body;
} HttpReply;

void              http_reply_free         (HttpReply *reply);
/* address: in numbers */
GSocketConnection *http_try_connect       (const char *address, guint port, GError **error);
void              http_send               (GSocketConnection *connection, const char *text);
/* (nullable): NULL where the server closes instead */
HttpReply        *http_read_reply         (GSocketConnection *connection, gboolean is_head);
/* request: whole; it must be answered */
HttpReply        *http_ask                (GSocketConnection *connection, const char *request);
/* (transfer full) (nullable) */
char             *http_dup_header         (const HttpReply *reply, const char *name);
/* value: (nullable): NULL where the header must not be there */
void              http_assert_header      (const HttpReply *reply, const char *name, const char *value);

/* A publisher of what a test says. It has a thread of its own, so that its clients here may block. */
typedef struct
{
  SignetJwksPublisher *publisher;
  guint                port;

  GMutex               lock;
  GBytes              *bytes;   /* what the provider gives, under lock */
} PublisherFixture;

/* data: (nullable): NULL where it is to run at once, at the loopback */
void              publisher_set_up        (PublisherFixture *f, gconstpointer data);
void              publisher_tear_down     (PublisherFixture *f, gconstpointer data);
void              publisher_start         (PublisherFixture *f, const char *address, gboolean cors);
/* text: static */
void              publisher_publish       (PublisherFixture *f, const char *text);
void              publisher_publish_bytes (PublisherFixture *f, GBytes *bytes);
/* SignetJwksProvider; user_data: the fixture */
GBytes           *publisher_provide       (gpointer user_data);
GSocketConnection *publisher_connect      (PublisherFixture *f);
/* On a connection of its own. headers: (nullable): whole lines, Host among them where it is not to be the right one */
HttpReply        *publisher_ask           (PublisherFixture *f, const char *method, const char *path, const char *headers);
HttpReply        *publisher_ask_with_body (PublisherFixture *f, const char *method, const char *path, const char *headers,
                                           const char *body);
HttpReply        *publisher_get_set       (PublisherFixture *f, const char *headers);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HttpReply, http_reply_free)

G_END_DECLS

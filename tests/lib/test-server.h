/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* An HTTP server on 127.0.0.1 that misbehaves as a test wants it to. Each connection has a thread
 * and gets one answer. It never waits longer than its client or test_server_free(). */
typedef struct _TestServer TestServer;

typedef struct
{
  guint       status;     /* 0: 200 */
  const char *body;       /* (nullable): {"keys":[]} */
  gsize       size;       /* the body is filled up to that size with spaces, 0: as it is */
  const char *headers;    /* (nullable): whole lines, each with its "\r\n" */
  const char *etag;       /* (nullable): sent, and answered with 304 where the client has it */
  gboolean    gzip;       /* compressed, and said so */
  gboolean    is_silent;  /* takes the request and never answers */
  gboolean    is_held;    /* answers only after the next test_server_set_answer(), and then with this */
  gboolean    is_cut;     /* closes half-way through the body */
  guint       drip_ms;    /* between each byte of the body, which otherwise comes at once */
} TestAnswer;

/* (transfer full): answers {"keys":[]} until told otherwise */
TestServer *test_server_new             (void);
/* (transfer full): the same at another address of this computer */
TestServer *test_server_new_at          (const char *address);
/* (transfer full): the same with TLS, and a certificate that nobody signed for a name that is not its own */
TestServer *test_server_new_tls         (void);
void        test_server_free            (TestServer *self);
/* from the next request on; copied */
void        test_server_set_answer      (TestServer *self, TestAnswer answer);
/* the same for one path: once there is one, all others of which there is none answer 404 */
void        test_server_set_path        (TestServer *self, const char *path, TestAnswer answer);
/* "http://127.0.0.1:12345/jwks.json" */
const char *test_server_get_url         (TestServer *self);
guint       test_server_get_port        (TestServer *self);
/* of which the head was received */
guint       test_server_count_requests  (TestServer *self);
guint       test_server_count_open      (TestServer *self);
/* bytes of bodies that were written */
gsize       test_server_get_sent        (TestServer *self);
/* (transfer full): the paths that were asked for, each followed by a space */
char       *test_server_dup_paths       (TestServer *self);
/* (transfer full) (nullable): head of the last request */
char       *test_server_dup_request     (TestServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestServer, test_server_free)

G_END_DECLS

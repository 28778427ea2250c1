/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-request-watch.h"

#include "signet-joined-output.h"

#include <libsoup/soup.h>

/* How many bytes one client may send until the others have their turn: libsoup reads as long as there is something. */
#define TURN (64 * 1024)

/* Where in a request the last byte stood. */
typedef enum
{
  AT_START,      /* nothing yet but line ends, or something that is no request */
  IN_METHOD,
  IN_PATH,
  IN_LINE,       /* in the rest of the request line */
  IN_HEADERS,
  AFTER_LF,      /* of a line of the head; another one ends the head */
  IN_OTHER,      /* in a line that begins no request: of a body */
} Place;

#define SIGNET_TYPE_WATCHED_INPUT (signet_watched_input_get_type ())
G_DECLARE_FINAL_TYPE (SignetWatchedInput, signet_watched_input, SIGNET, WATCHED_INPUT, GInputStream)

struct _SignetWatchedInput
{
  GInputStream parent_instance;

  /* owned */
  GInputStream *base;
  GSocket      *socket;

  /* plain */
  gsize     turn;         /* what is left of it */
  Place     place;
  guint     n_dots;       /* of the path's segment, if it holds nothing else */
  gboolean  only_dots;
  gboolean  saw_trick;
  gboolean  has_ended;    /* and libsoup was told */
};

struct _SignetRequestWatch
{
  GIOStream parent_instance;

  /* owned */
  GIOStream          *base;
  SignetWatchedInput *input;
  SignetJoinedOutput *output;
};

static void signet_watched_input_pollable_init (GPollableInputStreamInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SignetWatchedInput, signet_watched_input, G_TYPE_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM, signet_watched_input_pollable_init))
G_DEFINE_FINAL_TYPE (SignetRequestWatch, signet_request_watch, G_TYPE_IO_STREAM)

static void
end_segment (SignetWatchedInput *self)
{
  /* RFC 3986 §5.2.4 */
  if (self->only_dots && (self->n_dots == 1 || self->n_dots == 2))
    self->saw_trick = TRUE;
  self->only_dots = TRUE;
  self->n_dots = 0;
}

static void
look_at_path (SignetWatchedInput *self,
              guint8              c)
{
  switch (c)
    {
    case '/':
      end_segment (self);
      break;
    case '.':
      self->n_dots++;
      break;
    case '%':
    case '#':
    case '\t':
      /* no path that is served has anything to escape; a fragment is none of the server's business (RFC 9112 §3.2);
       * and libsoup takes a tab for a space */
      self->saw_trick = TRUE;
      break;
    case ' ':
      /* before a path: one is the rule, and libsoup takes any number. Or after a path that ends in a slash: none of ours */
      if (self->only_dots && self->n_dots == 0)
        self->saw_trick = TRUE;
      G_GNUC_FALLTHROUGH;
    case '?':
    case '\r':
    case '\n':
      end_segment (self);
      self->place = c == '\n' ? AFTER_LF : IN_LINE;
      break;
    default:
      self->only_dots = FALSE;
    }
}

static void
look_at (SignetWatchedInput *self,
         const guint8       *bytes,
         gsize               n)
{
  for (gsize i = 0; i < n; i++)
    {
      guint8 c = bytes[i];

      switch (self->place)
        {
        case AT_START:
          if (g_ascii_isalpha (c))
            self->place = IN_METHOD;
          else if (c != '\r' && c != '\n')
            self->place = IN_OTHER;
          break;
        case IN_METHOD:
          if (c == ' ')
            {
              self->place = IN_PATH;
              self->only_dots = TRUE;
              self->n_dots = 0;
            }
          else if (c == '\t')
            self->saw_trick = TRUE;
          else if (c == '\n')
            self->place = AT_START;
          break;
        case IN_PATH:
          look_at_path (self, c);
          break;
        case AFTER_LF:
          if (c == '\n')
            self->place = AT_START;
          else if (c != '\r')
            self->place = IN_HEADERS;
          break;
        case IN_LINE:
        case IN_HEADERS:
          if (c == '\n')
            self->place = AFTER_LF;
          break;
        case IN_OTHER:
          if (c == '\n')
            self->place = AT_START;
          break;
        }
    }
}

/* libsoup before 3.3 has forgotten a connection that ends between two requests, or before the first, and keeps it and
 * its socket for good.  That of a request which ends early it lets go of: so it gets one byte of one, and then the end. */
static gboolean
must_be_told (SignetWatchedInput *self,
              gssize              n,
              const GError       *error)
{
  return n <= 0 && self->place == AT_START && !self->has_ended && !soup_check_version (3, 3, 0) &&
         !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
}

static gssize
tell_of_end (SignetWatchedInput *self,
             guint8             *buffer)
{
  self->has_ended = TRUE;
  /* nobody is to get an answer to it */
  g_socket_shutdown (self->socket, TRUE, TRUE, NULL);
  buffer[0] = 'G';

  return 1;
}

static gssize
signet_watched_input_read (GInputStream  *stream,
                           void          *buffer,
                           gsize          count,
                           GCancellable  *cancellable,
                           GError       **error)
{
  SignetWatchedInput *self = SIGNET_WATCHED_INPUT (stream);
  gssize n = g_input_stream_read (self->base, buffer, count, cancellable, error);

  if (n > 0)
    look_at (self, buffer, (gsize) n);

  return n;
}

/* The stream closes the base. */
static gboolean
signet_watched_input_close (GInputStream  *stream,
                            GCancellable  *cancellable,
                            GError       **error)
{
  return TRUE;
}

static gboolean
signet_watched_input_is_readable (GPollableInputStream *stream)
{
  return g_pollable_input_stream_is_readable (G_POLLABLE_INPUT_STREAM (SIGNET_WATCHED_INPUT (stream)->base));
}

static GSource *
signet_watched_input_create_source (GPollableInputStream *stream,
                                    GCancellable         *cancellable)
{
  GInputStream *base = SIGNET_WATCHED_INPUT (stream)->base;

  /* libsoup goes back to its main loop */
  SIGNET_WATCHED_INPUT (stream)->turn = TURN;

  /* not wrapped once more: libsoup makes it the child of a source of its own, whose callback gets its own stream */
  return g_pollable_input_stream_create_source (G_POLLABLE_INPUT_STREAM (base), cancellable);
}

static gssize
signet_watched_input_read_nonblocking (GPollableInputStream  *stream,
                                       void                  *buffer,
                                       gsize                  count,
                                       GError               **error)
{
  SignetWatchedInput *self = SIGNET_WATCHED_INPUT (stream);
  g_autoptr (GError) failure = NULL;
  gssize n;

  if (self->turn == 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "it is the turn of others");
      return -1;
    }

  n = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (self->base), buffer, MIN (count, self->turn),
                                                NULL, &failure);
  if (n > 0)
    {
      self->turn -= (gsize) n;
      look_at (self, buffer, (gsize) n);
    }
  else if (count > 0 && must_be_told (self, n, failure))
    n = tell_of_end (self, buffer);
  else if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));

  return n;
}

static void
signet_watched_input_pollable_init (GPollableInputStreamInterface *iface)
{
  iface->is_readable = signet_watched_input_is_readable;
  iface->create_source = signet_watched_input_create_source;
  iface->read_nonblocking = signet_watched_input_read_nonblocking;
}

static void
signet_watched_input_finalize (GObject *object)
{
  SignetWatchedInput *self = SIGNET_WATCHED_INPUT (object);

  g_object_unref (self->base);
  g_object_unref (self->socket);

  G_OBJECT_CLASS (signet_watched_input_parent_class)->finalize (object);
}

static void
signet_watched_input_class_init (SignetWatchedInputClass *klass)
{
  GInputStreamClass *stream_class = G_INPUT_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = signet_watched_input_finalize;
  stream_class->read_fn = signet_watched_input_read;
  stream_class->close_fn = signet_watched_input_close;
}

static void
signet_watched_input_init (SignetWatchedInput *self)
{
  self->turn = TURN;
}

static GInputStream *
signet_request_watch_get_input_stream (GIOStream *stream)
{
  return G_INPUT_STREAM (SIGNET_REQUEST_WATCH (stream)->input);
}

static GOutputStream *
signet_request_watch_get_output_stream (GIOStream *stream)
{
  return G_OUTPUT_STREAM (SIGNET_REQUEST_WATCH (stream)->output);
}

static gboolean
signet_request_watch_close (GIOStream     *stream,
                            GCancellable  *cancellable,
                            GError       **error)
{
  return g_io_stream_close (SIGNET_REQUEST_WATCH (stream)->base, cancellable, error);
}

static void
signet_request_watch_finalize (GObject *object)
{
  SignetRequestWatch *self = SIGNET_REQUEST_WATCH (object);

  g_object_unref (self->input);
  g_object_unref (self->output);
  g_object_unref (self->base);

  G_OBJECT_CLASS (signet_request_watch_parent_class)->finalize (object);
}

static void
signet_request_watch_class_init (SignetRequestWatchClass *klass)
{
  GIOStreamClass *stream_class = G_IO_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = signet_request_watch_finalize;
  stream_class->get_input_stream = signet_request_watch_get_input_stream;
  stream_class->get_output_stream = signet_request_watch_get_output_stream;
  stream_class->close_fn = signet_request_watch_close;
}

static void
signet_request_watch_init (SignetRequestWatch *self)
{
  self->input = g_object_new (SIGNET_TYPE_WATCHED_INPUT, NULL);
}

/**
 * signet_request_watch_new:
 * @base: the stream of a connection
 *
 * Returns: (transfer full): a stream that takes its place
 */
SignetRequestWatch *
signet_request_watch_new (GSocketConnection *base)
{
  SignetRequestWatch *self;

  g_return_val_if_fail (G_IS_SOCKET_CONNECTION (base), NULL);

  self = g_object_new (SIGNET_TYPE_REQUEST_WATCH, NULL);
  self->base = g_object_ref (G_IO_STREAM (base));
  self->input->base = g_object_ref (g_io_stream_get_input_stream (self->base));
  self->input->socket = g_object_ref (g_socket_connection_get_socket (base));
  self->output = signet_joined_output_new (g_io_stream_get_output_stream (self->base));

  return self;
}

/**
 * signet_request_watch_saw_trick:
 * @self: a stream
 *
 * Looks at heads only: after a request with a body the connection must end, as what follows is not looked at.
 *
 * Returns: whether a path with an escape (%2e) or a dot segment came along: it is not the one that it is
 *   normalised to (RFC 3986 §6.2.2).  Also one that is set off by something else than one space, or has a fragment
 */
gboolean
signet_request_watch_saw_trick (SignetRequestWatch *self)
{
  g_return_val_if_fail (SIGNET_IS_REQUEST_WATCH (self), FALSE);

  return self->input->saw_trick;
}

/**
 * signet_request_watch_has_begun:
 * @self: a stream
 *
 * Returns: whether anything came of a request whose head is not whole yet
 */
gboolean
signet_request_watch_has_begun (SignetRequestWatch *self)
{
  g_return_val_if_fail (SIGNET_IS_REQUEST_WATCH (self), FALSE);

  return self->input->place != AT_START;
}

/**
 * signet_request_watch_join_body:
 * @self: a stream
 *
 * The head of the answer that is about to be written waits for the first piece of its body, and both go with one
 * call to the kernel, which costs as much as all the rest.  Only where a body that is not empty follows.
 */
void
signet_request_watch_join_body (SignetRequestWatch *self)
{
  g_return_if_fail (SIGNET_IS_REQUEST_WATCH (self));

  signet_joined_output_hold_next (self->output);
}

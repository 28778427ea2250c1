/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-joined-output.h"

struct _SignetJoinedOutput
{
  GOutputStream parent_instance;

  /* owned */
  GOutputStream *base;
  GByteArray    *held;        /* what goes with the next write */

  /* plain */
  gboolean       holds_next;
};

static void signet_joined_output_pollable_init (GPollableOutputStreamInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SignetJoinedOutput, signet_joined_output, G_TYPE_OUTPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_OUTPUT_STREAM, signet_joined_output_pollable_init))

/* libsoup writes to what can be polled without blocking, and no other way */
static gssize
signet_joined_output_write (GOutputStream  *stream,
                            const void     *buffer,
                            gsize           count,
                            GCancellable   *cancellable,
                            GError        **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "only without blocking");
  return -1;
}

/* The stream closes the base. */
static gboolean
signet_joined_output_close (GOutputStream  *stream,
                            GCancellable   *cancellable,
                            GError        **error)
{
  return TRUE;
}

static gboolean
signet_joined_output_is_writable (GPollableOutputStream *stream)
{
  return g_pollable_output_stream_is_writable (G_POLLABLE_OUTPUT_STREAM (SIGNET_JOINED_OUTPUT (stream)->base));
}

static GSource *
signet_joined_output_create_source (GPollableOutputStream *stream,
                                    GCancellable          *cancellable)
{
  /* as for the input */
  return g_pollable_output_stream_create_source (G_POLLABLE_OUTPUT_STREAM (SIGNET_JOINED_OUTPUT (stream)->base), cancellable);
}

/* What is held, and what was to be written now. */
static gssize
write_both (SignetJoinedOutput  *self,
            const void          *buffer,
            gsize                count,
            GError             **error)
{
  GOutputVector vectors[] = { { self->held->data, self->held->len }, { buffer, count } };
  gsize written;
  gsize of_held;

  switch (g_pollable_output_stream_writev_nonblocking (G_POLLABLE_OUTPUT_STREAM (self->base), vectors,
                                                       G_N_ELEMENTS (vectors), &written, NULL, error))
    {
    case G_POLLABLE_RETURN_FAILED:
      return -1;
    case G_POLLABLE_RETURN_WOULD_BLOCK:
      written = 0;
      break;
    case G_POLLABLE_RETURN_OK:
    default:
      break;
    }

  of_held = MIN (written, self->held->len);
  g_byte_array_remove_range (self->held, 0, (guint) of_held);
  if (written > of_held)
    return (gssize) (written - of_held);

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "the kernel has no room");

  return -1;
}

static gssize
signet_joined_output_write_nonblocking (GPollableOutputStream  *stream,
                                        const void             *buffer,
                                        gsize                   count,
                                        GError                **error)
{
  SignetJoinedOutput *self = SIGNET_JOINED_OUTPUT (stream);

  if (self->holds_next)
    {
      self->holds_next = FALSE;
      g_byte_array_append (self->held, buffer, (guint) count);

      return (gssize) count;
    }
  if (self->held->len > 0)
    return write_both (self, buffer, count, error);

  return g_pollable_output_stream_write_nonblocking (G_POLLABLE_OUTPUT_STREAM (self->base), buffer, count, NULL, error);
}

static void
signet_joined_output_pollable_init (GPollableOutputStreamInterface *iface)
{
  iface->is_writable = signet_joined_output_is_writable;
  iface->create_source = signet_joined_output_create_source;
  iface->write_nonblocking = signet_joined_output_write_nonblocking;
}

static void
signet_joined_output_finalize (GObject *object)
{
  SignetJoinedOutput *self = SIGNET_JOINED_OUTPUT (object);

  g_object_unref (self->base);
  g_byte_array_unref (self->held);

  G_OBJECT_CLASS (signet_joined_output_parent_class)->finalize (object);
}

static void
signet_joined_output_class_init (SignetJoinedOutputClass *klass)
{
  GOutputStreamClass *stream_class = G_OUTPUT_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = signet_joined_output_finalize;
  stream_class->write_fn = signet_joined_output_write;
  stream_class->close_fn = signet_joined_output_close;
}

static void
signet_joined_output_init (SignetJoinedOutput *self)
{
  self->held = g_byte_array_new ();
}

/**
 * signet_joined_output_new:
 * @base: a stream that can be polled; it stays open when the new one is closed
 *
 * Returns: (transfer full): a stream that takes its place
 */
SignetJoinedOutput *
signet_joined_output_new (GOutputStream *base)
{
  SignetJoinedOutput *self;

  g_return_val_if_fail (G_IS_POLLABLE_OUTPUT_STREAM (base), NULL);

  self = g_object_new (SIGNET_TYPE_JOINED_OUTPUT, NULL);
  self->base = g_object_ref (base);

  return self;
}

/**
 * signet_joined_output_hold_next:
 * @self: a stream
 *
 * What is written next waits for what is written then, and both go with one call to the kernel.  What is held when
 * nothing follows is never sent.
 */
void
signet_joined_output_hold_next (SignetJoinedOutput *self)
{
  g_return_if_fail (SIGNET_IS_JOINED_OUTPUT (self));

  self->holds_next = TRUE;
}

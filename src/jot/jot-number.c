/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jot-number.h"

#include "jot-secret-private.h"

#include <string.h>

/**
 * jot_number_alloc:
 * @number: an empty number
 * @size: how many bytes
 * @secret: whether it is a part of a private key
 *
 * Makes room for a number; it is zero.
 */
void
jot_number_alloc (JotNumber *number,
                  gsize      size,
                  gboolean   secret)
{
  number->size = size;
  number->data = secret ? jot_secret_memory_new (size, &number->mapped) : g_malloc0 (size);
}

/**
 * jot_number_count_bits:
 * @number: big-endian, without leading zeros
 *
 * Returns: its length in bits
 */
guint
jot_number_count_bits (const JotNumber *number)
{
  guint bits = (guint) number->size * 8;

  if (number->size > 0)
    for (guint8 mask = 0x80; mask != 0 && (number->data[0] & mask) == 0; mask >>= 1)
      bits--;

  return bits;
}

/**
 * jot_number_clear:
 * @number: a number
 *
 * Wipes and frees it.
 */
void
jot_number_clear (JotNumber *number)
{
  if (number->mapped > 0)
    {
      jot_secret_memory_free (number->data, number->mapped);
    }
  else if (number->data != NULL)
    {
      explicit_bzero (number->data, number->size);
      g_free (number->data);
    }

  *number = (JotNumber) { NULL, 0, 0 };
}

/**
 * jot_numbers_clear:
 * @numbers: members of a key
 *
 * Wipes and frees them.
 */
void
jot_numbers_clear (JotNumbers *numbers)
{
  jot_number_clear (&numbers->n);
  jot_number_clear (&numbers->e);
  jot_number_clear (&numbers->d);
  jot_number_clear (&numbers->p);
  jot_number_clear (&numbers->q);
  jot_number_clear (&numbers->dp);
  jot_number_clear (&numbers->dq);
  jot_number_clear (&numbers->qi);
  jot_number_clear (&numbers->x);
  jot_number_clear (&numbers->y);
}

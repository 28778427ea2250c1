/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signet-list-cache.h"

#include "signet-clean.h"
#include "signet-item-private.h"

/* One edit makes the JSON of so many items be strung together anew; twice as many are parted. */
#define BLOCK_SIZE 256

typedef struct
{
  guint32  hash;      /* of the key; 0: not known */
  gboolean is_done;
} Known;

/* Neighbours in the list */
typedef struct
{
  guint       n_items;
  GRefString *json;   /* (nullable): NULL where one of them changed */
} Block;

struct _SignetListCache
{
  GPtrArray *items;   /* borrowed */
  GArray    *known;   /* of Known, one an item */
  GArray    *blocks;  /* of Block, none of them empty */
  guint      n_done;
};

static void
block_clear (gpointer data)
{
  Block *block = data;

  g_clear_pointer (&block->json, g_ref_string_release);
}

/* The block that the item at position is in, or the last one; NULL where there is none.
 * offset: (out): how many items of the block are before it */
static Block *
find_block (SignetListCache *self,
            guint            position,
            guint           *index,
            guint           *offset)
{
  Block *block = NULL;

  *offset = position;
  for (*index = 0; *index < self->blocks->len; (*index)++)
    {
      block = &g_array_index (self->blocks, Block, *index);
      if (*offset < block->n_items || *index + 1 == self->blocks->len)
        break;
      *offset -= block->n_items;
    }

  return block;
}

static void
take_from_blocks (SignetListCache *self,
                  guint            position,
                  guint            n)
{
  while (n > 0)
    {
      guint index, offset, n_here;
      Block *block = find_block (self, position, &index, &offset);

      n_here = MIN (n, block->n_items - offset);
      block_clear (block);
      block->n_items -= n_here;
      n -= n_here;
      if (block->n_items == 0)
        g_array_remove_index (self->blocks, index);
    }
}

/* Many make blocks of their own; those that take too many are parted. */
static void
add_to_blocks (SignetListCache *self,
               guint            position,
               guint            n)
{
  guint index, offset;
  Block *block = find_block (self, position, &index, &offset);

  if (n == 0)
    return;

  if (block == NULL)
    {
      Block first = { 0, NULL };

      g_array_append_val (self->blocks, first);
      block = &g_array_index (self->blocks, Block, 0);
    }

  block_clear (block);
  block->n_items += n;
  while (block->n_items >= 2 * BLOCK_SIZE)
    {
      Block part = { BLOCK_SIZE, NULL };

      block->n_items -= BLOCK_SIZE;
      g_array_insert_val (self->blocks, index + 1, part);
      block = &g_array_index (self->blocks, Block, index);
    }
}

SignetListCache *
signet_list_cache_new (GPtrArray *items)
{
  SignetListCache *self = g_new0 (SignetListCache, 1);

  g_assert (items->len == 0);

  self->items = items;
  self->known = g_array_new (FALSE, FALSE, sizeof (Known));
  self->blocks = g_array_new (FALSE, FALSE, sizeof (Block));
  g_array_set_clear_func (self->blocks, block_clear);

  return self;
}

void
signet_list_cache_free (SignetListCache *self)
{
  g_array_unref (self->known);
  g_array_unref (self->blocks);
  g_free (self);
}

void
signet_list_cache_spliced (SignetListCache *self,
                           guint            position,
                           guint            n_removed,
                           guint            n_added)
{
  g_autofree Known *added = g_new (Known, n_added);

  g_assert (position + n_removed <= self->known->len);

  for (guint i = 0; i < n_removed; i++)
    self->n_done -= g_array_index (self->known, Known, position + i).is_done;
  for (guint i = 0; i < n_added; i++)
    {
      added[i].hash = 0;
      added[i].is_done = signet_item_get_done (g_ptr_array_index (self->items, position + i));
      self->n_done += added[i].is_done;
    }

  if (n_removed > 0)
    g_array_remove_range (self->known, position, n_removed);
  if (n_added > 0)
    g_array_insert_vals (self->known, position, added, n_added);
  take_from_blocks (self, position, n_removed);
  add_to_blocks (self, position, n_added);
}

void
signet_list_cache_edited (SignetListCache *self,
                          SignetItem      *item)
{
  Known *known;
  guint position, index, offset;

  /* the pointers stand side by side: some microseconds for 10,000 of them */
  if (!g_ptr_array_find (self->items, item, &position))
    return;

  known = &g_array_index (self->known, Known, position);
  known->hash = 0;
  self->n_done -= known->is_done;
  known->is_done = signet_item_get_done (item);
  self->n_done += known->is_done;
  block_clear (find_block (self, position, &index, &offset));
}

guint
signet_list_cache_get_n_done (SignetListCache *self)
{
  return self->n_done;
}

static guint32
hash_key (const char *key)
{
  guint32 hash = g_str_hash (key);

  return hash != 0 ? hash : 1;
}

gboolean
signet_list_cache_find_key (SignetListCache *self,
                            const char      *key,
                            guint           *position)
{
  guint32 hash = hash_key (key);

  for (guint i = *position; i < self->known->len; i++)
    {
      Known *known = &g_array_index (self->known, Known, i);

      if (known->hash == 0 || known->hash == hash)
        {
          g_autofree char *own = signet_fold (signet_item_get_name (g_ptr_array_index (self->items, i)));

          known->hash = hash_key (own);
          if (g_str_equal (own, key))
            {
              *position = i;
              return TRUE;
            }
        }
    }

  return FALSE;
}

static GRefString *
join_json (SignetListCache *self,
           guint            position,
           guint            n)
{
  g_autoptr (GString) json = g_string_sized_new (n * 100);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GRefString) item = signet_item_dup_json (g_ptr_array_index (self->items, position + i));

      if (i > 0)
        g_string_append (json, ",\n    ");
      g_string_append_len (json, item, g_ref_string_length (item));
    }

  return g_ref_string_new_len (json->str, json->len);
}

GPtrArray *
signet_list_cache_dup_json (SignetListCache *self)
{
  GPtrArray *texts = g_ptr_array_new_full (self->blocks->len, (GDestroyNotify) g_ref_string_release);
  guint position = 0;

  for (guint i = 0; i < self->blocks->len; i++)
    {
      Block *block = &g_array_index (self->blocks, Block, i);

      if (block->json == NULL)
        block->json = join_json (self, position, block->n_items);
      g_ptr_array_add (texts, g_ref_string_acquire (block->json));
      position += block->n_items;
    }

  return texts;
}

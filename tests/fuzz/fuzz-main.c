/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"

#include <stdio.h>

/* At so many places an input is varied; of a longer one not at each. */
#define MAX_PLACES 128

/* Each beginning of the input, and the input with each byte changed in one bit: what
 * truncation and damage make of a file that people send each other. */
static guint
replay_variations (const guint8 *data,
                   gsize         size)
{
  g_autofree guint8 *changed = g_memdup2 (data, size);
  gsize step = size / MAX_PLACES + 1;
  guint n_inputs = 0;

  for (gsize i = 0; i < size; i += step, n_inputs += 2)
    {
      LLVMFuzzerTestOneInput (data, i);
      changed[i] ^= 1;
      LLVMFuzzerTestOneInput (changed, size);
      changed[i] ^= 1;
    }

  return n_inputs;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* fuzz-NAME CORPUS: runs a target over the files of a folder. TAP, a test a file; the number of
 * inputs in the last line. With FUZZ_REPLAY=plain the files alone, without variations. */
int
main (int    argc,
      char **argv)
{
  gboolean plain = g_strcmp0 (g_getenv ("FUZZ_REPLAY"), "plain") == 0;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = NULL;
  const char *name;
  guint n_inputs = 0;

  if (argc != 2 || (dir = g_dir_open (argv[1], 0, NULL)) == NULL)
    {
      printf ("Bail out! There is no corpus\n");
      return 1;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  if (names->len == 0)
    {
      printf ("Bail out! The corpus is empty\n");
      return 1;
    }

  printf ("1..%u\n", names->len);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (argv[1], g_ptr_array_index (names, i), NULL);
      g_autofree char *data = NULL;
      gsize size;

      /* told before: a target that fails aborts */
      printf ("# %s\n", (const char *) g_ptr_array_index (names, i));
      fflush (stdout);
      if (!g_file_get_contents (path, &data, &size, NULL))
        {
          printf ("not ok %u - %s cannot be read\n", i + 1, (const char *) g_ptr_array_index (names, i));
          return 1;
        }
      LLVMFuzzerTestOneInput ((const guint8 *) data, size);
      n_inputs++;
      if (!plain)
        n_inputs += replay_variations ((const guint8 *) data, size);
      printf ("ok %u - %s\n", i + 1, (const char *) g_ptr_array_index (names, i));
    }
  printf ("# %u inputs\n", n_inputs);

  return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "verify-fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The verifier in the real window, the key set at hand: from the change of the token to the verdict, and to the frame
 * that shows it.  Prints a table of milliseconds, median (worst); fails where the work of a median is over its limit.
 * BENCH_LARGEST: the largest token only, for a profiler. */

#define WARM_UP 5
#define ROUNDS  50

typedef struct { const char *name; gsize size; double limit; } Size;

static const Size sizes[] = {
  { "1 KiB", 1024, 16 },
  { "4 KiB", 4096, 16 },
  { "64 KiB", 65536, 50 },
  { "256 KiB", 262144, 50 },
};

static gboolean is_over;

/* Milliseconds by the clock on the wall, and those that this thread has worked: the others here do not count. */
static double
get_time (clockid_t id)
{
  struct timespec now;

  clock_gettime (id, &now);

  return 1e3 * (double) now.tv_sec + (double) now.tv_nsec / 1e6;
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* A list whose token has nearly that many bytes, and no more. */
static char *
make_token (VerifyFixture *f,
            gsize          size)
{
  g_autoptr (GString) payload = g_string_new ("{\"iss\":\"Whitney\",\"listName\":\"Weekly shop\",\"groceryList\":[\"milk\"");
  char *token;

  while (payload->len < size * 3 / 4 - 300)
    g_string_append_printf (payload, ",\"item %" G_GSIZE_FORMAT "\"", payload->len);
  g_string_append (payload, "]}");
  token = verify_sign (f, payload->str);
  g_assert_cmpuint (strlen (token), <=, size);
  g_assert_cmpuint (strlen (token), >, size * 9 / 10 - 300);

  return token;
}

/* MEDIAN (to MAX) of one column */
static void
print_column (double *values)
{
  qsort (values, ROUNDS, sizeof *values, compare_doubles);
  printf (" %.1f (%.1f) |", values[ROUNDS / 2], values[ROUNDS - 1]);
}

static void
measure (VerifyFixture *f,
         const Size    *size)
{
  g_autofree char *token = make_token (f, size->size);
  double wall[ROUNDS], work[ROUNDS], frame[ROUNDS];

  for (int i = -WARM_UP; i < ROUNDS; i++)
    {
      double wall_start, work_start;
      int n = MAX (i, 0);

      signet_verify_pane_set_token (f->pane, "");
      ui_settle (f->ui.window);
      g_assert_null (verify_get_verdict (f));

      wall_start = get_time (CLOCK_MONOTONIC);
      work_start = get_time (CLOCK_THREAD_CPUTIME_ID);
      signet_verify_pane_set_token (f->pane, token);
      wall[n] = get_time (CLOCK_MONOTONIC) - wall_start;
      work[n] = get_time (CLOCK_THREAD_CPUTIME_ID) - work_start;
      /* at once: the key set is at hand */
      g_assert_cmpstr (verify_get_verdict (f), ==, "Valid, but…\nYou have not met this signer before");

      gtk_test_widget_wait_for_draw (f->ui.window);
      frame[n] = get_time (CLOCK_THREAD_CPUTIME_ID) - work_start;
    }

  printf ("| %s |", size->name);
  print_column (wall);
  print_column (work);
  print_column (frame);
  printf (" %.0f |\n", size->limit);
  is_over |= work[ROUNDS / 2] > size->limit;
}

static void
run (VerifyFixture *f,
     gconstpointer  data)
{
  g_autofree char *token = verify_sign_list (f);

  verify_set_url (f, test_server_get_url (f->server));
  signet_verify_pane_set_token (f->pane, token);
  test_wait_until (verify_get_verdict (f) != NULL);

  printf ("| token | verdict | of that, work | work to its frame | limit |\n|---|---|---|---|---|\n");
  for (guint i = getenv ("BENCH_LARGEST") != NULL ? 3 : 0; i < G_N_ELEMENTS (sizes); i++)
    measure (f, &sizes[i]);
}

int
main (int    argc,
      char **argv)
{
  int status;

  ui_init (&argc, &argv);
  verify_add ("/verify", run);
  status = g_test_run ();

  return status != 0 ? status : is_over;
}

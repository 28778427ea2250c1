/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench-libjwt ALG PEM <TOKENS: the same job with libjwt: decode and verify each line, look at
 * "exp". Prints how many are valid. */
#include <jwt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

int
main (int    argc,
      char **argv)
{
  static unsigned char pem[16384];
  char *line = NULL;
  size_t size = 0;
  size_t pem_length;
  ssize_t n;
  FILE *file;
  jwt_alg_t alg;
  long n_valid = 0;
  time_t now = time (NULL);

  if (argc != 3 || (file = fopen (argv[2], "r")) == NULL)
    {
      fprintf (stderr, "bench-libjwt ALG PEM <TOKENS\n");
      return 2;
    }
  pem_length = fread (pem, 1, sizeof pem - 1, file);
  fclose (file);
  alg = jwt_str_alg (argv[1]);

  while ((n = getline (&line, &size, stdin)) > 0)
    {
      jwt_t *jwt = NULL;

      if (line[n - 1] == '\n')
        line[n - 1] = '\0';
      /* the key decides the algorithm, not the token */
      if (jwt_decode (&jwt, line, pem, (int) pem_length) == 0 && jwt_get_alg (jwt) == alg &&
          jwt_get_grant_int (jwt, "exp") > now)
        n_valid++;
      if (jwt != NULL)
        jwt_free (jwt);
    }
  free (line);
  printf ("%ld\n", n_valid);

  return 0;
}

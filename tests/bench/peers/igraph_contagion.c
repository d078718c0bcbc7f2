/* The contagion of `hibiki bench` as a user of igraph's C library writes it: Bass adoption along ties, 50 ticks among
   agents who hear sixteen others drawn at random. Prints a JSON object. Built and run by tools/scripts/peers.
   Usage: igraph_contagion AGENTS REPETITIONS */
#include <igraph/igraph.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { kTies = 16, kTicks = 50 };
static const double kInnovation = 0.003, kImitation = 0.38;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

static int ascending(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Adopters after the last tick. An agent decides by the adopters of the tick before. */
static igraph_integer_t spread(igraph_adjlist_t *heard, igraph_integer_t agents) {
  igraph_vector_bool_t on, next;
  igraph_vector_bool_init(&on, agents);
  igraph_vector_bool_init(&next, agents);
  double chance[kTies + 1];
  for (int k = 0; k <= kTies; ++k) chance[k] = 1.0 - exp(-(kInnovation + kImitation * k / kTies));
  igraph_integer_t adopters = 0;
  for (int tick = 0; tick < kTicks && adopters < agents; ++tick) {
    igraph_vector_bool_update(&next, &on);
    for (igraph_integer_t agent = 0; agent < agents; ++agent) {
      if (VECTOR(on)[agent]) continue;
      const igraph_vector_int_t *others = igraph_adjlist_get(heard, agent);
      const igraph_integer_t count = igraph_vector_int_size(others);
      int active = 0;
      for (igraph_integer_t i = 0; i < count; ++i) active += VECTOR(on)[VECTOR(*others)[i]];
      if (RNG_UNIF01() >= chance[active]) continue;
      VECTOR(next)[agent] = 1;
      ++adopters;
    }
    igraph_vector_bool_update(&on, &next);
  }
  igraph_vector_bool_destroy(&on);
  igraph_vector_bool_destroy(&next);
  return adopters;
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  const igraph_integer_t agents = atoll(argv[1]);
  const int repetitions = atoi(argv[2]);
  igraph_rng_seed(igraph_rng_default(), 1);
  igraph_vector_int_t edges;
  igraph_vector_int_init(&edges, 2 * kTies * agents);
  for (igraph_integer_t tie = 0; tie < kTies * agents; ++tie) {
    VECTOR(edges)[2 * tie] = tie / kTies;
    VECTOR(edges)[2 * tie + 1] = RNG_INTEGER(0, agents - 1);
  }
  igraph_t graph;
  igraph_create(&graph, &edges, agents, IGRAPH_DIRECTED);
  igraph_vector_int_destroy(&edges);
  igraph_adjlist_t heard;
  igraph_adjlist_init(&graph, &heard, IGRAPH_OUT, IGRAPH_LOOPS, IGRAPH_MULTIPLE);
  double *seconds = malloc(sizeof(double) * repetitions);
  igraph_integer_t adopters = 0;
  for (int i = 0; i < repetitions; ++i) {
    const double begin = now();
    adopters = spread(&heard, agents);
    seconds[i] = now() - begin;
  }
  qsort(seconds, repetitions, sizeof(double), ascending);
  const char *version;
  igraph_version(&version, NULL, NULL, NULL);
  printf("{\"version\": \"%s\", \"agents\": %lld, \"adopters\": %lld, \"seconds\": %.6f}\n", version, (long long)agents,
         (long long)adopters, seconds[repetitions / 2]);
  free(seconds);
  igraph_adjlist_destroy(&heard);
  igraph_destroy(&graph);
  return 0;
}

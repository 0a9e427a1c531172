#include "walk.h"

int64_t walk_fees(const uint64_t *first_input, const uint64_t *first_output, const uint64_t *prevout,
                  const int64_t *value, uint64_t from, uint64_t to) {
  int64_t fees = 0;
  for (uint64_t row = from; row < to; row++) {
    if (first_input[row] == first_input[row + 1]) continue;
    int64_t fee = 0;
    for (uint64_t input = first_input[row]; input < first_input[row + 1]; input++)
      fee += value[prevout[input]];
    for (uint64_t output = first_output[row]; output < first_output[row + 1]; output++) fee -= value[output];
    fees += fee;
  }
  return fees;
}

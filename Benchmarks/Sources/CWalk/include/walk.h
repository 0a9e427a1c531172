#pragma once
#include <stdint.h>

/* The sum of the fees (sat) of the transactions in rows from..to-1, by the columns of a ledger: each input's
   value is gathered from wherever its output stands. A transaction without inputs is a coinbase. */
int64_t walk_fees(const uint64_t *first_input, const uint64_t *first_output, const uint64_t *prevout,
                  const int64_t *value, uint64_t from, uint64_t to);

#pragma once
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/ripemd.h>
#include <openssl/sha.h>

/* Hashes on contexts of plain memory: a seventh cheaper for a short message than EVP, and a state is
   copied without an allocation. OpenSSL 3 calls these functions deprecated and goes on shipping them. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
static inline int coldtrace_sha256_begin(SHA256_CTX *context) { return SHA256_Init(context); }
static inline int coldtrace_sha256_update(SHA256_CTX *context, const void *bytes, size_t count) {
  return SHA256_Update(context, bytes, count);
}
static inline int coldtrace_sha256_finish(SHA256_CTX *context, unsigned char *digest) {
  return SHA256_Final(digest, context);
}
static inline int coldtrace_ripemd160(const void *bytes, size_t count, unsigned char *digest) {
  RIPEMD160_CTX context;
  return RIPEMD160_Init(&context) && RIPEMD160_Update(&context, bytes, count)
         && RIPEMD160_Final(digest, &context);
}
#pragma GCC diagnostic pop

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
/* The double SHA-256 of 64 bytes (a node of a merkle tree), block by block: the padding is known, and nothing
   has to be gathered first. The digest may lie where the bytes are. */
static inline void coldtrace_double_sha256_64(const unsigned char *bytes, unsigned char *digest) {
  static const unsigned char padding[64] = {0x80, [62] = 0x02};
  unsigned char second[64] = {[32] = 0x80, [62] = 0x01};
  SHA256_CTX context;
  SHA256_Init(&context);
  SHA256_Transform(&context, bytes);
  SHA256_Transform(&context, padding);
  for (int word = 0; word < 8; word++)
    for (int byte = 0; byte < 4; byte++)
      second[4 * word + byte] = (unsigned char)(context.h[word] >> (24 - 8 * byte));
  SHA256_Init(&context);
  SHA256_Transform(&context, second);
  for (int word = 0; word < 8; word++)
    for (int byte = 0; byte < 4; byte++)
      digest[4 * word + byte] = (unsigned char)(context.h[word] >> (24 - 8 * byte));
}
static inline int coldtrace_ripemd160(const void *bytes, size_t count, unsigned char *digest) {
  RIPEMD160_CTX context;
  return RIPEMD160_Init(&context) && RIPEMD160_Update(&context, bytes, count)
         && RIPEMD160_Final(digest, &context);
}
#pragma GCC diagnostic pop

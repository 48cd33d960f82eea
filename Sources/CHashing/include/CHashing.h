// The one face of OpenSSL's digests: plain types only, OpenSSL's headers are seen by hashing.c alone.
#ifndef MIROB_CHASHING_H
#define MIROB_CHASHING_H

#include <stddef.h>
#include <stdint.h>

/// SHA-256 (FIPS 180-4) of `count` bytes into 32 bytes. Returns 1, or 0 when libcrypto refuses.
int mirob_sha256(const uint8_t *bytes, size_t count, uint8_t *digest);

/// HMAC-SHA-256 (RFC 2104) of `count` bytes under a key into 32 bytes. Returns 1, or 0 when libcrypto refuses.
int mirob_hmac_sha256(const uint8_t *key, size_t key_count, const uint8_t *bytes, size_t count, uint8_t *code);

#endif

#include "CHashing.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

// EVP_sha256() needs no clean-up and is thread-safe; EVP_Digest makes and frees its own context.

int mirob_sha256(const uint8_t *bytes, size_t count, uint8_t *digest) {
    static const uint8_t none = 0;
    return EVP_Digest(bytes ? bytes : &none, count, digest, NULL, EVP_sha256(), NULL);
}

int mirob_hmac_sha256(const uint8_t *key, size_t key_count, const uint8_t *bytes, size_t count, uint8_t *code) {
    static const uint8_t none = 0;
    if (key_count > 0x7FFFFFFF) return 0;
    unsigned int written = 0;
    return HMAC(EVP_sha256(), key ? key : &none, (int)key_count, bytes ? bytes : &none, count, code, &written) != NULL && written == 32;
}

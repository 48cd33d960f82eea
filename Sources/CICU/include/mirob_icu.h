#ifndef MIROB_ICU_H
#define MIROB_ICU_H
// The face of ICU that mirob uses. Plain types only: Swift must not see ICU's headers, they clash with Foundation's own ICU.
#include <stdint.h>

// Bits of a scalar's class, in mirob_icu_class.
enum {
    MIROB_LETTER = 1,
    MIROB_MARK = 2,       // Mn, Me, Mc
    MIROB_DIGIT = 4,      // Nd
    MIROB_UPPER = 8,      // Uppercase or titlecase letter
    MIROB_LOWER = 16,     // Lowercase letter
    MIROB_SPACE = 32,     // White_Space
    MIROB_IGNORABLE = 64, // Default_Ignorable_Code_Point or Cf
    MIROB_NUMBER = 128,   // Nl, No
};

// ICU's version, as "72.1".
void mirob_icu_version(char out[16]);
// Class bits of a scalar.
uint8_t mirob_icu_class(uint32_t scalar);
// Script of a scalar as ICU's UScriptCode (0...255).
uint8_t mirob_icu_script(uint32_t scalar);
// ISO 15924 code of a UScriptCode, as "Cyrl"; never null.
const char *mirob_icu_script_name(uint8_t script);
// Value 0...9 of a decimal digit, or -1.
int32_t mirob_icu_digit(uint32_t scalar);
// NFKC_Casefold of one scalar into `out` (at most `capacity` scalars); returns their number, which may be 0, or -1 if they do not fit.
int32_t mirob_icu_nfkc_casefold(uint32_t scalar, uint32_t *out, int32_t capacity);
// Canonical composition of two scalars, or 0.
uint32_t mirob_icu_compose(uint32_t first, uint32_t second);
// The UTS #39 skeleton of one scalar into `out` (at most `capacity` scalars); returns their number, or -1. Thread-safe.
int32_t mirob_icu_skeleton(uint32_t scalar, uint32_t *out, int32_t capacity);
// NFKC_Casefold, class and script of every scalar of the Basic Multilingual Plane, in one pass.
// fold[s] is the one scalar it folds to, 0 when it folds to nothing, 0xFFFF when it folds to several or beyond the plane.
void mirob_icu_plane(uint16_t fold[65536], uint8_t classes[65536], uint8_t scripts[65536]);

// A converter of a named encoding to UTF-8; null when ICU doesn't know the name. Ill-formed input becomes U+FFFD. Not thread-safe.
typedef struct mirob_converter mirob_converter;
mirob_converter *mirob_converter_new(const char *name);
void mirob_converter_free(mirob_converter *converter);
// Converts as far as input and room last: 0, or 1 when there was not enough room (call again), or -1.
int32_t mirob_converter_step(mirob_converter *converter, const uint8_t *input, int64_t input_count, int64_t *consumed, uint8_t *output,
                             int64_t output_count, int64_t *produced, int32_t is_last);

typedef struct {
    char name[32];
    int32_t confidence; // 0…100
} mirob_encoding;
// What ICU takes some bytes for, the likeliest first; how many were written.
int32_t mirob_detect_encodings(const uint8_t *bytes, int32_t count, mirob_encoding *out, int32_t capacity);
#endif

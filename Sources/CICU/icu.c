#include "mirob_icu.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>
#include <unicode/ustring.h>
#include <unicode/uversion.h>

void mirob_icu_version(char out[16]) {
    UVersionInfo version;
    char full[U_MAX_VERSION_STRING_LENGTH];
    u_getVersion(version);
    u_versionToString(version, full);
    strncpy(out, full, 15);
    out[15] = 0;
}

uint8_t mirob_icu_class(uint32_t s) {
    uint32_t mask = U_GET_GC_MASK((UChar32)s);
    uint8_t bits = 0;
    if (mask & U_GC_L_MASK) bits |= MIROB_LETTER;
    if (mask & U_GC_M_MASK) bits |= MIROB_MARK;
    if (mask & U_GC_ND_MASK) bits |= MIROB_DIGIT;
    if (mask & (U_GC_NL_MASK | U_GC_NO_MASK)) bits |= MIROB_NUMBER;
    if (mask & (U_GC_LU_MASK | U_GC_LT_MASK)) bits |= MIROB_UPPER;
    if (mask & U_GC_LL_MASK) bits |= MIROB_LOWER;
    if (u_isUWhiteSpace((UChar32)s)) bits |= MIROB_SPACE;
    if ((mask & U_GC_CF_MASK) || u_hasBinaryProperty((UChar32)s, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) bits |= MIROB_IGNORABLE;
    return bits;
}

uint8_t mirob_icu_script(uint32_t s) {
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode code = uscript_getScript((UChar32)s, &status);
    return U_FAILURE(status) || code < 0 || code > 255 ? 0 : (uint8_t)code;
}

const char *mirob_icu_script_name(uint8_t script) {
    const char *name = uscript_getShortName((UScriptCode)script);
    return name ? name : "Zzzz";
}

int32_t mirob_icu_digit(uint32_t s) { return u_charDigitValue((UChar32)s); }

int32_t mirob_icu_nfkc_casefold(uint32_t s, uint32_t *out, int32_t capacity) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *normalizer = unorm2_getNFKCCasefoldInstance(&status);
    UChar source[2], target[64];
    int32_t length = 0, count = 0;
    U16_APPEND_UNSAFE(source, length, (UChar32)s);
    int32_t folded = unorm2_normalize(normalizer, source, length, target, 64, &status);
    if (U_FAILURE(status)) return -1;
    for (int32_t i = 0; i < folded;) {
        UChar32 c;
        U16_NEXT(target, i, folded, c);
        if (count == capacity) return -1;
        out[count++] = (uint32_t)c;
    }
    return count;
}

uint32_t mirob_icu_compose(uint32_t first, uint32_t second) {
    UErrorCode status = U_ZERO_ERROR;
    UChar32 composed = unorm2_composePair(unorm2_getNFCInstance(&status), (UChar32)first, (UChar32)second);
    return U_FAILURE(status) || composed < 0 ? 0 : (uint32_t)composed;
}

// Ranges whose scalars fold to themselves and are plain letters: asking ICU about each of them would take most of the start-up time.
static int is_ideograph_or_private(uint32_t s) {
    return (s >= 0x3400 && s <= 0x4DBF) || (s >= 0x4E00 && s <= 0x9FFC) || (s >= 0xAC00 && s <= 0xD7A3) || (s >= 0xD800 && s <= 0xF8FF);
}

void mirob_icu_plane(uint16_t fold[65536], uint8_t classes[65536], uint8_t scripts[65536]) {
    uint32_t out[64];
    for (uint32_t s = 0; s < 65536; s++) {
        if (is_ideograph_or_private(s)) {
            int surrogate_or_private = s >= 0xD800;
            fold[s] = (uint16_t)s;
            classes[s] = surrogate_or_private ? 0 : MIROB_LETTER;
            scripts[s] = surrogate_or_private ? USCRIPT_UNKNOWN : s >= 0xAC00 ? USCRIPT_HANGUL : USCRIPT_HAN;
            continue;
        }
        classes[s] = mirob_icu_class(s);
        scripts[s] = mirob_icu_script(s);
        int32_t count = mirob_icu_nfkc_casefold(s, out, 64);
        fold[s] = count == 0 ? 0 : count == 1 && out[0] < 0xFFFF ? (uint16_t)out[0] : 0xFFFF;
    }
}

struct mirob_converter {
    UConverter *from, *to;
    UChar pivot[4096];
    UChar *pivot_source, *pivot_target;
    int reset;
};

mirob_converter *mirob_converter_new(const char *name) {
    UErrorCode status = U_ZERO_ERROR;
    mirob_converter *converter = calloc(1, sizeof *converter);
    if (!converter) return NULL;
    converter->from = ucnv_open(name, &status);
    converter->to = ucnv_open("UTF-8", &status);
    converter->pivot_source = converter->pivot_target = converter->pivot;
    converter->reset = 1;
    if (U_SUCCESS(status)) return converter;
    mirob_converter_free(converter);
    return NULL;
}

void mirob_converter_free(mirob_converter *converter) {
    if (!converter) return;
    if (converter->from) ucnv_close(converter->from);
    if (converter->to) ucnv_close(converter->to);
    free(converter);
}

int32_t mirob_converter_step(mirob_converter *converter, const uint8_t *input, int64_t input_count, int64_t *consumed, uint8_t *output,
                             int64_t output_count, int64_t *produced, int32_t is_last) {
    UErrorCode status = U_ZERO_ERROR;
    const char *source = (const char *)input;
    char *target = (char *)output;
    ucnv_convertEx(converter->to, converter->from, &target, target + output_count, &source, source + input_count, converter->pivot,
                   &converter->pivot_source, &converter->pivot_target, converter->pivot + 4096, (UBool)converter->reset, (UBool)is_last, &status);
    converter->reset = 0;
    *consumed = source - (const char *)input;
    *produced = target - (char *)output;
    if (status == U_BUFFER_OVERFLOW_ERROR) return 1;
    return U_FAILURE(status) ? -1 : 0;
}

int32_t mirob_detect_encodings(const uint8_t *bytes, int32_t count, mirob_encoding *out, int32_t capacity) {
    UErrorCode status = U_ZERO_ERROR;
    UCharsetDetector *detector = ucsdet_open(&status);
    int32_t found = 0;
    if (U_SUCCESS(status)) {
        ucsdet_setText(detector, (const char *)bytes, count, &status);
        int32_t matches = 0;
        const UCharsetMatch **list = ucsdet_detectAll(detector, &matches, &status);
        for (int32_t i = 0; U_SUCCESS(status) && i < matches && found < capacity; i++) {
            const char *name = ucsdet_getName(list[i], &status);
            if (!name) continue;
            strncpy(out[found].name, name, sizeof out[found].name - 1);
            out[found].name[sizeof out[found].name - 1] = 0;
            out[found].confidence = ucsdet_getConfidence(list[i], &status);
            found++;
        }
    }
    ucsdet_close(detector);
    return found;
}

static USpoofChecker *checker;
static pthread_once_t checker_once = PTHREAD_ONCE_INIT;

static void open_checker(void) {
    UErrorCode status = U_ZERO_ERROR;
    checker = uspoof_open(&status);
}

int32_t mirob_icu_skeleton(uint32_t scalar, uint32_t *out, int32_t capacity) {
    pthread_once(&checker_once, open_checker);
    UErrorCode status = U_ZERO_ERROR;
    UChar source[2], skeleton[64];
    int32_t length = 0;
    UBool failed = 0;
    U16_APPEND(source, length, 2, (UChar32)scalar, failed);
    if (failed || !checker) return -1;
    int32_t units = uspoof_getSkeleton(checker, 0, source, length, skeleton, 64, &status);
    if (U_FAILURE(status)) return -1;
    int32_t count = 0;
    for (int32_t i = 0; i < units;) {
        UChar32 c;
        U16_NEXT(skeleton, i, units, c);
        if (count == capacity) return -1;
        out[count++] = (uint32_t)c;
    }
    return count;
}

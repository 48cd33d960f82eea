// What simdjson 3.0.1 does not say about escapes.
#pragma once
#include <cstdint>
#include <cstring>

namespace mirob {
inline int hex(uint8_t c) {
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// The value of `\uXXXX` at p, or -1.
inline int escaped_unit(const uint8_t *p, const uint8_t *end) {
    if (end - p < 6 || p[0] != '\\' || p[1] != 'u') return -1;
    int value = 0;
    for (int i = 2; i < 6; i++) {
        int digit = hex(p[i]);
        if (digit < 0) return -1;
        value = value << 4 | digit;
    }
    return value;
}

// Whether some `\u` escape is half of a pair. simdjson 3.0.1 lets lone low halves pass and joins a high half with anything, so it is asked before.
inline bool has_lone_surrogate(const uint8_t *line, size_t count) {
    const uint8_t *end = line + count;
    const uint8_t *p = line;
    while (p < end) {
        // Escapes come in runs where a writer escapes everything beyond ASCII: then there is nothing to search.
        if (*p != '\\' && !(p = static_cast<const uint8_t *>(std::memchr(p, '\\', size_t(end - p))))) break;
        if (end - p < 6 || p[1] != 'u') {
            p += 2; // an escape is at least two bytes, so `\\u` is not taken for one
        } else if ((p[2] | 0x20) != 'd') {
            p += 6;
        } else {
            int unit = escaped_unit(p, end);
            bool isHalf = unit >= 0xD800 && unit <= 0xDFFF;
            int second = isHalf && unit < 0xDC00 ? escaped_unit(p + 6, end) : -1;
            if (isHalf && (second < 0xDC00 || second > 0xDFFF)) return true;
            p += isHalf ? 12 : 6;
        }
    }
    return false;
}
} // namespace mirob

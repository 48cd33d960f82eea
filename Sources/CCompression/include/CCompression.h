#ifndef MIROB_COMPRESSION_H
#define MIROB_COMPRESSION_H
// Streaming decompression of gzip (zlib) and zstd behind plain types. Not libarchive: it drops up to 128 KiB of what it had already decoded when
// a stream is cut off, and it cannot hand over what has arrived so far while a pipe pauses. A decoder belongs to one thread at a time.
#include <stdint.h>

enum { MIROB_GZIP = 1, MIROB_ZSTD = 2 };

enum {
    MIROB_DECODER_MORE = 0,    // Goes on: needs more input or more room.
    MIROB_DECODER_BETWEEN = 1, // A member or frame has ended here; another may follow.
    MIROB_DECODER_CORRUPT = -1,
    MIROB_DECODER_MEMORY = -2, // No memory, or a zstd window above 128 MiB.
};

typedef struct mirob_decoder mirob_decoder;

// A decoder of MIROB_GZIP or MIROB_ZSTD, or null when there is no memory.
mirob_decoder *mirob_decoder_new(int32_t kind);
void mirob_decoder_free(mirob_decoder *decoder);
// Decodes from `input` into `output`, as far as either lasts; says how many bytes of each were used. Members and frames that follow one another are
// decoded as one stream.
int32_t mirob_decoder_step(mirob_decoder *decoder, const uint8_t *input, int64_t input_count, int64_t *consumed, uint8_t *output,
                           int64_t output_count, int64_t *produced);
#endif

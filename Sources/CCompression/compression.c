#include "CCompression.h"

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

struct mirob_decoder {
    int32_t kind;
    bool between; // a gzip member has ended and the next one has not begun
    z_stream gzip;
    ZSTD_DCtx *zstd;
};

mirob_decoder *mirob_decoder_new(int32_t kind) {
    mirob_decoder *decoder = calloc(1, sizeof *decoder);
    if (!decoder) return NULL;
    decoder->kind = kind;
    bool ready;
    if (kind == MIROB_GZIP) {
        ready = inflateInit2(&decoder->gzip, 15 + 16) == Z_OK; // 32 KiB window, gzip framing only
    } else {
        decoder->zstd = ZSTD_createDCtx();
        // 2^27: what `zstd --ultra -22` and `--long` use. More would break the bound on memory.
        ready = decoder->zstd && !ZSTD_isError(ZSTD_DCtx_setParameter(decoder->zstd, ZSTD_d_windowLogMax, 27));
    }
    if (ready) return decoder;
    mirob_decoder_free(decoder);
    return NULL;
}

void mirob_decoder_free(mirob_decoder *decoder) {
    if (!decoder) return;
    if (decoder->kind == MIROB_GZIP) inflateEnd(&decoder->gzip);
    ZSTD_freeDCtx(decoder->zstd);
    free(decoder);
}

static int32_t step_gzip(mirob_decoder *decoder, const uint8_t *input, int64_t input_count, int64_t *consumed, uint8_t *output,
                         int64_t output_count, int64_t *produced) {
    z_stream *stream = &decoder->gzip;
    // A member may be padded with zeros up to a block's end, as on tapes.
    int64_t skipped = 0;
    while (decoder->between && skipped < input_count && input[skipped] == 0) skipped++;
    *consumed = skipped;
    if (skipped == input_count && decoder->between) return MIROB_DECODER_BETWEEN;
    if (decoder->between) {
        if (inflateReset(stream) != Z_OK) return MIROB_DECODER_CORRUPT;
        decoder->between = false;
    }
    stream->next_in = (Bytef *)(input + skipped);
    stream->avail_in = (uInt)(input_count - skipped < INT_MAX ? input_count - skipped : INT_MAX);
    stream->next_out = output;
    stream->avail_out = (uInt)(output_count < INT_MAX ? output_count : INT_MAX);
    int result = inflate(stream, Z_NO_FLUSH);
    *consumed = stream->next_in - input;
    *produced = stream->next_out - output;
    switch (result) {
    case Z_STREAM_END: decoder->between = true; return MIROB_DECODER_BETWEEN;
    case Z_OK:
    case Z_BUF_ERROR: return MIROB_DECODER_MORE;
    case Z_MEM_ERROR: return MIROB_DECODER_MEMORY;
    default: return MIROB_DECODER_CORRUPT;
    }
}

static int32_t step_zstd(mirob_decoder *decoder, const uint8_t *input, int64_t input_count, int64_t *consumed, uint8_t *output,
                         int64_t output_count, int64_t *produced) {
    ZSTD_inBuffer in = {input, (size_t)input_count, 0};
    ZSTD_outBuffer out = {output, (size_t)output_count, 0};
    size_t result = ZSTD_decompressStream(decoder->zstd, &out, &in);
    *consumed = (int64_t)in.pos;
    *produced = (int64_t)out.pos;
    if (!ZSTD_isError(result)) return result == 0 ? MIROB_DECODER_BETWEEN : MIROB_DECODER_MORE;
    switch (ZSTD_getErrorCode(result)) {
    case ZSTD_error_memory_allocation:
    case ZSTD_error_frameParameter_windowTooLarge: return MIROB_DECODER_MEMORY;
    default: return MIROB_DECODER_CORRUPT;
    }
}

int32_t mirob_decoder_step(mirob_decoder *decoder, const uint8_t *input, int64_t input_count, int64_t *consumed, uint8_t *output,
                           int64_t output_count, int64_t *produced) {
    *consumed = 0;
    *produced = 0;
    return decoder->kind == MIROB_GZIP ? step_gzip(decoder, input, input_count, consumed, output, output_count, produced)
                                       : step_zstd(decoder, input, input_count, consumed, output, output_count, produced);
}

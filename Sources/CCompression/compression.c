#include "CCompression.h"

#include <bzlib.h>
#include <limits.h>
#include <lzma.h>
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
    bz_stream bzip2;
    lzma_stream xz;
};

mirob_decoder *mirob_decoder_new(int32_t kind) {
    mirob_decoder *decoder = calloc(1, sizeof *decoder);
    if (!decoder) return NULL;
    decoder->kind = kind;
    bool ready;
    if (kind == MIROB_BZIP2) {
        ready = BZ2_bzDecompressInit(&decoder->bzip2, 0, 0) == BZ_OK;
    } else if (kind == MIROB_XZ) {
        decoder->xz = (lzma_stream)LZMA_STREAM_INIT;
        // Streams may follow one another and be padded with zeros; 128 MiB and a bit hold what `xz -9` and larger dictionaries use.
        ready = lzma_stream_decoder(&decoder->xz, (128 << 20) + (1 << 20), LZMA_CONCATENATED) == LZMA_OK;
    } else if (kind == MIROB_GZIP) {
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
    if (decoder->kind == MIROB_BZIP2) BZ2_bzDecompressEnd(&decoder->bzip2);
    if (decoder->kind == MIROB_XZ) lzma_end(&decoder->xz);
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

static int32_t step_bzip2(mirob_decoder *decoder, const uint8_t *input, int64_t input_count, int64_t *consumed, uint8_t *output,
                          int64_t output_count, int64_t *produced) {
    bz_stream *stream = &decoder->bzip2;
    if (decoder->between) {
        if (input_count == 0) return MIROB_DECODER_BETWEEN;
        BZ2_bzDecompressEnd(stream);
        *stream = (bz_stream){0};
        if (BZ2_bzDecompressInit(stream, 0, 0) != BZ_OK) return MIROB_DECODER_MEMORY;
        decoder->between = false;
    }
    stream->next_in = (char *)input;
    stream->avail_in = (unsigned)(input_count < INT_MAX ? input_count : INT_MAX);
    stream->next_out = (char *)output;
    stream->avail_out = (unsigned)(output_count < INT_MAX ? output_count : INT_MAX);
    int result = BZ2_bzDecompress(stream);
    *consumed = (const uint8_t *)stream->next_in - input;
    *produced = (uint8_t *)stream->next_out - output;
    switch (result) {
    case BZ_STREAM_END: decoder->between = true; return MIROB_DECODER_BETWEEN;
    case BZ_OK: return MIROB_DECODER_MORE;
    case BZ_MEM_ERROR: return MIROB_DECODER_MEMORY;
    default: return MIROB_DECODER_CORRUPT;
    }
}

// With LZMA_CONCATENATED the decoder itself doesn't say where a stream has ended; what it has swallowed whole is told by LZMA_FINISH at the end.
static int32_t step_xz(mirob_decoder *decoder, const uint8_t *input, int64_t input_count, int64_t *consumed, uint8_t *output,
                       int64_t output_count, int64_t *produced) {
    lzma_stream *stream = &decoder->xz;
    stream->next_in = input;
    stream->avail_in = (size_t)input_count;
    stream->next_out = output;
    stream->avail_out = (size_t)output_count;
    lzma_ret result = lzma_code(stream, input_count == 0 ? LZMA_FINISH : LZMA_RUN);
    *consumed = stream->next_in - input;
    *produced = stream->next_out - output;
    switch (result) {
    case LZMA_STREAM_END: return MIROB_DECODER_BETWEEN;
    case LZMA_OK: return MIROB_DECODER_MORE;
    case LZMA_BUF_ERROR: return input_count == 0 ? MIROB_DECODER_CORRUPT : MIROB_DECODER_MORE;
    case LZMA_MEM_ERROR:
    case LZMA_MEMLIMIT_ERROR: return MIROB_DECODER_MEMORY;
    default: return MIROB_DECODER_CORRUPT;
    }
}

int32_t mirob_decoder_step(mirob_decoder *decoder, const uint8_t *input, int64_t input_count, int64_t *consumed, uint8_t *output,
                           int64_t output_count, int64_t *produced) {
    *consumed = 0;
    *produced = 0;
    switch (decoder->kind) {
    case MIROB_GZIP: return step_gzip(decoder, input, input_count, consumed, output, output_count, produced);
    case MIROB_ZSTD: return step_zstd(decoder, input, input_count, consumed, output, output_count, produced);
    case MIROB_BZIP2: return step_bzip2(decoder, input, input_count, consumed, output, output_count, produced);
    default: return step_xz(decoder, input, input_count, consumed, output, output_count, produced);
    }
}

#ifndef MIROB_COMPRESSION_H
#define MIROB_COMPRESSION_H
// Streaming decompression of gzip (zlib), zstd, bzip2 and xz behind plain types. Not libarchive: it drops up to 128 KiB of what it had already decoded when
// a stream is cut off, and it cannot hand over what has arrived so far while a pipe pauses. A decoder belongs to one thread at a time.
#include <stdint.h>

enum { MIROB_GZIP = 1, MIROB_ZSTD = 2, MIROB_BZIP2 = 3, MIROB_XZ = 4 };

enum {
    MIROB_DECODER_MORE = 0,    // Goes on: needs more input or more room.
    MIROB_DECODER_BETWEEN = 1, // A member or frame has ended here; another may follow.
    MIROB_DECODER_CORRUPT = -1,
    MIROB_DECODER_MEMORY = -2, // No memory, or a zstd window or an xz dictionary above 128 MiB.
};

typedef struct mirob_decoder mirob_decoder;

// A decoder of a kind above, or null when there is no memory.
mirob_decoder *mirob_decoder_new(int32_t kind);
void mirob_decoder_free(mirob_decoder *decoder);
// Decodes from `input` into `output`, as far as either lasts; says how many bytes of each were used. Members and frames that follow one another are
// decoded as one stream.
int32_t mirob_decoder_step(mirob_decoder *decoder, const uint8_t *input, int64_t input_count, int64_t *consumed, uint8_t *output,
                           int64_t output_count, int64_t *produced);

// Archives of several files (zip, tar, also compressed), through libarchive; read in order, nothing is written to disk.
typedef struct mirob_archive mirob_archive;

// Opens a file; null when there is no memory. Problems show with the first entry.
mirob_archive *mirob_archive_open(const char *path);
void mirob_archive_close(mirob_archive *archive);
// The next entry that is a plain file: 1, 0 at the end, -1 on failure. `*name` is UTF-8 or not, and good until the next call.
int32_t mirob_archive_next(mirob_archive *archive, const char **name);
// Bytes of the entry: how many, 0 at its end, -1 on failure.
int64_t mirob_archive_read(mirob_archive *archive, uint8_t *bytes, int64_t count);
// Bytes of the file used so far.
int64_t mirob_archive_position(mirob_archive *archive);
// What went wrong, in the library's words; never null.
const char *mirob_archive_problem(mirob_archive *archive);
#endif

#include "CCompression.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <sys/stat.h>

struct mirob_archive {
    struct archive *reader;
    int opened;
};

mirob_archive *mirob_archive_open(const char *path) {
    mirob_archive *archive = calloc(1, sizeof *archive);
    if (!archive) return NULL;
    archive->reader = archive_read_new();
    if (!archive->reader) {
        free(archive);
        return NULL;
    }
    // Only filters that the library has built in: no programs are started.
    archive_read_support_filter_gzip(archive->reader);
    archive_read_support_filter_bzip2(archive->reader);
    archive_read_support_filter_xz(archive->reader);
    archive_read_support_filter_zstd(archive->reader);
    archive_read_support_format_zip(archive->reader);
    archive_read_support_format_tar(archive->reader);
    archive->opened = archive_read_open_filename(archive->reader, path, 65536) == ARCHIVE_OK;
    return archive;
}

void mirob_archive_close(mirob_archive *archive) {
    if (!archive) return;
    archive_read_free(archive->reader);
    free(archive);
}

int32_t mirob_archive_next(mirob_archive *archive, const char **name) {
    if (!archive->opened) return -1;
    for (;;) {
        struct archive_entry *entry;
        int result = archive_read_next_header(archive->reader, &entry);
        if (result == ARCHIVE_EOF) return 0;
        if (result != ARCHIVE_OK && result != ARCHIVE_WARN) return -1;
        if (archive_entry_filetype(entry) != AE_IFREG) continue;
        *name = archive_entry_pathname_utf8(entry);
        if (!*name) *name = archive_entry_pathname(entry);
        if (!*name) *name = "entry";
        return 1;
    }
}

int64_t mirob_archive_read(mirob_archive *archive, uint8_t *bytes, int64_t count) {
    la_ssize_t got = archive_read_data(archive->reader, bytes, (size_t)count);
    return got < 0 ? -1 : got;
}

int64_t mirob_archive_position(mirob_archive *archive) { return archive_filter_bytes(archive->reader, -1); }

const char *mirob_archive_problem(mirob_archive *archive) {
    const char *problem = archive_error_string(archive->reader);
    return problem ? problem : "unknown";
}

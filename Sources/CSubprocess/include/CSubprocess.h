#ifndef MIROB_SUBPROCESS_H
#define MIROB_SUBPROCESS_H
// A program run with limits: an argument vector and no shell, nothing on its standard input, its standard output in a pipe, its errors nowhere.
#include <stdint.h>

// Starts `program` (a path, or a name looked up in PATH) with `arguments`, which end with null and begin with the program's name.
// Limits are set in the child: bytes of address space, seconds of CPU, bytes of any file it writes (none).
// Returns its process id, or -1 with errno set where it can't be started (ENOENT: there is no such program); `*output` is the pipe's end to read.
int32_t mirob_subprocess_start(const char *program, char *const arguments[], int64_t memory, int64_t seconds, int32_t *output);
// Reads what there is, waiting at most `milliseconds`: bytes read, 0 at the end, -1 after the time, -2 on failure.
int64_t mirob_subprocess_read(int32_t output, uint8_t *bytes, int64_t count, int32_t milliseconds);
// Closes the pipe, ends the program if it still runs, and waits for it. Its exit status, or 128 + signal.
int32_t mirob_subprocess_end(int32_t process, int32_t output, int32_t kill_it);
#endif

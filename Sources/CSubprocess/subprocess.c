#define _GNU_SOURCE
#include "CSubprocess.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void limit(int what, int64_t most) {
    struct rlimit value = {(rlim_t)most, (rlim_t)most};
    setrlimit(what, &value);
}

int32_t mirob_subprocess_start(const char *program, char *const arguments[], int64_t memory, int64_t seconds, int32_t *output) {
    int pipes[2], report[2];
    if (pipe2(pipes, O_CLOEXEC)) return -1;
    if (pipe2(report, O_CLOEXEC)) {
        close(pipes[0]);
        close(pipes[1]);
        return -1;
    }
    pid_t child = fork();
    if (child == 0) {
        // Only calls that are safe between fork and exec.
        int nothing = open("/dev/null", O_RDWR);
        dup2(nothing, 0);
        dup2(pipes[1], 1);
        dup2(nothing, 2);
        limit(RLIMIT_AS, memory);
        limit(RLIMIT_CPU, seconds);
        limit(RLIMIT_FSIZE, 0);
        limit(RLIMIT_CORE, 0);
        limit(RLIMIT_NPROC, 64);
        signal(SIGPIPE, SIG_DFL);
        execvp(program, arguments);
        int code = errno;
        ssize_t written = write(report[1], &code, sizeof code);
        _exit(written == sizeof code ? 127 : 126);
    }
    close(pipes[1]);
    close(report[1]);
    int code = child < 0 ? errno : 0;
    if (child > 0 && read(report[0], &code, sizeof code) > 0) {
        int status;
        while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    }
    close(report[0]);
    if (code == 0) {
        *output = pipes[0];
        return child;
    }
    close(pipes[0]);
    errno = code;
    return -1;
}

int64_t mirob_subprocess_read(int32_t output, uint8_t *bytes, int64_t count, int32_t milliseconds) {
    struct pollfd request = {output, POLLIN, 0};
    int ready = poll(&request, 1, milliseconds);
    if (ready == 0 || (ready < 0 && errno == EINTR)) return -1;
    if (ready < 0) return -2;
    ssize_t got = read(output, bytes, (size_t)count);
    return got >= 0 ? got : errno == EINTR ? -1 : -2;
}

int32_t mirob_subprocess_end(int32_t process, int32_t output, int32_t kill_it) {
    close(output);
    if (kill_it) kill(process, SIGKILL);
    int status = 0;
    while (waitpid(process, &status, 0) < 0) {
        if (errno != EINTR) return -1;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

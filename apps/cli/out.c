#include "cli.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum {
    CHUNK = 1 << 16
};

static void write_all(struct cli *cli) {
    size_t done = 0;
    while (!cli->write_error && done < cli->out.len) {
        ssize_t n = write(STDOUT_FILENO, cli->out.data + done, cli->out.len - done);
        if (n < 0 && errno != EINTR)
            cli->write_error = errno;
        if (n > 0)
            done += (size_t)n;
    }
    bool failed = cli->out.failed;
    app_text_reset(&cli->out);
    cli->out.failed = failed;
}

bool cli_flush_some(struct cli *cli) {
    if (cli->out.len >= CHUNK)
        write_all(cli);
    return !cli->write_error && !cli->out.failed;
}

int cli_finish(struct cli *cli, int code) {
    bool wrote = cli->out.len > 0;
    write_all(cli);
    /* A full disk may show only now. A stdout that was closed from the start matters to an answer,
     * not to its absence. */
    if (!cli->write_error && close(STDOUT_FILENO) != 0 && (wrote || errno != EBADF))
        cli->write_error = errno;
    if (cli->out.failed && !code)
        code = cli_fail(CLI_FAILURE, "answer", "ask for a smaller range", "out of memory");
    if (cli->write_error)
        code = cli_fail(CLI_FAILURE, "standard output", "the answer is not complete",
                        "cannot write: %s", strerror(cli->write_error));
    app_text_clear(&cli->out);
    return code;
}

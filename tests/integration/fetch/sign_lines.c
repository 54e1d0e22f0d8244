/* sign_lines: signs one request a line, for comparison with other signers. Fields are separated by
 * tabs: method, encoded path, encoded query, payload hash, time, region, id, secret, token, then
 * names and values of headers. Prints the Authorization header. */
#if !defined(_GNU_SOURCE)
#define _GNU_SOURCE 1 /* strsep */
#endif
#include "sigv4.h"

#include <stdio.h>

int main(void) {
    static char line[1 << 16];
    fetch__signer signer;
    if (fetch__signer_init(&signer, NULL) != FETCH_OK)
        return 1;
    while (fgets(line, sizeof line, stdin) != NULL) {
        char *rest = line, *fields[64] = {NULL};
        size_t count = 0;
        line[strcspn(line, "\n")] = '\0';
        while (rest != NULL && count < 64)
            fields[count++] = strsep(&rest, "\t");
        if (count < 11 || count % 2 == 0)
            return 2;
        fetch_header headers[32];
        for (size_t i = 9; i + 1 < count; i += 2)
            headers[(i - 9) / 2] = (fetch_header){fields[i], fields[i + 1]};
        const fetch__canonical request = {fields[0], fields[1], fields[2], headers, (count - 9) / 2,
                                          fields[3], fields[4], fields[5], "s3"};
        const fetch__identity identity = {fields[6], fields[7], fields[8]};
        fetch__buffer out = {0};
        if (fetch__authorize(&signer, &request, &identity, &out) != FETCH_OK)
            return 3;
        puts(out.data);
        fetch__buffer_clear(&out);
    }
    fetch__signer_clear(&signer);
    return 0;
}

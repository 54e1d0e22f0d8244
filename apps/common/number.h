/* Numbers as text: locale independent, exact, quick. NaN and infinities give an empty text. */
#ifndef MARKETKIT_APPS_COMMON_NUMBER_H
#define MARKETKIT_APPS_COMMON_NUMBER_H

#include <stddef.h>

/* Room for any number, with its NUL. */
#define APP_NUMBER_SIZE 32

/* The shortest decimal that reads back as the same double. Returns the length. */
size_t app_number_shortest(double value, char out[APP_NUMBER_SIZE]);
/* Rounded (correctly, ties to even) to 10 significant digits, without trailing zeros: what the API
 * says. */
size_t app_number_rounded(double value, char out[APP_NUMBER_SIZE]);
/* With exactly `decimals` (0 to 10) decimals, for people; numbers of 1e15 and more as shortest. */
size_t app_number_fixed(double value, int decimals, char out[APP_NUMBER_SIZE]);

#endif

/* Time, medians and a line about the machine. */
#ifndef MEASURE_H
#define MEASURE_H

#include <stddef.h>

double measure_now_ns(void);
/* The clock at which this program runs, from a chain of dependent additions; 0: not known here. */
double measure_clock_ghz(void);
/* Sorts the times and returns the middle one. */
double measure_median(double *times, size_t count);
/* "MODEL, N cores, SYSTEM, COMPILER" */
void measure_machine(char *text, size_t size);
/* Ends the program when there is no memory. */
double *measure_doubles(size_t count);

#endif

/* fieldwork.c -- functions for rules.rubric, in C.
 *
 * For every function NAME the library exports NAME and NAME_arity, the number of arguments that the rules declare. A number
 * arrives as double, an integer, a date (days) or a time (microseconds) as int64_t, a boolean as int, a text as two arguments:
 * where it starts (no NUL at its end) and its size in bytes. Results likewise; a text as Text. NAN, or a Text without data,
 * is unknown. A function is called only when all its arguments are known, from any thread, and must neither crash nor keep
 * anything between calls.
 */
#include <math.h>
#include <stddef.h>
#include <stdint.h>

typedef struct { const char *data; size_t size; } Text;

/* Kilometres on a great circle between two places given in degrees; unknown outside of the globe. */
double distance_km(double latitude1, double longitude1, double latitude2, double longitude2) {
  const double degree = 3.14159265358979323846 / 180, earth_km = 6371;
  if (fabs(latitude1) > 90 || fabs(latitude2) > 90 || fabs(longitude1) > 180 || fabs(longitude2) > 180) return NAN;
  double up = sin((latitude2 - latitude1) * degree / 2), along = sin((longitude2 - longitude1) * degree / 2);
  double a = up * up + cos(latitude1 * degree) * cos(latitude2 * degree) * along * along;
  return 2 * earth_km * asin(fmin(1, sqrt(a)));
}
const int distance_km_arity = 4;

/* Whether the digits of a company number end in their check digit (Luhn's rule, as in a French SIREN). */
int check_digit_ok(const char *data, size_t size) {
  int sum = 0, digits = 0;
  for (size_t i = size; i-- > 0;) {
    if (data[i] == ' ') continue;
    if (data[i] < '0' || data[i] > '9') return 0;
    int digit = data[i] - '0';
    if (digits++ % 2) digit = digit < 5 ? 2 * digit : 2 * digit - 9;
    sum += digit;
  }
  return digits > 1 && sum % 10 == 0;
}
const int check_digit_ok_arity = 1;

/* The compass point of a bearing in whole degrees: "north", "east", "south", "west". */
Text compass(int64_t degrees) {
  static const Text points[4] = {{"north", 5}, {"east", 4}, {"south", 5}, {"west", 4}};
  int64_t turn = (degrees % 360 + 360) % 360;
  return points[(turn + 45) / 90 % 4];
}
const int compass_arity = 1;

/**
 * How variables are freed at the end of their scope, `_T` the variable.
 *
 * Source: DEFINE_FREE() in include/linux/pagemap.h and its like.
 */
export const frees: Readonly<Record<string, string>> = {
  folio_put: 'if (_T) folio_put(_T)',
}

/**
 * Tables by names that C chose: a function may be called `constructor`, and a type `__proto__`.
 */
export const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined

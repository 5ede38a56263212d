/** What is kept under a key, or made and kept there now. */
export function madeOnce<K, V>(
  kept: { readonly get: (key: K) => V | undefined; readonly set: (key: K, value: V) => unknown },
  key: K,
  make: () => V,
): V {
  const value = kept.get(key) ?? make()
  kept.set(key, value)
  return value
}

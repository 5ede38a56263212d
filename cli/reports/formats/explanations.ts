/**
 * What there is to explain violations by.
 */

/** @param isForeign whether other code than a design has run: nothing is recorded of what heals that */
export async function explanations(isForeign = false) {
  const [{ promises }, { findings }, { loadHealers }, { isNarrow }, { allDesigns }] = await Promise.all([
    import('../../../spec/promises/index.ts'),
    import('../../../spec/findings/index.ts'),
    import('../../violations/causes/healed.ts'),
    import('../../violations/causes/narrow.ts'),
    import('../../names/proposed.ts'),
  ])
  const designNamed = (name: string) => allDesigns().find(one => one.name === name)
  return {
    promises,
    findings,
    healers: isForeign ? () => [] : loadHealers(),
    isNarrow: (design: string, repair: string) => {
      const [from, to] = [designNamed(design), designNamed(repair)]
      return from !== undefined && to !== undefined && isNarrow(to, from)
    },
  }
}

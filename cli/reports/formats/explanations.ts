/**
 * What there is to explain violations by.
 */

/** @param isForeign whether other code than a design has run: nothing is recorded of what heals that */
export async function explanations(isForeign = false) {
  const [{ promises }, { findings }, { loadHealers }] = await Promise.all([
    import('../../../spec/promises/index.ts'),
    import('../../../spec/findings/index.ts'),
    import('../../violations/causes/healed.ts'),
  ])
  return { promises, findings, healers: isForeign ? () => [] : loadHealers() }
}

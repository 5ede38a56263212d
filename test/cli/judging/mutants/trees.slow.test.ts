/**
 * A fixed sample of the mutants of a real tree, which is no part of the repository: GMEMCHECK_TREES names a directory with
 * the tree 7.3. The whole set is run by hand.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { gmemcheck } from '../../gmemcheck.ts'

const tree = join(process.env.GMEMCHECK_TREES ?? 'none', '7.3')

describe.skipIf(!existsSync(tree))('a sample of the mutants of Linux 7.3', () => {
  it('has none that a review would let pass, and few that are not judged', () => {
    const { status, stdout } = gmemcheck('mutants', '--tree', tree, '--every', '40', '--format', 'json')
    const { mutants } = JSON.parse(stdout) as { mutants: { fate: string; patch: string }[] }
    const of = (fate: string) => mutants.filter(one => one.fate === fate)
    expect(of('survived').map(({ patch }) => patch)).toEqual([])
    expect(of('killed').length).toBeGreaterThanOrEqual(12)
    expect(of('not judged').length).toBeLessThanOrEqual(2)
    expect(status).toBe(0)
  })
})

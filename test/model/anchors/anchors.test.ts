import { describe, expect, it } from 'vitest'
import { modelledBy } from '../../../cli/modelled.ts'
import { modelledIn } from '../../../model/anchors/functions.ts'
import { anchorSources, isAnchored, sourcesWith, versionsOf } from '../../../model/anchors/index.ts'
import { anchorPatches } from '../../../model/anchors/patches.ts'
import { designs } from '../../../model/designs/index.ts'

const known = designs.map(({ name }) => name)
const named = new Set(designs.flatMap(design => [...modelledBy(design).functions]))

describe('anchors', () => {
  it('know the file of every function that a state is named after, and no other', () => {
    expect([...named].filter(name => !modelledIn.has(name))).toEqual([])
    expect([...modelledIn.keys()].filter(name => !named.has(name))).toEqual([])
  })

  it('are hashes, of designs that exist', () => {
    for (const { designs: those, bodies } of anchorSources) {
      expect(those.filter(name => !known.includes(name))).toEqual([])
      for (const hash of Object.values(bodies)) expect(hash).toMatch(/^[0-9a-f]{16}$/)
    }
    for (const { before = known[0]!, after } of anchorPatches)
      expect(known).toEqual(expect.arrayContaining([before, after]))
  })

  it('tell which versions of a function there are', () => {
    const sources = versionsOf('kvm_gmem_prepare_folio').map(({ name }) => name)
    expect(sources).toEqual([
      'the tree before delayed preparation',
      'the tree with the prepared flag abstracted',
      'mainline',
    ])
    const [first] = versionsOf('kvm_gmem_prepare_folio')
    expect(sourcesWith('kvm_gmem_prepare_folio', first!.bodies.kvm_gmem_prepare_folio!)).toEqual([first])
    expect(isAnchored('kvm_gmem_zap')).toBe(true)
    expect(versionsOf('kvm_gmem_zap')).toEqual([])
    expect(isAnchored('kvm_gmem_migrate_folio')).toBe(false)
  })
})

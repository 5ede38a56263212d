import { describe, expect, it } from 'vitest'
import { closestTo } from '../../../model/anchors/closest.ts'
import { fragmentFunctions } from '../../../model/anchors/fragments.ts'
import { modelledIn } from '../../../model/anchors/functions.ts'
import { anchorSources, isAnchored, sourcesWith, versionsOf } from '../../../model/anchors/index.ts'
import { anchorPatches } from '../../../model/anchors/patches.ts'
import { designs } from '../../../model/designs/index.ts'
import { modelledBy } from '../../../model/patched/modelled.ts'

const known = designs.map(({ name }) => name)
const modelled = designs.map(design => modelledBy(design))
const named = new Set(modelled.flatMap(({ functions, points }) => [...functions, ...points.keys()]))

describe('anchors', () => {
  it('know the file of every function that a state or a fragment is named after, and no other', () => {
    expect([...named].filter(name => !modelledIn.has(name))).toEqual([])
    expect([...modelledIn.keys()].filter(name => !named.has(name))).toEqual([])
  })

  it('know what every fragment stands for', () => {
    const stood = new Set(modelled.flatMap(({ points }) => [...points.keys()]))
    expect(
      Object.values(fragmentFunctions)
        .flat()
        .filter(name => !stood.has(name)),
    ).toEqual([])
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
      'Linux 6.12',
      'Linux 6.19',
      'mainline',
      'Linux 7.2',
    ])
    const [first] = versionsOf('kvm_gmem_prepare_folio')
    expect(sourcesWith('kvm_gmem_prepare_folio', first!.bodies.kvm_gmem_prepare_folio!)).toEqual([first])
    expect(isAnchored('kvm_gmem_zap')).toBe(true)
    expect(versionsOf('kvm_gmem_zap')).toEqual([])
    expect(isAnchored('kvm_gmem_of_no_tree')).toBe(false)
  })
})

describe('the closest source', () => {
  const source = (name: string, bodies: Record<string, string>) => ({
    name,
    where: '',
    file: 'a.c',
    designs: [],
    bodies,
  })
  const sources = [source('old', { a: '1', b: '1', c: '1' }), source('new', { a: '1', b: '2', c: '2' })]
  const closest = (bodies: Record<string, string>) => {
    const found = closestTo(
      Object.entries(bodies).map(([name, hash]) => ({ name, hash })),
      sources,
    )
    return found && [found.source.name, found.matching, found.known]
  }

  it('has more of the bodies than any other', () => {
    expect(closest({ a: '1', b: '2', c: '3', d: '2' })).toEqual(['new', 2, 3])
  })

  it('is the newest where several have as many', () => {
    expect(closest({ a: '1', d: '2' })).toEqual(['new', 1, 1])
  })

  it('is none where none has any', () => {
    expect(closest({ a: '2' })).toBeUndefined()
  })
})

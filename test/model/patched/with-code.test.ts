/**
 * Code that is put into the machines of one world after another.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { search } from '../../../checker/index.ts'
import { wholeFile } from '../../../model/c/text/source.ts'
import { parsed, withCode } from '../../../model/patched/machines/with-code.ts'
import { scenarios } from '../../../model/scenarios/index.ts'
import { world } from '../../../model/world.ts'
import { designNamed } from '../code/worlds.ts'

const fixture = new URL('../../fixtures/c/guest-memfd/direct-map.c', import.meta.url).pathname
const functions = ['kvm_gmem_folio_set_direct_map']
const design = designNamed('direct-map-rfc-v3')
const text = readFileSync(fixture, 'utf8')
const files = await parsed([wholeFile('guest_memfd.c', text)])

const built = (name: string) => {
  const scenario = scenarios.find(one => one.name === name)!
  return withCode({ scenario, design, system: world(scenario, design) }, files, functions)
}
const machineOf = ({ system }: ReturnType<typeof built>) => system.operations['set folio direct map']!()

describe('the machine of an operation with code in it', () => {
  it('is one for worlds of a size', () => {
    const [one, other] = [built('set-folio-of-allocated-page'), built('set-folio-during-truncation')]
    expect(machineOf(other)).toBe(machineOf(one))
    expect(machineOf(other)).not.toBe(world(scenarios[0]!, design).operations['set folio direct map']!())
  })

  it('knows nothing of the steps that another world took', () => {
    const one = built('set-folio-of-allocated-page')
    search(one.system, [])
    expect(one.marks().some(({ came }) => came)).toBe(true)
    expect(
      built('set-folio-in-use')
        .marks()
        .every(({ came }) => !came),
    ).toBe(true)
  })

  it('is another one where a statement is left out', () => {
    const one = built('set-folio-of-allocated-page')
    const { start, end } = one.marks().find(mark => text.slice(mark.start, mark.end).startsWith('xa_lock('))!
    const scenario = scenarios.find(({ name }) => name === 'set-folio-of-allocated-page')!
    const leftOut = { file: 'guest_memfd.c', start, end }
    const without = withCode({ scenario, design, system: world(scenario, design) }, files, functions, { leftOut })
    expect(machineOf(without)).not.toBe(machineOf(one))
  })

  it('is entered where the function begins', () => {
    const { placeOf } = built('set-folio-of-allocated-page')
    const operation = 'set folio direct map'
    const [name] = functions
    const line = text.slice(0, text.indexOf(`${name}(`)).split('\n').length
    const places = statesOf(machineOf(built('set-folio-of-allocated-page')).config as State).map(at =>
      placeOf({ operation, at }),
    )
    expect(places).toContainEqual({ file: 'guest_memfd.c', within: name, line, from: [], callee: name })
  })
})

interface State {
  readonly states?: Readonly<Record<string, State>>
}

const statesOf = ({ states }: State, path: readonly string[] = []): string[] =>
  states === undefined
    ? [path.join('.')]
    : Object.entries(states).flatMap(([name, state]) => statesOf(state, [...path, name]))

/**
 * Promises and goals name fields, operations and scenarios that exist.
 */
import { describe, expect, it } from 'vitest'
import type { Field } from '../../checker/declare/layout.ts'
import { kernelFields } from '../../model/kernel/state/state.ts'
import { operations } from '../../model/operations/index.ts'
import { scenarios } from '../../model/scenarios/index.ts'
import { goals, promises } from '../../spec/promises/index.ts'

const bounds = { pages: 2, hugepage: 2, frames: 2, threads: 1, vms: 1, failures: 0 }
const fields: readonly [string, Field][] = Object.entries(kernelFields(bounds, { tdxHoldsReferences: false }))
const withRole = (role: string) =>
  fields.flatMap(([name, field]) => (field.kind !== 'constant' && field.role === role ? [name] : []))
const nevers = promises.flatMap(promise => (promise.kind === 'never' ? [promise] : []))
const contracts = promises.flatMap(promise => (promise.kind === 'contract' ? [promise] : []))

describe('every signal', () => {
  it('is a promise of its own', () => {
    expect(nevers.map(({ signal }): string => signal).sort()).toEqual(withRole('signal').sort())
  })
})

describe('every ghost', () => {
  const read = [...promises, ...goals].flatMap(({ ghosts }) => ghosts ?? [])

  it('that is named exists', () => expect(read.filter(name => !withRole('ghost').includes(name))).toEqual([]))
  it('is read by a promise or a goal', () => {
    expect(withRole('ghost').filter(name => !read.includes(name as (typeof read)[number]))).toEqual([])
  })
})

describe.each(contracts.map(({ name, of }) => [name, of] as const))('the contract %s', (_, of) => {
  it('binds operations that exist', () => {
    expect(of.filter(operation => !operations.some(({ name }) => name === operation))).toEqual([])
    expect(of).not.toEqual([])
  })
})

describe('every promise and every goal', () => {
  it.each([...promises, ...goals].map(({ name, statement, source }) => [name, statement, source]))(
    '%s: %s (%s)',
    (_, statement, source) => {
      expect(statement).toMatch(/^[A-Z].*\.$/)
      expect(source).not.toBe('')
    },
  )
})

describe('goals', () => {
  const declared = scenarios.flatMap(scenario => scenario.goals)

  it('that scenarios declare exist', () => {
    expect(declared.filter(goal => !goals.some(({ name }) => name === goal))).toEqual([])
  })
  it('that exist are declared by some scenario', () => {
    expect(goals.map(({ name }) => name).filter(name => !declared.includes(name))).toEqual([])
  })
})

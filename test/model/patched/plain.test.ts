/**
 * What code is compared by says of names what the worlds say, in which the same code runs.
 */
import { describe, expect, it } from 'vitest'
import { SMALL } from '../../../model/c/equal/term.ts'
import { textType } from '../../../model/c/ir/types.ts'
import { bindingFor } from '../../../model/code/binding.ts'
import { designs } from '../../../model/designs/index.ts'
import { dataModel, plainType, TYPE_NAMES } from '../../../model/kernel/c/types.ts'
import { mappingFlags } from '../../../model/operations/files/mapping-flags.ts'
import { plainNames } from '../../../model/patched/account/plain.ts'

const { functions, structs, constants } = bindingFor(designs.find(({ name }) => name === 'in-place-conversion')!)

describe('names of code that is compared', () => {
  it('are types that a world has', () => {
    expect(Object.keys(TYPE_NAMES).filter(name => textType(dataModel(16), name) === undefined)).toEqual([])
  })

  it('are functions of the types that they have in a world', () => {
    const told = Object.entries(functions).flatMap(([name, bound]) => {
      const type = plainNames.typeOf(name)
      return 'type' in bound && type !== undefined && type !== SMALL
        ? [[name, plainType(bound.type), plainType(type)]]
        : []
    })
    expect(told.length).toBeGreaterThan(8)
    expect(told.filter(([, here, there]) => here !== there)).toEqual([])
  })

  it('are fields of the types that they have in a world', () => {
    const told = Object.entries(plainNames.fields).flatMap(([pointer, fields]) =>
      Object.entries(fields).flatMap(([field, { type }]) => {
        const bound = structs[/struct (\w+)/.exec(pointer)![1]!]?.[field]
        return bound === undefined ? [] : [[`${pointer}${field}`, plainType(bound.type), plainType(type)]]
      }),
    )
    expect(told.length).toBeGreaterThan(8)
    expect(told.filter(([, here, there]) => here !== there)).toEqual([])
  })

  it('are numbers of the values that they have in a world, but for flags of mappings', () => {
    const told = Object.entries(plainNames.numbers).flatMap(([name, { value }]) => {
      const here = constants[name]
      return here === undefined || name in mappingFlags
        ? []
        : [[name, typeof here === 'number' ? here : here.value, value]]
    })
    expect(told.length).toBeGreaterThan(8)
    expect(told.filter(([, here, there]) => here !== there)).toEqual([])
  })
})

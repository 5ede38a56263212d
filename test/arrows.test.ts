/**
 * checker <- model <- spec <- cli: an arrow points at what is imported. The same holds for the rooms of a folder, and no
 * modules import each other in a circle: see `rooms.ts`. Rooms are entered through their doors: see `doors.ts`.
 */
import { describe, expect, it } from 'vitest'
import { doors, open } from './doors.ts'
import { circlesIn, type Import, importsIn, importsOf } from './imports.ts'
import { atRunTime, houses, JOINT } from './rooms.ts'

const folderOf = (path: string): string => path.split('/')[0]!

/** The place of a module's room in the order of its folder; -1 where it has none. */
function placeOf(path: string): number {
  const { rooms } = houses[folderOf(path)]!
  const own = rooms.indexOf(path)
  return own >= 0 ? own : rooms.indexOf(path.slice(0, path.lastIndexOf('/')))
}

/** What a module imports against the arrows, a line each. */
function against(path: string, imports: readonly Import[]): string[] {
  const folder = folderOf(path)
  const place = placeOf(path)
  if (place === -1) return [`${path} lies in no room: add its folder to the order in test/rooms.ts`]
  return imports.flatMap(({ target, typesOnly }) => {
    const to = folderOf(target)
    if (!Object.hasOwn(houses, to)) return path in atRunTime ? [] : [`${path} imports ${target}`]
    if (to !== folder) {
      const joint = path === JOINT && typesOnly && to === 'checker'
      if (!joint && !houses[folder]!.imports.includes(to)) return [`${path} imports ${target}`]
    } else if (placeOf(target) > place) return [`${path} imports ${target} from a higher room`]
    const entered = roomsWithDoors.find(
      room => isIn(target, room) && !isIn(path, room) && !doors[room]!.includes(target),
    )
    return entered === undefined ? [] : [`${path} imports ${target}, which is no door of ${entered}`]
  })
}

const roomsWithDoors = Object.keys(doors)
const isIn = (path: string, room: string): boolean => path.startsWith(`${room}/`)

const modules = importsIn(Object.keys(houses))

describe('the arrows between the folders and their rooms', () => {
  it.each([...modules.keys()])('are kept by %s', path => {
    expect(against(path, modules.get(path)!)).toEqual([])
  })

  it.each([
    ['checker/search.ts', "import { folioOf } from '../model/kernel/memory/folio.ts'"],
    ['model/world.ts', "import type { Promised } from '../spec/promise.ts'"],
    ['spec/promise.ts', "import type { Property } from '../checker/declare.ts'"],
    ['spec/judging/properties.ts', "import { search } from '../../checker/index.ts'"],
    ['spec/goals/index.ts', "export * from '../../cli/names.ts'"],
    ['model/world.ts', "const late = await import('../cli/main.ts')"],
    ['model/world.ts', "import {\n  type Claim,\n  claims,\n} from '../spec/claims/index.ts'"],
    ['model/kernel/state/state.ts', "import '../../../spec/promises.ts'"],
    ['model/kernel/state/state.ts', "import { cell } from '../../../checker/declare/layout.ts'"],
    ['cli/main.ts', "import { Table } from '../checker/store/seen/table.ts'"],
    ['checker/store/pack.ts', "import type { Judge } from '../expand/judge.ts'"],
    ['checker/compile/flatten/control.ts', "import { place } from '../placement.ts'"],
    ['checker/trace/walk.ts', "import { search } from '../search.ts'"],
    ['checker/attic/old.ts', ''],
    ['model/kernel/state/values.ts', "import { plus } from '../memory/folio.ts'"],
    ['model/c/parse/grammar.ts', "import type { Lowered } from '../ir/ir.ts'"],
    ['cli/text/words.ts', "import type { Ended } from '../run/search/job.ts'"],
    ['cli/reports/formats/mail.ts', "import { addRendering } from '../../commands/options/options.ts'"],
    ['cli/names/world-name.ts', "import { claims } from '../../spec/claims/conversion.ts'"],
    ['spec/suite/worlds.ts', "import { races } from '../../model/scenarios/conversion/races.ts'"],
    ['model/patched/reading.ts', "import { hunkAt } from '../c/patch/hunk.ts'"],
  ])('would be broken by %s: %s', (path, text) => {
    expect(against(path, importsOf(path, text))).toHaveLength(1)
  })

  it.each([
    ["import { // the model's own table\n  folios,\n} from '../../model/kernel/memory/folio.ts'"],
    ["const late = import(/* lazily */ '../../cli/main.ts')"],
    ["const late = import('../../cli/main.ts', { with: {} })"],
    ['const late = import(`../../cli/main.ts`)'],
    ["const late = import('../../cli/' + name)"],
    ["let world: import('../../model/world.ts').World"],
    ["type World = typeof import('../../model/world.ts')"],
    ["import world = require('../../model/world.ts')"],
    ["import { check } from 'gmemcheck'"],
    ["import { createRequire } from 'node:module'"],
    ["const world = require('../../model/world.ts')"],
    ["const script = new URL('../../model/world.ts', import.meta.url)"],
    ["export { attic } from '../../attic/attic.ts'"],
    ["import '/work/model/world.ts'"],
    ["import {} from '../../../elsewhere.ts'"],
  ])('would be broken in checker/store by %s', text => {
    expect(against('checker/store/pack.ts', importsOf('checker/store/pack.ts', text))).toHaveLength(1)
  })

  it('are not broken by what looks like an import', () => {
    const text = "// import './a.ts'\nconst says = `\nimport '../../cli/main.ts'\n`"
    expect(importsOf('checker/store/pack.ts', text)).toEqual([])
  })

  it.each(Object.keys(atRunTime))('are passed over at run time by %s, and by no other', path => {
    const imports = modules.get(path) ?? []
    expect(imports.filter(({ target }) => !Object.hasOwn(houses, folderOf(target)))).not.toEqual([])
  })

  it('let the joint name types of the engine', () => {
    expect(against(JOINT, importsOf(JOINT, "import type { Property } from '../../checker/declare.ts'"))).toEqual([])
  })
})

describe('doors', () => {
  it.each(roomsWithDoors)('of %s are all used from outside', room => {
    const used = new Set(
      [...modules].flatMap(([path, imports]) => (isIn(path, room) ? [] : imports.map(({ target }) => target))),
    )
    expect(doors[room]!.filter(door => !used.has(door))).toEqual([])
  })

  it('are what each room has, or it is said why it has none', () => {
    const folders = new Set(
      [...modules.keys()]
        .map(path => path.split('/').slice(0, -1))
        .filter(({ length }) => length > 1)
        .map(parts => parts.slice(0, 2).join('/')),
    )
    const known = [...roomsWithDoors, ...Object.keys(open)]
    expect([...folders].filter(folder => !known.some(room => folder === room || isIn(folder, room)))).toEqual([])
  })
})

describe('circles of modules', () => {
  it('are nowhere', () => {
    expect(circlesIn(modules)).toEqual([])
  })

  it.each([
    [{ a: "import './a.ts'" }, [['a.ts']]],
    [{ a: "import './b.ts'", b: "export * from './c.ts'", c: '' }, []],
    [{ a: "import './b.ts'", b: "import type { A } from './a.ts'" }, [['a.ts', 'b.ts']]],
    [{ a: "import './b.ts'", b: "import('./c.ts')", c: "import './b.ts'\nimport './d.ts'", d: '' }, [['b.ts', 'c.ts']]],
    [
      { a: "import './b.ts'\nimport './d.ts'", b: "import './c.ts'", c: "import './a.ts'", d: "import './c.ts'" },
      [['a.ts', 'b.ts', 'c.ts', 'd.ts']],
    ],
  ])('are found in %j', (texts, circles) => {
    const some = new Map(
      Object.entries(texts).map(([name, text]) => [`${name}.ts`, importsOf(`${name}.ts`, text)] as const),
    )
    expect(circlesIn(some)).toEqual(circles)
  })
})

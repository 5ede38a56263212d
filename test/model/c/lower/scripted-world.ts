/**
 * The world of the fixtures, as the harness has it: every call is logged, what calls return comes from a script.
 */
import type { Binding, Bound } from '../../../../model/c/ir/binding.ts'
import type { Lowered } from '../../../../model/c/ir/ir.ts'
import { codeOf } from '../../../../model/c/ir/run.ts'
import { type Arithmetic, wrapped } from '../../../../model/c/ir/types.ts'

export interface World {
  readonly log: string[]
  readonly things: { count: number; state: number; next: number }[]
  readonly script: readonly number[]
  at: number
}

const THINGS = 6
const [PLAIN, OTHER] = [1, 2]
export const worldOf = (script: readonly number[]): World => ({
  log: [],
  things: Array.from({ length: THINGS }, (_, i) => ({ count: i, state: i - 3, next: i })),
  script,
  at: 0,
})

const next = (world: World): number => (world.at < world.script.length ? world.script[world.at++]! : 0)
const pointer = (n: number): number => (n > 0 ? (n % THINGS) + 1 : n)
/** Values of int, long and pointers; 2^32 in the world that gcc compiles for. */
export function bindingOf<S>(width: number, of: (scope: S) => World): Binding<S> {
  const unsigned: Arithmetic = { kind: 'arithmetic', name: 'unsigned long', modulus: width, signed: false, rank: 4 }
  const u32 = (value: number) => wrapped(unsigned, value)

  const look = (index: number): number => u32(u32(index * 7) + 3) % 11

  const logged = (
    type: string,
    takes: number,
    text: (args: readonly number[]) => string,
    does: (world: World, args: number[]) => number,
  ): Bound<S> => ({
    kind: 'step',
    type,
    args: Array.from({ length: takes }, () => 'used'),
    outcomes: {
      step: {
        does: (scope, args) => {
          of(scope).log.push(text(args))
          return does(of(scope), args)
        },
      },
    },
  })

  const told = (name: string): Bound<S> =>
    logged(
      'void',
      1,
      ([thing]) => `${name} ${thing}`,
      () => 0,
    )

  const slot = (args: number[], from: number): number => {
    for (let i = from; i <= args[1]! && i < 16; i++) {
      if (look(i) % 3 === 0) continue
      args[0] = i
      return look(i) % 3
    }
    return 0
  }

  const field = (name: 'count' | 'state' | 'next', type: string) => ({
    type,
    read: (scope: S, object: number) => of(scope).things[object - 1]![name],
    write: (scope: S, object: number, value: number) => {
      of(scope).things[object - 1]![name] = value
    },
  })

  return {
    model: {
      types: {
        _Bool: { modulus: 2, signed: false },
        char: { modulus: 256, signed: true },
        'unsigned char': { modulus: 256, signed: false },
        'signed char': 'char',
        short: { modulus: 2 ** 16, signed: true },
        'unsigned short': { modulus: 2 ** 16, signed: false },
        int: { modulus: width, signed: true },
        'unsigned int': { modulus: width, signed: false },
        long: { modulus: width, signed: true },
        'unsigned long': { modulus: width, signed: false },
        pgoff_t: 'unsigned long',
      },
      pointers: width,
    },
    constants: { EIO: 5, ENOMEM: 12, EINVAL: 22 },
    frees: { gone: 'gone(_T)' },
    functions: {
      step: logged('int', 1, ([a]) => `step ${a}`, next),
      note: logged(
        'void',
        2,
        ([tag, value]) => `note ${tag} ${u32(value!)}`,
        () => 0,
      ),
      find: logged(
        'struct thing *',
        1,
        ([index]) => `find ${u32(index!)}`,
        world => pointer(next(world)),
      ),
      put: told('put'),
      lock: told('lock'),
      unlock: told('unlock'),
      fill: logged(
        'int',
        1,
        ([out]) => `fill ${out}`,
        (world, args) => {
          args[0] = u32(next(world))
          return next(world)
        },
      ),
      take_range: logged(
        'int',
        1,
        ([start, end, shared]) => `take_range ${start} ${end} ${shared}`,
        (world, args) => {
          args[0] = u32(args[0]! + 1)
          return next(world)
        },
      ),
      first_thing: logged(
        'struct thing *',
        0,
        () => 'first_thing',
        world => (next(world) & 3) + 1,
      ),
      next_thing: logged(
        'struct thing *',
        1,
        ([thing]) => `next_thing ${thing}`,
        (_, [thing]) => (thing === THINGS ? 0 : thing! + 1),
      ),
      slot_find: logged(
        'void *',
        2,
        ([index, last]) => `slot_find ${index} ${u32(last!)}`,
        (_, args) => slot(args, args[0]!),
      ),
      slot_find_after: logged(
        'void *',
        2,
        ([index, last]) => `slot_find_after ${index} ${u32(last!)}`,
        (_, args) => slot(args, args[0]! + 1),
      ),
      ops_of: {
        kind: 'value',
        type: 'struct ops *',
        args: ['used'],
        value: (_, [thing]) => (thing! % 2 === 1 ? PLAIN : OTHER),
      },
      '->split': logged('int', 2, ([, thing]) => `split ${thing}`, next),
      look: { kind: 'value', type: 'unsigned long', args: ['used'], value: (_, [index]) => look(u32(index!)) },
      pr_debug: { kind: 'silent', why: 'it prints' },
    },
    structs: {
      thing: {
        count: field('count', 'unsigned long'),
        state: field('state', 'int'),
        next: field('next', 'struct thing *'),
        colour: { type: 'int', unmodelled: 'colours make no difference' },
        inner: { type: 'struct inner' },
      },
      inner: { index: { type: 'unsigned long', stable: true, read: (_, object) => (object - 1) * 2 } },
    },
    objects: { plain_ops: { struct: 'ops', object: PLAIN } },
    rows: ['thing'],
    records: { range: { start: 'unsigned long', end: 'unsigned long', shared: 'bool' } },
    loops: {
      for_each_thing: { parameters: ['pos'], text: 'pos = first_thing(); pos; pos = next_thing(pos)' },
      for_each_slot: {
        parameters: ['index', 'entry', 'first', 'last'],
        text: 'index = first, entry = slot_find(&index, last); entry; entry = slot_find_after(&index, last)',
      },
    },
    warn: (scope, { callee }) => of(scope).log.push(callee),
    unset: scope => of(scope).log.push('unset'),
    wrapped: () => {},
    misuse: (scope, what) => of(scope).log.push(what),
  }
}

export const binding = bindingOf(2 ** 32, (world: World) => world)

/** Runs the lowered function from its entry to its return, every choice taken from the script. */
export function interpret(lowered: Lowered<World>, args: readonly number[], world: World, bound = binding): number {
  const code = codeOf(lowered, bound)
  const locals = lowered.locals.map(() => 0)
  lowered.params.forEach(({ local }, index) => {
    locals[local] = wrapped(lowered.locals[local]!.type, args[index]!)
  })
  let block = code.run(lowered.entry, locals, world, [])
  for (let steps = 0; steps < 10_000; steps++) {
    const { exit } = lowered.blocks[block]!
    if (exit.kind === 'return') return lowered.result === undefined ? 0 : locals[lowered.result]!
    if (exit.kind === 'choose') {
      binding.unset(world)
      locals[exit.local] = next(world)
      block = code.run(exit.to, locals, world, [])
    } else if (exit.kind === 'call' && exit.call.bound.kind === 'step') {
      const given = code.argumentsAt(block, locals)
      const result = exit.call.bound.outcomes.step!.does(world, given)
      code.finish(block, locals, given, result)
      block = code.run(exit.to, locals, world, [])
    } else throw new Error(`cannot run past a ${exit.kind}`)
  }
  throw new Error('runs without end')
}

/** What the harness prints for a run: calls, result, things. */
export function transcript(lowered: Lowered<World>, args: readonly number[], script: readonly number[]): string {
  const world = worldOf(script)
  const result = interpret(lowered, args, world)
  const things = world.things.map(({ count, state, next }) => `${count} ${state} ${next}`).join(', ')
  return [...world.log, `= ${result}`, things].join('\n')
}

import { describe, expect, it } from 'vitest'
import {
  cell,
  cells,
  type Machine,
  operation,
  type Property,
  type System,
  search,
  signal,
} from '../../../../checker/index.ts'
import type { Binding, Bound } from '../../../../model/c/ir/binding.ts'
import { lower } from '../../../../model/c/lower/lower.ts'
import { fragmentOf } from '../../../../model/c/machine/fragment.ts'
import { parseC } from '../../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../../model/c/text/source.ts'

interface Shared {
  wants: Uint8Array
  turn: number
  inside: Uint8Array
  mapped: Uint8Array
  pool: number
  failures: number
  warned: number
  unset: number
  wrapped: number
}
interface Scope {
  readonly shared: Shared
  readonly locals: Record<string, number>
  readonly self: number
}

const fields = {
  wants: cells(2, 2),
  turn: cell(2),
  inside: cells(2, 2),
  mapped: cells(4, 2),
  pool: cell(4),
  failures: cell(3),
  warned: signal(),
  unset: signal(),
  wrapped: signal(),
}

const step = (type: string, takes: number, does: (scope: Scope, args: readonly number[]) => number): Bound<Scope> => ({
  kind: 'step',
  type,
  args: Array.from({ length: takes }, () => 'used' as const),
  outcomes: { step: { does } },
})
const set = (takes: number, does: (scope: Scope, args: readonly number[]) => void) =>
  step('void', takes, (scope, args) => {
    does(scope, args)
    return 0
  })

const binding: Binding<Scope> = {
  model: {
    types: {
      _Bool: { modulus: 2, signed: false },
      int: { modulus: 256, signed: true },
      'unsigned int': { modulus: 256, signed: false },
      long: { modulus: 256, signed: true },
      'unsigned long': { modulus: 16, signed: false },
    },
    pointers: 256,
  },
  constants: { ENOMEM: 12 },
  functions: {
    want: set(2, ({ shared }, [me, on]) => {
      shared.wants[me!] = on!
    }),
    wants: step('int', 1, ({ shared }, [who]) => shared.wants[who!]!),
    give_turn: set(1, ({ shared }, [to]) => {
      shared.turn = to!
    }),
    turn: step('int', 0, ({ shared }) => shared.turn),
    enter: set(1, ({ shared }, [me]) => {
      shared.inside[me!] = 1
    }),
    leave: set(1, ({ shared }, [me]) => {
      shared.inside[me!] = 0
    }),
    lock: { kind: 'enter', lock: 'lock', args: [] },
    unlock: { kind: 'leave', lock: 'lock', args: [] },
    map: set(1, ({ shared }, [at]) => {
      shared.mapped[at!] = 1
    }),
    is_mapped: step('bool', 1, ({ shared }, [at]) => shared.mapped[at!]!),
    take: {
      kind: 'step',
      type: 'int',
      args: [],
      ready: ({ shared }) => shared.pool > 0,
      outcomes: {
        step: {
          does: ({ shared }) => {
            shared.pool -= 1
            return 0
          },
        },
        enomem: {
          when: ({ shared }) => shared.failures > 0,
          does: ({ shared }) => {
            shared.failures -= 1
            return -12
          },
        },
      },
    },
    give: set(0, ({ shared }) => {
      shared.pool += 1
    }),
  },
  structs: {},
  records: {},
  loops: {},
  warn: ({ shared }) => {
    shared.warned = 1
  },
  unset: ({ shared }) => {
    shared.unset = 1
  },
  wrapped: ({ shared }) => {
    shared.wrapped = 1
  },
  misuse: ({ shared }) => {
    shared.warned = 1
  },
}

async function machineOf(text: string): Promise<() => Machine> {
  const file = await parseC(wholeFile('x.c', text))
  const { guards, effects, config } = fragmentOf(lower(file, 'f', binding), binding, scope => scope.locals)
  return () =>
    operation<Scope, { type: 'step' }>()({ guards, effects }).createMachine({ id: 'f', ...config } as never) as never
}

const world = (machine: () => Machine, threads: number, initial: (shared: Shared) => void = () => {}): System =>
  ({
    fields,
    initial: [initial],
    operations: { f: machine },
    threads: Array.from({ length: threads }, (_, me) => ({
      name: `CPU${me}`,
      calls: [{ operation: 'f', args: [{ 'f.me': me }], times: 1 }],
    })),
  }) as unknown as System

const never = (name: string, check: (shared: Shared) => boolean, kind: 'state' | 'signal' = 'state') =>
  ({ kind, name, check: ({ shared }: Scope) => Number(check(shared)), says: () => name }) as Property
const goal = (name: string, reached: (shared: Shared) => boolean): Property => ({
  kind: 'goal',
  name,
  reached: ({ shared }: Scope) => reached(shared),
})
const judge = (system: System, properties: Property[]) => {
  const result = search(system, properties, {})
  const verdicts = Object.fromEntries(result.judgements.map(({ property, outcome }) => [property, outcome.verdict]))
  return { ...result, verdicts, reached: Object.fromEntries(result.goals.map(({ goal, reached }) => [goal, reached])) }
}

describe("Peterson's lock, from its C", () => {
  const peterson = `int f(int me)
{
	want(me, 1);
	give_turn(1 - me);
	while (wants(1 - me) && turn() != me)
		;
	enter(me);
	leave(me);
	want(me, 0);
	return 0;
}
`
  const together = never('both inside', ({ inside }) => inside[0] === 1 && inside[1] === 1)

  it('lets one thread in at a time', async () => {
    const { verdicts, states } = judge(world(await machineOf(peterson), 2), [together])
    expect(verdicts).toEqual({ 'both inside': 'holds' })
    expect(states).toBeGreaterThan(42)
  })

  it('does not, when the turn is given first: each test of the loop is a step of its own', async () => {
    const swapped = peterson.replace('\twant(me, 1);\n\tgive_turn(1 - me);', '\tgive_turn(1 - me);\n\twant(me, 1);')
    const { judgements } = judge(world(await machineOf(swapped), 2), [together])
    const [{ outcome }] = judgements as [(typeof judgements)[number]]
    expect(outcome.verdict).toBe('violated')
    if (outcome.verdict === 'violated') {
      expect(outcome.trace.steps.at(-1)!.fn).toBe('enter')
      expect(outcome.trace.steps.at(-1)!.at).toMatch(/^enter_7/)
    }
  })
})

describe('the step of a trace', () => {
  const lastOf = async (text: string) => {
    const { judgements } = judge(world(await machineOf(text), 1), [
      never('something is mapped', ({ mapped }) => mapped[0] === 1),
    ])
    const { outcome } = judgements[0]!
    return outcome.verdict === 'violated' ? outcome.trace.steps.at(-1)! : undefined
  }
  const inner = (calls: string) => `static int g(int me)
{
	${calls}
	return 0;
}
int f(int me)
{
	give();
	${calls === '' ? 'map(0);' : 'g(me);'}
	return 0;
}
`

  it('names the function whose text makes the call, also where that is inlined', async () => {
    expect(await lastOf(inner('map(0);'))).toMatchObject({ fn: 'map', within: 'g' })
    expect(await lastOf(inner(''))).toMatchObject({ fn: 'map', within: 'f' })
  })
})

describe('a section under a lock that is no state', () => {
  const both = (unlock: string) => `int f(int me)
{
	bool locked = false;
	unsigned long i;

	for (i = 0; i < 3; i++) {
		if (!locked) {
			lock();
			locked = true;
		}
		if (!is_mapped(i))
			map(i);
	}
	${unlock}
	return 0;
}
`
  const torn = goal('seen half done', ({ mapped }) => mapped[0] === 1 && mapped[2] === 0)

  it('is one step, however long the loop in it', async () => {
    const { reached, verdicts } = judge(world(await machineOf(both('if (locked)\n\t\tunlock();')), 2), [
      torn,
      goal('done', ({ mapped }) => mapped[2] === 1),
      never('misuse', ({ warned }) => warned === 1, 'signal'),
    ])
    expect(reached).toEqual({ 'seen half done': false, done: true })
    expect(verdicts).toEqual({ misuse: 'holds' })
  })

  it('is told when it is never left', async () => {
    const { verdicts } = judge(world(await machineOf(both(';')), 1), [
      never('misuse', ({ warned }) => warned === 1, 'signal'),
    ])
    expect(verdicts).toEqual({ misuse: 'violated' })
  })
})

describe('what may fail or wait', () => {
  const taking = `int f(int me)
{
	int ret;

	ret = take();
	if (WARN_ON(ret))
		goto out;
	ret = take();
	if (ret)
		give();
out:
	return ret;
}
`
  const warned = never('warned', ({ warned }) => warned === 1, 'signal')
  const stuck: Property = { kind: 'stuck', name: 'stuck' }
  const with_ = (pool: number, failures: number) => (shared: Shared) => {
    shared.pool = pool
    shared.failures = failures
  }

  it('waits until it can go on', async () => {
    const machine = await machineOf(taking)
    expect(judge(world(machine, 1, with_(2, 0)), [stuck]).verdicts).toEqual({ stuck: 'holds' })
    expect(judge(world(machine, 1, with_(1, 0)), [stuck]).verdicts).toEqual({ stuck: 'violated' })
  })

  it('fails where the environment makes it fail, and tells its WARNs', async () => {
    const machine = await machineOf(taking)
    const given = (failures: number) =>
      judge(world(machine, 1, with_(2, failures)), [warned, goal('rolled back', ({ pool }) => pool === 2)])
    expect(given(0).verdicts).toEqual({ warned: 'holds' })
    expect(given(1).verdicts).toEqual({ warned: 'violated' })
    expect(given(1).states).toBeGreaterThan(given(0).states)
  })

  it('leaves no local behind: two ways to one place are one state', async () => {
    const joined = await machineOf(
      'int f(int me)\n{\n\tint x = me ? 1 : 2;\n\n\tif (x == 1)\n\t\tgive();\n\telse\n\t\tgive();\n\tgive();\n\treturn 0;\n}\n',
    )
    const straight = await machineOf('int f(int me)\n{\n\tgive();\n\tgive();\n\treturn 0;\n}\n')
    expect(judge(world(joined, 1), []).states).toBe(judge(world(straight, 1), []).states)
  })
})

describe('a local nobody has set', () => {
  it('has one successor for each value it may have, and tells that it was read', async () => {
    const machine = await machineOf('int f(int me)\n{\n\tint x;\n\n\tif (x)\n\t\tgive();\n\treturn 0;\n}\n')
    const { verdicts, reached } = judge(world(machine, 1), [
      never('unset', ({ unset }) => unset === 1, 'signal'),
      goal('taken', ({ pool }) => pool === 1),
    ])
    expect(verdicts).toEqual({ unset: 'violated' })
    expect(reached).toEqual({ taken: true })
  })
})

describe('arithmetic on page indices', () => {
  const wraps = never('wraps', ({ wrapped }) => wrapped === 1, 'signal')
  const down = (start: number) => `int f(int me)
{
	unsigned long index = ${start}, i;

	for (i = 0; i < 2; i++) {
		give();
		index -= 2;
	}
	return index;
}
`
  const back = (loop: string) => `int f(int me)
{
	unsigned long start = 0, index = 2;

	${loop}
	return 0;
}
`
  it('is told where what wrapped is used', async () => {
    const text = back('do {\n\t\tgive();\n\t\tindex -= 2;\n\t\tis_mapped(index & 3);\n\t} while (index < 2);')
    expect(judge(world(await machineOf(text), 1), [wraps]).verdicts).toEqual({ wraps: 'violated' })
  })

  it('is not told where a comparison is all that asks for it', async () => {
    const text = back('do {\n\t\tgive();\n\t} while (index-- > start);')
    expect(judge(world(await machineOf(text), 1), [wraps]).verdicts).toEqual({ wraps: 'holds' })
  })

  it.each([
    ['is changed and then used', 'index -= 4;\n\tnext = index & 3;\n\tis_mapped(next);'],
    ['is used, and something else is computed then', 'is_mapped((index - 4) & 3);\n\tnext = start + 1;'],
    [
      'is kept in an array',
      'unsigned long kept[2];\n\n\tkept[1] = index - 4;\n\tnext = kept[1] & 3;\n\tis_mapped(next);',
    ],
  ])('is told where what wrapped %s', async (_, text) => {
    const machine = await machineOf(back(`unsigned long next;\n\n\t${text}`))
    expect(judge(world(machine, 1), [wraps]).verdicts).toEqual({ wraps: 'violated' })
  })

  it.each([
    ['wraps back', 'index -= 4;\n\tnext = index + 4;\n\tis_mapped(next);'],
    ['is compared, and what comes of that is used', 'next = index - 4 > start;\n\tis_mapped(next);'],
  ])('is not told where it %s', async (_, text) => {
    const machine = await machineOf(back(`unsigned long next;\n\n\t${text}`))
    expect(judge(world(machine, 1), [wraps]).verdicts).toEqual({ wraps: 'holds' })
  })

  it('is told when it wraps, and not before', async () => {
    expect(judge(world(await machineOf(down(4)), 1), [wraps]).verdicts).toEqual({ wraps: 'holds' })
    expect(judge(world(await machineOf(down(3)), 1), [wraps]).verdicts).toEqual({ wraps: 'violated' })
  })
})

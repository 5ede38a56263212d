import { describe, expect, it } from 'vitest'
import { codeOf } from '../../../../model/c/ir/run.ts'
import { lower } from '../../../../model/c/lower/lower.ts'
import { parseC } from '../../../../model/c/parse/parse.ts'
import { relevanceIn } from '../../../../model/c/relevance/relevance.ts'
import { wholeFile } from '../../../../model/c/text/source.ts'
import { binding, worldOf } from '../lower/scripted-world.ts'

const text = `int f(unsigned long n)
{
	int used = 0;
	int idle = 0;

	if (n > 1)
		idle = 3;
	if (n > 2 && step(n))
		used = idle;
	idle = 4;
	return used;
}
`
const lowered = async (c = text) => lower(await parseC(wholeFile('x.c', c)), 'f', binding)

/** What matters, as the text of statements and conditions. */
async function mattering(c: string, usesResult = true) {
  const f = await lowered(c)
  const { sets, marks } = relevanceIn(f, usesResult)
  const textOf = ({ start, end }: { start: number; end: number }) => c.slice(start, end)
  return {
    values: new Set(sets.map(textOf)),
    decisions: new Set([...marks].map(mark => textOf(f.marks[mark]!))),
  }
}

describe('what matters of a function', () => {
  it('reaches what the caller or others see', async () => {
    const { values, decisions } = await mattering(text)
    expect(values).toContain('used = idle;')
    expect(values).toContain('idle = 3;')
    expect(decisions).toContain('step(n)')
  })
  it('is no decision on which nothing of that kind depends, and no value that only decides so', async () => {
    const { values, decisions } = await mattering(text.replace('used = idle;', 'used = 1;'))
    expect(values).toContain('used = 1;')
    expect(values).not.toContain('idle = 3;')
    expect(decisions).not.toContain('n > 1')
    expect([...decisions].sort()).toEqual(['n > 2', 'step(n)'])
  })
  it('is no value that nobody asks for from there on', async () => {
    const { values } = await mattering(text)
    expect(values).not.toContain('idle = 4;')
    expect(values).toContain('int idle = 0;')
    const over = await mattering(text.replace('int idle = 0;', 'int idle = 0;\n\n\tidle = 1;'))
    expect(over.values).not.toContain('int idle = 0;')
    expect(over.values).toContain('idle = 1;')
  })
  it('is no result at which nobody looks', async () => {
    const { values, decisions } = await mattering(text, false)
    expect(values).not.toContain('used = idle;')
    expect(decisions).toEqual(new Set(['n > 2']))
  })
})

describe('marks', () => {
  it('tell what ran, and how conditions came out', async () => {
    const f = await lowered()
    const came = new Uint8Array(f.marks.length)
    const world = worldOf([])
    const { run } = codeOf(f, binding, came)
    const locals = f.locals.map(() => 0)
    locals[f.params[0]!.local] = 2
    const seen = () =>
      f.marks.flatMap(({ start, end, outcome }, mark) => (came[mark] ? [`${text.slice(start, end)} ${outcome}`] : []))
    expect(run(f.entry, locals, world, [])).toBeGreaterThan(0)
    expect(seen()).toEqual(expect.arrayContaining(['n > 1 yes', 'idle = 3; ran', 'n > 2 no', 'return used; ran']))
    expect(seen()).not.toContain('n > 2 yes')
  })
})

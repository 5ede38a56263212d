import { describe, expect, it } from 'vitest'
import { mutated } from '../../../../model/c/mutate/mutant.ts'
import { mutantsOf } from '../../../../model/c/mutate/mutants.ts'
import { parseC } from '../../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../../model/c/text/source.ts'
import { mutantNames } from '../../../../model/kernel/c/mutants/faulty.ts'

const mutantsIn = async (body: string) => {
  const text = `int f(struct inode *inode, pgoff_t start, pgoff_t end)\n{\n${body}\n}\n`
  const file = await parseC(wholeFile('a.c', text))
  return mutantsOf(file, file.functions[0]!, mutantNames).map(({ operator, line, edit }) => {
    const changed = mutated(text, edit).split('\n')
    const before = text.split('\n')
    const from = changed.findIndex((one, at) => one !== before[at])
    return { operator, line, now: changed[from]!.trim() }
  })
}

/** What the lines become, by kind of fault. */
const become = async (operator: string, body: string): Promise<string[]> =>
  (await mutantsIn(body)).flatMap(one => (one.operator === operator ? [one.now] : []))

describe('the mutants of a function', () => {
  it.each([
    ['condition forced true', 'if (a && !b)\n\treturn;', ['if (1 && !b)', 'if (a && 1)']],
    ['condition forced false', 'while (a)\n\tf();', ['while (0)']],
    ['condition negated', 'if (a || b)\n\tf();', ['if (!(a) || b)', 'if (a || !(b))']],
    ['comparison moved by one', 'if (start < end)\n\tf();', ['if (start <= end)']],
    ['call dropped', 'f();\nx = f();', ['{ }']],
    ['store dropped', 'x = f();', ['{ }']],
    ['call doubled', 'folio_put(folio);\nf();', ['folio_put(folio); folio_put(folio);']],
    ['lock taken in the other mode', 'filemap_invalidate_lock(m);', ['filemap_invalidate_lock_shared(m);']],
    ['neighbours swapped', 'f(1);\nx = 2;\ny = 3;', ['x = 2;']],
    ['error swallowed', 'if (a)\n\treturn -EINVAL;\nreturn r;', ['return 0;', 'return 0;']],
    ['range moved by one', 'f(start);', ['f(start + 1);', 'f(start - 1);']],
    ['rounding dropped', 'x = round_down(y, 4);', ['x = (y);']],
    ['arguments exchanged', 'f(inode, start, end);', ['f(inode, end, start);']],
    ['loop ended early', 'while (a) {\n\tf();\n}', ['break; }']],
  ])('have a %s', async (operator, body, lines) => {
    expect(await become(operator, body)).toEqual(lines)
  })

  it('leave the arguments of a loop macro alone', async () => {
    expect(await become('condition negated', 'list_for_each_entry(a, b, c)\n\tf();')).toEqual([])
  })

  it('keep what stands between two statements that change places', async () => {
    const text = 'void f(void)\n{\n\ta(1); /* why */\n\tb(2);\n}\n'
    const file = await parseC(wholeFile('a.c', text))
    const swapped = mutantsOf(file, file.functions[0]!, mutantNames).find(one => one.operator === 'neighbours swapped')!
    expect(mutated(text, swapped.edit)).toBe('void f(void)\n{\n\tb(2); /* why */\n\ta(1);\n}\n')
  })
})

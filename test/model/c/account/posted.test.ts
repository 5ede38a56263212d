import { describe, expect, it } from 'vitest'
import { besidePosted, itemPrint, type Posted } from '../../../../model/c/account/posted.ts'
import { relocation } from '../../../../model/c/account/relocated.ts'
import { changesBetween } from '../../../../model/c/changes/changes.ts'
import { printsOf } from '../../../../model/c/changes/prints.ts'
import { parseC } from '../../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../../model/c/text/source.ts'

const parsed = (text: string) => parseC(wholeFile('x.c', text))

const original = `#define LIMIT 2

static int take(struct folio *folio, int count)
{
	int err = 0;

	lock(folio);
	if (count > LIMIT)
		err = -1;
	unlock(folio);
	return err;
}
`

async function posted(): Promise<Posted> {
  const file = await parsed(original)
  const functions = Object.fromEntries(file.functions.map(fn => [fn.name, printsOf(file, fn)]))
  return { functions: { 'x.c': functions }, items: changesBetween(undefined, file).items.map(itemPrint), parts: [] }
}

/** What is left to account for of an edited copy. */
async function beside(text: string) {
  const file = await parsed(text)
  const { statements, items, gone } = besidePosted(changesBetween(undefined, file), file, await posted())
  return [
    ...statements.map(({ statement }) => text.slice(statement.start, statement.end)),
    ...items.map(({ name }) => name),
    ...gone.map(({ what }) => what),
  ]
}

describe('an edited copy of a posted patch', () => {
  it('leaves nothing to account for where only locals are called otherwise', async () => {
    expect(await beside(original)).toEqual([])
    expect(
      await beside(original.replaceAll('err', 'ret').replace('int count', 'int n').replace('count >', 'n >')),
    ).toEqual([])
  })
  it('leaves what it changes', async () => {
    expect(await beside(original.replace('count > LIMIT', 'count >= LIMIT'))).toEqual(['count >= LIMIT'])
    expect(await beside(original.replace('LIMIT 2', 'LIMIT 3'))).toEqual(['macro LIMIT'])
  })
  it('leaves what it has no more, but for what only stands elsewhere', async () => {
    expect(await beside(original.replace('\tunlock(folio);\n', ''))).toEqual(['a statement is gone'])
    expect(await beside('int other;\n')).toEqual(['"int other;"', 'take() is gone'])
    const moved = original
      .replace('\tlock(folio);\n', '')
      .replace('\tunlock(folio);\n', '\tunlock(folio);\n\tlock(folio);\n')
    expect(await beside(moved)).toEqual(['lock(folio);'])
  })
})

describe('a place of a function', () => {
  it('is found in another text of the same code, and nowhere in other code', async () => {
    const before = await parsed(original)
    const at = (text: string, file: string) => ({ start: file.indexOf(text), end: file.indexOf(text) + text.length })
    const shifted = `/* Longer. */\nint more(void)\n{\n\treturn 0;\n}\n${original.replace('lock(folio);', 'lock( folio ); /* held */')}`
    const place = relocation([before], [await parsed(shifted)])
    expect(place('x.c', at('err = -1;', original))).toEqual(at('err = -1;', shifted))
    expect(place('y.c', at('err = -1;', original))).toBeUndefined()
    const other = relocation([before], [await parsed(original.replace('-1', '-2'))])
    expect(other('x.c', at('unlock(folio);', original))).toBeUndefined()
  })
})

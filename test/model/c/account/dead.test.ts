import { describe, expect, it } from 'vitest'
import { deadBy } from '../../../../model/c/account/dead.ts'
import { parseC } from '../../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../../model/c/text/source.ts'
import * as neutral from '../../../../model/kernel/c/neutral.ts'

/** Whether nothing can come to here(), in a function with the statements. */
async function isDead(body: string, others = ''): Promise<boolean> {
  const text = `${others}\nstatic int set(struct xarray *given, int other)\n{\n${body}\n\treturn 0;\n}\n`
  const file = (await parseC(wholeFile('x.c', text)))!
  const fn = file.functions.find(({ name }) => name === 'set')!
  const here = fn.node.descendantsOfType('call_expression').find(one => one.text === 'here()')!
  return deadBy(here, fn, file, neutral) !== undefined
}

const update = (error: string) =>
  `static int update(struct inode *inode)\n{\n\tstruct xarray *xa = &inode->record;\n\tint r = 0;\n\n\tr = ${error};\n\treturn r;\n}\n`

describe('nothing comes to', () => {
  it.each([
    ['what an address decides that is asked for its error', '\tint r = xa_err(&given->head);\n\tif (r)\n\t\there();'],
    ['what never changes from 0', '\tint r = 0;\n\tif (unlikely(r < 0)) {\n\t\there();\n\t}'],
    ['the other arm', '\tint r = 0;\n\tif (!r)\n\t\tgo();\n\telse\n\t\there();'],
    ['what was set to 0 just before', '\tint r = other;\n\tr = xa_err(&given->head);\n\tgo();\n\tif (r)\n\t\there();'],
  ])('%s', async (_, body) => expect(await isDead(body)).toBe(true))

  it('what a function decides that returns 0 whatever happens', async () => {
    const body = '\tint r = -1;\n\tr = update(inode);\n\tif (r)\n\t\there();'
    expect(await isDead(body, update('xa_err(xa)'))).toBe(true)
  })
})

describe('something may come to', () => {
  it.each([
    ['what an entry decides', '\tint r = xa_err(given);\n\tif (r)\n\t\there();'],
    ['what a loop sets', '\tint r = 0;\n\twhile (go()) {\n\t\tif (r)\n\t\t\there();\n\t\tr = other;\n\t}'],
    ['what a macro sets', '\tint r = 0;\n\tGET(r);\n\tif (r)\n\t\there();'],
    ['what a copy sets', '\tint r = 0;\n\tif (get_user(r, other))\n\t\treturn 1;\n\tif (r)\n\t\there();'],
    ['what a loop macro sets', '\tint r = 0;\n\tfor_each_entry(r, given)\n\t\tif (r)\n\t\t\there();'],
    ['what is set by its address', '\tint r = 0;\n\tfill(&r);\n\tif (r)\n\t\there();'],
    ['what an argument decides', '\tif (other)\n\t\there();'],
    ['a label', '\tint r = 0;\n\tgoto in;\n\tif (r) {\nin:\n\t\there();\n\t}'],
    ['what may be set on the way', '\tint r = other;\n\tif (given)\n\t\tr = 0;\n\tif (r)\n\t\there();'],
    ['what two variables of the name decide', '\tint r = 0;\n\t{\n\t\tint r = go();\n\t\tif (r)\n\t\t\there();\n\t}'],
    [
      'an argument, though a local within has its name',
      '\tif (other) {\n\t\tint given = 0;\n\t}\n\tif (given)\n\t\there();',
    ],
    ['what another one sets with more than =', '\tint r = 0;\n\tr |= other;\n\tif (r)\n\t\there();'],
    ['what is set in parentheses', '\tint r = 0;\n\t(r) = other;\n\tif (r)\n\t\there();'],
    ['what is set by its address in parentheses', '\tint r = 0;\n\tfill(&(r));\n\tif (r)\n\t\there();'],
    ['what assembly sets', '\tint r = 0;\n\tasm("" : "=r"(r));\n\tif (r)\n\t\there();'],
    ['what is chosen', '\tint r = other ? 0 : -1;\n\tif (r)\n\t\there();'],
    ['what a call of another file is given, which may be a macro', '\tint r = 0;\n\tfill(r);\n\tif (r)\n\t\there();'],
    ['what is never set', '\tint r;\n\tif (r)\n\t\there();'],
    ['whether a folio is an error', '\tint r = PTR_ERR_OR_ZERO(&given->head);\n\tif (r)\n\t\there();'],
    ['a hidden macro sets', '\tint r = 0;\n\tstore(r);\n\tif (r)\n\t\there();'],
  ])('%s', async (_, body) => expect(await isDead(body, '#define store(x) ((x) = 1)')).toBe(false))

  it('what a function decides that may return something else', async () => {
    const body = '\tint r = -1;\n\tr = update(inode);\n\tif (r)\n\t\there();'
    expect(await isDead(body, update('xa_err(xa_store(xa, 0, inode, 0))'))).toBe(false)
  })
})

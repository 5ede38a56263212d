import { describe, expect, it } from 'vitest'
import type { Evidence } from '../../../../model/c/account/told.ts'
import { account, added, evidence, within } from './accounting.ts'

/** No check fired, and nothing ran behind one. */
const unfired: Evidence = { ...evidence, came: (_, __, outcome) => outcome === 'no' }
const fired: Evidence = { ...evidence, came: (_, __, outcome) => outcome !== 'ran' }

describe('an assertion', () => {
  it('is one where it only asks', async () => {
    expect(await added('WARN_ON_ONCE(folio_test_large(folio));')).toEqual(['assertion'])
  })

  it('is one with all operands of what it asks', async () => {
    expect(await added('WARN_ON_ONCE(!count || folio_test_large(folio));')).toEqual([
      'assertion',
      'assertion',
      'assertion',
    ])
  })

  it('is not judged where it asks how large a number is that is small here', async () => {
    const why = 'not judged: how large numbers get is not known here'
    expect(await added('BUG_ON(count > 100);')).toEqual([why])
    expect(await added('WARN_ON_ONCE(MAX_PAGES <= count);')).toEqual([why])
    expect(await added('WARN_ON_ONCE(count <= 0);')).toEqual(['assertion'])
    expect(await added('WARN_ON_ONCE(count > counts);')).toEqual(['assertion'])
  })

  it('is not judged where it asks what is not seen', async () => {
    const text = within('WARN_ON_ONCE(slot->flags);')
    const start = text.indexOf('slot->flags')
    const spot = { start, end: start + 'slot->flags'.length, why: 'flags make no difference' }
    const told = await account(within(''), text, { ...evidence, blind: () => [spot] })
    expect(told).toMatchObject([{ class: 'not judged', why: 'flags make no difference' }])
    const named = await account(within(''), text, { ...evidence, blind: () => [{ ...spot, ofName: true }] })
    expect(named).toMatchObject([{ class: 'assertion' }])
  })

  it('is judged by what it does where it does something', async () => {
    expect(await added('WARN_ON_ONCE(folio_put_testzero(folio));')).toEqual(['judged'])
  })

  it('is not judged where only debugging compiles what it does', async () => {
    expect(await added('VM_WARN_ON_ONCE(xa_err(xa_store(x, 0)));')).toEqual([
      'not judged: VM_WARN_ON_ONCE() is compiled for debugging only, and does something',
    ])
  })

  it('is judged by whom it lets on where it asks something else than before', async () => {
    const asking = (text: string) => within(`if (WARN_ON_ONCE(${text}))\n\t\treturn -5;`)
    const told = (was: string, is: string) => account(asking(was), asking(is)).then(all => all.map(one => one.class))
    const unasked = await account(asking('ret <= 0'), asking('ret < 0'))
    expect(unasked.map(one => one.class)).toEqual(['not judged', 'not judged'])
    expect(await told('ret <= 0', 'ret  <= 0')).toEqual([])
    const named = await account(asking('ret <= 0'), asking('ret <= 0').replace('_ONCE', ''))
    expect(named.map(one => one.class)).toEqual(['assertion', 'assertion'])
    const wrapped = await account(within('if (ret <= 0)\n\t\treturn -5;'), asking('ret <= 0'))
    expect(wrapped.at(-1)!.class).toEqual('assertion')
  })

  it.each([
    'if (WARN_ON_ONCE(folio_test_large(folio)))\n\t\treturn -5;',
    'if (count && (WARN_ON_ONCE(folio_test_large(folio)))) {\n\t\tfolio_put(folio);\n\t\treturn -5;\n\t}',
  ])('answers for what is new behind it, which runs only once it has fired: %s', async text => {
    const named = (await account(within(''), within(text), unfired)).map(one => one.class)
    expect(named).toContain('assertion')
    expect(named.slice(-1)).toEqual(['neutral'])
  })

  it.each([
    ['where it fires', 'if (WARN_ON_ONCE(folio_test_large(folio)))\n\t\treturn -5;', fired],
    ['where it is denied', 'if (!WARN_ON_ONCE(folio_test_large(folio)))\n\t\treturn -5;'],
    ['where something else leads there', 'if (count || WARN_ON_ONCE(folio_test_large(folio)))\n\t\treturn -5;'],
    ['where it asks how large a number is', 'if (WARN_ON_ONCE(count > 100))\n\t\treturn -5;'],
    ['in the other arm', 'if (WARN_ON_ONCE(folio_test_large(folio)))\n\t\tfolio_put(folio);\n\telse\n\t\treturn -5;'],
    ['where a label stands', 'if (WARN_ON_ONCE(folio_test_large(folio))) {\nout:\n\t\treturn -5;\n\t}'],
  ])('does not answer for what is new behind it %s', async (_, text, seen = unfired) => {
    const behind = (await account(within(''), within(text), seen)).filter(one => one.kind === 'return')
    expect(behind).toMatchObject([{ class: 'not judged' }])
  })

  it('does not answer for what changes behind it', async () => {
    const leaving = (error: string) => within(`if (WARN_ON_ONCE(folio_test_large(folio)))\n\t\treturn ${error};`)
    const told = (await account(leaving('-5'), leaving('0'), unfired)).map(one => one.class)
    expect(told).toEqual(['not judged', 'not judged'])
  })
})

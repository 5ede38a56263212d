import { describe, expect, it } from 'vitest'
import type { Evidence } from '../../../../model/c/account/told.ts'
import { account, added, evidence, within } from './accounting.ts'

/** No check fired, and nothing ran behind one. */
const unfired: Evidence = { ...evidence, came: (_, __, outcome) => outcome === 'no' }

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

  it('does not answer for what stands behind it, which may be wrong where no world has it fire', async () => {
    const text = within('if (WARN_ON_ONCE(folio_test_large(folio)))\n\t\treturn -5;')
    const told = (await account(within(''), text, unfired)).filter(one => one.kind !== 'condition')
    expect(told).toMatchObject([{ class: 'not judged' }])
  })

  it.each(['WARN_ON_ONCE(ret != -ENOMEM);', 'WARN_ON_ONCE(folio == ERR_PTR(-ENOENT));'])(
    'is not judged where it asks for one error of many: %s',
    async check => expect(await added(check)).toEqual(['not judged: which errors there are is not known here']),
  )
})

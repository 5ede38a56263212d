import { describe, expect, it } from 'vitest'
import { accountOf } from '../../../../model/c/account/account.ts'
import type { Evidence } from '../../../../model/c/account/told.ts'
import { parseC } from '../../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../../model/c/text/source.ts'
import { account, added, evidence, tables, within } from './accounting.ts'

describe('a message', () => {
  it('is neutral where it prints what is at hand', async () => {
    expect(await added('pr_debug("%d", count);')).toEqual(['neutral: pr_debug()'])
  })

  it.each(['pr_debug("%lx", folio->index);', 'pr_debug("%d", *count);', 'pr_debug("%d", counts[1]);'])(
    'is not where it follows a pointer, which may lead nowhere: %s',
    async line => expect(await added(line)).not.toContain('neutral: pr_debug()'),
  )

  it.each(['pr_debug', 'pr_warn_once', 'pr_info_ratelimited'])(
    'is not judged where %s() does something',
    async name => {
      const why = [`not judged: ${name}() evaluates its arguments only where it prints`]
      expect(await added(`${name}("%d", folio_put_testzero(folio));`)).toEqual(why)
      expect(await added(`${name}("%d", count = 1);`)).toEqual(why)
    },
  )
})

describe('a statement beside a call that does nothing here', () => {
  const told = async (before: string, after: string, around = within) => {
    const [was, is] = await Promise.all([before, after].map(text => parseC(wholeFile('x.c', around(text)))))
    const seenIn = (file: typeof was): Evidence => {
      const start = file!.source.text.indexOf('quiet()')
      const spot = { start, end: start + 'quiet()'.length, why: 'quiet() does nothing', ofCall: true } as const
      return { ...evidence, blind: () => [spot] }
    }
    const sides = { before: seenIn(was), after: seenIn(is) }
    return accountOf({ before: was!, after: is! }, sides, tables)
  }

  it('is not judged where they change places', async () => {
    const all = await told('\tquiet();\n\tother(folio);\n\tloud(folio);', '\tloud(folio);\n\tquiet();\n\tother(folio);')
    expect(new Set(all.map(one => one.class))).toEqual(new Set(['not judged']))
    expect(all[0]!.why).toBe('it now runs before quiet(), which the model does not see')
  })

  it('is not judged where code behind it follows a pointer that was asked about first', async () => {
    const [first, second] = ['\tif (!folio)\n\t\treturn 1;', '\tuse(folio);']
    const rest = '\tlook(folio->index);'
    // As lowering says it: the pointer is followed, and nobody has asked.
    const blind = (file: string) => {
      const text = within(`${second}\n${rest}\n${first}`)
      const start = text.indexOf('folio->index')
      return file === 'x.c' ? [{ start, end: start + 5, why: '"folio" may be NULL', ofNull: true as const }] : []
    }
    const moved = await accountOf(
      {
        before: await parseC(wholeFile('x.c', within(`${first}\n${second}\n${rest}`))),
        after: await parseC(wholeFile('x.c', within(`${second}\n${rest}\n${first}`))),
      },
      { before: evidence, after: { ...evidence, blind } },
      tables,
    )
    expect(moved.length).toBeGreaterThan(0)
    expect(moved.filter(one => one.class === 'judged')).toEqual([])
  })

  it('is not judged where they change places through a function of the file', async () => {
    const file = (body: string) => `static void helper(void)\n{\n\tquiet();\n}\n${within(body)}`
    const all = await told(file('\thelper();\n\tloud(folio);'), file('\tloud(folio);\n\thelper();'), text => text)
    expect(all.map(one => one.class)).toEqual(['not judged', 'not judged'])
  })

  it('is judged where it stays on its side', async () => {
    const all = await told('\tquiet();\n\tloud(folio);\n\tother(folio);', '\tquiet();\n\tother(folio);\n\tloud(folio);')
    expect(new Set(all.map(one => one.class))).toEqual(new Set(['judged']))
  })

  it('is judged as a jump where it does not pass by, or fails and is missed when left out', async () => {
    const jump = async (before: string, after: string) =>
      (await told(before, after))
        .filter(({ kind }) => kind === 'return')
        .map(one => one.why ?? one.unless !== undefined)
    expect(await jump('\tquiet();', '\tif (folio)\n\t\treturn -EIO;\n\tquiet();')).toEqual([true])
    expect(await jump('\tquiet();', '\tif (folio)\n\t\treturn 1;\n\tquiet();')).toEqual([
      'it passes by quiet(), which the model does not see',
    ])
    expect(await jump('\tquiet();', '\tquiet();\n\tif (folio)\n\t\treturn 1;')).toEqual([false])
  })
})

describe('the size of a type', () => {
  const judged = (line: string) => account(within(''), within(line)).then(([one]) => one!.class)

  it('is not that of the kernel', async () => {
    expect(await judged('folio_put(folio, sizeof(counts));')).toBe('not judged')
    expect(await judged('count = counts * sizeof(counts);')).toBe('not judged')
  })

  it('means the whole of what the same call is given', async () => {
    expect(await judged('folio_put(counts, sizeof(counts));')).toBe('judged')
    expect(await judged('folio_put(&counts, sizeof(counts));')).toBe('judged')
  })
})

describe('the type of a local', () => {
  const changed = async (was: string, is: string) =>
    (await account(within(`${was} i;`), within(`${is} i;`))).map(one => one.class)

  it.each([
    ['long', 'unsigned long'],
    ['struct list_head *', 'struct address_space *'],
  ])('may lose its sign, or be an address: %s', async (was, is) =>
    expect(await changed(was, is)).toEqual(['judged', 'judged']),
  )

  it.each([
    ['unsigned int', 'int'],
    ['int', 'unsigned int'],
    ['int', 'unsigned long'],
    ['pgoff_t', 'int'],
    ['struct folio *', 'int'],
  ])('is not judged where it holds other numbers: %s, then %s', async (was, is) =>
    expect(await changed(was, is)).toEqual(['not judged', 'not judged']),
  )

  it('is not judged where it moves into another declaration', async () => {
    const told = await account(within('size_t pages;\n\tint i, r;'), within('int i, r, pages;'))
    expect(told.map(one => `${one.side} ${one.class}`)).toEqual([
      'before not judged',
      'before judged',
      'after not judged',
    ])
  })
})

describe('a result that becomes narrower', () => {
  const told = async (was: string, is: string) => {
    const seen = (text: string): Evidence => ({
      ...evidence,
      came: () => true,
      blind: () => [{ ...placeIn(text, 'ret = '), why: 'long becomes int', ofWidth: true }],
    })
    const [before, after] = [within(was), within(is)]
    const [one, other] = await Promise.all([before, after].map(text => parseC(wholeFile('x.c', text))))
    return accountOf({ before: one!, after: other! }, { before: seen(before), after: seen(after) }, tables)
  }
  const placeIn = (text: string, start: string) => {
    const from = text.indexOf(start)
    return { start: from, end: text.indexOf(';', from) + 1 }
  }
  const classes = async (was: string, is: string) => (await told(was, is)).map(one => one.class)

  it('is judged where it does so on the other side', async () => {
    const branch = 'if (a)\n\t\tret = punch(folio_inode(folio), b);'
    expect(await classes(branch, 'ret = a ? punch(folio->inode, b) : -22;')).not.toContain('not judged')
  })

  it('is not judged where another one does, or a sum', async () => {
    expect(await classes('a = 1;', 'ret = size(folio);')).toContain('not judged')
    expect(await classes('ret = size(folio);', 'ret = size(folio) + more(folio);')).toContain('not judged')
    expect(await classes('b = size(folio);', 'ret = pages;')).toContain('not judged')
  })
})

describe('an access by a macro', () => {
  const store = 'WRITE_ONCE(slot->file, NULL);'
  const seen: Evidence = {
    ...evidence,
    blind: () => [{ ...placeOf('WRITE_ONCE'), why: 'weak memory is left out', ofStrength: true }],
  }
  const placeOf = (name: string) => {
    const start = within(store).indexOf(name)
    return { start, end: start + name.length }
  }

  it('is judged as another one where it is new', async () => {
    const [one] = await account(within(''), within(store), seen)
    expect(one).toMatchObject({ class: 'judged', unless: {} })
  })

  it('is judged where a plain one stood before', async () => {
    const read = within('if (!READ_ONCE(slot->file))\n\t\treturn 1;')
    const start = read.indexOf('READ_ONCE')
    const spot = { start, end: start + 'READ_ONCE'.length, why: 'weak memory is left out', ofStrength: true } as const
    const told = await account(within('if (!slot->file)\n\t\treturn 1;'), read, {
      ...evidence,
      came: () => true,
      blind: () => [spot],
    })
    expect(told.at(-1)).toMatchObject({ side: 'after', class: 'judged' })
  })

  it('is not judged where none stands for it', async () => {
    const plain = await account(within(store), within('slot->file = NULL;'), seen)
    expect(plain[0]).toMatchObject({ side: 'before', class: 'not judged', why: 'weak memory is left out' })
    const moved = await account(within(`${store}\n\ta = 1;\n\tb = 2;`), within(`a = 1;\n\tb = 2;\n\t${store}`), seen)
    expect(moved.map(one => one.class)).toEqual(['judged', 'judged'])
  })
})

describe('a condition that is moved with all that it decides', () => {
  const body = (one: string, two: string) => within(`${one}\n\tcount = 2;\n\tcount += 1;\n\tcount += 2;\n\t${two}`)
  const decided = 'if (order)\n\t\t*order = 0;'
  /** What is asked is never false, and all else ran. */
  const seen: Evidence = { ...evidence, came: (_, __, outcome) => outcome !== 'no' }
  const told = async (was: string, is: string, found = seen) =>
    (await account(was, is, found)).filter(one => one.kind === 'condition').map(one => one.class)

  it('need not be skipped in any world', async () => {
    expect(await told(body(decided, ''), body('', decided))).toEqual(['same', 'same'])
  })

  it.each([
    ['decides something else', 'if (order)\n\t\t*order = 1;'],
    ['asks something else', 'if (orders)\n\t\t*order = 0;'],
    ['has an else', 'if (order)\n\t\t*order = 0;\n\telse\n\t\tcount = 1;'],
  ])('has to be where it %s', async (_, other) => {
    expect(await told(body(decided, ''), body('', other))).toEqual(['not judged', 'not judged'])
  })

  it('has to be where nothing that it decides ran', async () => {
    const skipped = { ...evidence, came: (_: string, __: object, outcome: string) => outcome === 'no' }
    expect(await told(body(decided, ''), body('', decided), skipped)).not.toContain('same')
  })
})

describe('a static function that nothing names', () => {
  const helper = (value: number) => `static int vt_gmem_helper(void)\n{\n\treturn ${value};\n}\n`

  it('is unreferenced', async () => {
    expect((await account(helper(1), helper(2))).map(one => one.class)).toEqual(['unreferenced', 'unreferenced'])
  })

  it.each(['#define of(name) vt_##name\n', 'struct ops o = { op(gmem_helper) };\n'])(
    'is not where a macro may name it: %s',
    async text => {
      expect((await account(helper(1) + text, helper(2) + text)).map(one => one.class)).not.toContain('unreferenced')
    },
  )
})

it('an attribute that says where code lies is not judged', async () => {
  const release = (attribute: string) => `int ${attribute} f(int a)\n{\n\treturn a;\n}\n`
  expect(await account(release(''), release('__init'))).toContainEqual(
    expect.objectContaining({ class: 'not judged', why: 'an attribute of the function changes' }),
  )
})

describe('a function that does the same', () => {
  const idle: Evidence = { ...evidence, idle: () => 'the model does not run it' }
  const classes = async (before: string, after: string, seen: Evidence) =>
    (await account(before, after, seen, { same: new Set(['f']) })).map(one => one.class)

  it('need not be judged where no world judged it', async () => {
    expect(await classes(within('\ta(folio);'), within('\tb(folio);'), idle)).toEqual(['same', 'same'])
    expect(await classes(within('\ta(folio);'), within('\tb(folio);'), evidence)).toEqual(['judged', 'judged'])
  })

  it('is not the same where it lies elsewhere', async () => {
    const release = (attribute: string) => `int ${attribute} f(int a)\n{\n\treturn a;\n}\n`
    expect(await classes(release(''), release('__init'), evidence)).toContain('not judged')
    expect(await classes('', release('__init'), evidence)).toContain('not judged')
  })
})

describe('an argument that the model does not see', () => {
  const call = '\tzap(folio, filter(folio));'
  const start = within(call).indexOf('filter(')
  const unseen: Evidence = { ...evidence, blind: () => [{ start, end: start + 'filter(folio)'.length, why: 'unseen' }] }

  it('keeps a call that is gone from being judged, unless a promise breaks without it', async () => {
    const [gone] = await account(within(call), within(''), unseen)
    expect(gone).toMatchObject({ class: 'judged', unless: { breaking: 'unseen' } })
  })

  it('keeps a call that is added from being judged', async () => {
    const [come] = await account(within(''), within(call), unseen)
    expect(come).toMatchObject({ class: 'not judged', why: 'unseen' })
  })
})

describe('a statement without parts', () => {
  it('is judged whatever the model does not see in front of it', async () => {
    const before = within('\tzap(folio);\n\twhile (a)\n\t\tbreak;')
    const after = within('\tzap(folio);\n\tfor (; a;)\n\t\tbreak;')
    const start = before.indexOf('zap(')
    const unseen: Evidence = { ...evidence, blind: () => [{ start, end: start + 'zap(folio)'.length, why: 'unseen' }] }
    const told = await account(before, after, unseen)
    const breaks = told.filter(({ text }) => text === 'break;').map(one => one.class)
    expect(breaks).toEqual(['judged', 'judged'])
  })
})

describe('a number that is taken for a narrower one', () => {
  const body = (opened: string) => `\t${opened}\n\t\tret = of(folio);`
  const narrows = (opened: string): Evidence => {
    const start = within(body(opened)).indexOf('ret =')
    return {
      ...evidence,
      blind: () => [{ start, end: start + 'ret = of(folio);'.length, why: 'narrow', ofWidth: true }],
    }
  }

  it('is judged where only what stands around it changes', async () => {
    const [was, is] = await Promise.all(
      ['if (a)', 'if (b)'].map(opened => parseC(wholeFile('x.c', within(body(opened))))),
    )
    const told = accountOf(
      { before: was!, after: is! },
      { before: narrows('if (a)'), after: narrows('if (b)') },
      tables,
    )
    expect(told.filter(({ why }) => why === 'narrow')).toEqual([])
  })
})

it('a condition that has one outcome only is told as it is spelled', async () => {
  const always = { ...evidence, came: (_: string, __: object, outcome: string) => outcome !== 'yes' }
  const why = async (text: string) =>
    (await account(within('if (a)\n\t\tf(a);'), within(`if (${text})\n\t\tf(a);`), always)).find(
      one => one.side === 'after' && one.kind === 'condition',
    )!.why
  expect(await why('b')).toBe('in no world it is true')
  expect(await why('!b')).toBe('in no world it is false')
  expect(await why('!!b')).toBe('in no world it is true')
})

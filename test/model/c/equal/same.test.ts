import { describe, expect, it } from 'vitest'
import { sameFunctions } from '../../../../model/c/equal/same.ts'
import { parseC } from '../../../../model/c/parse/parse.ts'
import type { Configuration } from '../../../../model/c/text/configuration.ts'
import { wholeFile } from '../../../../model/c/text/source.ts'
import { plainNames } from '../../../../model/patched/account/plain.ts'

const parsed = (text: string) => parseC(wholeFile('x.c', text))
const same = async (before: string, after: string) =>
  [...sameFunctions(await parsed(before), await parsed(after), plainNames)].sort()

const DEFINED = 'DEFINE_GUARD(own, struct x *, lock(_T), unlock(_T))\n'
const within = (body: string, params = 'struct inode *inode, long n') => `int f(${params})\n{\n${body}\n}\n`
const isSame = async (before: string, after: string, params?: string) =>
  (await same(DEFINED + within(before, params), DEFINED + within(after, params))).includes('f')

/** What changes nothing, whatever calls return: as it was, and as it is. */
const RIGHT: Readonly<Record<string, readonly [string, string]>> = {
  'a number that every type holds': [
    'unsigned long pages = a(n);\nif (pages < 5)\n\treturn b(n);\nreturn n == 0;',
    'unsigned long pages = a(n);\nif (pages < 5UL)\n\treturn b(n);\nreturn n == 0UL;',
  ],
  'an early return': [
    'int r = a(n);\nif (!r)\n\tb(n);\nreturn r;',
    'int r = a(n);\nif (r)\n\treturn r;\nb(n);\nreturn 0;',
  ],
  'two checks of a number as one': [
    'int r = a(n);\nif (r < 0)\n\treturn r;\nif (r != 1)\n\treturn -ENOMEM;\nreturn b(n);',
    'int r = a(n);\nif (r != 1)\n\treturn r < 0 ? r : -ENOMEM;\nreturn b(n);',
  ],
  'a size by its type': [
    'struct thing *t = kzalloc(sizeof(*t), GFP_KERNEL);\nreturn b(t);',
    'struct thing *t = kzalloc(sizeof(struct thing), GFP_KERNEL);\nreturn b(t);',
  ],
  'an error pointer by its number': [
    'struct folio *folio = a(n);\nif (IS_ERR(folio)) {\n\tif (PTR_ERR(folio) == -EAGAIN)\n\t\treturn 1;\n\treturn 0;\n}\nreturn b(folio);',
    'struct folio *folio = a(n);\nif (folio == ERR_PTR(-EAGAIN))\n\treturn 1;\nif (IS_ERR(folio))\n\treturn 0;\nreturn b(folio);',
  ],
  'no bit more': ['if (n)\n\treturn a(A | B);\nreturn a(A);', 'return a(A | (n ? B : 0));'],
  'a loop that only asks': [
    'int i;\nfor (i = 0; i < ARRAY_SIZE(inode->rows); i++)\n\tif (inode->rows[i])\n\t\treturn -EINVAL;\nreturn b(n);',
    'int i = 0;\nwhile (i < ARRAY_SIZE(inode->rows)) {\n\tif (inode->rows[i])\n\t\treturn -EINVAL;\n\ti++;\n}\nreturn b(n);',
  ],
  'a guard in the place of a lock': [
    'int r;\nmutex_lock(&m);\nr = a(n);\nif (r)\n\tgoto out;\nr = b(n);\nout:\nmutex_unlock(&m);\nreturn r;',
    'int r;\nguard(mutex)(&m);\nr = a(n);\nif (r)\n\treturn r;\nreturn b(n);',
  ],
  'a lock by its rw_semaphore': [
    'filemap_invalidate_lock(inode->i_mapping);\na(n);\nfilemap_invalidate_unlock(inode->i_mapping);\nreturn 0;',
    'scoped_guard(rwsem_write, &inode->i_mapping->invalidate_lock)\n\ta(n);\nreturn 0;',
  ],
  'a guard of its own': [
    'lock(&inode->x);\na(n);\nunlock(&inode->x);\nreturn 0;',
    'guard(own)(&inode->x);\na(n);\nreturn 0;',
  ],
  'a constant that needs no room': ['a("x");\nreturn 0;', 'static const char *const name = "x";\na(name);\nreturn 0;'],
  'a loop of another kind': [
    'long i;\nfor (i = 0; i < n; i++)\n\ta(i);\nreturn 0;',
    'long i = 0;\nwhile (n > i) {\n\ta(i);\n\t++i;\n}\nreturn 0;',
  ],
  'a choice of two values': [
    'int r;\nif (n & 1)\n\tr = signal_pending(current);\nelse\n\tr = 0;\nreturn r;',
    'int r = (n & 1) ? signal_pending(current) : 0;\nreturn r;',
  ],
  'checks in one': [
    'int r = get_user_pages_fast(n, 1, 0, 0);\nif (r < 0)\n\treturn r;\nif (r != 1)\n\treturn -ENOMEM;\nreturn 0;',
    'int r = get_user_pages_fast(n, 1, 0, 0);\nif (r != 1) {\n\tif (r >= 0)\n\t\tr = -ENOMEM;\n\treturn r;\n}\nreturn 0;',
  ],
  'a condition that is turned round': [
    'if (n < 0 || !a(n))\n\treturn -EINVAL;\nreturn 0;',
    'if (!(n >= 0 && a(n)))\n\treturn -EINVAL;\nreturn 0;',
  ],
  'a name for a value': [
    'a(inode->i_mapping);\nb(inode->i_mapping);\nreturn 0;',
    'struct address_space *mapping = inode->i_mapping;\na(mapping);\nb(mapping);\nreturn 0;',
  ],
  'sums in another order': [
    'unsigned long end = inode->x + n;\na(end - 1);\nreturn 0;',
    'unsigned long end = n + inode->x;\na(end - 1);\nreturn 0;',
  ],
  'an error that is known': [
    'struct folio *p = a(n);\nint r = 0;\nif (IS_ERR(p))\n\tr = PTR_ERR(p);\nelse\n\tb(p);\nreturn r;',
    'struct folio *p = a(n);\nif (IS_ERR(p))\n\treturn PTR_ERR(p);\nb(p);\nreturn 0;',
  ],
}

/** Changes that look like them. */
const WRONG: Readonly<Record<string, readonly [string, string]>> = {
  'less than an unsigned 0': ['return n < 0 ? a(n) : b(n);', 'return n < 0UL ? a(n) : b(n);'],
  'less than an unsigned local': [
    'return n < 0 ? a(n) : b(n);',
    'const unsigned long none = 0;\nreturn n < none ? a(n) : b(n);',
  ],
  'an unsigned number of bytes': ['return n <= 4096 ? a(n) : b(n);', 'return n <= sizeof(*inode) ? a(n) : b(n);'],
  'a number below 0 of another width': [
    'unsigned int m = a(n);\nreturn m == -1 ? a(n) : b(n);',
    'unsigned int m = a(n);\nreturn m == -1L ? a(n) : b(n);',
  ],
  'a lock that is kept': [
    'int r;\nmutex_lock(&m);\nr = a(n);\nif (r)\n\tgoto out;\nr = b(n);\nout:\nmutex_unlock(&m);\nreturn r;',
    'int r;\nmutex_lock(&m);\nr = a(n);\nif (r)\n\treturn r;\nr = b(n);\nmutex_unlock(&m);\nreturn r;',
  ],
  'a guard that holds for longer': [
    'mutex_lock(&m);\na(n);\nmutex_unlock(&m);\nb(n);\nreturn 0;',
    'guard(mutex)(&m);\na(n);\nb(n);\nreturn 0;',
  ],
  'memory that is read before a call that may change it': [
    'a(inode);\nb(inode->x);\nreturn 0;',
    'long x = inode->x;\na(inode);\nb(x);\nreturn 0;',
  ],
  'a loop that ends one later': [
    'long i;\nfor (i = 0; i < n; i++)\n\ta(i);\nreturn 0;',
    'long i = 0;\nwhile (i <= n)\n\ta(i++);\nreturn 0;',
  ],
  'a loop whose bound is read again': [
    'long i, end = inode->x;\nfor (i = 0; i < end; i++)\n\ta(i);\nreturn 0;',
    'long i;\nfor (i = 0; i < inode->x; i++)\n\ta(i);\nreturn 0;',
  ],
  'a narrower number': ['long r = a(n);\nb(r);\nreturn 0;', 'int r = a(n);\nb(r);\nreturn 0;'],
  'a shift of a narrower number': [
    'unsigned long x = n;\nx = 1ul << x;\na(x);\nreturn 0;',
    'unsigned long x = n;\nx = 1 << x;\na(x);\nreturn 0;',
  ],
  'a choice that takes the sign': [
    'long r;\nunsigned int u = b(n);\nint i = a(n);\nif (n)\n\tr = i;\nelse\n\tr = u;\nc(r);\nreturn 0;',
    'long r;\nunsigned int u = b(n);\nint i = a(n);\nr = n ? i : u;\nc(r);\nreturn 0;',
  ],
  'an error that passes for success': [
    'struct folio *p = a(n);\nif (IS_ERR(p))\n\treturn PTR_ERR(p);\nb(p);\nreturn 0;',
    'struct folio *p = a(n);\nif (!p)\n\treturn -ENOMEM;\nb(p);\nreturn 0;',
  ],
  'a variable that shadows another': [
    'int r = 0;\nif (n)\n\tr = a(n);\nreturn r;',
    'int r = 0;\nif (n) {\n\tint r = a(n);\n\tb(r);\n}\nreturn r;',
  ],
  'a struct that shadows another': [
    'struct range x = { .a = 1 };\nif (n) {\n\tset(&x);\n}\nuse(&x);\nreturn 0;',
    'struct range x = { .a = 1 };\nif (n) {\n\tstruct range x = { .a = 1 };\n\tset(&x);\n}\nuse(&x);\nreturn 0;',
  ],
  'a message that follows a pointer that may be gone': [
    'put(inode);\nreturn 0;',
    'put(inode);\npr_debug("%ld\\n", inode->x);\nreturn 0;',
  ],
  'a message, not always printed, that does something': [
    'put(inode);\nreturn 0;',
    'pr_debug("%d\\n", (put(inode), 0));\nreturn 0;',
  ],
  'a variable that keeps its value from call to call': [
    'int first = 1;\na(first);\nfirst = 0;\nreturn 0;',
    'static const int first = 1;\na(first);\nfirst = 0;\nreturn 0;',
  ],
  'a size of what has another type': [
    'struct thing *t = kzalloc(sizeof(*t), GFP_KERNEL);\nreturn b(t);',
    'struct part *t = kzalloc(sizeof(*t), GFP_KERNEL);\nreturn b(t);',
  ],
  'an error of another number': [
    'struct folio *folio = a(n);\nif (IS_ERR(folio))\n\treturn PTR_ERR(folio) == -EAGAIN;\nreturn b(folio);',
    'struct folio *folio = a(n);\nif (folio == ERR_PTR(-EINTR))\n\treturn 1;\nif (IS_ERR(folio))\n\treturn 0;\nreturn b(folio);',
  ],
  'bits that an int has not': [
    'unsigned long u = n;\nif (u & 0x100000000)\n\ta(n);\nreturn 0;',
    'unsigned long u = n;\nif ((int)(u & 0x100000000))\n\ta(n);\nreturn 0;',
  ],
  'a loop that asks for one more': [
    'int i;\nfor (i = 0; i < ARRAY_SIZE(inode->rows); i++)\n\tif (inode->rows[i])\n\t\treturn -EINVAL;\nreturn b(n);',
    'int i = 0;\nwhile (i <= ARRAY_SIZE(inode->rows)) {\n\tif (inode->rows[i])\n\t\treturn -EINVAL;\n\ti++;\n}\nreturn b(n);',
  ],
  'a field that is written in between': [
    'struct kvm_gmem *gmem = a(n);\nstruct kvm *kvm = gmem->kvm;\ngmem->kvm = b(n);\nreturn c(kvm);',
    'struct kvm_gmem *gmem = a(n);\ngmem->kvm = b(n);\nreturn c(gmem->kvm);',
  ],
  'a loop that does not end': ['a(n);\nreturn 0;', 'for (;;)\n\t;\na(n);\nreturn 0;'],
}

describe('a function that makes the same calls and returns the same', () => {
  for (const [what, [before, after]] of Object.entries(RIGHT))
    it(`has ${what}`, async () => {
      expect(await isSame(before, after)).toBe(true)
    })

  it('takes parameters of other names, and not of other types', async () => {
    const of = (params: string, given: string) => within(`return a(${given});`, params)
    expect(await same(of('long n', 'n'), of('long count', 'count'))).toEqual(['f'])
    expect(await same(of('long n', 'n'), of('int n', 'n'))).toEqual([])
  })

  it('has a part of it in a function that is only called', async () => {
    const helper = 'static int g(long n)\n{\n\ta(n);\n\treturn b(n);\n}\n'
    const before = within('a(n);\nreturn b(n);')
    expect(await same(before, helper + within('return g(n);'))).toEqual(['f', 'g'])
    expect(await same(before, `${helper}int (*table)(long) = g;\n${within('return g(n);')}`)).toEqual(['f'])
  })

  it('has a part of it in a function that returns its answer otherwise, where callers only ask', async () => {
    const asks = (type: string, body: string) => `static ${type} g(long n)\n{\n\treturn ${body};\n}\n`
    const caller = within('if (g(n))\n\ta(n);\nreturn 0;')
    const taker = within('return h(g(n));')
    expect(await same(asks('int', 'n != 0') + caller, asks('long', 'n') + caller)).toEqual(['g'])
    expect(await same(asks('int', 'n != 0') + taker, asks('long', 'n') + taker)).toEqual([])
  })

  it('is known in a configuration that somebody names', async () => {
    const of = (declared: string) => within(`${declared}\n#ifdef CONFIG_X\nr = b(n);\n#endif\nreturn r;`)
    const sameIn = async (before: string, after: string, configuration: Configuration) => {
      const read = (text: string) => parseC({ ...wholeFile('x.c', text), configuration })
      return [...sameFunctions(await read(before), await read(after), plainNames)]
    }
    expect(await sameIn(of('int r = 0;'), of('int r = 1;'), {})).toEqual([])
    expect(await sameIn(of('int r = 0;'), of('int r = 1;'), { CONFIG_X: true })).toEqual(['f'])
    expect(await sameIn(of('int r = 0;'), of('int r = 1;'), { CONFIG_X: false })).toEqual([])
    expect(await sameIn(of('int r = 0;'), of('int r;\nr = 0;'), { CONFIG_X: false })).toEqual(['f'])
  })
})

describe('a function that does something else', () => {
  for (const [what, [before, after]] of Object.entries(WRONG))
    it(`has ${what}`, async () => {
      expect(await isSame(before, after)).toBe(false)
    })
})

import { describe, expect, it } from 'vitest'
import { account, evidence, within } from './accounting.ts'

/** For which numbers the condition of an if comes out otherwise. */
async function otherwise(was: string, is: string): Promise<(string | undefined)[]> {
  const body = (condition: string) => within(`if (${condition})\n\t\treturn -22;`)
  const told = await account(body(was), body(is), { ...evidence, came: () => true })
  return told.filter(one => one.kind === 'condition' && one.side === 'after').map(one => one.otherwise)
}

describe('a condition comes out otherwise', () => {
  it.each([
    ['attrs.flags', 'attrs.flags == 1', 'attrs.flags is 2'],
    ['a & ~MASK', 'a > MASK', 'a is 1 and MASK is 4'],
    ['(loff_t)vmf->pgoff << 2 >= size', '(loff_t)vmf->pgoff << 2 == size', 'vmf->pgoff is 1 and size is 0'],
    ['i < 7', 'i <= 7', 'i is 7'],
    ['fd < 0', 'fd <= 0', 'fd is 0'],
    ['ret < 0', 'ret == -EFAULT', 'there is another error'],
    ['IS_ERR(file)', 'file == ERR_PTR(-ENOMEM)', 'there is another error'],
  ])('where %s becomes %s', async (was, is, where) => expect(await otherwise(was, is)).toEqual([where]))
})

describe('a condition comes out as before', () => {
  it.each([
    ['count >= 1', 'count != 0'],
    ['ret < 0', 'ret'],
    ['offset + len > size', 'len > size - offset'],
    ['a < b', 'b > a'],
    ['!(a == b)', 'a != b'],
    ['size == 0 || offset + size < offset', 'offset + size <= offset'],
    ['offset >= end || offset + size > end', 'offset == end || offset + size > end'],
    ['a & ~MASK', 'a && a != MASK'],
    ['(index << PAGE_SHIFT) >= i_size_read(inode)', 'index >= i_size_read(inode) >> PAGE_SHIFT'],
    ['a + 1 > b', 'a >= b'],
  ])('where %s becomes %s', async (was, is) =>
    expect((await otherwise(was, is)).every(one => one === undefined)).toBe(true),
  )
})

it.each([
  ['PAGE_ALIGNED(a)', 'IS_ALIGNED(a, 4)'],
  ['a', 'b'],
  ['!a', 'a'],
  ['a > b || a + 1 > b', 'a + 1 > b'],
  ['a > 1', 'a > 1 && b'],
])('is not said of a condition about other things: %s, then %s', async (was, is) =>
  expect((await otherwise(was, is)).every(one => one === undefined)).toBe(true),
)

/**
 * Which statements of a patch are not judged, and why, where room is dear.
 */
import { expect, it } from 'vitest'
import { notJudgedWords } from '../../../cli/reports/review/account.ts'
import type { Accounted } from '../../../model/c/account/told.ts'

const statement = (line: number, more: Partial<Accounted> = {}) =>
  ({
    side: 'before',
    file: 'virt/kvm/guest_memfd.c',
    line,
    name: 'kvm_gmem_punch_hole',
    text: 'f();',
    class: 'not judged',
    why: `reason ${line}`,
    ...more,
  }) as Accounted

it('names each statement with its place and the reason', () => {
  expect(notJudgedWords([statement(260), statement(7, { class: 'judged' })])).toEqual([
    'guest_memfd.c:260, before the patch: f();: reason 260',
  ])
})

it('tells those of one reason as one, and of many no more than the first', () => {
  expect(notJudgedWords([statement(1, { why: 'one' }), statement(2, { why: 'one' })])).toEqual([
    'guest_memfd.c:1, before the patch: f(); and 1 more: one',
  ])
  const many = notJudgedWords([1, 2, 3, 4, 5].map(line => statement(line)))
  expect(many).toHaveLength(4)
  expect(many.at(-1)).toBe('2 more: --format json has them')
})

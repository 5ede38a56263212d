import { expect, it } from 'vitest'
import { unexplained, unnamed } from './json-members.ts'

const value = {
  schema: 1,
  command: 'replay',
  exitCode: 0,
  initial: 0,
  path: '0',
  steps: [],
  broken: [],
  possible: [],
  world: 'a@b',
}

it('the page about JSON is held against what is printed, both ways', () => {
  expect(unexplained(value)).toEqual([])
  // `walks` is explained, but of another command
  expect(unexplained({ ...value, walks: 1 })).toEqual(['walks is not explained for replay'])
  const { steps, ...less } = value
  expect(unexplained(less)).toEqual(['steps is explained for replay, and is not there'])
  expect(unnamed({ states: 1, nowhere: 2 })).toEqual(['nowhere'])
})

import { expect, it } from 'vitest'
import { allDecisions } from '../../../cli/names/decisions.ts'

const decisions = allDecisions()

it.each(decisions)('the decision $name says what is decided, and what each answer means', ({ says, answers }) => {
  expect(answers.length).toBeGreaterThan(1)
  for (const words of [says, ...answers.map(answer => answer.says)]) expect(words).toMatch(/^\S.*[^\s:]$/)
})

it('decisions stand as they are declared, file by file, and their answers as they are explained', () => {
  const names = decisions.map(({ name }) => name)
  const byFile = ['invalidateWindow', 'rollbackIndex', 'memory'].map(name => names.indexOf(name))
  expect(byFile).toEqual([0, 1, 2])
  expect(decisions[0]!.answers.map(({ answer }) => answer)).toEqual(['hugepage', 'exact'])
})

import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { sameFunctions } from '../../../../model/c/equal/same.ts'
import { mutated } from '../../../../model/c/mutate/mutant.ts'
import { mutantsOf } from '../../../../model/c/mutate/mutants.ts'
import { parseC } from '../../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../../model/c/text/source.ts'
import { mutantNames } from '../../../../model/kernel/c/mutants/faulty.ts'
import { plainNames } from '../../../../model/patched/account/plain.ts'

it('no fault of any kind passes for the same, but for those that do what they did', async () => {
  const text = readFileSync('test/fixtures/c/guest-memfd/pages.c', 'utf8')
  const parsed = (of: string) => parseC(wholeFile('pages.c', of))
  const file = await parsed(text)
  const mutants = file.functions.flatMap(fn => mutantsOf(file, fn, mutantNames))
  expect(mutants.length).toBeGreaterThan(300)
  const same: string[] = []
  for (const { fn, operator, edit } of mutants) {
    const equal = sameFunctions(file, await parsed(mutated(text, edit)), plainNames)
    if (equal.has(fn)) same.push(`${fn}: ${operator}: ${edit.text.replace(/\s+/g, ' ')}`)
  }
  expect(same).toEqual([
    'zap: neighbours swapped: locked = true; kvm_mmu_invalidate_begin(kvm);',
    // In the place of `continue`, where an error has just been kept: the loop goes on only without one.
    'kvm_gmem_allocate: loop ended early: break;',
  ])
}, 60_000)

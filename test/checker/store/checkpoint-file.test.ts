import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { removeHalf, replaceFile } from '../../../checker/store/checkpoint-file.ts'

it('half a checkpoint is taken away, and neither the one before it nor a file of somebody else', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
  const path = join(folder, 'search')
  replaceFile(path, () => {})
  const half = readFileSync(path).subarray(0, 20)
  removeHalf(path)
  expect(readdirSync(folder)).toEqual(['search'])
  writeFileSync(`${path}.part`, half)
  removeHalf(path)
  expect(readdirSync(folder)).toEqual(['search'])
  writeFileSync(`${path}.part`, 'notes of somebody')
  removeHalf(path)
  expect(readdirSync(folder)).toEqual(['search', 'search.part'])
})

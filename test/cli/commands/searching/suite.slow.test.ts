import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { gmemcheck, root } from '../../gmemcheck.ts'

const file = `${root}spec/suite/recorded.jsonl`

describe('suite', () => {
  it('finds the quick worlds as recorded, and records them as they were', () => {
    const before = readFileSync(file, 'utf8')
    const { status, stdout, stderr } = gmemcheck('suite', '--quick', '--record')
    const after = readFileSync(file, 'utf8')
    writeFileSync(file, before)
    expect(stdout).toMatch(/^[\d,]+ of [\d,]+ worlds, all as expected$/m)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(after).toBe(before)
  })
})

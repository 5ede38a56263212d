/**
 * C that copies an initial image in.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseC } from '../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../model/c/text/source.ts'
import { judged } from './worlds.ts'

const path = new URL('../../fixtures/c/guest-memfd/populate.c', import.meta.url).pathname
const text = readFileSync(path, 'utf8')

async function verdict(from = '', to = ''): Promise<string | undefined> {
  expect(text).toContain(from)
  const file = await parseC(wholeFile('populate.c', text.replace(from, to)))
  const scenario = 'populate-refused-by-firmware'
  const world = { design: 'upstream', scenario, operation: 'populate', fn: 'kvm_gmem_populate', file }
  return judged(world).verdicts['calls-put-what-they-get']
}

const putting = '\t\tput_page(page);\n\t\tif (!err)\n\t\t\tdone++;\n'

describe('a page of the image', () => {
  it('is put when it was copied in, or could not be', async () => {
    expect(await verdict()).toBe('holds')
  })

  it.each([
    ['never', '\t\tif (!err)\n\t\t\tdone++;\n'],
    ['only where it was copied in', '\t\tif (err)\n\t\t\tbreak;\n\t\tput_page(page);\n\t\tdone++;\n'],
  ])('is held for ever where it is put %s', async (_, instead) => {
    expect(await verdict(putting, instead)).toBe('violated')
  })
})

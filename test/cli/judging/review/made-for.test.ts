/**
 * A patch for another tree: the message says which known code it was made for.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readFitting } from '../../../../cli/judging/review/made-for.ts'
import { anchorSources } from '../../../../model/anchors/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
afterAll(() => rmSync(folder, { recursive: true }))
mkdirSync(join(folder, 'tree/virt/kvm'), { recursive: true })
writeFileSync(join(folder, 'tree/virt/kvm/guest_memfd.c'), 'int other(void)\n{\n\treturn 0;\n}\n')

const named = anchorSources.find(({ blob }) => blob !== undefined)!

function refused(name: string, index: string) {
  const patch = join(folder, name)
  const path = 'virt/kvm/guest_memfd.c'
  const hunk = '@@ -1,4 +1,4 @@\n int f(void)\n {\n-\treturn 1;\n+\treturn 2;\n }\n'
  writeFileSync(patch, `diff --git a/${path} b/${path}\n${index}--- a/${path}\n+++ b/${path}\n${hunk}`)
  return expect(readFitting([patch], join(folder, 'tree'))).rejects
}

describe('a patch that does not apply', () => {
  it('names the file that git says it was made for', () =>
    refused('named.patch', `index ${named.blob!.slice(0, 12)}..0123456789ab 100644\n`).toThrow(
      `the patches before it: it was made for ${named.file} of ${named.name}`,
    ))

  it('names no tree where none is known', () => refused('unknown.patch', '').toThrow(/and the patches before it$/))
})

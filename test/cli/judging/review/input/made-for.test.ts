/**
 * A patch for another tree: the message says which known code it was made for.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readFitting } from '../../../../../cli/judging/review/made-for.ts'
import { anchorSources } from '../../../../../model/anchors/index.ts'
import type { AnchorSource } from '../../../../../model/anchors/source.ts'
import { parseC } from '../../../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../../../model/c/text/source.ts'

const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
afterAll(() => rmSync(folder, { recursive: true }))
mkdirSync(join(folder, 'tree/virt/kvm'), { recursive: true })
writeFileSync(join(folder, 'tree/virt/kvm/guest_memfd.c'), 'int other(void)\n{\n\treturn 0;\n}\n')

const named = anchorSources.find(({ blob }) => blob !== undefined)!

const PATH = 'virt/kvm/guest_memfd.c'
const misses = '@@ -1,4 +1,4 @@\n int f(void)\n {\n-\treturn 1;\n+\treturn 2;\n }\n'

function refused(name: string, index: string, hunks = misses, sources?: readonly AnchorSource[]) {
  const patch = join(folder, name)
  writeFileSync(patch, `diff --git a/${PATH} b/${PATH}\n${index}--- a/${PATH}\n+++ b/${PATH}\n${hunks}`)
  return expect(readFitting([patch], join(folder, 'tree'), sources)).rejects
}

/** A hunk that shows the whole function, and adds a line behind it. */
function around(text: string): string {
  const lines = text.trimEnd().split('\n')
  return `@@ -1,${lines.length} +1,${lines.length + 1} @@\n${lines.map(line => ` ${line}\n`).join('')}+\n`
}

const body = 'int f(void)\n{\n\treturn 3;\n}\n'
const [parsed] = (await parseC(wholeFile(PATH, body))).functions
const source = (name: string, hash: string): AnchorSource => ({
  name,
  where: 'a test',
  file: PATH,
  designs: [],
  bodies: { f: hash },
})

describe('a patch that does not apply', () => {
  it('names the file that git says it was made for', () =>
    refused('named.patch', `index ${named.blob!.slice(0, 12)}..0123456789ab 100644\n`).toThrow(
      `\nthe patch was made for ${named.file} of ${named.name}`,
    ))

  it('names the trees that have a function which it shows whole', () =>
    refused('shown.patch', '', around(body), [
      source('one', parsed!.hash),
      source('two', 'another'),
      source('three', parsed!.hash),
    ]).toThrow(/\nthe patch shows f\(\) as in one and three$/))

  it('names no tree where none is known', () => refused('unknown.patch', '').toThrow(/and the patches before it$/))
})

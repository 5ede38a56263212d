/**
 * Patches that take a fix out of a tree, and that put it back.
 */
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Edit, Fix } from './fix.ts'

export interface Tried {
  readonly patch: string
  /** The tree to which it applies: the files that it needs, no more. */
  readonly tree: string
}

const GUEST_MEMFD = 'virt/kvm/guest_memfd.c'

/** @param folder of its own, for the trees before and after */
export function patchesOf({ file, fn, edits }: Fix, version: string, trees: string, folder: string) {
  const fixed = readFileSync(join(trees, version, file), 'utf8')
  const defective = edits[version]!.reduce((text, edit) => edited(text, fn, edit), fixed)
  const sides = { fixed, defective }
  for (const [side, text] of Object.entries(sides)) {
    for (const path of [GUEST_MEMFD, file]) mkdirSync(join(folder, side, dirname(path)), { recursive: true })
    copyFileSync(join(trees, version, GUEST_MEMFD), join(folder, side, GUEST_MEMFD))
    writeFileSync(join(folder, side, file), text)
  }
  const between = (before: keyof typeof sides, after: keyof typeof sides): Tried => {
    const args = ['diff', '--no-index', '--no-renames', '--no-color', before, after]
    const { stdout } = spawnSync('git', args, { cwd: folder, encoding: 'utf8' })
    const patch = join(folder, `to-${after}.patch`)
    writeFileSync(patch, stdout.replaceAll(`a/${before}/`, 'a/').replaceAll(`b/${after}/`, 'b/'))
    return { patch, tree: join(folder, before) }
  }
  return { reversed: between('fixed', 'defective'), forward: between('defective', 'fixed') }
}

/** @throws where the text does not stand once in the function: the tree is another one */
function edited(text: string, fn: string, { fixed, defective }: Edit): string {
  const start = text.search(new RegExp(`^\\w[^;\\n]*\\b${fn}\\(`, 'm'))
  const end = text.indexOf('\n}', start)
  const body = text.slice(start, end)
  if (start < 0 || body.split(fixed).length !== 2)
    throw new Error(`${fn}() has "${fixed.trim()}" ${start < 0 ? 'nowhere' : `${body.split(fixed).length - 1} times`}`)
  return text.slice(0, start) + body.replace(fixed, () => defective) + text.slice(end)
}

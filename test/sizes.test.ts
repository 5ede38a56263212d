/**
 * Files and folders that a reader can survey, and words that stay in their folder.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { modulesIn } from './imports.ts'
import { houses } from './rooms.ts'

const root = join(import.meta.dirname, '..')
const folders = [...Object.keys(houses), 'test']
const modules = modulesIn(folders)

/** A module has at most so many lines. */
const LINES = 400

it('no module has more lines than a reader surveys', () => {
  const lengths = [...modules].map(([path, text]) => [path, text.split('\n').length - 1] as const)
  expect(lengths.filter(([, lines]) => lines > LINES)).toEqual([])
})

describe('a folder', () => {
  /** It has at most so many entries. */
  const ENTRIES = 14

  /** Folders that may have more, and why. */
  const larger: Readonly<Record<string, { readonly entries: number; readonly because: string }>> = {
    'spec/promises/calls': {
      entries: 16,
      because: 'a file for each promise about a call, and they are told apart by name',
    },
    'spec/promises/contents': { entries: 16, because: 'a file for each promise about what pages hold' },
    test: { entries: 16, because: 'a folder for each of the project, and tests of the whole' },
    'test/cli': { entries: 16, because: 'a folder for each of cli/, and what all its tests share' },
    'test/cli/reports': { entries: 18, because: 'a file for each thing that several formats tell' },
  }

  const entries = folders.flatMap(folder =>
    [
      folder,
      ...readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter(entry => entry.isDirectory())
        .map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1)),
    ].map(path => [path, readdirSync(join(root, path)).length] as const),
  )

  it('has no more entries than a reader surveys', () => {
    expect(entries.filter(([path, count]) => count > (larger[path]?.entries ?? ENTRIES))).toEqual([])
  })

  it.each(Object.keys(larger))('may have more: %s does', path => {
    expect(entries.find(([each]) => each === path)?.[1]).toBeGreaterThan(ENTRIES)
  })
})

/** By folder: words that mean something elsewhere only. */
const foreign: Readonly<Record<string, RegExp>> = {
  checker:
    /folio|guest|gmem|\bkvm|memslot|hugepage|filemap|inode|\bgfn|\bpfn|\bvma\b|shareab|xarray|\btdx\b|\bsnp\b|truncat|fallocate/i,
  model: /sarif|junit|\bfrontier|commander/i,
  // What every file of the kernel uses (err.h, minmax.h, bug.h, lockdep.h, cleanup.h, rcupdate.h) it may know.
  'model/c':
    /folio|guest|gmem(?!check)|\bkvm|memslot|hugepage|filemap|inode|\bgfn|\bpfn|\bvma\b|shareab|xarray|\bxa_|\btdx\b|\bsnp\b|truncate_|fallocate|struct page|\bpage_|_page\b|\bgfp|mutex_|spin_?lock|[^e]_lock\b|kfree|kmalloc/i,
  spec: /sarif|junit|\bfrontier|commander/i,
}

const linesWith = (texts: ReadonlyMap<string, string>, folder: string) =>
  [...texts].flatMap(([path, text]) =>
    path.startsWith(`${folder}/`) ? text.split('\n').filter(line => foreign[folder]!.test(line)) : [],
  )

it.each(Object.keys(foreign))('%s has no word of another folder', folder => {
  expect(linesWith(modules, folder)).toEqual([])
})

it.each([
  ['checker', '/** Folios that KVM maps. */\nconst x = 1\n// of kvm_gmem\n'],
  ['model/c', "const frees = ['kfree', x]\nconst x = 1\nconst mask = 'PAGE_SIZE - 1'\n"],
])('words of the kernel in %s would be seen', (folder, text) => {
  expect(linesWith(new Map([[`${folder}/store/some.ts`, text]]), folder)).toHaveLength(2)
})

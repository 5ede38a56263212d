/**
 * Directories of patches, of which none is left out without a word; and pipes.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readSeries } from '../../../../model/patched/series.ts'
import { diff } from './mails.ts'

/** A directory with one good patch. */
function series(): string {
  const directory = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
  writeFileSync(join(directory, '0001.patch'), diff)
  return directory
}

const makePipe = (path: string) => spawnSync('mkfifo', [path])

describe('a directory of patches', () => {
  it.each<[string, string, string, (path: string) => unknown]>([
    ['a link to nothing', '0002.patch', 'leads to nothing', path => symlinkSync('/nowhere', path)],
    ['a link to nothing, whatever it is called', 'second', 'leads to nothing', path => symlinkSync('/nowhere', path)],
    ['an empty patch', '0002.patch', 'is empty', path => writeFileSync(path, '')],
    ['a patch of blanks', '0002.mbox', 'is empty', path => writeFileSync(path, '\n \r\n')],
    ['a directory called like a patch', '0002.patch', 'is a directory', path => mkdirSync(path)],
    ['a pipe', '0002.patch', 'is no regular file', makePipe],
  ])('is refused where it has %s', async (_, name, what, make) => {
    const path = join(series(), name)
    make(path)
    await expect(readSeries([join(path, '..')])).rejects.toThrow(
      `${path} ${what}, and the series would be read without it\nfetch that patch again, or remove it`,
    )
  })

  it('may have other directories and empty files beside the patches', async () => {
    const directory = series()
    mkdirSync(join(directory, 'v1'))
    writeFileSync(join(directory, '.keep'), '')
    await expect(readSeries([directory])).resolves.toHaveLength(1)
  })
})

it('a pipe with a name is refused and not waited for', async () => {
  const path = join(series(), 'pipe')
  makePipe(path)
  await expect(readSeries([path])).rejects.toThrow(
    `${path} is a named pipe, to which perhaps nobody writes\ngive a file`,
  )
})

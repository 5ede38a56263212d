/**
 * The version of a search: a checksum of all sources that decide its outcome.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { projectFile } from '../../names/program.ts'

let known: string | undefined

/** Changes with every change to the sources, and to the versions of the libraries. */
export function version(): string {
  known ??= checksum()
  return known
}

function checksum(): string {
  const hash = createHash('sha256').update(readFileSync(projectFile('package.json')))
  for (const folder of folders) {
    const root = fileURLToPath(new URL(`../../../${folder}/`, import.meta.url))
    if (!existsSync(root)) continue
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    for (const file of files.filter(isSource).sort()) hash.update(`${file}\n`).update(readFileSync(root + file))
  }
  return hash.digest('hex')
}

/** Where the sources are, or what is bundled of them. */
const folders = ['checker', 'model', 'spec', 'cli', 'chunks']

/** Compiled if this file is. */
const isSource = (file: string): boolean => extname(file) === extname(import.meta.url) && !file.endsWith('.d.ts')

/**
 * The version of a world: a checksum of the sources of the model, of its promises and of the engine.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Changes with every change to the sources. */
export function version(): string {
  const hash = createHash('sha256')
  for (const folder of folders) {
    const root = fileURLToPath(new URL(`../../${folder}/`, import.meta.url))
    if (!existsSync(root)) continue
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    for (const file of files.filter(isSource).sort()) hash.update(`${file}\n`).update(readFileSync(root + file))
  }
  return hash.digest('hex')
}

/** Where the sources are, or what is bundled of them. */
const folders = ['checker', 'model', 'spec', 'chunks']

/** Compiled if this file is. */
const isSource = (file: string): boolean => extname(file) === extname(import.meta.url) && !file.endsWith('.d.ts')

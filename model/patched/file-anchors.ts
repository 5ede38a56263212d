/**
 * The functions of C files, by hash: what a maintainer of the model needs to renew an anchor.
 */
import { InputError } from '../../checker/declare.ts'
import { modelledIn } from '../anchors/functions.ts'
import { isAnchored, sourcesWith, versionsOf } from '../anchors/index.ts'
import type { AnchorSource } from '../anchors/source.ts'
import { functionNamed, parseC } from '../c/parse/parse.ts'
import { plain } from '../c/patch/plain.ts'
import { wholeFile } from '../c/text/source.ts'
import { bytesOf, kindOf } from '../c/tree/files.ts'

export interface FileAnchor {
  readonly file: string
  readonly name: string
  /** First line, from 1. */
  readonly line: number
  readonly hash: string
  /** Sources with this body. */
  readonly sources: readonly AnchorSource[]
  /** Sources with any body of it. */
  readonly versions: readonly AnchorSource[]
}

/**
 * @param functions those asked for; all that the model knows unless said
 * @throws InputError when a file cannot be read, or has not a function that was asked for
 */
export async function anchorsIn(path: string, functions?: readonly string[]): Promise<FileAnchor[]> {
  const shown = plain(path)
  if (kindOf(path) !== 'file') throw new InputError(`there is no file ${shown}\ngive C files, whole ones`)
  const bytes = bytesOf(path)
  if (bytes.includes(0)) throw new InputError(`${shown} is a binary file\ngive C files, whole ones`)
  const file = await parseC(wholeFile(shown, plain(Buffer.from(bytes).toString('utf8'))))
  if (file.functions.length === 0)
    throw new InputError(`${shown} defines no C function\ngive C files, whole ones, such as virt/kvm/guest_memfd.c`)
  const missing = functions?.find(name => file.functions.every(fn => fn.name !== name))
  if (missing !== undefined)
    throw new InputError(
      `${path} has no function ${missing}()\nsee those that the model knows: gmemcheck anchors ${path}`,
    )
  const chosen = functions?.map(name => functionNamed(file, name)) ?? file.functions.filter(fn => isAnchored(fn.name))
  return chosen.map(({ name, start, hash }) => ({
    file: shown,
    name,
    line: start,
    hash,
    sources: sourcesWith(name, hash),
    versions: versionsOf(name),
  }))
}

/** Functions that the model stands for and no source has a body of, by file; primitives left out. */
export const unlocated = (): string[] =>
  [...modelledIn]
    .filter(([name, file]) => file === 'virt/kvm/guest_memfd.c' && versionsOf(name).length === 0)
    .map(([name]) => name)
    .sort()

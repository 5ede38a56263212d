/**
 * Anchors: for every C function that the model stands for, the versions of its body that it was written from.
 *
 * A version is known by the hash of its tokens. Where the text of a body could not be had there is no hash, and nothing is
 * said about whether code has moved away from it.
 */
import { directMapSources } from './direct-map.ts'
import { modelledIn } from './functions.ts'
import { unlocatedSources } from './later.ts'
import { order0Sources } from './order-0.ts'
import { rfcV2Sources } from './rfc-v2.ts'
import type { AnchorSource } from './source.ts'

/** Trees stand last, the newest behind all others. */
export const anchorSources: readonly AnchorSource[] = [
  ...rfcV2Sources,
  ...directMapSources,
  ...unlocatedSources,
  ...order0Sources,
]

/** Paths in the kernel tree of files that some of the model was written from. */
export const anchoredFiles: ReadonlySet<string> = new Set(anchorSources.map(({ file }) => file))

/** Designs that some source was written down as. */
export const anchoredDesigns: readonly string[] = [...new Set(anchorSources.flatMap(({ designs }) => designs))]

/** Whether a state of some machine, or a body from which one was written, has this C name. */
export const isAnchored = (name: string): boolean => modelledIn.has(name) || versionsOf(name).length > 0

/** The sources that have a body of the function: none where it could not be located. */
export const versionsOf = (name: string): readonly AnchorSource[] =>
  anchorSources.filter(({ bodies }) => bodies[name] !== undefined)

/** The sources whose body of the function is this one. */
export const sourcesWith = (name: string, hash: string): readonly AnchorSource[] =>
  anchorSources.filter(({ bodies }) => bodies[name] === hash)

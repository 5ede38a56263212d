/**
 * Folders that are made for what is written to them.
 */
import { existsSync, mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/**
 * One after another: Node's own way goes round for ever where the kernel says ENOENT of a folder whose parent is there, as it
 * does in /proc.
 *
 * @returns the highest folder that was made
 * @throws Error when it cannot be made
 */
export function makeFolder(path: string, mode?: number): string | undefined {
  if (existsSync(path)) return undefined
  const above = makeFolder(dirname(resolve(path)), mode)
  try {
    mkdirSync(path, mode)
    return above ?? path
  } catch (error) {
    // Another run may have been faster.
    if (!existsSync(path)) throw error
    return above
  }
}

/**
 * Folders that are made for what is written to them.
 */
import { existsSync, mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/**
 * One after another: Node's own way goes round for ever where the kernel says ENOENT of a folder whose parent is there, as it
 * does in /proc.
 *
 * @throws Error when it cannot be made
 */
export function makeFolder(path: string, mode?: number): void {
  if (existsSync(path)) return
  makeFolder(dirname(resolve(path)), mode)
  try {
    mkdirSync(path, mode)
  } catch (error) {
    // Another run may have been faster.
    if (!existsSync(path)) throw error
  }
}

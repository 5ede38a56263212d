/**
 * Paths as a diff spells them never lead outside the tree.
 */
import { InputError } from '../../../checker/declare.ts'

/** @throws InputError when the path is absolute, climbs, or names nothing */
export function insideTree(path: string, where: string): string {
  const parts = path.split('/')
  const bad =
    path === '' || path.includes('\\') || /^[A-Za-z]:/.test(path) || parts.some(part => part === '..' || part === '')
  if (bad)
    throw new InputError(
      `${where}: the path "${path}" leads outside the tree\npaths of a patch are relative to the tree`,
    )
  return parts.filter(part => part !== '.').join('/')
}

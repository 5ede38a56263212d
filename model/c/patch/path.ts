/**
 * Paths as a diff spells them never lead outside the tree.
 */
import { InputError } from '../../../checker/declare.ts'

/** @throws InputError when the path is absolute, climbs, names nothing, or has a character that no path has */
export function insideTree(path: string, where: string): string {
  const parts = path.split('/')
  if (/[\\\p{Cc}]/u.test(path))
    throw new InputError(
      `${where}: the path "${path}" has a character that no path of a kernel tree has\ncheck where the patch comes from`,
    )
  const bad = path === '' || /^[A-Za-z]:/.test(path) || parts.some(part => part === '..' || part === '')
  if (bad)
    throw new InputError(
      `${where}: the path "${path}" leads outside the tree\npaths of a patch are relative to the tree`,
    )
  return parts.filter(part => part !== '.').join('/')
}

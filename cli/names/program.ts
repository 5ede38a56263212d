/**
 * What belongs to this program beside its code, and which version of it this is.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A file of the project, which stays where it is when the project is built. @param path relative to the project */
export const projectFile = (path: string): string =>
  fileURLToPath(new URL(`${import.meta.url.endsWith('.ts') ? '../..' : '../../..'}/${path}`, import.meta.url))

export const programVersion: string = JSON.parse(readFileSync(projectFile('package.json'), 'utf8')).version

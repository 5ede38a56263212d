/**
 * Tests of one run share the outcomes of their searches, in a folder that goes when they end: each search is made, and once.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-outcomes-'))
  process.env.GMEMCHECK_CACHE = folder
  return () => rmSync(folder, { recursive: true })
}

/**
 * The package, packed and installed in an empty folder.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { root } from '../cli/gmemcheck.ts'

export const quietly = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund']

/** @returns the folder, to be removed */
export function installed(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
  expect(runIn(root, 'npm', 'pack', '--ignore-scripts', '--pack-destination', folder)).toMatchObject({ status: 0 })
  const [tarball] = readdirSync(folder)
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  expect(runIn(folder, 'npm', 'install', ...quietly, `./${tarball}`)).toMatchObject({ status: 0 })
  return folder
}

export function runIn(cwd: string, command: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' })
  return { status, stdout, stderr }
}

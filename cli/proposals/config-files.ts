/**
 * Where a config stands: in the current directory.
 */
import { lstatSync } from 'node:fs'

const FILES = ['gmemcheck.config.ts', 'gmemcheck.config.js', 'gmemcheck.config.mjs']

/** A link counts, whatever it leads to: what it says would be missed. */
export const configFile = (): string | undefined =>
  FILES.find(file => lstatSync(file, { throwIfNoEntry: false }) !== undefined)

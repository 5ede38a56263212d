/**
 * Where a config stands: in the current directory.
 */
import { existsSync } from 'node:fs'

const FILES = ['gmemcheck.config.ts', 'gmemcheck.config.js', 'gmemcheck.config.mjs']

export const configFile = (): string | undefined => FILES.find(existsSync)

/**
 * Whether a file of a proposal type-checks, where its author has TypeScript and gmemcheck installed beside it.
 */
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { InputError } from '../../checker/declare.ts'

const OPTIONS = [
  '--noEmit',
  '--strict',
  '--skipLibCheck',
  '--pretty',
  'false',
  '--module',
  'nodenext',
  '--target',
  'es2023',
]

/** @throws InputError when it does not */
export function checkTypes(file: string): void {
  const path = resolve(file)
  const compiler = compilerFor(path)
  if (compiler === undefined || !/\.[cm]?ts$/.test(path)) return
  const { status, stdout } = spawnSync(process.execPath, [compiler, ...OPTIONS, '--allowImportingTsExtensions', path], {
    cwd: dirname(path),
    encoding: 'utf8',
  })
  if (status === 0) return
  const errors = stdout.split('\n').filter(line => line.includes('error TS'))
  // What the compiler complains about beside the file is none of its author's.
  if (errors.length === 0) return
  const more = errors.length > 1 ? `\n(and ${errors.length - 1} more such errors)` : ''
  throw new InputError(`${errors[0]}${more}\nmend the file: it does not type-check`)
}

function compilerFor(path: string): string | undefined {
  const require = createRequire(path)
  try {
    require.resolve('gmemcheck')
    return join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc')
  } catch {
    return undefined
  }
}

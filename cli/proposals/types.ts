/**
 * Whether a file of a proposal type-checks, against the declarations of this gmemcheck.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { InputError } from '../../checker/declare.ts'
import { projectFile } from '../names/program.ts'
import { warn } from '../text/output.ts'

/** As the file is run: a module, and imports of gmemcheck are of this one. */
const compilerOptions = {
  noEmit: true,
  strict: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  module: 'esnext',
  moduleResolution: 'bundler',
  moduleDetection: 'force',
  target: 'es2023',
}

/** What is only said where the types of Node are not beside the file, or not asked for. */
const OF_NODE = /error TS(2580|2591):|error TS2307: .*'node:/

/** Says so where there is no TypeScript. @throws InputError when it does not type-check */
export function checkTypes(file: string): void {
  const path = resolve(file)
  if (!/\.[cm]?ts$/.test(path)) return
  const compiler = compilerBeside(path) ?? compilerBeside(projectFile('package.json'))
  if (compiler === undefined) {
    warn(
      `note: the types of ${file} are not checked: there is no TypeScript\ninstall it beside the file: npm install typescript`,
    )
    return
  }
  const errors = errorsIn(path, compiler)
  if (errors.length === 0) return
  const more = errors.length > 1 ? `\n(and ${errors.length - 1} more such errors)` : ''
  throw new InputError(`${errors[0]}${more}\nmend the file: it does not type-check`)
}

/** The lines in which the compiler names an error of the file, or of one that it imports. */
function errorsIn(path: string, compiler: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
  try {
    const project = join(folder, 'tsconfig.json')
    const paths = { gmemcheck: [projectFile('dist/cli/api.d.ts')] }
    writeFileSync(project, JSON.stringify({ files: [path], compilerOptions: { ...compilerOptions, paths } }))
    const { stdout } = spawnSync(process.execPath, [compiler, '--pretty', 'false', '--project', project], {
      cwd: dirname(path),
      encoding: 'utf8',
    })
    // What the compiler complains about beside the file is none of its author's.
    return stdout.split('\n').filter(line => /^[^ ].*\(\d+,\d+\): error TS/.test(line) && !OF_NODE.test(line))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function compilerBeside(path: string): string | undefined {
  try {
    return join(dirname(createRequire(path).resolve('typescript/package.json')), 'bin', 'tsc')
  } catch {
    return undefined
  }
}

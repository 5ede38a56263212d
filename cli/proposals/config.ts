/**
 * `gmemcheck.config.ts` in the current directory: options that need not be said each time.
 */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { array, custom, type InferInput, optional, pipe, record, regex, safeParse, strictObject, string } from 'valibot'
import { InputError } from '../../checker/declare.ts'
import { nearest } from '../names/nearest.ts'
import { configFile } from './config-files.ts'
import { moduleAt } from './load.ts'
import { callOthers } from './running.ts'

const BY_FORMAT = 'files by their format'

const fields = {
  /** As --tree: the kernel tree to which patches apply. */
  tree: optional(string('a directory')),
  /** As --baseline: violations that are accepted. */
  baseline: optional(string('a file')),
  /** As --outside: files that need not be accounted for. */
  outside: optional(array(string('a glob'), 'a list of globs')),
  /** As --report: reports that are written as well, such as `{ junit: 'report.xml' }`. */
  formats: optional(
    pipe(
      custom<object>(files => !Array.isArray(files), BY_FORMAT),
      record(pipe(string(), regex(/^[a-z]+$/, BY_FORMAT)), string('a file'), BY_FORMAT),
    ),
  ),
}
const schema = strictObject(fields)

/** Of each key, a value. */
const EXAMPLES = {
  tree: "'../linux'",
  baseline: "'accepted.jsonl'",
  outside: "['Documentation/**']",
  formats: "{ junit: 'report.xml' }",
} as const satisfies Record<keyof typeof fields, string>

export type Config = InferInput<typeof schema>

/** For the types: returns what it is given. */
export const defineConfig = (config: Config): Config => config

/** Nothing where there is no such file. @throws InputError when it cannot be run, or has an unknown key */
export async function readConfig(): Promise<Config | undefined> {
  const file = configFile()
  if (file === undefined) return undefined
  if (!existsSync(file))
    throw new InputError(`${file} is a link that leads to nothing\nremove it, or make the file it leads to`)
  const { success, output, issues } = checked(await moduleAt(resolve(file), file), file)
  if (success) return output
  const [issue] = issues
  // Of a list or a table in it, the key says enough.
  const key = String(issue.path?.[0]?.key ?? '')
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    const near = nearest(key, Object.keys(fields))
    throw new InputError(
      `${file} has the unknown key "${key}"${near === undefined ? '' : `; did you mean ${near}?`}\nknown are ${Object.keys(fields).join(', ')}`,
    )
  }
  throw new InputError(
    key === ''
      ? `${file} exports no config\nwrite: export default defineConfig({ … })`
      : `${file}: ${key} must be ${issue.message}\nwrite, for example: ${key}: ${EXAMPLES[key as keyof Config]}`,
  )
}

/** @throws InputError when a getter of it throws */
function checked(exported: unknown, file: string) {
  try {
    return callOthers(() => safeParse(schema, (exported as { readonly default?: unknown }).default))
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    throw new InputError(`${file}: ${said}\nwrite each key with its value`)
  }
}

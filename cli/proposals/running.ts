/**
 * Files of others that run in this thread, as messages name them: they can do what they like with it.
 */
const files = new Set<string>()

/** What they print is no part of the report on standard output. */
export const willRun = (shown: string): void => {
  files.add(shown)
  for (const how of ['log', 'info', 'debug'] as const) console[how] = console.error
}

export const filesRun = (): readonly string[] => [...files]

/** Takes leave of what cannot be done while such a file runs, and returns how to go on. */
type Leave = () => () => void

let leave: Leave = () => () => {}

export const beforeOthersRun = (how: Leave): void => {
  leave = how
}

/** Runs such a file to its end. */
export async function runFile<T>(run: () => Promise<T>): Promise<T> {
  const goOn = leave()
  try {
    return await run()
  } finally {
    goOn()
  }
}

/** Calls a function that such a file has made. */
export function callOthers<T>(call: () => T): T {
  const goOn = leave()
  try {
    return call()
  } finally {
    goOn()
  }
}

/** The message where such files end the process, or a thread of it. */
export const endsTooEarly = (files: readonly string[]): string =>
  `${files.join(' or ')} ends gmemcheck before it has an answer\n` +
  'take out process.exit(), and what waits for something that never comes'

/** The message where one of such files throws when it has long been run, or breaks a promise that nobody waits for. */
export const throwsLate = (files: readonly string[], error: unknown): string =>
  `${files.join(' or ')} fails: ${error instanceof Error ? error.message : String(error)}\n` +
  'mend the file: wait for what it begins, and catch what that throws'

/**
 * The built command, really run.
 */
import { spawn, spawnSync } from 'node:child_process'

export const root = new URL('../..', import.meta.url).pathname
const main = `${root}dist/cli/main.js`

// Certificates cost tens of milliseconds at every start, and colours would change the text.
const { NODE_EXTRA_CA_CERTS, FORCE_COLOR, GMEMCHECK_DEBUG, ...env } = process.env

export interface Run {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs Node in the root of the project. @param more environment variables */
export function node(args: readonly string[], more: Readonly<Record<string, string>> = {}): Run {
  const options = { cwd: root, env: { ...env, ...more }, encoding: 'utf8', maxBuffer: 2 ** 28 } as const
  const { status, stdout, stderr } = spawnSync(process.execPath, args, options)
  return { status, stdout, stderr }
}

export const gmemcheck = (...args: string[]): Run => node([main, ...args])

/** Runs the command and interrupts it after a while, as Ctrl-C would. */
export function gmemcheckInterrupted(afterMs: number, ...args: string[]): Promise<Run> {
  const child = spawn(process.execPath, [main, ...args], { env })
  const timer = setTimeout(() => child.kill('SIGINT'), afterMs)
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', text => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', text => {
    stderr += text
  })
  return new Promise(resolve => {
    child.on('close', status => {
      clearTimeout(timer)
      resolve({ status, stdout, stderr })
    })
  })
}

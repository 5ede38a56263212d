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
export const gmemcheckInterrupted = (afterMs: number, ...args: string[]): Promise<Run> =>
  gmemcheckSignalled('SIGINT', afterMs, args)

/** Runs the command and sends it a signal, a while after `ready` said yes; its status is null if it dies of that. */
export function gmemcheckSignalled(
  signal: NodeJS.Signals,
  afterMs: number,
  args: readonly string[],
  ready = () => true,
): Promise<Run> {
  const child = spawn(process.execPath, [main, ...args], { env })
  let timer: NodeJS.Timeout
  const wait = () => {
    timer = ready() ? setTimeout(() => child.kill(signal), afterMs) : setTimeout(wait, 10)
  }
  wait()
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

/**
 * The built command, really run.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'

export const root = new URL('../..', import.meta.url).pathname
const main = `${root}bundle/cli/main.js`

// Certificates cost tens of milliseconds at every start, and colours would change the text.
const { NODE_EXTRA_CA_CERTS, FORCE_COLOR, GMEMCHECK_DEBUG, ...env } = process.env

interface Run {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs Node in the root of the project. @param more environment variables @param input on standard input */
export function node(
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
  input = '',
  cwd = root,
): Run {
  const options = { cwd, env: { ...env, ...more }, input, encoding: 'utf8', maxBuffer: 2 ** 28 } as const
  const { error, status, stdout, stderr } = spawnSync(process.execPath, args, options)
  // It never ran: it may well end before it has read its input.
  if (error && stderr === null) throw error
  return { status, stdout, stderr: withoutProgress(stderr) }
}

/** A machine that is busy may take so long that a command says how far it has come. */
const withoutProgress = (stderr: string): string => stderr.replace(/^progress: .*\n/gm, '')

export const gmemcheck = (...args: string[]): Run => node([main, ...args])

/** Runs the command in another directory. */
export const gmemcheckIn = (cwd: string, ...args: string[]): Run => node([main, ...args], {}, '', cwd)

/** Runs the command with a text on its standard input. */
export const gmemcheckReading = (input: string, ...args: string[]): Run => node([main, ...args], {}, input)

/** Runs the command and interrupts it once its search is under way, as Ctrl-C would. */
export const gmemcheckInterrupted = (...args: string[]): Promise<Run> =>
  gmemcheckSignalled('SIGINT', 0, args, isSearching)

/** A thread beside the main one has used two seconds of processor time: more than it takes to load the model. */
function isSearching(pid: number): boolean {
  const threads = existsSync(`/proc/${pid}/task`) ? readdirSync(`/proc/${pid}/task`) : []
  return threads.some(thread => thread !== String(pid) && processorSeconds(`/proc/${pid}/task/${thread}/stat`) > 2)
}

function processorSeconds(stat: string): number {
  if (!existsSync(stat)) return 0
  const [userTicks, systemTicks] = readFileSync(stat, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
    .slice(11, 13)
  return (Number(userTicks) + Number(systemTicks)) / 100
}

/** Runs the command and sends it a signal, a while after `ready` said yes; its status is null if it dies of that. */
export function gmemcheckSignalled(
  signal: NodeJS.Signals,
  afterMs: number,
  args: readonly string[],
  ready: (pid: number) => boolean,
  cwd = root,
): Promise<Run & { readonly signal: NodeJS.Signals | null }> {
  // An outcome that is kept would leave no search to be stopped.
  const child = spawn(process.execPath, [main, ...args], { cwd, env: { ...env, GMEMCHECK_CACHE: '' } })
  let timer: NodeJS.Timeout
  const wait = () => {
    timer = ready(child.pid!) ? setTimeout(() => child.kill(signal), afterMs) : setTimeout(wait, 10)
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
    child.on('close', (status, signal) => {
      clearTimeout(timer)
      resolve({ status, signal, stdout, stderr: withoutProgress(stderr) })
    })
  })
}

/** The first paragraph of a report, in one line. */
export const headline = (stdout: string): string => stdout.split('\n\n')[0]!.replace(/\s+/g, ' ').trim()

/** Lines that go on below, as a shell joins them. */
export const unbroken = (text: string): string => text.replaceAll('\\\n', '')

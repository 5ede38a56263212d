/**
 * Standard output and standard error, and what is done where nobody can write to them.
 */
import { fstatSync, writeSync } from 'node:fs'
import { plain } from '../../model/c/patch/plain.ts'

const STDOUT = 1

/** Standard output does not take what a command has to say: a full disk, not a reader that has had enough. */
export class OutputError extends Error {}

/**
 * Writes all of a text to standard output. Whoever reads may stop early: `gmemcheck list claims | head`.
 *
 * @throws OutputError when it cannot be written
 */
export async function write(text: string): Promise<void> {
  try {
    await (isFile() ? writeFile(text) : writeStream(text))
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    if (code === 'EPIPE') return
    throw new OutputError(`standard output cannot be written: ${message}\nmake room, or write to another file`)
  }
}

/** Text alone for people on standard error, whatever a command line or an input says; lost where that cannot be written. */
export const warn = (line: string): void => {
  tolerant(process.stderr).write(`${plain(line)}\n`)
}

/** Without a listener, what cannot be written would end the process. */
function tolerant(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  return stream.listenerCount('error', ignore) > 0 ? stream : stream.on('error', ignore)
}
const ignore = () => {}

/** What a full disk can cut in two. */
const isFile = (): boolean => fstatSync(STDOUT).isFile()

/** Node's stream takes a part that was written for the whole. */
function writeFile(text: string): void {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; ) at += writeSync(STDOUT, bytes, at)
}

const writeStream = (text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    tolerant(process.stdout).write(text, error => (error ? reject(error) : resolve()))
  })

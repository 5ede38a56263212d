/**
 * Checkpoints of a search: when one is due, where it goes, and whose it is.
 */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { generate } from '../compile/generate.ts'
import type { initialStates } from '../compile/runner.ts'
import type { World } from '../compile/world.ts'
import { InputError } from '../declare/errors.ts'
import type { Checkpoint } from '../declare/limits.ts'
import type { Property } from '../declare/property.ts'
import type { KeptCheckpoint } from '../declare/result.ts'
import {
  ForeignFileError,
  type Reading,
  readFile,
  removeFile,
  replaceFile,
  type Writing,
} from '../store/checkpoint-file.ts'

/** Seconds between two checkpoints unless said. */
const EVERY = 300

interface Owner {
  readonly world: string
  readonly identity: string
}

export class Keeper {
  readonly resumes: boolean
  private readonly file: string
  private readonly owner: Owner
  private readonly every: number
  private written = performance.now()
  private trouble: string | undefined

  /**
   * @param identity what must be the same for a search to go on, see {@link identityOf}
   * @throws InputError when a search that begins would overwrite a file
   */
  constructor({ file, world, every = EVERY, resume = false }: Checkpoint, identity: string) {
    this.file = file
    this.owner = { world, identity }
    this.every = every
    this.resumes = resume
    if (!resume && existsSync(file))
      throw new InputError(
        `${file} exists\ngo on from it with --resume ${file} if it is a checkpoint, else give another file`,
      )
  }

  /** Whether it is time to write. */
  get due(): boolean {
    return performance.now() - this.written > this.every * 1000
  }

  /** Makes sure that the file can be written. @throws InputError when it cannot */
  begin(save: (out: Writing) => void): void {
    this.save(save)
    if (this.trouble !== undefined)
      throw new InputError(`no checkpoint can be written: ${this.trouble}\nname another file`)
  }

  /** Writes a checkpoint; where that fails, the one before it stays. */
  save(save: (out: Writing) => void): void {
    try {
      replaceFile(this.file, out => {
        out.value(this.owner)
        save(out)
      })
      this.trouble = undefined
    } catch (error) {
      if (!(error instanceof ForeignFileError || 'syscall' in (error as Error))) throw error
      this.trouble = (error as Error).message
    }
    this.written = performance.now()
  }

  /** @throws InputError when the file is damaged, or another search wrote it */
  restore<T>(restore: (from: Reading) => T): T {
    return readFile(this.file, from => {
      const { world, identity } = from.value<Owner>()
      if (world !== this.owner.world)
        throw new InputError(`${this.file} is a checkpoint of ${world}, not of ${this.owner.world}`)
      if (identity !== this.owner.identity)
        throw new InputError(
          `${this.file} is a checkpoint of another version of ${world}, or of a search with other options\ngive it the options it began with, or begin anew`,
        )
      return restore(from)
    })
  }

  /** The search is done: nobody will go on from here. */
  remove(): void {
    removeFile(this.file)
  }

  /** The search to go on from. */
  get kept(): KeptCheckpoint {
    return { file: this.file, ...(this.trouble !== undefined && { trouble: this.trouble }) }
  }
}

/** Equal for searches that visit the same states in the same order and judge them by the same properties. */
export function identityOf(
  world: World,
  properties: readonly Property[],
  initial: ReturnType<typeof initialStates>,
  exact: boolean,
  version: string,
): string {
  const { text, steps } = generate(world, 'plain')
  const words = (key: string, value: unknown) =>
    typeof value === 'function' ? String(value) : key === 'system' ? undefined : value
  const all = [version, exact, text, steps, world, properties, initial.map(({ words }) => [...words])]
  return createHash('sha256').update(JSON.stringify(all, words)).digest('hex')
}

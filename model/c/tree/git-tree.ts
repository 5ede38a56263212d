/**
 * A revision in a git repository as a source tree. A git process takes longer than most of what it is asked: folders are listed
 * whole, and the headers of a folder are read together.
 */
import { posix } from 'node:path'
import { InputError } from '../../../checker/declare.ts'
import { insideTree } from '../patch/path.ts'
import { plain } from '../patch/plain.ts'
import { commitNamed, git, gitReading, unreadable } from './git.ts'
import type { Tree } from './tree.ts'

/**
 * @param gitDirectory a bare repository, or the `.git` of a checkout
 * @param revision as git spells commits, tags and branches
 * @throws InputError when there is no such revision, or git cannot read the repository
 */
export function gitTree(gitDirectory: string, revision: string): Tree {
  const files = filesOf(gitDirectory, commitNamed(gitDirectory, revision))
  return {
    read: path => {
      const inside = insideTree(path, gitDirectory)
      const entry = files.entry(inside)
      if (entry?.mode === LINK)
        throw new InputError(`${path} is a link in ${revision}, and links are not followed\ngive the file itself`)
      return entry?.type === 'blob' ? plain(files.text(inside, entry.object)) : undefined
    },
  }
}

/** The mode of a symbolic link. */
const LINK = '120000'

interface CommittedEntry {
  readonly mode: string
  readonly type: string
  readonly object: string
}

/** Commits that were read: patches of a series, and their sides, read the same one. */
const known = new Map<string, CommittedFiles>()

function filesOf(gitDirectory: string, commit: string): CommittedFiles {
  const key = `${gitDirectory}\0${commit}`
  const files = known.get(key) ?? new CommittedFiles(gitDirectory, commit)
  known.set(key, files)
  return files
}

class CommittedFiles {
  private readonly folders = new Map<string, ReadonlyMap<string, CommittedEntry>>()
  /** By object. */
  private readonly texts = new Map<string, string>()
  private readonly gitDirectory: string
  private readonly commit: string

  constructor(gitDirectory: string, commit: string) {
    this.gitDirectory = gitDirectory
    this.commit = commit
  }

  entry(path: string): CommittedEntry | undefined {
    return this.folder(posix.dirname(path)).get(posix.basename(path))
  }

  text(path: string, object: string): string {
    if (!this.texts.has(object)) {
      const isHeader = (name: string) => name.endsWith('.h')
      const beside = [...this.folder(posix.dirname(path))].filter(
        ([name, { type }]) => type === 'blob' && isHeader(name),
      )
      this.readAll(isHeader(path) ? beside.map(([, entry]) => entry.object) : [object])
    }
    return this.texts.get(object)!
  }

  private folder(path: string): ReadonlyMap<string, CommittedEntry> {
    const found = this.folders.get(path) ?? this.listed(path)
    this.folders.set(path, found)
    return found
  }

  private listed(path: string): ReadonlyMap<string, CommittedEntry> {
    const within = path === '.' ? [] : ['--', `:(literal)${path}/`]
    const { status, stdout, said } = git(this.gitDirectory, 'ls-tree', '-z', this.commit, ...within)
    if (status !== 0) throw unreadable(this.gitDirectory, said)
    return new Map(
      stdout
        .toString()
        .split('\0')
        .flatMap(line => {
          const [, mode, type, object, name] = /^(\d+) (\w+) ([0-9a-f]+)\t(.*)$/s.exec(line) ?? []
          return name === undefined
            ? []
            : [[posix.basename(name), { mode: mode!, type: type!, object: object! }] as const]
        }),
    )
  }

  /** Each object as `OBJECT blob SIZE`, its bytes, and a line's end. */
  private readAll(objects: readonly string[]): void {
    const { status, stdout, said } = gitReading(objects.join('\n'), this.gitDirectory, 'cat-file', '--batch')
    if (status !== 0) throw unreadable(this.gitDirectory, said)
    for (let at = 0; at < stdout.length; ) {
      const end = stdout.indexOf(0x0a, at)
      const line = stdout.toString('latin1', at, end)
      const [, object, size] = /^([0-9a-f]+) blob (\d+)$/.exec(line) ?? []
      if (object === undefined) throw unreadable(this.gitDirectory, line)
      const from = end + 1
      at = from + Number(size)
      this.texts.set(object, stdout.toString('utf8', from, at))
      at += 1
    }
  }
}

/**
 * Names of files as diff and git spell them: quoted, with a prefix, with a time behind them.
 */
import { plain } from './plain.ts'

/** No file: the other side is created or deleted. */
export const NOTHING = '/dev/null'

/** The name behind `--- ` or `+++ `, without a time and without quotes. A file dated 1970-01-01 did not exist. */
export function nameIn(text: string): string {
  if (text.startsWith('"')) return unquote(text)
  if (/[\t ](1970-01-01|1969-12-31) \d\d:/.test(text)) return NOTHING
  return text.replace(/\t.*$|[\t ]+\d{4}-\d\d-\d\d \d\d:.*$/, '').trimEnd()
}

/** The two names behind `diff --git `: the same but for prefixes, or quoted. Nothing where they cannot be told apart. */
export function namesInGit(text: string): [string, string] | undefined {
  const quoted = /^("(?:\\.|[^"\\])*"|\S+) ("(?:\\.|[^"\\])*"|\S+)$/.exec(text)
  if (quoted && text.includes('"')) return [unquote(quoted[1]!), unquote(quoted[2]!)]
  for (let at = text.indexOf(' '); at >= 0; at = text.indexOf(' ', at + 1)) {
    const names: [string, string] = [text.slice(0, at), text.slice(at + 1)]
    const [old, fresh] = withoutPrefixes(...names)
    if (old === fresh) return names
  }
  return quoted ? [quoted[1]!, quoted[2]!] : undefined
}

/** As C escapes them, bytes in octal. */
function unquote(text: string): string {
  if (!/^".*"$/.test(text)) return text
  const bytes = Buffer.from(text.slice(1, -1)).toString('latin1')
  const raw = bytes.replace(/\\([0-7]{1,3}|.)/g, (_, code: string) =>
    /^[0-7]/.test(code) ? String.fromCharCode(Number.parseInt(code, 8) & 0xff) : (escapes.get(code) ?? code),
  )
  return plain(Buffer.from(raw, 'latin1').toString('utf8'))
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
])

/** Git's prefixes, those of mnemonic names as well, or two directories that are compared. */
export function withoutPrefixes(old: string, fresh: string): [string, string] {
  const isPrefixed = (name: string) => name === NOTHING || /^[abciow12]\/./.test(name)
  const rest = (name: string) => (name === NOTHING ? name : name.slice(name.indexOf('/') + 1))
  const twoTrees = old !== fresh && rest(old) === rest(fresh) && old.includes('/') && fresh.includes('/')
  return (isPrefixed(old) && isPrefixed(fresh)) || twoTrees ? [rest(old), rest(fresh)] : [old, fresh]
}

/** A copy that was kept beside the file, as `x.c.orig` beside `x.c`. */
export const isBackup = (old: string, fresh: string): boolean =>
  old.startsWith(fresh) && /^(\.orig|\.old|\.bak|~)$/.test(old.slice(fresh.length))

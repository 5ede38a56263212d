/** A diff that makes one text of another: one hunk, from the first line that differs to the last. */
export function diffOf(file: string, before: string, after: string): string {
  const [old, fresh] = [before, after].map(text => text.split('\n').slice(0, -1)) as [string[], string[]]
  let head = 0
  while (old[head] === fresh[head]) head += 1
  let tail = 0
  while (old.at(-1 - tail) === fresh.at(-1 - tail) && tail < Math.min(old.length, fresh.length) - head) tail += 1
  const [from, to] = [Math.max(0, head - 3), Math.min(3, tail)]
  const shown = [
    ...old.slice(from, head).map(line => ` ${line}`),
    ...old.slice(head, old.length - tail).map(line => `-${line}`),
    ...fresh.slice(head, fresh.length - tail).map(line => `+${line}`),
    ...old.slice(old.length - tail, old.length - tail + to).map(line => ` ${line}`),
  ]
  const count = (sign: string) => shown.filter(line => line.startsWith(' ') || line.startsWith(sign)).length
  const range = (sign: string) => `${sign}${from + 1},${count(sign)}`
  return `--- a/${file}\n+++ b/${file}\n@@ ${range('-')} ${range('+')} @@\n${shown.join('\n')}\n`
}

/**
 * The C of the steps of a violation: each function that one of them stands in, with the lines of the patch marked.
 */
import type { CodePlace } from '../../../model/patched/machines/operation-code.ts'
import { escaped } from '../memory/markup.ts'
import type { Violation } from '../trace/violation.ts'

/** '' where no C has run. */
export function codePanels({ trace, code }: Violation): string {
  if (code === undefined) return ''
  const places = trace.steps.flatMap(step => code.placeOf(step) ?? [])
  const functions = new Map(places.map(place => [`${place.file} ${place.within}`, place]))
  return [...functions.values()].map(place => functionPanel(place, code)).join('\n')
}

export const keyOfLine = ({ file, line }: Pick<CodePlace, 'file' | 'line'>): string => `${file}:${line}`

function functionPanel({ file, within }: CodePlace, { files, patch }: NonNullable<Violation['code']>): string {
  const found = files.find(({ source }) => source.file === file)
  const fn = found?.functions.find(({ name }) => name === within)
  if (found === undefined || fn === undefined) return ''
  const { text } = found.source
  // Of a tree, all lines count as changed.
  const changed = patch === undefined ? new Set<number>() : found.source.changed
  const lines = text.split('\n').slice(fn.start - 1, fn.end)
  const rows = lines.map((line, index) => {
    const number = fn.start + index
    const isPatch = changed.has(number)
    return `<span class="line${isPatch ? ' patched' : ''}" data-line="${escaped(keyOfLine({ file, line: number }))}"><span class="number">${String(number).padStart(5)}${isPatch ? ' + ' : '   '}</span>${escaped(line)}\n</span>`
  })
  const note = changed.size > 0 ? '; <span class="note">+ marks the lines of the patch</span>' : ''
  return `<figure class="code"><figcaption>${escaped(within)}(), ${escaped(file)}${note}</figcaption><pre tabindex="0" aria-label="${escaped(within)}()" role="group">${rows.join('')}</pre></figure>`
}

/**
 * The manifest's data files as text: one per design, and an index that gathers them.
 *
 * The text is as the project's formatter leaves it, so that recording twice changes nothing.
 */
import type { Entry } from '../../spec/manifest/entry.ts'
import { othersThan } from '../../spec/manifest/recorded.ts'
import { compareText, compareWorlds } from '../names/world-name.ts'

const LINE_WIDTH = 120

/** Stands in every file that is written, and in no other. */
export const MANIFEST_SIGN = 'Written by `gmemcheck suite --record`.'

/** A file of `spec/manifest/`. */
export interface ManifestFile {
  readonly name: string
  readonly text: string
}

/** The files for these entries. */
export function manifestFiles(entries: readonly Entry[]): ManifestFile[] {
  const designs = [...new Set(entries.map(entry => entry.design))].sort(compareText)
  return [
    ...designs.map(design => ({
      name: `${design}.ts`,
      text: designText(
        design,
        entries.filter(entry => entry.design === design),
      ),
    })),
    { name: 'index.ts', text: indexText(designs) },
  ]
}

function designText(design: string, entries: readonly Entry[]): string {
  const promises = [...new Set(entries.flatMap(promisesOf))].sort(compareText)
  return `/**
 * What the suite expects of ${design}. ${MANIFEST_SIGN}
 */
import { entriesOf } from './recorded.ts'

const promises = ${list(promises, 'const promises = ', '')}

export const entries = entriesOf(${quoted(design)}, promises, [
${[...entries]
  .sort(compareWorlds)
  .map(entry => entryText(entry, promises))
  .join('')}])
`
}

function indexText(designs: readonly string[]): string {
  const manifest = 'export const manifest: readonly Entry[] = '
  // The formatter sorts imports by path, digits by their value.
  const modules = [...designs, 'entry'].sort(new Intl.Collator('en', { numeric: true }).compare)
  const imports = modules.map(module => `import ${importedFrom(module)} from './${module}.ts'\n`).join('')
  return `/**
 * What the suite expects of every world. ${MANIFEST_SIGN}
 */
${imports}
${manifest}${inBrackets(
  designs.map(design => `...${camelCase(design)}`),
  manifest,
  '',
)}
`
}

const importedFrom = (module: string): string =>
  module === 'entry' ? 'type { Entry }' : `{ entries as ${camelCase(module)} }`

function entryText(entry: Entry, promises: readonly string[]): string {
  const { scenario, mutation, violated, holds, vacuous, unreached, states, transitions, depth } = entry
  const steps = Object.entries(violated).map(([promise, steps]) => `      ${key(promise)}: ${steps},\n`)
  const lines = [
    `scenario: ${quoted(scenario)},`,
    ...(mutation === undefined ? [] : [`mutation: ${quoted(mutation)},`]),
    `violated: ${steps.length === 0 ? '{}' : `{\n${steps.join('')}    }`},`,
    ...(sameNames(holds, othersThan(promises, entry)) ? [] : [`holds: ${list(holds, '    holds: ', '    ')},`]),
    `vacuous: ${list(vacuous, '    vacuous: ', '    ')},`,
    `unreached: ${list(unreached, '    unreached: ', '    ')},`,
    `states: ${states},`,
    `transitions: ${transitions},`,
    `depth: ${depth},`,
  ]
  return `  {\n${lines.map(line => `    ${line}\n`).join('')}  },\n`
}

const promisesOf = ({ violated, holds, vacuous }: Entry): string[] => [...Object.keys(violated), ...holds, ...vacuous]
const sameNames = (a: readonly string[], b: readonly string[]): boolean => a.join() === b.join()

const list = (values: readonly string[], before: string, indent: string): string =>
  inBrackets(values.map(quoted), before, indent)

/** On one line where it fits behind `before`, with a comma to come; else one item per line. */
function inBrackets(items: readonly string[], before: string, indent: string): string {
  const line = `[${items.join(', ')}]`
  if (before.length + line.length + 1 <= LINE_WIDTH) return line
  return `[\n${items.map(item => `${indent}  ${item},\n`).join('')}${indent}]`
}

const quoted = (text: string): string => `'${text}'`
const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name))
const camelCase = (name: string): string => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())

/**
 * The manifest's data files, written from what was seen: one per design, and an index that gathers them.
 *
 * The text is as the project's formatter leaves it, so that recording twice changes nothing.
 */
import type { Entry } from '../spec/manifest/entry.ts'
import { compareText, compareWorlds } from './world-name.ts'

const LINE_WIDTH = 120

/** Stands in every file that is written, and in no other. */
export const MANIFEST_SIGN = 'Written by `gmemcheck suite --record`.'

/** A file of `spec/manifest/`. */
export interface ManifestFile {
  readonly name: string
  readonly text: string
}

/** The files for these entries, by name. */
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
  ].sort((a, b) => compareText(a.name, b.name))
}

const designText = (design: string, entries: readonly Entry[]): string => `/**
 * What the suite expects of ${design}. ${MANIFEST_SIGN}
 */
import type { Entry } from './entry.ts'

export const entries: readonly Entry[] = [
${[...entries].sort(compareWorlds).map(entryText).join('')}]
`

const indexText = (designs: readonly string[]): string => `/**
 * What the suite expects of every world. ${MANIFEST_SIGN}
 */
${designs.map(design => `import { entries as ${camelCase(design)} } from './${design}.ts'\n`).join('')}import type { Entry } from './entry.ts'

export const manifest: readonly Entry[] = [${designs.map(design => `...${camelCase(design)}`).join(', ')}]
`

function entryText(entry: Entry): string {
  const { scenario, design, mutation, violated, holds, vacuous, unreached, states, transitions, depth } = entry
  const broken = Object.entries(violated).map(([promise, steps]) => `      ${key(promise)}: ${steps},\n`)
  return `  {
    scenario: ${quoted(scenario)},
    design: ${quoted(design)},
${mutation === undefined ? '' : `    mutation: ${quoted(mutation)},\n`}    violated: ${broken.length === 0 ? '{}' : `{\n${broken.join('')}    }`},
${list('holds', holds)}${list('vacuous', vacuous)}${list('unreached', unreached)}    states: ${states},
    transitions: ${transitions},
    depth: ${depth},
  },
`
}

/** On one line where it fits, else one name per line. */
function list(name: string, values: readonly string[]): string {
  const line = `    ${name}: [${values.map(quoted).join(', ')}],`
  if (line.length <= LINE_WIDTH) return `${line}\n`
  return `    ${name}: [\n${values.map(value => `      ${quoted(value)},\n`).join('')}    ],\n`
}

const quoted = (text: string): string => `'${text}'`
const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name))
const camelCase = (name: string): string => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())

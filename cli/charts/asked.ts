/**
 * The chart that a command line asks for: of an operation under a design, or of a C function of a tree; compared, if need
 * be, with the same under another design, or with a patch.
 */
import { existsSync } from 'node:fs'
import { InputError } from '../../checker/declare.ts'
import type { CFile } from '../../model/c/parse/parse.ts'
import type { NamedDesign } from '../../model/designs/design.ts'
import { designs } from '../../model/designs/index.ts'
import { operations } from '../../model/operations/index.ts'
import { machinesFor } from '../../model/operations/machines.ts'
import { extraction } from '../../model/patched/extraction.ts'
import { functionMachine } from '../../model/patched/machines/function-machine.ts'
import { type PatchReading, readPatches } from '../../model/patched/reading.ts'
import { chosenDesign } from '../../model/patched/tree/chosen-design.ts'
import { nearestDesign } from '../../model/patched/tree/nearest-design.ts'
import { readTree } from '../../model/patched/tree/read-tree.ts'
import { named, nearest } from '../names/nearest.ts'
import { parseName } from '../names/world-name.ts'
import { aligned } from './aligned.ts'
import { type Chart, chartOf } from './chart.ts'
import { comparedCharts } from './compared.ts'
import { joined } from './joined.ts'
import { together } from './together.ts'

export interface ChartRequest {
  /** `convert@rfc-v2-split`. */
  readonly operation?: string | undefined
  /** A C function. */
  readonly fn?: string | undefined
  readonly tree?: string | undefined
  /** The design that says what C names mean; the one that fits unless said. */
  readonly against?: string | undefined
  /** A design, or the file of a patch. */
  readonly diff?: string | undefined
}

/** @throws InputError when something that is asked for does not exist, or the C cannot be translated */
export async function askedChart({ operation, fn, tree, against, diff }: ChartRequest): Promise<Chart> {
  if (operation !== undefined) {
    const isPatch = diff !== undefined && existsSync(diff)
    if (fn !== undefined || (tree !== undefined && !isPatch))
      throw new InputError('an operation is written by hand, and --function is C\nask for one of them')
    const { head, design } = parseName(operation)
    if (design === undefined)
      throw new InputError(`"${operation}" names no design\nwrite OPERATION@DESIGN: ${head}@upstream`)
    if (isPatch) return changedIn(operationNamed(head, designNamed(design)), designNamed(design), diff, tree)
    const chart = operationChart(head, designNamed(design))
    return diff === undefined ? chart : comparedCharts(chart, operationChart(head, designNamed(diff)))
  }
  if (fn === undefined)
    throw new InputError(
      'there is nothing to draw\nname OPERATION@DESIGN, or a C function: --tree DIRECTORY --function NAME',
    )
  const design = against === undefined ? undefined : designNamed(against)
  if (diff !== undefined) return patchedChart(fn, diff, tree, design)
  if (tree === undefined)
    throw new InputError(`${fn}() is C, but of which tree?\nadd --tree DIRECTORY, or --diff PATCH`)
  const { file } = await readTree(tree)
  return functionChart([file], fn, design ?? nearestDesign(file), fn)
}

const designNamed = (name: string): NamedDesign => named('design', designs, name, 'gmemcheck list designs')

/** Dashes may stand for blanks. */
function operationNamed(name: string, design: NamedDesign) {
  const known = operations.find(one => one.name === name.replaceAll('-', ' '))
  const { name: found } = known ?? named('operation', operations, name, 'gmemcheck list operations')
  const build = machinesFor(design)[found]
  if (build === undefined)
    throw new InputError(`${design.name} has no operation "${found}"\nsee them all: gmemcheck list operations`)
  return { name: found, build }
}

function operationChart(asked: string, design: NamedDesign): Chart {
  const { name, build } = operationNamed(asked, design)
  return chartOf(`${name}@${design.name}`, build())
}

/** Every C function of an operation that a patch changes, before and after. */
async function changedIn(
  { name }: { readonly name: string },
  design: NamedDesign,
  patch: string,
  tree?: string,
): Promise<Chart> {
  const readings = await readPatches([patch], tree)
  const { replaced, modelled } = extraction(readings.at(-1)!, design)
  const isRunBy = (operation: string) => (fn: string) => modelled.replaceable.get(operation)?.includes(fn) ?? false
  const those = replaced.filter(isRunBy(name))
  if (those.length > 0)
    return together(
      `${name}@${design.name}, changed by ${subjectOf(readings, patch)}`,
      those.map(fn => patchedFunction(fn, readings, patch, design)),
    )
  const others = [...modelled.replaceable.keys()].filter(one => replaced.some(isRunBy(one)))
  const hint =
    tree === undefined
      ? 'give the code that it applies to: --tree DIRECTORY'
      : `see what it changes: gmemcheck review ${patch} --tree ${tree}`
  throw new InputError(
    `${patch} changes no C that ${name} of ${design.name} runs\n${others.length > 0 ? `it changes what these run: ${others.join(', ')}` : hint}`,
  )
}

async function patchedChart(fn: string, patch: string, tree?: string, design?: NamedDesign): Promise<Chart> {
  if (!existsSync(patch)) throw new InputError(`${patch} does not exist\nname the file of a patch: --diff PATCH`)
  const readings = await readPatches([patch], tree)
  return patchedFunction(fn, readings, patch, design ?? chosenDesign(readings, designNamed, designs))
}

function patchedFunction(fn: string, readings: readonly PatchReading[], patch: string, design: NamedDesign): Chart {
  const [first, last] = [readings[0]!, readings.at(-1)!]
  const has = (files: readonly CFile[]) => files.some(({ functions }) => functions.some(({ name }) => name === fn))
  if (!has(first.before) && !has(last.files))
    throw new InputError(
      `${patch} does not show all of ${fn}()\nname a function that it changes, with --tree DIRECTORY`,
    )
  const subject = subjectOf(readings, patch)
  const sides = [first.before, last.files].map((files, side) =>
    has(files)
      ? functionChart(files, fn, design, `${fn}, ${side === 0 ? 'before' : 'after'} ${subject}`)
      : { name: fn, states: [], edges: [] },
  ) as [Chart, Chart]
  return { ...comparedCharts(aligned(...sides), sides[1]), name: `${fn}, changed by ${subject}` }
}

const subjectOf = (readings: readonly PatchReading[], patch: string): string => readings.at(-1)!.patch.subject || patch

function functionChart(files: readonly CFile[], fn: string, design: NamedDesign, name: string): Chart {
  const file = files.find(({ functions }) => functions.some(one => one.name === fn))
  if (file === undefined) {
    const near = nearest(
      fn,
      files.flatMap(({ functions }) => functions.map(one => one.name)),
    )
    const hint = near === undefined ? '' : `; did you mean ${near}()?`
    throw new InputError(
      `${files[0]!.source.file} has no function ${fn}()${hint}\nname one that it defines: --function NAME`,
    )
  }
  const { machine, placeOf } = functionMachine(file, fn, design)
  return joined(chartOf(name, machine), path => {
    const place = placeOf(path)
    return place && `${place.callee}(), line ${place.line}`
  })
}

/**
 * `gmemcheck new design NAME`: a file to begin a proposal with.
 */
import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { InputError } from '../../checker/declare.ts'
import type { Design, NamedDesign } from '../../model/designs/design.ts'
import type { Scenario } from '../../model/scenarios/parts/scenario.ts'
import { write } from '../text/output.ts'
import { writeWhole } from '../text/whole-file.ts'
import { oneOf } from './options/options.ts'

export function declareNew(program: Command): void {
  program
    .command('new')
    .description('Writes a file to begin with: a design of your own, with a scenario to judge it in.')
    .argument('<kind>', 'what to begin: design', oneOf('what to begin', ['design']))
    .argument('<name>', 'its name, of small letters, digits and hyphens: the file is NAME.ts')
    .option('--base <design>', 'the design that it starts from', 'upstream')
    .action(begin)
}

async function begin(_kind: 'design', name: string, { base }: { readonly base: string }): Promise<void> {
  const [{ answersTo, defineDesign }, { allDesigns }, { names, scenarioNamed }] = await Promise.all([
    import('../proposals/define.ts'),
    import('../names/proposed.ts'),
    import('../names/known.ts'),
  ])
  if (allDesigns().some(one => one.name === name))
    throw new InputError(`there is a design called ${name} already\ngive yours another name`)
  const design = defineDesign({ name, summary: '', base, differs: {} })
  const file = `${name}.ts`
  if (existsSync(file)) throw new InputError(`${file} is there already\ngive another name, or remove the file`)
  const judged = names.worlds.filter(world => world.design === base && world.mutation === undefined)
  const scenario = beginningOf(judged.map(world => scenarioNamed(world.scenario)))
  writeWhole(
    file,
    template(name, base, decisionLines(design, answersTo), scenario),
    'go to a directory that you may write to',
  )
  await write(
    `${file} is written; edit it, then judge it: gmemcheck check ./${file}\nonly in its own scenario, which is quick: gmemcheck check ./${file} ${name}-${scenario.of}\n`,
  )
}

/** What can be answered otherwise, with the answer of the design and the others. */
const decisionLines = ({ decisions }: NamedDesign, answersTo: (decision: keyof Design) => string[]): string[] =>
  Object.entries(decisions).flatMap(([decision, answer]) => {
    const others = answersTo(decision as keyof Design).filter(one => one !== String(answer))
    return others.length === 0 ? [] : [`${decision}: '${answer}', or ${others.join(', ')}`]
  })

/** What the calls of a scenario are about, and the code for it. */
interface Begun {
  readonly of: string
  readonly imports: string
  readonly summary: string
  readonly bounds: string
  readonly threads: readonly string[]
}

const hole: Begun = {
  of: 'hole-during-faults',
  imports: 'anyVm, defineDesign, defineScenario, guestFault, hostFault, PRIVATE, pagesOf, punch, thread',
  summary: 'a hole is punched while the guest and the host fault on its page',
  bounds: 'pagesOf(2, 3)',
  threads: [
    "thread('ioctl', punch(0, 1))",
    "thread('vCPU', guestFault([0], [PRIVATE]))",
    "thread('host', hostFault([0]))",
  ],
}

const conversion = (sizes: string, bounds: string): Begun => ({
  of: 'conversion-during-faults',
  imports: `anyVm, defineDesign, defineScenario, guestFault, PRIVATE, SHARED, ${sizes}, thread, toShared`,
  summary: 'a page is converted to shared while the guest faults twice on it or its neighbour, as either kind',
  bounds,
  threads: ["thread('ioctl', toShared(0, 1))", "thread('vCPU', guestFault([0, 1], [PRIVATE, SHARED], 2))"],
})

/** Designs that convert are about that, as the scenarios tell in which the suite judges them. */
function beginningOf(judged: readonly Scenario[]): Begun {
  const converts = judged.filter(({ threads }) =>
    threads.some(({ calls }) => calls.some(({ operation }) => operation === 'convert')),
  )
  if (converts.length === 0) return hole
  return converts.some(({ bounds }) => bounds.hugepage > 1)
    ? conversion('sizes', 'sizes(1, 2)')
    : conversion('pagesOf', 'pagesOf(2, 2)')
}

const template = (name: string, base: string, decisions: readonly string[], scenario: Begun): string => `/**
 * What the change is, in a sentence.
 */
import { ${scenario.imports} } from 'gmemcheck'

export const design = defineDesign({
  name: '${name}',
  summary: 'what differs from ${base}',
  source: 'who proposes it, and where',
  base: '${base}',
  // The decisions that differ: all that there are stand below.
  differs: {},
})

/*
 * What ${base} decides, and what else can be decided; gmemcheck list decisions says what each answer means.
 *
${decisions.map(line => ` * ${line}`).join('\n')}
 */

/** A closed world: who may call what, how often. The scenarios in which ${base} is judged are taken as well. */
export const scenario = defineScenario({
  name: '${name}-${scenario.of}',
  summary: '${scenario.summary}',
  bounds: ${scenario.bounds},
  environment: anyVm,
  initial: [() => {}],
  threads: [
${scenario.threads.map(one => `    ${one},`).join('\n')}
  ],
})
`

/**
 * `gmemcheck new design NAME`: a file to begin a proposal with.
 */
import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { InputError } from '../../checker/declare.ts'
import type { Design, NamedDesign } from '../../model/designs/design.ts'
import { oneOf } from '../options/options.ts'
import { write } from '../text/output.ts'
import { writeWhole } from '../text/whole-file.ts'

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
  const [{ answersTo, defineDesign }, { allDesigns }] = await Promise.all([
    import('../proposals/define.ts'),
    import('../names/proposed.ts'),
  ])
  if (allDesigns().some(one => one.name === name))
    throw new InputError(`there is a design called ${name} already\ngive yours another name`)
  const design = defineDesign({ name, summary: '', base, differs: {} })
  const file = `${name}.ts`
  if (existsSync(file)) throw new InputError(`${file} is there already\ngive another name, or remove the file`)
  writeWhole(file, template(name, base, decisionLines(design, answersTo)), 'go to a directory that you may write to')
  await write(
    `${file} is written; edit it, then judge it: gmemcheck check ./${file}\nonly in its own scenario, which is quick: gmemcheck check ./${file} ${scenarioOf(name)}\n`,
  )
}

/** What can be answered otherwise, with the answer of the design and the others. */
const decisionLines = ({ decisions }: NamedDesign, answersTo: (decision: keyof Design) => string[]): string[] =>
  Object.entries(decisions).flatMap(([decision, answer]) => {
    const others = answersTo(decision as keyof Design).filter(one => one !== String(answer))
    return others.length === 0 ? [] : [`${decision}: '${answer}', or ${others.join(', ')}`]
  })

const scenarioOf = (design: string): string => `${design}-hole-during-faults`

const template = (name: string, base: string, decisions: readonly string[]): string => `/**
 * What the change is, in a sentence.
 */
import { anyVm, defineDesign, defineScenario, guestFault, hostFault, PRIVATE, pagesOf, punch, thread } from 'gmemcheck'

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
  name: '${scenarioOf(name)}',
  summary: 'a hole is punched while the guest and the host fault on its page',
  bounds: pagesOf(2, 3),
  environment: anyVm,
  initial: [() => {}],
  threads: [
    thread('ioctl', punch(0, 1)),
    thread('vCPU', guestFault([0], [PRIVATE])),
    thread('host', hostFault([0])),
  ],
})
`

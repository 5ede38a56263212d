/**
 * What a scenario is made of, as its author writes it.
 */
import {
  array,
  boolean,
  instance,
  integer,
  literal,
  minLength,
  minValue,
  number,
  optional,
  picklist,
  pipe,
  record,
  regex,
  strictObject,
  string,
  union,
} from 'valibot'
import { PARTS } from '../../../model/kernel/state/state.ts'
import { operations } from '../../../model/operations/index.ts'
import { goals } from '../../../spec/goals/index.ts'
import { KEBAB } from '../define.ts'

const natural = pipe(number('a whole number'), integer('a whole number'), minValue(0, 'a whole number'))
const positive = pipe(
  number('a whole number above 0'),
  integer('a whole number above 0'),
  minValue(1, 'a whole number above 0'),
)
const operation = picklist(
  operations.map(({ name }) => name),
  'the name of an operation',
)
const args = record(string(), natural, 'whole numbers by the names of arguments')
const within = { operation, args: optional(args) }
const call = {
  operation,
  args: optional(pipe(array(args, 'a list of arguments'), minLength(1, 'at least one choice of arguments'))),
  times: union([positive, literal('any')], 'a whole number above 0, or "any"'),
}
const bounds = {
  pages: positive,
  hugepage: positive,
  frames: positive,
  threads: positive,
  vms: positive,
  failures: natural,
}
const environment = {
  tdxHoldsReferences: boolean('true or false'),
  directMapEntry: optional(positive),
  hasDeclared: optional(boolean('true or false')),
  parts: optional(array(picklist(PARTS, 'the name of a part'), 'a list of parts')),
}
const thread = {
  name: string('a name'),
  calls: array(strictObject(call, 'a call, such as toShared(0, 1)'), 'a list of calls'),
  within: optional(strictObject(within, 'a call: { operation, args }')),
}
const scenario = {
  name: pipe(string('a name'), regex(KEBAB, 'a name of small letters, digits and hyphens')),
  summary: string('a sentence'),
  bounds: strictObject(bounds, 'sizes, such as pagesOf(2, 3)'),
  environment: strictObject(environment, 'an environment, such as anyVm'),
  initial: pipe(
    array(instance(Function, 'a function that sets the initial state'), 'a list of functions that set initial states'),
    minLength(1, 'at least one initial state'),
  ),
  threads: pipe(
    array(strictObject(thread, 'a thread, such as thread(NAME, CALL)'), 'a list of threads'),
    minLength(1, 'at least one thread'),
  ),
  goals: optional(
    array(
      picklist(
        goals.map(({ name }) => name),
        'the name of a goal',
      ),
      'a list of goals',
    ),
  ),
}
export const scenarioSchema = strictObject(scenario, 'a scenario')

/** The members of what stands at a path, by its last name; of the scenario itself by ''. */
export const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(scenario),
  bounds: Object.keys(bounds),
  environment: Object.keys(environment),
  threads: Object.keys(thread),
  calls: Object.keys(call),
  within: Object.keys(within),
}

/** Names of which one is asked for, by the last name of the path. */
export const NAMED: Readonly<Record<string, { readonly kind: string; readonly names: readonly string[] }>> = {
  parts: { kind: 'part', names: PARTS },
  goals: { kind: 'goal', names: goals.map(({ name }) => name) },
  operation: { kind: 'operation', names: operations.map(({ name }) => name) },
}

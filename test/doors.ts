/**
 * The doors of rooms: files of a room, with all folders in it, that files from outside may import. Within a room everybody
 * may import everything, as the order of the rooms has it.
 *
 * A door is a file that is there anyhow. Files that hand on the exports of others would have every command load what few need.
 */

/** Paths in a room, by folder. */
const at = (folder: string, files: string): string[] => files.split(' ').map(file => `${folder}/${file}.ts`)

export const doors: Readonly<Record<string, readonly string[]>> = {
  checker: [...at('checker', 'index declare operation'), 'checker/bench/graphs/index.ts'],
  'model/designs': at('model/designs', 'index design'),
  // Bindings and accounts are made of its types, and whoever reads a patch takes its steps one by one.
  'model/c': [
    ...at('model/c/text', 'configuration grammar mask source'),
    ...at('model/c/parse', 'calls parse tables'),
    ...at('model/c/parse/configuration', 'arms conditions configure directives'),
    ...at('model/c/ir', 'binding ir made-once not-judged own run stands-in types'),
    ...at('model/c/lower', 'lower expressions/calls/builtins'),
    ...at('model/c/machine', 'arguments fragment seam substitute'),
    ...at('model/c/patch', 'diff message patch plain unified'),
    ...at('model/c/tree', 'apply files git-commits headers post-image reverse shown touched tree-at tree'),
    ...at('model/c/changes', 'changes prints statements'),
    ...at('model/c/equal', 'names same term'),
    ...at('model/c/relevance', 'relevance'),
    ...at('model/c/account', 'account altered posted relocated told'),
    ...at('model/c/mutate', 'mutant mutants'),
  ],
  'model/anchors': at('model/anchors', 'closest fragments functions index recognize source'),
  'model/operations': [
    ...at('model/operations', 'index machines'),
    ...at('model/operations/files', 'mapping-flags plain-calls sound-requests'),
  ],
  'model/code': at('model/code', 'assumptions binding known-calls needs seam seams'),
  'model/scenarios': [
    ...at('model/scenarios', 'index'),
    ...at('model/scenarios/parts', 'initial pages replacements scenario sizes'),
  ],
  'spec/promises': at('spec/promises', 'index'),
  'spec/goals': at('spec/goals', 'index'),
  'spec/claims': at('spec/claims', 'index claim'),
  'spec/findings': at('spec/findings', 'index finding'),
  'spec/suite': at('spec/suite', 'derived entry worlds'),
  'cli/proposals': [
    ...at('cli/proposals', 'config-files config define load running types words world'),
    ...at('cli/proposals/scenario', 'scenario'),
  ],
  'cli/run': [
    ...at('cli/run', 'exit-codes interrupt progress side-by-side to-its-end walking'),
    ...at('cli/run/search', 'alone job judge needed-steps standing'),
    ...at('cli/run/shards', 'behind merged searcher share'),
  ],
  'cli/judging/suite': at('cli/judging/suite', 'borne-out coverage record-repairs record recorded report'),
  'cli/judging/review': [
    ...at('cli/judging/review', 'lcov lines patched-world review series'),
    ...at('cli/judging/review/worlds', 'assumed chosen original promises result searches'),
    ...at('cli/judging/review/anchors', 'functions review verdicts'),
    ...at('cli/judging/review/account', 'accounting'),
  ],
  'cli/charts': at('cli/charts', 'asked chart dot mermaid svg'),
  'cli/reports': [
    ...at('cli/reports', 'renderers'),
    ...at('cli/reports/formats', 'cause-counts explanations reports'),
    ...at('cli/reports/html', 'picture style'),
    ...at('cli/reports/memory', 'markup memory picture pictures text'),
    ...at('cli/reports/trace', 'telling trace violation words/changes'),
    ...at('cli/reports/world', 'causes check/checkpoint check/json check/report check/text'),
    ...at('cli/reports/compare', 'text'),
    ...at('cli/reports/review', 'json'),
  ],
}

/** Rooms without doors, and why. */
export const open: Readonly<Record<string, string>> = {
  'model/kernel':
    'a promise, a fragment and a binding use the primitives that they are about, each by the file of its subject',
  'model/fragments': 'a file is one C function, and whoever calls it in C imports it',
  'model/patched':
    'each of its files is a step of its own on the way of a patch, which reviews, trees and charts take in part',
  'spec/judging': 'four files, all of them for the command line',
  'spec/observation': 'two files, both of them for the command line',
  'cli/text': 'a library of a few files',
  'cli/names': 'a file for each kind of name that a command line may give',
  'cli/violations': 'a library of a few files',
  'cli/judging': 'suites and reviews have doors of their own; what else there is has a few files',
  'cli/commands': 'the program loads a command only when it is asked for',
  'cli/bench': 'a program of its own',
}

/**
 * The order of the project: its folders, the rooms inside them, and the doors through which others come in.
 *
 * A file imports from its own room and from rooms named before it. A room is a folder without its subfolders, or one
 * file. Folders without a table have rooms that nobody has put in order yet.
 */
export interface House {
  /** Folders whose files it may import; itself is one of them. */
  readonly imports: readonly string[]
  /** From the lowest, which imports no other, to the highest. */
  readonly rooms?: readonly string[]
  /** Files that other folders may import; all unless said. */
  readonly doors?: readonly string[]
}

export const houses: Readonly<Record<string, House>> = {
  checker: {
    imports: ['checker'],
    rooms: [
      'checker/declare',
      'checker/operation.ts',
      'checker/compile/flatten',
      'checker/compile',
      'checker/store',
      'checker/store/seen',
      'checker/expand',
      'checker/trace',
      'checker/explore/parallel',
      'checker/explore',
      'checker/reduce/local',
      'checker/reduce',
      'checker',
      'checker/bench/graphs',
      'checker/bench',
    ],
    doors: ['checker/index.ts', 'checker/declare.ts', 'checker/operation.ts', 'checker/bench/graphs/index.ts'],
  },
  model: {
    imports: ['checker', 'model'],
    rooms: [
      'model/designs/decisions',
      'model/designs',
      'model/c/parse',
      'model/c/ir',
      'model/c/lower/context',
      'model/c/lower/expressions',
      'model/c/lower/statements',
      'model/c/lower',
      'model/c/machine',
      'model/c/patch',
      'model/c/tree',
      'model/c/account',
      'model/anchors',
      'model/kernel/state',
      'model/words.ts',
      'model/kernel/c',
      'model/kernel/locks',
      'model/kernel/memory',
      'model/kernel/direct-map',
      'model/kernel/memslots',
      'model/kernel/mmu',
      'model/kernel/file',
      'model/fragments/folios',
      'model/fragments/unmapping',
      'model/fragments/restructuring',
      'model/fragments/in-filemap',
      'model/fragments/direct-map',
      'model/fragments/truncation',
      'model/fragments/pfn',
      'model/fragments/memslots',
      'model/fragments/c',
      'model/operations/host',
      'model/operations/guest',
      'model/operations/population',
      'model/operations/memory',
      'model/operations/holes',
      'model/operations/conversion',
      'model/operations/memslots',
      'model/operations/direct-map',
      'model/operations',
      'model/code',
      'model/scenarios/parts',
      'model/scenarios/conversion',
      'model/scenarios/folios',
      'model/scenarios/holes',
      'model/scenarios/mappings',
      'model/scenarios',
      'model',
      'model/patched',
    ],
  },
  spec: {
    imports: ['model', 'spec'],
    rooms: [
      'spec',
      'spec/goals',
      'spec/promises/calls',
      'spec/promises/contents',
      'spec/promises/conversion',
      'spec/promises/direct-map',
      'spec/promises/folios',
      'spec/promises/guest-mappings',
      'spec/promises/holes',
      'spec/promises/host',
      'spec/promises/invalidations',
      'spec/promises/locks',
      'spec/promises/memslots',
      'spec/promises/restructuring',
      'spec/promises',
      'spec/judging',
      'spec/observation',
      'spec/suite',
      'spec/claims',
      'spec/findings/finding.ts',
      'spec/findings/conversion',
      'spec/findings/direct-map/folios',
      'spec/findings/direct-map/ranges',
      'spec/findings/direct-map',
      'spec/findings/folios',
      'spec/findings/restructuring',
      'spec/findings',
    ],
  },
  cli: {
    imports: ['checker', 'model', 'spec', 'cli'],
    rooms: [
      'cli/text',
      'cli/names',
      'cli/search',
      'cli/causes',
      'cli/run',
      'cli/shards',
      'cli/suite',
      'cli/compare',
      'cli/review/worlds',
      'cli/review/account',
      'cli/review/anchors',
      'cli/review',
      'cli/reports/trace',
      'cli/reports/world',
      'cli/reports/list',
      'cli/reports/suite',
      'cli/reports/compare',
      'cli/reports/review',
      'cli/reports/cases',
      'cli/reports/formats',
      'cli/reports',
      'cli/commands',
      'cli',
      'cli/bench',
    ],
  },
}

/** Folders in which files may still import each other in a circle. To be emptied. */
export const circlesYet: readonly string[] = []

/** The one place where promises become properties of the engine: it may name their types. */
export const JOINT = 'spec/judging/properties.ts'

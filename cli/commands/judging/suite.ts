/**
 * `gmemcheck suite`: judges every world of the suite against its recorded result.
 */
import { availableParallelism } from 'node:os'
import type { Command } from 'commander'
import { InputError } from '../../../checker/declare.ts'
import { QUICK, transitionsOf, UNKNOWN } from '../../names/quick.ts'
import { checkWorld } from '../../names/selection.ts'
import { compareWorlds, showWorld, type WorldName } from '../../names/world-name.ts'
import type { Searcher } from '../../run/shards/searcher.ts'
import { warn } from '../../text/output.ts'
import { wholeNumber } from '../options/numbers.ts'
import { addRendering, NO_CACHE, type Rendering } from '../options/options.ts'
import { addShards, type Shards, searcherFor } from '../options/shards.ts'
import { tell } from '../options/tell.ts'
import { refuseAuditAlone } from './bounds.ts'

interface SuiteOptions extends Rendering, Shards {
  readonly quick?: true
  readonly workers: number
  readonly record?: true
  readonly recordRepairs?: true
  readonly reduce?: true
  readonly audit?: true
  readonly unfired?: true
}

export function declareSuite(program: Command): void {
  addRendering(
    addShards(
      program
        .command('suite')
        .description('Judges every world of the suite, and says what is not as recorded.')
        .option('--quick', `only worlds of at most ${QUICK} transitions`)
        .option('--workers <n>', 'worlds judged at the same time', wholeNumber('--workers', 1), availableParallelism())
        .option(
          '--reduce',
          'partial-order and symmetry reduction: fewer states, the same verdicts; counts and lengths are not compared',
        )
        .option('--audit', 'with --reduce: search all states too, and compare every verdict')
        .option('--unfired', 'name the transitions that never fired, and not only how many there are')
        .option('--record', 'record what is seen, after saying what changes')
        .option('--record-repairs', 'record which violations the designs heal that repair a design; takes minutes')
        .option('--no-cache', NO_CACHE),
      () => true,
    ),
    'suite',
  ).action(suite)
}

async function suite(options: SuiteOptions): Promise<void> {
  refuseTogether(options)
  if (options.recordRepairs) return recordAllRepairs()
  const { quick, reduce, audit } = options
  const asked = { ...(quick && { quick }), ...(reduce && { reduce }), ...(audit && { audit }) }
  return suiteBy(asked, await searcherFor(options, options.workers), options)
}

/** The part of a command line that decides what is judged. */
export type SuiteAsked = Pick<SuiteOptions, 'quick' | 'reduce' | 'audit'>

/** Options that do not: what is told, and written down. */
type SuiteTelling = Rendering & Pick<SuiteOptions, 'record' | 'unfired' | 'shard'>

export async function suiteBy(asked: SuiteAsked, searcher: Searcher, options: SuiteTelling): Promise<void> {
  const [
    { names, scenarioNamed },
    { claims },
    { findings },
    { quickSearches, suiteReport },
    { fileToRecord, record },
    { searchesOf },
    { knownNames, loadRecorded, salvageRecorded },
    { staleRepairs },
    { sharedBy },
    { designs },
  ] = await Promise.all([
    import('../../names/known.ts'),
    import('../../../spec/claims/index.ts'),
    import('../../../spec/findings/index.ts'),
    import('../../judging/suite/report.ts'),
    import('../../judging/suite/record.ts'),
    import('../../run/shards/searcher.ts'),
    import('../../judging/suite/recorded.ts'),
    import('../../judging/suite/record-repairs.ts'),
    import('../../run/shards/share.ts'),
    import('../../../model/designs/index.ts'),
  ])
  const file = options.record && fileToRecord()
  // A quick run leaves most lines as they are: it needs all of them.
  const recorded = options.record && !asked.quick ? salvageRecorded() : loadRecorded()
  const listed = [...names.worlds].sort(compareWorlds)
  for (const world of listed) checkWorld(names, world)
  const sizeOf = (world: WorldName) => transitionsOf(world, recorded) ?? UNKNOWN
  const bounds = { ...(asked.reduce && { reduce: true }), ...(asked.audit && { audit: true }) }
  const searches = asked.quick ? quickSearches(listed, recorded, bounds) : listed.map(world => ({ world, bounds }))
  const worlds = searches.map(({ world }) => world)
  const searching = searcher({ command: 'suite', asked, worlds: worlds.map(showWorld), costs: worlds.map(sizeOf) })
  const mine = searches.filter(({ world }) => searching.isMine(showWorld(world)))
  const outcomes = await searchesOf(searching, mine)
  searching.end()
  const ran = mine.map(({ world }, index) => {
    const operations = scenarioNamed(world.scenario).threads.flatMap(({ calls }) => calls.map(call => call.operation))
    return { world, operations, outcome: outcomes[index]! }
  })
  const report = suiteReport(ran, { recorded, listed, claims, findings }, options.record)
  try {
    await tell(
      'suite',
      { ...report, ...sharedBy(options.shard, mine.length, worlds.length), unfired: options.unfired === true },
      options,
    )
  } finally {
    if (file !== undefined) record(file, report.worlds, recorded, knownNames(listed))
  }
  const stale = staleRepairs(loadRecorded(), designs)
  if (stale !== undefined) warn(stale)
}

/** @throws InputError when the file cannot be written */
async function recordAllRepairs(): Promise<void> {
  const [{ recordRepairs }, { loadRecorded }, { designs }] = await Promise.all([
    import('../../judging/suite/record-repairs.ts'),
    import('../../judging/suite/recorded.ts'),
    import('../../../model/designs/index.ts'),
  ])
  await recordRepairs(loadRecorded(), designs)
}

/** @throws InputError when the options ask for what cannot be had together */
function refuseTogether(options: SuiteOptions): void {
  const { reduce, record, shard } = options
  if (shard && record) throw new InputError('a shard sees part of the suite\nrecord without --shard')
  if (reduce && record)
    throw new InputError('results are recorded with the counts of whole graphs\nrecord without --reduce')
  refuseAuditAlone(options)
}

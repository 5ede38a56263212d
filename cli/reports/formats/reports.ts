/**
 * The kinds of reports, and what each of them holds.
 */
import type { AnchorSource } from '../../../model/anchors/source.ts'
import type { FileAnchor } from '../../../model/patched/file-anchors.ts'
import type { Chart } from '../../charts/chart.ts'
import type { MutantReport } from '../../judging/mutants/mutants.ts'
import type { Reviewed } from '../../judging/review/review.ts'
import type { SuiteReport } from '../../judging/suite/report.ts'
import type { CatalogueItem } from '../../names/catalogue.ts'
import type { DesignDiff } from '../../names/design-diff.ts'
import type { ListKind } from '../../names/kinds.ts'
import type { ExitCode } from '../../run/exit-codes.ts'
import type { ComparedDesigns, TellingLimits } from '../compare/text.ts'
import type { CheckReport } from '../world/check/report.ts'
import type { Replayed } from '../world/walked/replay-text.ts'
import type { WalkedThrough } from '../world/walked/sample-text.ts'

export interface Reports {
  readonly suite: SuiteReport & { readonly unfired: boolean }
  readonly check: CheckReport
  readonly sample: WalkedThrough & { readonly exitCode: ExitCode }
  readonly replay: Replayed & { readonly exitCode: ExitCode }
  readonly review: Reviewed
  readonly mutants: MutantReport
  readonly diff: ComparedDesigns & { readonly limits: TellingLimits }
  readonly list: { readonly kind: ListKind; readonly items: readonly CatalogueItem[] }
  readonly decisions: DesignDiff
  readonly diagram: Chart
  readonly anchors: readonly FileAnchor[]
  readonly sources: { readonly sources: readonly AnchorSource[]; readonly unlocated: readonly string[] }
}

/** A format: how it writes each kind of report that it has words for. */
export type Renderer<P> = { readonly [K in keyof Reports]?: (report: Reports[K], page: P) => Promise<string> }

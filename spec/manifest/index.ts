/**
 * What the suite expects of every world. Written by `gmemcheck suite --record`.
 */
import { entries as addKeepsThePage } from './add-keeps-the-page.ts'
import type { Entry } from './entry.ts'
import { entries as errorOffsetSet } from './error-offset-set.ts'
import { entries as exactWindow } from './exact-window.ts'
import { entries as freshSplitUnderMutex } from './fresh-split-under-mutex.ts'
import { entries as memoryReserved } from './memory-reserved.ts'
import { entries as mergeClearsStalePages } from './merge-clears-stale-pages.ts'
import { entries as restructureResultSet } from './restructure-result-set.ts'
import { entries as rfcV2Repaired } from './rfc-v2-repaired.ts'
import { entries as rfcV2Split } from './rfc-v2-split.ts'
import { entries as rollbackByWorkList } from './rollback-by-work-list.ts'
import { entries as rollbackIndexGuarded } from './rollback-index-guarded.ts'
import { entries as sharedSptesZapped } from './shared-sptes-zapped.ts'
import { entries as stashErrorChecked } from './stash-error-checked.ts'

export const manifest: readonly Entry[] = [
  ...addKeepsThePage,
  ...errorOffsetSet,
  ...exactWindow,
  ...freshSplitUnderMutex,
  ...memoryReserved,
  ...mergeClearsStalePages,
  ...restructureResultSet,
  ...rfcV2Repaired,
  ...rfcV2Split,
  ...rollbackByWorkList,
  ...rollbackIndexGuarded,
  ...sharedSptesZapped,
  ...stashErrorChecked,
]

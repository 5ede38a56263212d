import type { Ends } from '../../promise.ts'

export const callsCanReturn: Ends = {
  kind: 'progress',
  name: 'calls-can-return',
  severity: 'deadlock',
  statement: 'A call in flight can always come to its end: none goes round for ever, whatever others do.',
  source: 'no unbounded loop holds a lock: comment in filemap_remove_folio_for_restructuring() (RFC v2 38/51)',
}

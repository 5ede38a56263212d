import type { NothingStuck } from '../../promise.ts'

export const nothingIsStuck: NothingStuck = {
  kind: 'stuck',
  name: 'nothing-is-stuck',
  severity: 'deadlock',
  statement: 'Some operation in flight can always go on, without a new call being started.',
  source:
    'comment in filemap_remove_folio_for_restructuring(): only references that go away by themselves are waited for',
}

import { wasRemoved } from '../../../model/kernel/file/hole-snapshot.ts'
import type { Contract } from '../../promise.ts'

export const holesKeepPagesBeside: Contract = {
  kind: 'contract',
  name: 'holes-keep-pages-beside',
  statement: 'When a hole was punched, or could not be, every page beside it is still there.',
  source: 'fallocate(2): within the specified range',
  of: ['punch hole'],
  each: 'page',
  broken: ({ kernel, call }, page) =>
    (page < call.start! || page >= call.start! + call.pages!) && wasRemoved(kernel, page),
  says: page => `page ${page} lies beside the hole, and is gone`,
  ghosts: ['filemapBefore'],
}

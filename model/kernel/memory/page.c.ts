/**
 * The names of what a page holds, and of what is known about that.
 */

import { asked, doing, type Functions, frame } from '../c/declare.ts'
import { IMAGE_PAGE } from '../state/kinds/foreign.ts'
import { THINGS } from '../state/new-files.ts'
import { bytesOf, PAGE_SIZE } from '../state/page-size.ts'
import type { Kernel } from '../state/state.ts'
import { ZEROES_BEYOND_FOLIO } from '../state/told.ts'
import { STALE, ZERO } from '../state/values.ts'
import { clearFolio, clearPage } from './contents.ts'
import { folioPages } from './folio.ts'
import { putForeign } from './foreign.ts'
import { isPoisoned } from './memory-failure.ts'

/** Nothing vouches for the zeroes of a folio that is no longer up to date: whoever marks it again has to clear it again. */
function unmark(kernel: Kernel, folio: number): void {
  kernel.uptodate[folio] = 0
  for (let frame = folio; frame < folio + folioPages(kernel, folio); frame++)
    if (kernel.contents[frame] === ZERO) kernel.contents[frame] = STALE
}

/** zero_user_segments(), of whole pages: of one that is cleared in part nothing is known. */
function zero(kernel: Kernel, folio: number, start: number, end: number): void {
  if (end > bytesOf(folioPages(kernel, frame(folio)))) {
    kernel.assertionFired = 1 + ZEROES_BEYOND_FOLIO
    return
  }
  const last = Math.floor(end / PAGE_SIZE)
  for (let page = Math.ceil(start / PAGE_SIZE); page < last; page++) clearPage(kernel, frame(folio) + page)
}

export const pages: Functions = {
  folio_test_hwpoison: asked('bool', ['used'], (kernel, [folio]) => Number(isPoisoned(kernel, frame(folio!)))),
  folio_test_uptodate: asked('bool', ['used'], (kernel, [folio]) => kernel.uptodate[frame(folio!)]!),
  folio_mark_uptodate: doing(['used'], ({ kernel }, [folio]) => {
    kernel.uptodate[frame(folio!)] = 1
  }),
  folio_clear_uptodate: doing(['used'], ({ kernel }, [folio]) => unmark(kernel, frame(folio!))),
  clear_highpage: doing(['used'], ({ kernel }, [page]) => clearPage(kernel, frame(page!))),
  clear_user_highpage: doing(['used', { ignored: 'where user space has the page' }], ({ kernel }, [page]) =>
    clearPage(kernel, frame(page!)),
  ),
  folio_zero_user: doing(['used', { ignored: 'where user space has touched the folio' }], ({ kernel }, [folio]) =>
    clearFolio(kernel, frame(folio!)),
  ),
  folio_zero_range: doing(['used', 'used', 'used'], ({ kernel }, [folio, start, length]) =>
    zero(kernel, folio!, start!, start! + length!),
  ),
  folio_zero_segment: doing(['used', 'used', 'used'], ({ kernel }, [folio, start, end]) =>
    zero(kernel, folio!, start!, end!),
  ),
  folio_zero_segments: doing(Array(5).fill('used'), ({ kernel }, [folio, start, end, second, last]) => {
    zero(kernel, folio!, start!, end!)
    zero(kernel, folio!, second!, last!)
  }),
  put_page: {
    kind: 'value',
    type: 'void',
    args: ['used'],
    value: ({ kernel, self }, [page]) => {
      if (page! > 0 && !putForeign(kernel, self, IMAGE_PAGE)) kernel.givenTwice = 1 + THINGS + IMAGE_PAGE
      return 0
    },
  },
}

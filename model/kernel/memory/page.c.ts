/**
 * The names of what a page holds, and of what is known about that.
 */

import { asked, doing, type Functions, frame, sleeps, takes } from '../c/declare.ts'
import { IMAGE_PAGE } from '../state/kinds/foreign.ts'
import { THINGS } from '../state/new-files.ts'
import { bytesOf, PAGE_SIZE } from '../state/page-size.ts'
import type { Kernel } from '../state/state.ts'
import { ZEROES_BEYOND_FOLIO } from '../state/told.ts'
import { clearFolio, clearPage, clearPart } from './contents.ts'
import { folioPages } from './folio.ts'
import { putForeign } from './foreign.ts'
import { isPoisoned } from './memory-failure.ts'

/** zero_user_segments(). */
function zero(kernel: Kernel, folio: number, start: number, end: number): void {
  if (end > bytesOf(folioPages(kernel, frame(folio)))) {
    kernel.assertionFired = 1 + ZEROES_BEYOND_FOLIO
    return
  }
  for (let page = Math.floor(start / PAGE_SIZE); bytesOf(page) < end; page++) {
    const isWhole = start <= bytesOf(page) && bytesOf(page + 1) <= end
    const clear = isWhole ? clearPage : clearPart
    clear(kernel, frame(folio) + page)
  }
}

/** A number of bytes. */
const bytes = { scaled: 'pages have fewer bytes here than in the kernel' }

export const pages: Functions = {
  folio_test_hwpoison: takes(
    'struct folio *',
    asked('bool', ['used'], (kernel, [folio]) => Number(isPoisoned(kernel, frame(folio!)))),
  ),
  folio_test_uptodate: takes(
    'struct folio *',
    asked('bool', ['used'], (kernel, [folio]) => kernel.uptodate[frame(folio!)]!),
  ),
  folio_mark_uptodate: takes(
    'struct folio *',
    doing(['used'], ({ kernel }, [folio]) => {
      kernel.uptodate[frame(folio!)] = 1
    }),
  ),
  folio_clear_uptodate: takes(
    'struct folio *',
    doing(['used'], ({ kernel }, [folio]) => {
      kernel.uptodate[frame(folio!)] = 0
    }),
  ),
  clear_highpage: takes(
    'struct page *',
    doing(['used'], ({ kernel }, [page]) => clearPage(kernel, frame(page!))),
  ),
  clear_user_highpage: takes(
    'struct page *',
    doing(['used', { ignored: 'where user space has the page' }], ({ kernel }, [page]) =>
      clearPage(kernel, frame(page!)),
    ),
  ),
  folio_zero_user: takes(
    'struct folio *',
    sleeps(
      doing(['used', { ignored: 'where user space has touched the folio' }], ({ kernel }, [folio]) =>
        clearFolio(kernel, frame(folio!)),
      ),
    ),
  ),
  folio_zero_range: takes(
    'struct folio *',
    doing(['used', bytes, bytes], ({ kernel }, [folio, start, length]) =>
      zero(kernel, folio!, start!, start! + length!),
    ),
  ),
  folio_zero_segment: takes(
    'struct folio *',
    doing(['used', bytes, bytes], ({ kernel }, [folio, start, end]) => zero(kernel, folio!, start!, end!)),
  ),
  folio_zero_segments: takes(
    'struct folio *',
    doing(['used', bytes, bytes, bytes, bytes], ({ kernel }, [folio, start, end, second, last]) => {
      zero(kernel, folio!, start!, end!)
      zero(kernel, folio!, second!, last!)
    }),
  ),
  put_page: takes('struct page *', {
    kind: 'value',
    type: 'void',
    args: ['used'],
    value: ({ kernel, self }, [page]) => {
      if (page! > 0 && !putForeign(kernel, self, IMAGE_PAGE)) kernel.givenTwice = 1 + THINGS + IMAGE_PAGE
      return 0
    },
  }),
}

/**
 * The names of what a page holds, and of what is known about that.
 */

import { asked, doing, type Functions, frame } from '../c/declare.ts'
import { IMAGE_PAGE } from '../state/kinds/foreign.ts'
import { THINGS } from '../state/new-files.ts'
import { bytesOf, PAGE_SIZE } from '../state/page-size.ts'
import { ZEROES_BEYOND_FOLIO } from '../state/told.ts'
import { clearPage } from './contents.ts'
import { folioPages } from './folio.ts'
import { putForeign } from './foreign.ts'
import { isPoisoned } from './memory-failure.ts'

export const pages: Functions = {
  folio_test_hwpoison: asked('bool', ['used'], (kernel, [folio]) => Number(isPoisoned(kernel, frame(folio!)))),
  folio_test_uptodate: asked('bool', ['used'], (kernel, [folio]) => kernel.uptodate[frame(folio!)]!),
  folio_mark_uptodate: doing(['used'], ({ kernel }, [folio]) => {
    kernel.uptodate[frame(folio!)] = 1
  }),
  clear_highpage: doing(['used'], ({ kernel }, [page]) => clearPage(kernel, frame(page!))),
  // Whole pages: of one that is cleared in part nothing is known.
  folio_zero_range: doing(['used', 'used', 'used'], ({ kernel }, [folio, start, length]) => {
    if (start! + length! > bytesOf(folioPages(kernel, frame(folio!)))) {
      kernel.assertionFired = 1 + ZEROES_BEYOND_FOLIO
      return
    }
    const first = Math.ceil(start! / PAGE_SIZE)
    const end = Math.floor((start! + length!) / PAGE_SIZE)
    for (let page = first; page < end; page++) clearPage(kernel, frame(folio!) + page)
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

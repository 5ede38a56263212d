/**
 * The names of what a page holds, and of what is known about that.
 */

import { asked, doing, type Functions, frame } from '../c/declare.ts'
import { clearFrame } from './contents.ts'
import { folioOf } from './folio.ts'
import { isPoisoned } from './memory-failure.ts'

export const pages: Functions = {
  folio_test_hwpoison: asked('bool', ['used'], (kernel, [folio]) => Number(isPoisoned(kernel, frame(folio!)))),
  folio_test_uptodate: asked('bool', ['used'], (kernel, [folio]) => kernel.uptodate[frame(folio!)]!),
  folio_mark_uptodate: doing(['used'], ({ kernel }, [folio]) => {
    kernel.uptodate[frame(folio!)] = 1
  }),
  clear_highpage: doing(['used'], ({ kernel }, [page]) => {
    const folio = folioOf(kernel, frame(page!))
    if (kernel.uptodate[folio] === 1) kernel.clearedUptodate = 1 + folio
    clearFrame(kernel, frame(page!))
  }),
  // Bytes of the one page that a folio is.
  folio_zero_range: doing(['used', 'used', 'used'], ({ kernel }, [folio, start, length]) => {
    if (start === 0 && length! > 0) clearFrame(kernel, frame(folio!))
  }),
  put_page: { kind: 'silent', why: 'the source is no page of the file' },
}

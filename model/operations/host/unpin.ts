/**
 * Drops a pin of a frame, if there is one.
 *
 * Source: unpin_user_page(), mm/gup.c.
 */
import { cell } from '../../../checker/declare.ts'
import { dropPin } from '../../kernel/file/host-mappings.ts'
import { operation, type Scope, type Step } from '../../kernel/words.ts'

type Unpin = Scope<'frame'>

export const unpin = () =>
  operation<Unpin, Step>()({
    guards: { isPinned: ({ kernel, call }) => kernel.pins[call.frame]! > 0 },
    effects: { dropPin: ({ kernel, call }) => dropPin(kernel, call.frame) },
  }).createMachine({
    id: 'unpin',
    context: ({ input }) => input,
    meta: { fn: 'unpin_user_page', locals: { frame: cell(32) } },
    initial: 'entered',
    states: {
      entered: {
        meta: { fn: 'unpin_user_page' },
        on: { step: [{ guard: 'isPinned', actions: 'dropPin', target: 'returned' }, { target: 'returned' }] },
      },
      returned: { type: 'final' },
    },
  })

/**
 * The host process asks to map the file: mmap().
 *
 * Source: kvm_gmem_mmap(), virt/kvm/guest_memfd.c.
 * Left out: where the mapping lies; the mapping itself, which worlds begin with.
 */
import { cell } from '../../../checker/declare.ts'
import { OK, RESULTS, showFlag, showResult } from '../../kernel/state/values.ts'
import { operation, type Scope, type Step } from '../../kernel/words.ts'
import { mappingFaults, refusalFor } from './sound-requests.ts'

type MapFile = Scope<'vm' | 'mapping.flags' | 'mapping.operations' | 'result'>

export const mapFile = () =>
  operation<MapFile, Step>()({
    guards: { isShared: ({ kernel, call }) => mappingFaults(kernel, call['mapping.flags']) === 0 },
    effects: {
      setOperations: ({ call }) => {
        call['mapping.operations'] = 1
        call.result = OK
      },
      refuseMapping: ({ kernel, call }) => {
        call.result = refusalFor(mappingFaults(kernel, call['mapping.flags']))
      },
    },
  }).createMachine({
    id: 'mapFile',
    context: ({ input }) => input,
    meta: {
      fn: 'kvm_gmem_mmap',
      locals: {
        vm: cell(4),
        'mapping.flags': cell(16),
        'mapping.operations': cell(2, showFlag),
        result: cell(RESULTS, showResult),
      },
    },
    initial: 'checking',
    states: {
      checking: {
        meta: { fn: 'kvm_gmem_mmap' },
        on: {
          step: [
            { guard: 'isShared', actions: 'setOperations', target: 'returned' },
            { actions: 'refuseMapping', target: 'returned' },
          ],
        },
      },
      returned: { type: 'final' },
    },
  })

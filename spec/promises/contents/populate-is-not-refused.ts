import { gfnAtPage } from '../../../model/kernel/memslots/places.ts'
import { EEXIST } from '../../../model/kernel/state/values.ts'
import type { Contract } from '../../promise.ts'
import { isUnused } from './unused.ts'

export const populateIsNotRefused: Contract = {
  kind: 'contract',
  name: 'populate-is-not-refused',
  severity: 'wrong result',
  statement: 'No page of the initial image is refused as prepared already, while no guest has it and it holds nothing.',
  source: '"delay kvm_gmem_prepare_folio()" (Paolo Bonzini, 2024-07-26), log: fallocate makes population fail',
  of: ['populate'],
  each: 'page',
  broken: ({ kernel, call }, page) =>
    call.result === EEXIST && gfnAtPage(kernel, page) === call.start! + call.done! && isUnused(kernel, page),
  says: page => `page ${page} was refused with -EEXIST, and nobody has used it`,
  ghosts: ['contents', 'handedOut'],
}

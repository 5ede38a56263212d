/**
 * Where in the file a memslot begins that C has bound: slot->gmem.pgoff.
 */
import { firstPageOf } from '../kernel/memslots/places.ts'
import { MOST_SLOTS } from '../kernel/state/signals.ts'
import { OK } from '../kernel/state/values.ts'
import type { Scope } from '../kernel/words.ts'

/** The code of a call is done. @param isLast nobody says it behind that code */
export function judgeWhereItBegins({ kernel, call }: Scope<string>, slot: number, isLast: boolean): void {
  const isSaid = call.boundAt !== 0
  const isWrong = isSaid ? call.boundAt !== 1 + firstPageOf(kernel, slot) : isLast
  if (call.result === OK && isWrong) kernel.boundBeside = 1 + MOST_SLOTS + slot
  call.boundAt = 0
}

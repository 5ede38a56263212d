/**
 * Calls as people say them: `convert 0-1 to shared`, `guest fault, private gfn 0`.
 */
import { showState } from '../../../../model/kernel/direct-map/words.ts'
import { SHARED } from '../../../../model/kernel/state/values.ts'
import { range } from '../../../text/words.ts'

type Arguments = Readonly<Record<string, number>>

/** An operation and its arguments, in words. Common arguments are written in words. */
export function callWords(
  operation: string,
  { start, pages = 1, end, share, state, kind, gfn, vm, ...others }: Arguments,
): string {
  const object = start === undefined ? '' : ` ${range(start, end ?? start + pages - 1)}`
  const target = share !== undefined ? ` to ${side(share)}` : state !== undefined ? ` to ${showState(state)}` : ''
  const details = [
    ...(gfn === undefined ? [] : [`${kind === undefined ? '' : `${side(kind)} `}gfn ${gfn}`]),
    ...Object.entries(others).map(([name, value]) => `${name} ${value}`),
    // Most worlds have one VM only.
    ...(vm === undefined || vm === 0 ? [] : [`VM ${vm}`]),
  ]
  return [operation + object + target, ...details].join(', ')
}

const side = (share: number): string => (share === SHARED ? 'shared' : 'private')

/**
 * A file that holds one violation says how many others a report tells.
 */
import { counted } from '../../../text/words.ts'
import type { Page } from '../telling.ts'

/** Nothing where there are none. @param does what the format does with a violation: `draws`, `writes` */
export function othersWords(others: number, { all }: Pick<Page, 'all'>, does: string): string | undefined {
  if (others === 0) return undefined
  return `${counted(others, all === undefined ? 'cause' : 'violation')} more: --cause N ${does} another`
}

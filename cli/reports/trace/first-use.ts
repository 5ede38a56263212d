/**
 * Words of traces that are not the kernel's own, explained where they appear first.
 */
import { paragraph } from '../../text/wrap.ts'

const WORDS: readonly { readonly word: RegExp; readonly says: string }[] = [
  {
    word: /\bframe \d|\brefs\[|\ballocated\[/,
    says: 'a frame is a physical page, and names the folio that begins there',
  },
  { word: /\brefs\[/, says: 'refs is folio_ref_count(), 0 while frozen or free' },
  { word: /\bspte\[/, says: 'spte is what KVM maps for the guest' },
  { word: /\bhostPte\[/, says: 'hostPte is what the host process maps' },
  {
    word: /\bby hand\b/,
    says: '"by hand" marks a step of the model that stands in for C which is not run here, and may name a function of another kernel',
  },
  { word: /\bunset: /, says: '"unset" is what a local holds that nobody has set, which the environment chooses' },
  { word: /\bfails: -/, says: '"fails" is an injected failure, a choice of the environment' },
]

/** Of those that some lines use. */
export function wordsLines(lines: readonly string[], width: number): string[] {
  const text = lines.join('\n')
  const used = WORDS.filter(({ word }) => word.test(text)).map(({ says }) => says)
  return used.length === 0 ? [] : paragraph('  words     ', used.join('; '), width)
}

/** ` (scenario @ design)`. */
export const worldWords = ({ mutation }: { readonly mutation?: string }): string =>
  mutation === undefined ? ' (scenario @ design)' : ' (scenario @ design ~ what is taken out)'

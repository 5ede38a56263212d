/**
 * Words of traces that are not the kernel's own, explained where they appear first.
 */
import { NEGATIVE, PAGE_SIZE } from '../../../../model/kernel/state/page-size.ts'
import { listWords } from '../../../text/words.ts'
import { paragraph } from '../../../text/wrap.ts'

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

/** Units of requests that may be unsound: their worlds are few, and each trace of one says it. */
const UNITS = {
  word: /\b(?:offset|len|creation\.size) \d/,
  says: `offsets and sizes of requests are in bytes: a page has ${PAGE_SIZE} of them here, and from ${NEGATIVE} on they are negative`,
}

/**
 * Of those that some texts use.
 *
 * @param isFirst nothing was explained before
 * @param ghosts names of fields that the model keeps for the promise
 */
export function wordsIn(texts: readonly string[], isFirst: boolean, ghosts: readonly string[]): string[] {
  const text = texts.join('\n')
  const kept = ghosts.filter(name => new RegExp(`\\b${name}\\b`).test(text))
  return [
    ...(isFirst ? [...WORDS, UNITS] : [UNITS]).flatMap(({ word, says }) => (word.test(text) ? [says] : [])),
    ...(kept.length > 0
      ? [
          `${listWords(kept)} ${kept.length === 1 ? 'is' : 'are'} not in the kernel: the model keeps that for this promise`,
        ]
      : []),
  ]
}

/** The same, in lines. */
export function wordsLines(...[texts, isFirst, ghosts, width]: [...Parameters<typeof wordsIn>, number]): string[] {
  const used = wordsIn(texts, isFirst, ghosts)
  return used.length === 0 ? [] : paragraph('  words     ', used.join('; '), width)
}

/** ` (scenario @ design)`. */
export const worldWords = ({ mutation }: { readonly mutation?: string }): string =>
  mutation === undefined ? ' (scenario @ design)' : ' (scenario @ design ~ what is taken out)'

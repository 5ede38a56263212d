/**
 * Changes that nobody has posted.
 */
import type { Edit, Fix } from './fix.ts'

/** With a scenario that shows it, where all others take longer than this is worth. */
export type MadeUp = Omit<Fix, 'forward'> & { readonly scenario?: string }

interface Change extends Edit, Pick<Fix, 'name' | 'defect' | 'fn' | 'reversed'> {
  /** Of the tree that it changes. */
  readonly version: string
  readonly scenario: string | undefined
}

export const madeUp = ({ version, name, defect, fn, fixed, defective, reversed, scenario }: Change): MadeUp => ({
  name,
  source: 'made up',
  defect,
  file: 'virt/kvm/guest_memfd.c',
  fn,
  edits: { [version]: [{ fixed, defective }] },
  reversed,
  ...(scenario !== undefined && { scenario }),
})

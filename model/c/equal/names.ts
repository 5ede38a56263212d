/**
 * What has to be known of names to compare code that uses them.
 */
import type { ScopedNames } from '../ir/binding.ts'
import type { ErrorPointers } from './facts.ts'

export interface PlainNames extends ScopedNames {
  /** Types by their other names. */
  readonly types: Readonly<Record<string, string>>
  /** The same for the same arguments, whatever memory holds; by name the type, where it is known. */
  readonly pure: (name: string) => boolean
  /** Asks memory, and nothing that others change without a call in between. */
  readonly reads: (name: string) => boolean
  /** By C type of a pointer, its fields; stable ones keep their value as long as anybody may look at them. */
  readonly fields: Readonly<Record<string, Readonly<Record<string, { readonly type: string; readonly stable?: true }>>>>
  /** Variables that are the same wherever code looks at them. */
  readonly isGiven: (name: string) => boolean
  /** Of calls that are not defined in the file, what they return. */
  readonly typeOf: (name: string) => string | undefined
  /** Numbers by name, each with its type; those of one type differ. */
  readonly numbers: Readonly<Record<string, { readonly value: number; readonly type: string }>>
  /** Functions and macros that stand for an expression. */
  readonly inline: Readonly<Record<string, { readonly parameters: readonly string[]; readonly text: string }>>
  readonly isPrinting: (name: string) => boolean
  /** It evaluates its arguments whatever is configured, and each time. */
  readonly alwaysPrints: (name: string) => boolean
  /** A check of its first argument, whose value it is. */
  readonly isCheck: (name: string) => boolean
  /** Behind a check of that name that fires nothing runs. */
  readonly isFatal: (name: string) => boolean
  /** Macros that set variables which they are given. */
  readonly sets: (name: string) => boolean
  readonly errors: ErrorPointers
}

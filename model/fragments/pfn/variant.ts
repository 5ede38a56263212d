/**
 * One of several readings of a C function, chosen by the design.
 */
interface VariantFragment {
  readonly guards: object
  readonly effects: object
  readonly config: object
}

/** All members of a union at once. */
type Every<U> = (U extends unknown ? (each: U) => void : never) extends (every: infer I) => void ? I : never

/** The fragment, typed as if it had the guards and effects of all its variants, so that the config of any fits. */
export const variant = <F extends VariantFragment>(fragment: F) =>
  fragment as unknown as {
    readonly guards: Every<F['guards']>
    readonly effects: Every<F['effects']>
    readonly config: F['config']
  }

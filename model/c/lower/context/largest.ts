/**
 * How much C one function may be, with all that is inlined into it. No function of a kernel comes near; what calls itself
 * twice at each of thirty levels would never be lowered.
 */
export const DEEPEST_CALLS = 40
export const MOST_BLOCKS = 5_000
export const LONGEST_EXPANSION = 10_000

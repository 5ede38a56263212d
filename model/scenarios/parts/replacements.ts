/**
 * What mutations put in the place of guards and effects.
 */
export const nothing = (): void => {}
export const never = (): boolean => false
export const always = (): boolean => true

/**
 * The door for declaring systems and properties. Light: it loads neither the engine nor xstate.
 */

export { DomainError, InputError, InternalError } from './declare/errors.ts'
export { isAmongHolders, isHolder } from './declare/holding.ts'
export * from './declare/layout.ts'
export type * from './declare/machine.ts'
export type * from './declare/property.ts'
export * from './declare/system.ts'

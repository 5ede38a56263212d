/**
 * What it takes to declare systems and what is judged of them. Light: neither the engine nor xstate is loaded.
 */

export { InputError, InternalError } from './declare/errors.ts'
export { isAmongHolders, isHolder } from './declare/holding.ts'
export * from './declare/layout.ts'
export type * from './declare/machine.ts'
export type * from './declare/property.ts'
export * from './declare/system.ts'

/** What the engine offers to those who declare systems and judge them. */
export { InputError } from './errors.ts'
export * from './layout.ts'
export * from './machine.ts'
export * from './property.ts'
export * from './result.ts'
export * from './system.ts'

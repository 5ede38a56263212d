/**
 * Where a binding stands in for a function, and where the function of the file runs.
 */
import type { Binding, Bound } from './binding.ts'
import { own } from './own.ts'

/** Nothing stands in for the function where the file has it. */
export function runsWhereShown<S>({ functions }: Binding<S>, name: string): boolean {
  const meaning = own(functions, name)
  return meaning === undefined || ('unlessShown' in meaning && meaning.unlessShown === true)
}

/** The function that a call of that name comes to, which the file may have: the callee itself, unless the binding says another. */
export function calledFor<S>({ functions }: Binding<S>, name: string): string {
  const meaning: Bound<S> | undefined = own(functions, name)
  return (meaning && 'comesTo' in meaning ? meaning.comesTo : undefined) ?? name
}

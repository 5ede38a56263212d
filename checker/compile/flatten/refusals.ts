/**
 * What of xstate the engine does not run: all that hides a point where another thread could run, or that brings
 * identities which make equal states unequal.
 */
import type { AnyStateNode } from 'xstate'
import { InputError } from '../../declare/errors.ts'
import type { Meta } from '../../declare/machine.ts'

type Refuse = (node: AnyStateNode, what: string, cure: string) => never

export const refuser =
  (operation: string): Refuse =>
  (node, what, cure) => {
    const where = node.path.length === 0 ? 'its root' : `state "${node.path.join('.')}"`
    throw new InputError(`in operation "${operation}", ${where} ${what}: ${cure}`)
  }

/** @throws InputError at the first thing that is not run */
export function refuseForeign(node: AnyStateNode, refuse: Refuse): void {
  if (node.type === 'parallel') refuse(node, 'is parallel', 'let a second thread run beside it')
  if (node.type === 'history') refuse(node, 'is a history state', 'keep where to return to in a local')
  if (node.invoke.length > 0) refuse(node, 'invokes an actor', 'let a second thread run beside it')
  if (node.after.length > 0) refuse(node, 'waits with "after"', 'time is not modelled, use an event')
  if (node.always?.length) refuse(node, 'has an "always" transition', 'make it a step that other threads can see')
  if (node.entry.length > 0) refuse(node, 'has entry actions', 'put them on the transitions that enter it')
  if (node.exit.length > 0) refuse(node, 'has exit actions', 'put them on the transitions that leave it')
  if (node.type === 'compound' && node.initial.actions.length > 0)
    refuse(node, 'has actions on its initial transition', 'put them on the transitions that enter it')
  if (node.type !== 'compound' && (node.meta as Meta | undefined)?.locals)
    refuse(node, 'declares locals and has no states inside', 'declare them on the root or on a state that has some')
  for (const [event, candidates] of node.transitions) {
    if (event === '*' || event.endsWith('.*')) refuse(node, `handles the wildcard "${event}"`, 'name the events')
    if (event.startsWith('xstate.') && event !== `xstate.done.state.${node.id}`)
      refuse(node, `handles "${event}", which only xstate sends`, 'name an event of your own')
    if (candidates.some(candidate => (candidate.target?.length ?? 0) > 1))
      refuse(node, `has several targets for "${event}"`, 'name one')
  }
}

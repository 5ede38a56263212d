/**
 * A world in which the C of a tree runs, as `check --tree` has run it.
 */
import { InputError } from '../../../checker/declare.ts'
import { builtWithout, leavingOut } from '../../../model/patched/lacking.ts'
import { type WithCode, withCode } from '../../../model/patched/machines/with-code.ts'
import type { Built } from '../../../model/world.ts'
import type { SaidOfCode } from '../../names/code-options.ts'
import { showWorld } from '../../names/world-name.ts'
import { runsCodeOf, treeNamed } from './tree.ts'

/** @throws InputError when there is no such tree, or the world runs none of its C */
export async function treeWorld(built: Built, place: string, said?: SaidOfCode): Promise<WithCode> {
  const { scenario, design } = built
  const tree = await treeNamed(place, design.name, said)
  if (!runsCodeOf(tree, scenario.name)) {
    const world = showWorld({ scenario: scenario.name, design: design.name })
    throw new InputError(`${world} runs no C of ${place}\nreplay it in a world that check --tree names`)
  }
  const { lacking } = tree.extraction
  return withCode(builtWithout(built, leavingOut(lacking).without), [tree.file], tree.extraction.replaced, tree.code)
}

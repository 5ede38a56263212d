/**
 * Reads guest_memfd.c of a kernel tree, all of whose functions run as C where they can.
 */
import { InputError } from '../../../checker/declare.ts'
import type { CFile } from '../../c/parse/parse.ts'
import { tableMembersOf } from '../../c/parse/tables.ts'
import { plain } from '../../c/patch/plain.ts'
import type { Configuration } from '../../c/text/configuration.ts'
import { wholeFile } from '../../c/text/source.ts'
import { treeAt } from '../../c/tree/tree-at.ts'
import { fileOfTree } from '../headers.ts'
import { GUEST_MEMFD, KVM_MAIN } from '../lacking.ts'
import { parsed } from '../machines/with-code.ts'

interface ReadTree {
  readonly file: CFile
  /** What else of the tree tells what it has. */
  readonly around: readonly Pick<CFile, 'source'>[]
}

/**
 * @param place as `treeAt` takes it @param configuration in which the code is read; the usual one unless said
 * @throws InputError when there is no such tree, or it has no guest_memfd, or none that is compiled
 */
export async function readTree(place: string, configuration?: Configuration): Promise<ReadTree> {
  const tree = treeAt(place)
  const source = fileOfTree(tree, GUEST_MEMFD)
  if (source === undefined)
    throw new InputError(
      `${plain(place)} has no ${GUEST_MEMFD}\ngive the root of a kernel tree from 6.8 on: --tree DIRECTORY or DIRECTORY@REVISION`,
    )
  const [file] = await parsed([source], configuration)
  if (tableMembersOf(file!).length === 0)
    throw new InputError(
      `${GUEST_MEMFD} of ${plain(place)} has no function that a table of operations names\ngive a tree in which guest_memfd is compiled, not a stub of it`,
    )
  const beside = tree.read(KVM_MAIN)
  return {
    file: everythingInlined(file!),
    around: beside === undefined ? [] : [{ source: wholeFile(KVM_MAIN, beside) }],
  }
}

/** As if every function had changed: the model's own meaning of a function stands back behind the file's. */
const everythingInlined = (file: CFile): CFile => ({
  ...file,
  source: { ...file.source, changed: new Set(file.functions.map(({ start }) => start)) },
})

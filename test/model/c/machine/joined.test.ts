/**
 * Calls of a function that are part of the step before them, where its seam says so.
 */
import { describe, expect, it } from 'vitest'
import { lower } from '../../../../model/c/lower/lower.ts'
import { withJoined } from '../../../../model/c/machine/joined.ts'
import { allStops } from '../../../../model/c/machine/stops.ts'
import { parseC } from '../../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../../model/c/text/source.ts'
import { bindingFor } from '../../../../model/code/binding.ts'
import { designs } from '../../../../model/designs/index.ts'

const text = `static int f(struct inode *inode, void __user *argp)
{
	struct kvm_memory_attributes2 asked;
	int left = 0;

	filemap_invalidate_lock(inode->i_mapping);
	if (copy_from_user(&asked, argp, sizeof(asked)))
		left = -EFAULT;
	filemap_invalidate_unlock(inode->i_mapping);
	return left;
}
`

describe('calls that are joined to the step before them', () => {
  const stopsWith = async (...callees: readonly string[]) => {
    const binding = bindingFor(designs.find(({ name }) => name === 'in-place-conversion')!)
    const lowered = withJoined(lower(await parseC(wholeFile('x.c', text)), 'f', binding), callees)
    return allStops(lowered).flatMap(stop => {
      const { exit } = lowered.blocks[stop]!
      return exit.kind === 'call' ? [lowered.sites[exit.call.site]!.callee] : []
    })
  }

  it('are no control points', async () => {
    expect(await stopsWith('copy_from_user')).toEqual(['filemap_invalidate_lock', 'filemap_invalidate_unlock'])
  })
  it('are no others than those that are named', async () => {
    expect(await stopsWith()).toEqual(['filemap_invalidate_lock', 'copy_from_user', 'filemap_invalidate_unlock'])
  })
  it('are none that may have to wait', async () => {
    expect(await stopsWith('filemap_invalidate_lock')).toContain('filemap_invalidate_lock')
  })
})

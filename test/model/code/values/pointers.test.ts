/**
 * Objects are numbers here, and what a pointer points at is told by its type alone.
 */
import { describe, expect, it } from 'vitest'
import { lowerAll } from '../../../../model/c/lower/lower.ts'
import { parseC } from '../../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../../model/c/text/source.ts'
import { bindingFor } from '../../../../model/code/binding.ts'
import { designs } from '../../../../model/designs/index.ts'
import { designNamed } from '../worlds.ts'

const given = 'struct inode *inode, struct file *file, struct folio *folio, struct mempolicy *policy'

async function lowered(call: string) {
  const cache = 'static struct kmem_cache *cachep;\n\n'
  const text = `${cache}void f(${given})\n{\n\tstruct gmem_file *f = file->private_data;\n\n\t${call};\n}\n`
  return lowerAll(await parseC(wholeFile('x.c', text)), ['f'], bindingFor(designNamed('in-place-conversion')))
}

/** Why a call is refused; none where it is read. */
const refused = async (call: string): Promise<string | undefined> => (await lowered(call)).refused[0]?.reason

describe('a loop over the files of an inode', () => {
  it('may look ahead', async () => {
    const loop = 'list_for_each_entry_safe(f, n, &GMEM_I(inode)->gmem_file_list, entry)'
    expect(await refused(`struct gmem_file *n;\n\n\t${loop}\n\t\tkfree(f)`)).toBeUndefined()
  })
})

describe('a pointer as a number', () => {
  it('has no bits that are known', async () => {
    expect(await refused('unsigned long n = (unsigned long)folio >> 1')).toBe(
      'which bits a pointer has is not known here, as "(unsigned long)folio >> 1" asks',
    )
    expect(await refused('unsigned long n = (unsigned long)folio')).toBeUndefined()
  })
})

describe('a pointer to another struct', () => {
  it.each([
    ['kfree(file)', 'file, a struct file *, and takes a struct kvm_gmem * or a struct kvm_gmem_inode_private * there'],
    ['kmem_cache_free(cachep, inode)', 'inode, a struct inode *, and takes a struct gmem_inode * there'],
    ['file_inode(inode)', 'inode, a struct inode *, and takes a struct file * there'],
    ['GMEM_I(file)', 'file, a struct file *, and takes a struct inode * there'],
    ['put_page(folio)', 'folio, a struct folio *, and takes a struct page * there'],
    ['mpol_cond_put(folio)', 'folio, a struct folio *, and takes a struct mempolicy * there'],
    ['xa_load(f, 0)', 'f, a struct kvm_gmem *, and takes a struct xarray * there'],
    [
      'spin_lock(&inode->i_mapping->invalidate_lock)',
      /a struct rw_semaphore \*, and takes a struct spinlock \* there$/,
    ],
    ['filemap_invalidate_lock(inode)', 'inode, a struct inode *, and takes a struct address_space * there'],
  ])('is refused: %s', async (call, words) => {
    const reason = await refused(call)
    if (typeof words === 'string') expect(reason).toBe(`${call.replace(/\(.*/, '')}() is given ${words}`)
    else expect(reason).toMatch(words)
  })

  it.each([
    'kfree(f)',
    'kfree(file->private_data)',
    'kfree(NULL)',
    'kmem_cache_free(cachep, GMEM_I(inode))',
    'put_page(folio_page(folio, 0))',
    'mpol_cond_put(policy)',
    'spin_lock(&inode->i_lock)',
    'filemap_invalidate_lock(inode->i_mapping)',
  ])('is not what %s is given', async call => {
    expect(await refused(call)).toBeUndefined()
  })
})

describe('a pointer that C has taken for another one', () => {
  it.each([
    ['a local', 'void *data = file;\n\tkfree(data)'],
    ['a local that is set later', 'void *data;\n\tdata = file;\n\tkfree(data)'],
    ['a cast', 'fput((struct file *)f)'],
    ['a cast that is followed', 'fput(((struct gmem_file *)inode)->kvm)'],
    ['either of two', 'fput(inode ? (void *)f : NULL)'],
  ])('is what it was: %s', async (_, call) => {
    expect(await refused(call)).toMatch(/struct (?:file|kvm_gmem|inode) \*,? (?:and takes|is taken for) a struct/)
  })

  it('may be what it is taken for', async () => {
    expect(await refused('void *data = file;\n\tfput(data)')).toBeUndefined()
    expect(await refused('void *data = f;\n\tkfree((struct gmem_file *)data)')).toBeUndefined()
  })

  it('is not judged where that is not known', async () => {
    const [only] = (await lowered('void *data = file;\n\tdata = f;\n\tkfree(data)')).lowered
    expect(only!.blind.map(({ why }) => why).join()).toContain('it is not known that this points at a struct')
  })
})

describe('the structs that parameters point at', () => {
  const functions = new Map(designs.flatMap(design => Object.entries(bindingFor(design).functions)))

  const taking = [...functions].flatMap(([name, bound]) =>
    bound.kind !== 'silent' && bound.structs ? [[name, bound.structs, bound.args] as const] : [],
  )

  it.each(taking)('are of no more parameters than the function has: %s()', (_, structs, args) => {
    expect(structs.length).toBeLessThanOrEqual(args.length)
    expect(structs.flat()).not.toEqual([])
  })
})

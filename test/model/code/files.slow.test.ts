/**
 * Files that C makes and maps: what it forgets to give back, or to set, or to refuse, breaks a promise.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseC } from '../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../model/c/text/source.ts'
import { judged } from './worlds.ts'

const path = new URL('../../fixtures/c/guest-memfd/files.c', import.meta.url).pathname
const text = readFileSync(path, 'utf8')

async function broken(
  scenario: string,
  operation: string,
  fn: string,
  from = '',
  to = '',
  of = text,
): Promise<string[]> {
  expect(of).toContain(from)
  const file = await parseC(wholeFile('files.c', of.replace(from, to)))
  const { verdicts } = judged({ design: 'upstream', scenario, operation, fn, file })
  return Object.keys(verdicts).filter(promise => verdicts[promise] === 'violated')
}
const creating = (from?: string, to?: string) =>
  broken('create-file-out-of-memory', 'create file', 'kvm_gmem_create', from, to)
const mapping = (scenario: string, from?: string, to?: string) =>
  broken(scenario, 'map file', 'kvm_gmem_mmap', from, to)

describe('a file that C makes', () => {
  it('breaks no promise', async () => expect(await creating()).toEqual([]))

  it.each([
    ['\tiput(inode);\n', '', ['calls-free-what-they-take']],
    ['\tkfree(view);\n', '', ['calls-free-what-they-take']],
    ['\tput_unused_fd(number);\n', '', ['calls-free-what-they-take']],
    ['goto no_module;', 'goto no_inode;', ['nothing-is-given-back-twice']],
    ['\tkvm_get_kvm(kvm);\n', '', ['files-are-whole-when-installed']],
    ['\tfile->private_data = view;\n', '', ['files-are-whole-when-installed']],
    ['\tlist_add(&view->entry, &GMEM_I(inode)->gmem_file_list);\n', '', ['files-are-whole-when-installed']],
    ['->flags = flags', '->flags = 1', ['files-are-whole-when-installed']],
    ['\tmapping_set_inaccessible(inode->i_mapping);\n', '', ['files-are-whole-when-installed']],
    ['size <= 0', 'size < 0', ['only-valid-files-are-created']],
    ['size <= 0', 'size <= 2', ['only-valid-files-are-created', 'valid-files-are-made']],
  ])('breaks one for %j in the place of %j', async (from, to, promises) => {
    expect(await creating(from, to)).toEqual(promises)
  })
})

describe('a file that C makes for a VM that supports no flags', () => {
  const making = (from?: string, to?: string) =>
    broken('create-file-without-flags', 'create file', 'kvm_gmem_create', from, to)

  it('breaks no promise', async () => expect(await making()).toEqual([]))

  it('breaks one where it takes the flags of another VM', async () =>
    expect(await making('~kvm_gmem_get_supported_flags(kvm)', '~GUEST_MEMFD_FLAG_MMAP')).toEqual([
      'only-valid-files-are-created',
    ]))
})

describe('a memory policy that C looks up', () => {
  const policy = `static struct mempolicy *kvm_gmem_get_policy(struct vm_area_struct *vma, unsigned long addr, pgoff_t *ilx)
{
	struct inode *inode = file_inode(vma->vm_file);

	*ilx = inode->i_ino;
	return mpol_shared_policy_lookup(&GMEM_I(inode)->policy, linear_page_index(vma, addr));
}
`
  const looking = (to?: string) =>
    broken('get-policy-out-of-memory', 'get policy', 'kvm_gmem_get_policy', 'linear_page_index(vma, addr)', to, policy)

  it.each([
    ['the page', 'linear_page_index(vma, addr)', []],
    ['the page, by hand', 'vma->vm_pgoff + ((addr - vma->vm_start) >> PAGE_SHIFT)', []],
    ['its place in the mapping', '(addr - vma->vm_start) >> PAGE_SHIFT', ['policies-are-of-their-page']],
    ['its address', 'addr >> PAGE_SHIFT', ['policies-are-of-their-page']],
  ])('is that of the page: of %s', async (_, index, promises) => {
    expect(await looking(index)).toEqual(promises)
  })

  it.each([
    ['put, and handed out', 'mpol_cond_put(at)', ['nothing-is-given-back-twice']],
    ['looked up twice', 'mpol_shared_policy_lookup(&GMEM_I(inode)->policy, 0)', ['calls-put-what-they-get']],
    ['looked up twice, and put once', 'mpol_cond_put(mpol_shared_policy_lookup(&GMEM_I(inode)->policy, 0))', []],
  ])('is handed out with its reference: %s', async (_, statement, promises) => {
    const returning = '\treturn mpol_shared_policy_lookup(&GMEM_I(inode)->policy, linear_page_index(vma, addr));\n'
    const kept = `\tstruct mempolicy *at = ${returning.slice('\treturn '.length)}\t${statement};\n\treturn at;\n`
    const found = await broken('get-policy-out-of-memory', 'get policy', 'kvm_gmem_get_policy', returning, kept, policy)
    expect(found).toEqual(promises)
  })
})

describe('a mapping that C makes', () => {
  it.each(['map-file', 'map-unmappable-file'])('breaks no promise: %s', async scenario =>
    expect(await mapping(scenario)).toEqual([]),
  )

  it.each([
    ['map-file', '!(vma->vm_flags & VM_SHARED) || ', ''],
    ['map-file', '\tvma->vm_ops = &our_vm_ops;\n', ''],
    ['map-unmappable-file', '\t\treturn -ENODEV;', '\t\treturn 0;'],
  ])('breaks one in %s without %j', async (scenario, from, to) => {
    expect(await mapping(scenario, from, to)).toEqual(['only-shared-mappings-are-made'])
  })

  it.each([
    ['map-file', '-EINVAL', '-ENODEV'],
    ['map-unmappable-file', '-ENODEV', '-EINVAL'],
  ])('is refused in %s for its own fault, and not with another errno than %s', async (scenario, from, to) => {
    const [before, after] = text.split('static int kvm_gmem_mmap')
    const of = `${before}static int kvm_gmem_mmap${after!.replace(from, to)}`
    expect(await broken(scenario, 'map file', 'kvm_gmem_mmap', '', '', of)).toEqual([
      'refused-mappings-name-their-reason',
    ])
  })
})

/**
 * Patches after which calls return otherwise, though they find the same.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { unifiedDiff } from '../../../../model/c/patch/unified.ts'
import { gmemcheck, root } from '../../gmemcheck.ts'

const tree = join(root, 'test/fixtures/c/guest-memfd')
const files = readFileSync(join(tree, 'files.c'), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
afterAll(() => rmSync(folder, { recursive: true }))

function reviewed(from: string, to: string) {
  expect(files.split(from)).toHaveLength(2)
  const path = join(folder, 'one.patch')
  writeFileSync(path, `Subject: [PATCH] One\n\n${unifiedDiff('files.c', files, files.replace(from, to))}`)
  const { status, stdout, stderr } = gmemcheck(
    'review',
    path,
    '--tree',
    tree,
    '--against',
    'upstream',
    '--format',
    'json',
  )
  expect(stderr).toBe('')
  const { says, changed, lost } = JSON.parse(stdout)
  return { status, says, changed, lost }
}

const checks = `	if (!(GMEM_I(file_inode(file))->flags & GUEST_MEMFD_FLAG_MMAP))
		return -ENODEV;
	if (!(vma->vm_flags & VM_SHARED) || !(vma->vm_flags & VM_MAYSHARE))
		return -EINVAL;
`

describe('a patch that exchanges two errnos of a function', () => {
  it('is not said to keep what the tree keeps', () => {
    const { status, says, changed, lost } = reviewed(
      checks,
      checks.replace('ENODEV', 'E2').replace('EINVAL', 'ENODEV').replace('E2', 'EINVAL'),
    )
    expect(lost).toEqual([])
    expect(changed).toEqual([
      'map file (vm 0, mapping.flags 0) returns -ENODEV, and returned -EINVAL before, in map-file',
      'map file (vm 0, mapping.flags 0) returns -EINVAL, and returned -ENODEV before, in map-unmappable-file',
    ])
    expect(says).toMatch(/^other results of the same calls: map file/)
    expect(status).toBe(3)
  })

  it('is told from one that only asks in another way', () => {
    const nested = `	if (GMEM_I(file_inode(file))->flags & GUEST_MEMFD_FLAG_MMAP) {
		if (!(vma->vm_flags & VM_SHARED) || !(vma->vm_flags & VM_MAYSHARE))
			return -EINVAL;
	} else {
		return -ENODEV;
	}
`
    expect(reviewed(checks, nested)).toMatchObject({ status: 0, changed: [] })
  })
})

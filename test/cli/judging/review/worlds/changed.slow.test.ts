/**
 * Patches after which calls return otherwise, though they find the same.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { unifiedDiff } from '../../../../../model/c/patch/unified.ts'
import { gmemcheck, root } from '../../../gmemcheck.ts'

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

const getting = '	if (!fops_get(&kvm_gmem_fops))\n		goto no_module;\n'

describe('a patch after which a failure has another errno', () => {
  it('is not said to keep what the tree keeps', () => {
    const { status, says, changed, lost } = reviewed(
      getting,
      '	if (!fops_get(&kvm_gmem_fops)) {\n		failed = -ENOENT;\n		goto no_module;\n	}\n',
    )
    expect(lost).toEqual([])
    expect(changed).toEqual([
      'create file (vm 0, creation.size 2, creation.flags 0) returns -ENOENT (fops_get: enomem), and returned -ENOMEM before, in create-file-out-of-memory',
    ])
    expect(says).toMatch(/^other results of the same calls: create file/)
    expect(status).toBe(3)
  })

  it('is told from one that only sets the same in another place', () => {
    const again = '	if (!fops_get(&kvm_gmem_fops)) {\n		failed = -ENOMEM;\n		goto no_module;\n	}\n'
    expect(reviewed(getting, again)).toMatchObject({ status: 0, changed: [] })
  })
})

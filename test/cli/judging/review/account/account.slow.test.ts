/**
 * What a review says of changed statements that it cannot judge, or need not.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { unifiedDiff } from '../../../../../model/c/patch/unified.ts'
import { gmemcheck, root } from '../../../gmemcheck.ts'

const tree = join(root, 'test/fixtures/c/guest-memfd')
const pages = readFileSync(join(tree, 'pages.c'), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
afterAll(() => rmSync(folder, { recursive: true }))

interface Entry {
  readonly side: string
  readonly kind: string
  readonly text: string
  readonly class: string
  readonly why?: string
}

/** A review of pages.c with some of its text replaced, in one world. */
const reviewed = (edits: readonly (readonly [string, string])[], ...more: string[]) =>
  run(edited(edits), '--scenario', 'punch-hole-during-allocation', ...more)

function edited(edits: readonly (readonly [string, string])[]): string {
  let text = pages
  for (const [from, to] of edits) {
    expect(text.split(from)).toHaveLength(2)
    text = text.replace(from, to)
  }
  return unifiedDiff('pages.c', pages, text)
}

function run(diff: string, ...more: string[]) {
  const path = join(folder, 'one.patch')
  writeFileSync(path, `Subject: [PATCH] One\n\n${diff}`)
  const how = ['--tree', tree, '--against', 'upstream', ...more]
  const { status, stdout, stderr } = gmemcheck('review', path, ...how, '--format', 'json')
  expect(stderr).toBe('')
  const { account, says, lost } = JSON.parse(stdout)
  const told = (account as Entry[]).map(one => [one.side, one.kind, one.text, one.class].join(' | '))
  return { status, says: says as string, account: account as Entry[], told, lost, how: [path, ...how] }
}

const unlocking = '\t\tat = folio_next_index(folio);\n\t\tgive_up(folio);\n'

describe('the account of a patch', () => {
  it('passes over a local that is called otherwise, comments, and layout', () => {
    const { status, says, account } = reviewed([
      [
        'int err = 0;\n\n\tfilemap_invalidate_lock_shared',
        'int  ret = 0; /* so far */\n\n\tfilemap_invalidate_lock_shared',
      ],
      ['while (!err && at < end) {', 'while (!ret && at < end) {'],
      ['err = -EINTR;', 'ret = -EINTR;'],
      ['\t\t\terr = PTR_ERR(folio);\n\t\t\tcontinue;', '\t\t\tret = PTR_ERR(folio);\n\t\t\tcontinue;'],
      ['(inode->i_mapping);\n\treturn err;', '(inode->i_mapping);\n\treturn ret;'],
    ])
    expect({ status, account }).toEqual({ status: 0, account: [] })
    expect(says).toMatch(/^no changed statement has to be judged: the patched code keeps every promise/)
  })

  it('takes printing as neutral, and giving the processor away where no spinlock is held', () => {
    const { status, account } = reviewed([
      [unlocking, `${unlocking}\t\tpr_debug("%lu\\n", at);\n\t\tcond_resched();\n`],
    ])
    expect(account.map(one => [one.class, one.why])).toEqual([
      ['neutral', 'pr_debug()'],
      ['neutral', 'cond_resched()'],
    ])
    expect(status).toBe(0)
    const locked = reviewed([
      [
        '\t\tflush |= kvm_mmu_unmap_gfn_range(kvm, &range);\n',
        '\t\tflush |= kvm_mmu_unmap_gfn_range(kvm, &range);\n\t\tcond_resched();\n',
      ],
    ])
    expect(locked.says).toMatch(/breaks 1 promise/)
    expect(locked.status).toBe(1)
  })

  it('does not judge a check that is gone, where no world saw it fail', () => {
    const { status, says, account } = reviewed([
      ['\t\tif (IS_ERR(folio)) {\n\t\t\terr = PTR_ERR(folio);\n\t\t\tcontinue;\n\t\t}\n', ''],
    ])
    expect(account).toMatchObject([
      { side: 'before', kind: 'condition', class: 'not judged', why: 'in no world it is true' },
      { side: 'before', text: 'err = PTR_ERR(folio);', why: 'no world came there' },
      { side: 'before', text: 'continue;', why: 'no world came there' },
    ])
    expect(status).toBe(3)
    expect(says).toBe('0 of 3 changed statements judged; not judged: kvm_gmem_allocate()')
  })

  it('judges a call by what happens without it', () => {
    const told = (call: string) =>
      reviewed([
        [
          '\tfilemap_invalidate_lock_shared(inode->i_mapping);\n\twhile',
          `\t${call};\n\tfilemap_invalidate_lock_shared(inode->i_mapping);\n\twhile`,
        ],
      ])
    const silent = told('synchronize_rcu()')
    expect(silent.account).toMatchObject([
      { text: 'synchronize_rcu();', class: 'not judged', why: expect.stringMatching(/^synchronize_rcu\(\): /) },
    ])
    expect(silent.status).toBe(3)
    const twice = told('kfree(NULL)')
    expect(twice.account).toMatchObject([
      { text: 'kfree(NULL);', class: 'not judged', why: 'leaving it out makes no difference in 1 world' },
    ])
    expect(twice.status).toBe(3)
    const apart = reviewed([[unlocking, `${unlocking.replace('give_up', 'folio_unlock')}\t\tfolio_put(folio);\n`]])
    expect(apart.told).toContain('after | call | folio_put(folio); | judged')
    expect(apart.status).toBe(0)
  })

  it('judges what a hole returns by who is told so', () => {
    const { account, status } = reviewed([
      ['\treturn 0;\n}\n\nstatic long kvm_gmem_allocate', '\treturn -EIO;\n}\n\nstatic long kvm_gmem_allocate'],
    ])
    expect(account.map(one => one.class)).toEqual(['judged', 'judged'])
    // No promise is about it: that its caller is told otherwise is said.
    expect(status).toBe(3)
  })

  it('names functions that the model does not run, macros, data, and files', () => {
    const added =
      'static int unheard_of(int a)\n{\n\treturn a + 1;\n}\n\nint known(int a)\n{\n\treturn unheard_of(a);\n}\n\n#define SPARE 1\n'
    const diff = edited([
      ['static void give_up(', `${added}static struct ops spare = { .a = known };\n\nstatic void give_up(`],
    ])
    const { says, status } = run(diff)
    expect(says).toContain('; not judged: unheard_of(), known(), macro SPARE, the data spare')
    expect(status).toBe(3)
    const kconfig = run('--- /dev/null\n+++ b/virt/Kconfig\n@@ -0,0 +1 @@\n+config A\n')
    expect(kconfig).toMatchObject({ status: 3, says: '0 of 1 changed statement judged; not judged: virt/Kconfig' })
  })

  it('passes over a static function that nothing names', () => {
    const helper = 'static int spare(int a)\n{\n\treturn a + 1;\n}\n\n'
    const { status, account } = run(edited([['static void give_up(', `${helper}static void give_up(`]]))
    expect(account.map(one => one.class)).toEqual(['unreferenced', 'unreferenced'])
    expect(status).toBe(0)
  })

  it('passes over an assertion that is evaluated and stands, and not over one that fires', () => {
    const asserting = (what: string) => reviewed([[unlocking, `${unlocking}\t\tWARN_ON_ONCE(${what});\n`]])
    expect(asserting('!folio')).toMatchObject({ status: 0, account: [{ class: 'assertion' }] })
    expect(asserting('at')).toMatchObject({ account: [{ class: 'not judged', why: 'WARN_ON_ONCE() fires' }] })
    expect(asserting('at').status).not.toBe(0)
  })

  it('leaves out what is said to be outside, and says so', () => {
    const diff = '--- /dev/null\n+++ b/samples/a.c\n@@ -0,0 +1,4 @@\n+int f(void)\n+{\n+\treturn 0;\n+}\n'
    expect(run(diff.replaceAll('samples/', 'tools/testing/')).says).toBe(
      'no changed statement has to be judged; outside: tools/testing/a.c',
    )
    expect(run(diff)).toMatchObject({ status: 3 })
    expect(run(diff, '--outside', 'samples/**')).toMatchObject({
      status: 0,
      says: 'no changed statement has to be judged; outside: samples/a.c',
    })
  })

  it('lets memory be charged that was not', () => {
    const bind = 'xa_store_range(&view->bindings, first, last, slot, GFP_KERNEL);'
    const diff = edited([[`\t${bind}\n`, `\t${bind.replace('GFP_KERNEL', 'GFP_KERNEL_ACCOUNT')}\n`]])
    expect(run(diff, '--scenario', 'create-memslot')).toMatchObject({ status: 0 })
  })

  it('tells first what was seen before and never after', () => {
    const { status, says, lost } = reviewed([
      [
        '\tint err = 0;\n\n\tfilemap_invalidate_lock_shared',
        '\tint err = -ENOMEM;\n\n\tfilemap_invalidate_lock_shared',
      ],
    ])
    expect(lost).toContain('allocate returns 0')
    expect(says).toMatch(/^seen before the patch and never after it: .*allocate returns 0/)
    expect(status).toBe(3)
  })
})

describe('coverage', () => {
  it('is written as lcov, before and after the patch', () => {
    const file = join(folder, 'ran.info')
    reviewed([[unlocking, `\t\tgive_up(folio);\n\t\tat = at + 1;\n`]], '--coverage', file)
    const text = readFileSync(file, 'utf8')
    const [before, after] = text.split('end_of_record\n') as [string, string]
    expect(before).toMatch(/^TN:before\nSF:pages\.c\n/)
    expect(after).toMatch(/^TN:after\nSF:pages\.c\n/)
    const lines = pages.split('\n')
    const line = lines.indexOf('\t\tat = folio_next_index(folio);') + 1
    expect(before).toContain(`\nDA:${line},1\n`)
    const asked = lines.lastIndexOf('\t\tif (IS_ERR(folio)) {') + 1
    expect(before).toContain(`BRDA:${asked},0,0,0\nBRDA:${asked},0,1,1\n`)
  })
})

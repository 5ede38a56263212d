import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { gmemcheck, root } from './gmemcheck.ts'

const folder = mkdtempSync(join(tmpdir(), 'gmemcheck with spaces-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('the command as it is installed', () => {
  it.each([
    ['list', 'designs'],
    ['list', 'no such kind'],
    ['check', 'no-such-design'],
  ])('does what Node does with the built program: %s %s', (...args) => {
    // npm installs commands as links to where they are.
    const link = join(folder, `gmemcheck-${args.length}-${args.join('-')}`)
    symlinkSync(join(root, 'cli/gmemcheck'), link)
    const { status, stdout, stderr } = spawnSync(link, args, { encoding: 'utf8' })
    expect({ status, stdout, stderr }).toEqual(gmemcheck(...args))
  })

  it('says how to build it where it is not built, and does not claim that a promise is broken', () => {
    cpSync(join(root, 'cli/gmemcheck'), join(folder, 'unbuilt/cli/gmemcheck'))
    const { status, stdout, stderr } = spawnSync(join(folder, 'unbuilt/cli/gmemcheck'), ['list'], { encoding: 'utf8' })
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/^gmemcheck is not built: .*\nbuild it: cd .* && npm ci\n$/)
  })

  it('says when it is older than its sources, and runs when it is not', () => {
    const clone = join(folder, 'clone')
    cpSync(join(root, 'cli/gmemcheck'), join(clone, 'cli/gmemcheck'))
    for (const file of ['bundle/cli/main.js', 'model/kernel/folio.ts']) {
      mkdirSync(join(clone, dirname(file)), { recursive: true })
      writeFileSync(join(clone, file), '')
    }
    const run = () => spawnSync(join(clone, 'cli/gmemcheck'), ['list'], { encoding: 'utf8' })
    utimesSync(join(clone, 'bundle/cli/main.js'), 1000, 1000)
    const { status, stdout, stderr } = run()
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(
      /^gmemcheck is older than its sources: model\/kernel\/folio\.ts has .*\nbuild it: cd .* && npm run build\n$/,
    )
    utimesSync(join(clone, 'model/kernel/folio.ts'), 1000, 1000)
    expect(run().status).toBe(0)
  })

  it('asks for huge pages unless told otherwise', () => {
    const asked = (env: NodeJS.ProcessEnv) => {
      const options = '--import=data:text/javascript,console.error(process.env.GLIBC_TUNABLES)'
      const more = { ...process.env, ...env, NODE_OPTIONS: options }
      return spawnSync(join(root, 'cli/gmemcheck'), ['--version'], { encoding: 'utf8', env: more }).stderr.trim()
    }
    expect(asked({ GLIBC_TUNABLES: '' })).toBe('glibc.malloc.hugetlb=1')
    expect(asked({ GLIBC_TUNABLES: 'glibc.malloc.hugetlb=0' })).toBe('glibc.malloc.hugetlb=0')
  })
})

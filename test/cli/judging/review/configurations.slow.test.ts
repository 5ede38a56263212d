/**
 * A review of what depends on the configuration.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { unifiedDiff } from '../../../../model/c/patch/unified.ts'
import { gmemcheck, root } from '../../gmemcheck.ts'

const tree = join(root, 'test/fixtures/c/guest-memfd')
const pages = readFileSync(join(tree, 'pages.c'), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
afterAll(() => rmSync(folder, { recursive: true }))

const SCENARIO = 'punch-hole-during-allocation'
const GIVEN_UP = '\t\tat = folio_next_index(folio);\n\t\tgive_up(folio);\n'
/** In the place of the call by which an allocation gives its folio up. */
const inPlace = (text: string) => pages.replace(GIVEN_UP, `\t\tat = folio_next_index(folio);\n${text}`)

interface Entry {
  readonly class: string
  readonly text: string
  readonly configuration?: string
}

function reviewed(text: string, ...more: string[]) {
  const scenario = more.includes('--scenario') ? [] : ['--scenario', SCENARIO]
  const path = join(folder, 'one.patch')
  writeFileSync(path, `Subject: [PATCH] One\n\n${unifiedDiff('pages.c', pages, text)}`)
  return gmemcheck('review', path, '--tree', tree, '--against', 'upstream', ...scenario, ...more)
}

function account(text: string, ...more: string[]) {
  const { status, stdout, stderr } = reviewed(text, '--format', 'json', ...more)
  expect(stderr).toBe('')
  const { says, account, configurations, skippedConfigurations } = JSON.parse(stdout)
  return { status, says, account, configurations, skippedConfigurations }
}

const arms = (on: string, off: string, condition = '#ifdef CONFIG_FOO') =>
  inPlace(`${condition}\n\t\t${on}\n#else\n\t\t${off}\n#endif\n`)

describe('a patch under #ifdef', () => {
  it('is wrong where only the code without the symbol is, and the report and its replay say so', () => {
    const { status, stdout } = reviewed(arms('give_up(folio);', 'folio_unlock(folio);'), '--width', '400')
    expect(status).toBe(1)
    expect(stdout).toMatch(/^.*breaks \d+ promises? that the tree keeps, in 1 of 2 worlds where CONFIG_FOO=n/)
    expect(stdout).toContain('also     where CONFIG_FOO=n')
    expect(stdout).toContain(`in ${SCENARIO} where CONFIG_FOO=n`)
    expect(stdout).toMatch(/with the patched code, where CONFIG_FOO=n/)
    const command = /replay it: gmemcheck (replay [^\n]*)/.exec(stdout)![1]!
    expect(command).toMatch(/ --config CONFIG_FOO=n$/)
    expect(gmemcheck(...command.split(' ')).stdout).toMatch(/does not hold/)
    const usually = gmemcheck(...command.replace(/=n$/, '=y').split(' '))
    expect(usually.stdout).not.toMatch(/does not hold/)
  })

  it('is right where the code is in both arms, also in one that does what it did', () => {
    const right = account(arms('give_up(folio);', 'folio_unlock(folio);\n\t\tfolio_put(folio);'))
    expect(right).toMatchObject({ status: 0, configurations: ['CONFIG_FOO=n'], skippedConfigurations: [] })
    const told = (right.account as Entry[]).map(one => [one.class, one.text, one.configuration])
    expect(told.filter(([kind]) => kind === 'judged')).toEqual([
      ['judged', 'give_up(folio);', 'CONFIG_FOO=n'],
      ['judged', 'folio_unlock(folio);', 'CONFIG_FOO=n'],
      ['judged', 'folio_put(folio);', 'CONFIG_FOO=n'],
    ])
    expect(told.filter(([kind]) => kind !== 'judged').every(([kind]) => kind === 'neutral')).toBe(true)
  })

  it('is not judged where a value is asked for that leaves out some of it', () => {
    const { status, says, configurations } = account(
      arms('give_up(folio);', 'folio_unlock(folio);'),
      '--config',
      'CONFIG_FOO=y',
    )
    expect({ status, configurations }).toEqual({ status: 3, configurations: [] })
    expect(says).toMatch(/not judged: .*"folio_unlock folio" in kvm_gmem_allocate\(\)/)
  })

  it('is not judged where nobody knows when it is compiled', () => {
    const { status, says } = account(arms('give_up(folio);', 'give_up(folio);', '#if PAGE_SIZE > 4096'))
    expect(status).toBe(3)
    expect(says).toMatch(/^not looked at: pages.c:\d+: #if PAGE_SIZE > 4096, which is not understood; /)
  })

  it('is not judged where that leaves nothing of the file', () => {
    const { status, says } = account(`#ifdef CONFIG_FOO\n${pages}#endif\n`)
    expect(status).toBe(3)
    expect(says).toMatch(/^not looked at: CONFIG_FOO=n, which leaves nothing of pages.c; /)
  })

  it('is no C where it does not parse without the symbol', () => {
    const { status, stderr } = reviewed(arms('give_up(folio);', 'give_up(folio;'))
    expect(status).toBe(2)
    expect(stderr).toMatch(/^with CONFIG_FOO=n: .*kvm_gmem_allocate\(\) does not parse/)
  })
})

describe('a condition that asks for the configuration', () => {
  it('is judged with both of its values', () => {
    const asks = (condition: string, off: string) =>
      account(inPlace(`\t\tif (${condition})\n\t\t\tgive_up(folio);\n\t\telse\n\t\t\t${off}\n`))
    const wrong = asks('IS_ENABLED(CONFIG_FOO)', 'folio_unlock(folio);')
    expect(wrong.says).toMatch(/in 1 of 2 worlds where CONFIG_FOO=n/)
    expect(wrong.status).toBe(1)
    const right = asks('IS_ENABLED(CONFIG_FOO)', 'give_up(folio);')
    expect(right).toMatchObject({ status: 0, skippedConfigurations: [] })
  })

  it('is judged with all combinations of two, one of which alone may be wrong', () => {
    const asks = (off: string) =>
      account(
        inPlace(
          `\t\tif (IS_ENABLED(CONFIG_FOO) || IS_ENABLED(CONFIG_BAR))\n\t\t\tgive_up(folio);\n\t\telse\n\t\t\t${off}\n`,
        ),
      )
    const wrong = asks('folio_unlock(folio);')
    expect(wrong.says).toMatch(/breaks \d+ promises? .*, in 1 of \d worlds where CONFIG_FOO=n and CONFIG_BAR=n/)
    expect(wrong.status).toBe(1)
    const right = asks('give_up(folio);')
    expect(right).toMatchObject({
      status: 0,
      configurations: ['CONFIG_FOO=n', 'CONFIG_BAR=n', 'CONFIG_FOO=n and CONFIG_BAR=n'],
    })
  })

  it('is not judged in all combinations of many, and says how to see them', () => {
    const many = ['FOO', 'BAR', 'BAZ', 'QUX'].map(name => `IS_ENABLED(CONFIG_${name})`).join(' || ')
    const { status, says } = account(
      inPlace(`\t\tif (${many})\n\t\t\tgive_up(folio);\n\t\telse\n\t\t\tfolio_unlock(folio);\n`),
    )
    expect(status).toBe(3)
    expect(says).toContain(
      'not looked at: combinations of 4 symbols in kvm_gmem_allocate() (give --config for all but 3 of them)',
    )
  })

  it('may be a parameter of the module', () => {
    const declared = 'static bool lazy;\nmodule_param(lazy, bool, 0444);\n\n'
    const text = inPlace('\t\tif (lazy)\n\t\t\tfolio_unlock(folio);\n\t\telse\n\t\t\tgive_up(folio);\n')
    const { status, says } = account(text.replace('static void give_up', `${declared}static void give_up`))
    expect(says).toMatch(/breaks \d+ promises? that the tree keeps, in 1 of 2 worlds where lazy=y/)
    expect(status).toBe(1)
  })
})

it.each([
  [['CONFIG_FOOO=n'], /^--config CONFIG_FOOO=n: nothing of the C that is read here depends on CONFIG_FOOO\n/],
  [['give_up=n'], /^--config give_up=n: nothing of the C that is read here depends on give_up\n/],
  [['CONFIG_FOO=n', 'CONFIG_FOO=y'], /^--config says CONFIG_FOO=y and CONFIG_FOO=n\n/],
])('what is said of the configuration must mean something: %s', (said, message) => {
  const { status, stderr } = reviewed(
    arms('give_up(folio);', 'give_up(folio);'),
    ...said.flatMap(one => ['--config', one]),
  )
  expect(status).toBe(2)
  expect(stderr).toMatch(message)
})

it('a scenario that the design has not is refused', () => {
  const other = reviewed(inPlace('\t\tgive_up( folio);\n'), '--scenario', 'set-folio-of-allocated-page')
  expect(other.status).toBe(2)
  expect(other.stderr).toContain(
    'calls get pfn, set folio direct map, which upstream has not\nchoose one of gmemcheck list scenarios that it has',
  )
})

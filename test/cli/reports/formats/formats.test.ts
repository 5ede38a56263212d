/**
 * Each format as a real reader of it sees it.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { default as Ajv } from 'ajv-draft-04'
import { XMLValidator } from 'fast-xml-parser'
import { parse } from 'junit2json'
import type { Log } from 'sarif'
import { expect, it } from 'vitest'
import { summaryOf, type Told } from '../../../../cli/reports/cases/case.ts'
import { annotations } from '../../../../cli/reports/formats/cases/github.ts'
import { junitXml } from '../../../../cli/reports/formats/cases/junit.ts'
import { ktapLines } from '../../../../cli/reports/formats/cases/ktap.ts'
import { markdownLines } from '../../../../cli/reports/formats/cases/markdown.ts'
import { logOf } from '../../../../cli/reports/formats/cases/sarif.ts'
import { readKtap } from './ktap.ts'
import { cause, told } from './told.ts'

const [broken] = told.groups[0]!.cases
const nothing: Told = { ...told, groups: [], causes: [], accepted: [] }

/** A broken kernel: each promise in each world, for few causes. */
const many: Told = {
  ...told,
  groups: [
    {
      name: 'promises',
      cases: Array.from({ length: 500 }, (_, at) => ({ ...broken!, name: `promise-${at}`, hasCause: true as const })),
    },
    {
      name: 'worlds',
      cases: Array.from({ length: 500 }, (_, at) => ({
        name: `world-${at}`,
        verdict: 'open' as const,
        says: 'not run',
      })),
    },
    {
      name: 'changed statements',
      cases: Array.from({ length: 500 }, (_, at) => ({
        name: `f.c:${at}`,
        verdict: 'open' as const,
        says: `why ${at}`,
      })),
    },
  ],
  causes: Array.from({ length: 40 }, (_, at) => ({
    ...cause,
    number: at + 1,
    of: 40,
    detail: Array.from({ length: 300 }, () => 'a step of a trace, with what it changes, and more'.repeat(2)),
  })),
}

it('counts the cases of a summary', () => {
  expect(summaryOf(told)).toBe(
    'review: 2 failed for 1 cause, 1 error, 2 open, 1 skipped, 2 passed of 8 cases (a promise, a world or a changed statement each)',
  )
  expect(summaryOf(nothing)).toBe('review: 0 cases')
})

it('writes JUnit that a reader of it gives back, with what is open as an error', async () => {
  const xml = await junitXml(told)
  expect(XMLValidator.validate(xml)).toBe(true)
  const read = (await parse(xml)) as { testsuite: readonly Suite[] } & Counts
  expect(read).toMatchObject({ tests: 8, failures: 2, errors: 3, skipped: 1 })
  const [first] = read.testsuite
  expect(first).toMatchObject({ name: told.groups[0]!.name, tests: 5, failures: 2, errors: 1, skipped: 1 })
  const [failed, open, passed] = first!.testcase
  expect(failed).toMatchObject({ name: 'a-promise', classname: first!.name, file: 'virt/kvm/guest memfd.c', line: 612 })
  expect(failed!.failure).toEqual([{ message: broken!.says, type: 'failed', inner: broken!.detail!.join('\n') }])
  expect(open!.error![0]!.message).toBe('the search was cut: time')
  expect(Object.keys(passed!).sort()).toEqual(['classname', 'name'])
  expect(XMLValidator.validate(await junitXml(nothing))).toBe(true)
})

it('writes SARIF that its schema takes, at file and line of the C', () => {
  const schema = JSON.parse(
    readFileSync(
      createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'),
      'utf8',
    ),
  )
  const validate = new Ajv.default({
    strict: false,
    validateFormats: false,
    allErrors: true,
    unicodeRegExp: false,
  }).compile<Log>(schema)
  for (const log of [logOf(told), logOf(nothing)]) {
    validate(log)
    expect(validate.errors ?? []).toEqual([])
  }
  validate({ ...logOf(told), version: '2.2.0' })
  expect(validate.errors).not.toBeNull()
  const [run] = logOf(told).runs
  expect(run!.invocations).toMatchObject([{ executionSuccessful: false, exitCode: 1 }])
  expect(run!.results!.map(({ ruleId, kind, level }) => [ruleId, kind, level])).toEqual([
    ['a-promise', 'fail', 'error'],
    ['another-promise', 'open', 'none'],
    ['not-judged', 'open', 'none'],
    ['a-promise', 'fail', 'error'],
  ])
  expect(run!.results!.map(({ suppressions }) => suppressions?.length ?? 0)).toEqual([0, 0, 0, 1])
  expect(run!.results![0]!.message.text).toContain('cause 1 of 1, use after free: breaks 2 promises in 2 worlds')
  for (const { ruleId, ruleIndex } of run!.results!) expect(run!.tool.driver.rules![ruleIndex!]!.id).toBe(ruleId)
  expect(run!.results![0]!.locations![0]).toMatchObject({
    physicalLocation: { artifactLocation: { uri: 'virt/kvm/guest%20memfd.c' }, region: { startLine: 612 } },
    logicalLocations: [{ name: 'kvm_gmem_fault' }],
  })
})

it('writes annotations that a runner reads as they were meant, errors first', () => {
  const read = annotations(told).map(line => {
    const [, command, properties, text] = /^::(error|warning|notice) ([^:]*)::([^\n]*)$/.exec(line)!
    const pairs = properties!.split(',').map(pair => pair.split('=') as [string, string])
    return {
      command,
      ...Object.fromEntries(pairs.map(([key, value]) => [key, undone(value)])),
      text: undone(text!),
    }
  })
  expect(read.map(({ command }) => command)).toEqual(['error', 'error', 'warning', 'warning', 'notice'])
  expect(read[0]).toEqual({
    command: 'error',
    file: 'virt/kvm/guest memfd.c',
    line: '612',
    title: 'a-promise',
    text: `${broken!.says} (cause 1 of 1, use after free: breaks 2 promises in 2 worlds; its trace: --cause 1)`,
  })
  expect(read.at(-1)!.text).toBe(summaryOf(told))
})

/** As the runner undoes it. */
const undone = (text: string): string =>
  text
    .replaceAll('%2C', ',')
    .replaceAll('%3A', ':')
    .replaceAll('%0A', '\n')
    .replaceAll('%0D', '\r')
    .replaceAll('%25', '%')

it('writes KTAP that a reader of it gives back, in groups', () => {
  const tests = readKtap(`${ktapLines(told).join('\n')}\n`)
  expect(tests.map(({ ok, subtests }) => [ok, subtests.length])).toEqual([
    [false, 5],
    [true, 1],
    [false, 2],
  ])
  expect(tests[0]!.subtests.map(({ name, ok, directive }) => [name, ok, directive])).toEqual([
    ['a-promise', false, undefined],
    ['another-promise', false, 'TIMEOUT'],
    ['third-promise', true, undefined],
    ['fourth-promise', true, 'SKIP'],
    ['fifth-promise', false, undefined],
  ])
  expect(tests[0]!.subtests[0]!.diagnostics).toEqual(broken!.detail!.map(line => `# ${line}`.trimEnd()))
  expect(readKtap(`${ktapLines(nothing).join('\n')}\n`)).toEqual([])
})

it('writes Markdown whose tables and fences hold what is told', () => {
  const lines = markdownLines(told)
  expect(lines[0]).toBe(`### gmemcheck ${summaryOf(told)}`)
  const rows = lines.filter(line => line.startsWith('| '))
  expect(rows).toHaveLength(1 + 4)
  for (const row of rows) expect(row.split(/(?<!\\)\|/)).toHaveLength(6)
  const fences = lines.filter(line => /^`{3,}$/.test(line))
  expect(fences).toEqual(['````', '````'])
})

it('tells each cause once where room is dear, and leaves out what nobody would read', () => {
  const written = annotations(many)
  const of = (command: string) => written.filter(line => line.startsWith(`::${command} `))
  expect([of('error').length, of('warning').length]).toEqual([10, 10])
  expect(of('error').at(-1)).toContain('and 31 more')
  for (const line of written) expect(line.length).toBeLessThan(1000)
  const lines = markdownLines(many)
  expect(lines.filter(line => line.startsWith('| failed '))).toHaveLength(40)
  expect(lines.filter(line => line.startsWith('| open | world-'))).toEqual([
    expect.stringContaining('world-0 and 499 others'),
  ])
  expect(lines.join()).toMatch(/\d+ more traces are left out here: see --cause N/)
  expect(Buffer.byteLength(lines.join('\n'))).toBeLessThan(2 ** 19)
  expect(logOf(many).runs[0]!.results!.filter(({ kind }) => kind === 'fail')).toHaveLength(40 + 1)
})

interface Counts {
  readonly tests: number
  readonly failures: number
  readonly errors: number
  readonly skipped: number
}

interface Suite extends Counts {
  readonly name: string
  readonly testcase: readonly {
    readonly name: string
    readonly failure?: readonly { readonly message: string; readonly inner?: string }[]
    readonly error?: readonly { readonly message: string }[]
  }[]
}

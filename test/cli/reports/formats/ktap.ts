/**
 * A reader of KTAP, as Documentation/dev-tools/ktap.rst describes version 1. It throws at what it does not know.
 */
interface Test {
  readonly name: string
  readonly ok: boolean
  readonly directive?: string
  readonly diagnostics: readonly string[]
  readonly subtests: readonly Test[]
}

export function readKtap(text: string): Test[] {
  if (!text.endsWith('\n')) throw new Error('the last line has no end')
  return testsIn(text.slice(0, -1).split('\n'))
}

const RESULT = /^(ok|not ok) (\d+)(?: (?:- )?([^#]*?))?(?: # ([A-Z]+)(?: .*)?)?$/

function testsIn(lines: readonly string[]): Test[] {
  const [version, ...rest] = lines
  if (version !== 'KTAP version 1') throw new Error(`no version line: ${version}`)
  const plan = rest.findIndex(line => /^1\.\.\d+$/.test(line))
  if (plan < 0 || rest.slice(0, plan).some(line => !line.startsWith('# '))) throw new Error('there is no plan')
  const tests: Test[] = []
  let nested: string[] = []
  let diagnostics: string[] = []
  for (const line of rest.slice(plan + 1)) {
    const result = RESULT.exec(line)
    if (line.startsWith('  ')) nested.push(line)
    else if (line.startsWith('#')) diagnostics.push(line)
    else if (!result) throw new Error(`neither a result nor a diagnostic: ${line}`)
    else {
      const [, ok, number, name = '', directive] = result
      if (Number(number) !== tests.length + 1) throw new Error(`out of order: ${line}`)
      const subtests = nested.length > 0 ? testsIn(withoutIndent(nested)) : []
      tests.push({ name, ok: ok === 'ok', ...(directive !== undefined && { directive }), diagnostics, subtests })
      nested = []
      diagnostics = []
    }
  }
  if (nested.length + diagnostics.length > 0) throw new Error('lines without a result at the end')
  const planned = Number(rest[plan]!.slice(3))
  if (planned !== tests.length) throw new Error(`${planned} tests are planned, ${tests.length} are there`)
  return tests
}

function withoutIndent(lines: readonly string[]): string[] {
  const [indent] = /^ +/.exec(lines[0]!)!
  return lines.map(line => {
    if (!line.startsWith(indent)) throw new Error(`less indented than its neighbours: ${line}`)
    return line.slice(indent.length)
  })
}

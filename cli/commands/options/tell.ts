/**
 * How every command ends: its report is written in the format that was asked for, and says how the process ends.
 */

import type { Reports } from '../../reports/formats/reports.ts'
import { render } from '../../reports/renderers.ts'
import type { Page } from '../../reports/trace/telling.ts'
import { type ExitCode, OK, whereNotFound } from '../../run/exit-codes.ts'
import { warn, write } from '../../text/output.ts'
import { palette, takesColours } from '../../text/palette.ts'
import { writeWhole } from '../../text/whole-file.ts'
import { filesOf, LEAST_WIDTH, type Rendering, type TraceOptions } from './options.ts'
import { WRITABLE } from './outputs.ts'

/** Lines are this wide when nobody says otherwise and standard output is no terminal. */
const PIPED_WIDTH = 100

/**
 * Files come first: whoever reads standard output may take a while, or it may have no room. A file that cannot be written keeps
 * nothing back.
 *
 * @param traces how they are told
 * @throws OutputError, or InputError for a file, when the report cannot be written
 */
export async function tell<K extends keyof Reports>(
  kind: K,
  report: Reports[K],
  { format, width, quiet, ...rendering }: Rendering,
  traces: TraceOptions = {},
): Promise<void> {
  const files = filesOf(rendering)
  const missing = await missingIn(kind, report, traces)
  const { cause: _, ...others } = traces
  const page = pageOf({ width }, missing === undefined ? traces : others)
  // Lists have none: nothing about them could be broken.
  const { exitCode = OK } = report as { readonly exitCode?: ExitCode }
  process.exitCode = missing === undefined ? exitCode : whereNotFound(exitCode)
  const told = missing === undefined ? report : { ...report, exitCode: whereNotFound(exitCode) }
  const inFile = { ...page, width: width ?? PIPED_WIDTH, palette: palette(false) }
  const failures: unknown[] = []
  for (const one of files) {
    const text = await render(kind, told, one.format, inFile)
    try {
      writeWhole(one.file, text, WRITABLE)
    } catch (error) {
      failures.push(error)
    }
  }
  await write(await render(kind, told, quiet ? 'summary' : format, page))
  if (missing !== undefined) warn(missing)
  if (failures.length > 0) throw failures[0]
}

/** What was searched is told even so: it may have taken hours. */
async function missingIn<K extends keyof Reports>(
  kind: K,
  report: Reports[K],
  { cause }: TraceOptions,
): Promise<string | undefined> {
  if (cause === undefined) return undefined
  const [{ causeCounts }, { missingCause }] = await Promise.all([
    import('../../reports/formats/cause-counts.ts'),
    import('../../reports/world/causes.ts'),
  ])
  return missingCause(cause, await causeCounts(kind, report))
}

/** What the environment says of a terminal that nobody can ask: `COLUMNS=72 gmemcheck list claims | less`. */
function columnsSaid(): number | undefined {
  const { COLUMNS = '' } = process.env
  return /^[1-9]\d{0,3}$/.test(COLUMNS) ? Number(COLUMNS) : undefined
}

/** How text is laid out on standard output. */
export const pageOf = ({ width }: { readonly width?: number | undefined }, traces: TraceOptions = {}): Page => ({
  width: width ?? Math.max(LEAST_WIDTH, process.stdout.columns ?? columnsSaid() ?? PIPED_WIDTH),
  palette: palette(takesColours()),
  locals: traces.locals ?? false,
  ...(traces.codeOptions !== undefined && { codeOptions: traces.codeOptions }),
  ...(traces.why && { why: true }),
  ...(traces.all !== undefined && { all: traces.all }),
  ...(traces.cause !== undefined && { cause: traces.cause }),
})

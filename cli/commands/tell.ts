/**
 * How every command ends: its report is written in the format that was asked for, and says how the process ends.
 */

import type { Reports } from '../reports/formats/reports.ts'
import { render } from '../reports/renderers.ts'
import type { Page } from '../reports/trace/telling.ts'
import { type ExitCode, OK } from '../run/exit-codes.ts'
import { write } from '../text/output.ts'
import { palette, takesColours } from '../text/palette.ts'
import { LEAST_WIDTH, type Rendering } from './options.ts'

/** Lines are this wide when nobody says otherwise and standard output is no terminal. */
const PIPED_WIDTH = 100

/**
 * @param locals show them, and what the model keeps beside the kernel, in traces
 * @throws OutputError when the report cannot be written
 */
export async function tell<K extends keyof Reports>(
  kind: K,
  report: Reports[K],
  { format, width }: Rendering,
  locals = false,
): Promise<void> {
  const page: Page = {
    width: width ?? Math.max(LEAST_WIDTH, process.stdout.columns ?? PIPED_WIDTH),
    palette: palette(takesColours()),
    locals,
  }
  // Lists have none: nothing about them could be broken.
  const { exitCode = OK } = report as { readonly exitCode?: ExitCode }
  process.exitCode = exitCode
  await write(await render(kind, report, format, page))
}

/**
 * A told trace in fewer lines: steps in its middle give way.
 */

/** Steps that stay at the end of a trace as long as any do: what breaks shows there. */
const LAST = 8

/**
 * @param lines of a told trace: what stands above the first numbered line stays
 * @param matters whether a step should stay when others can go; steps from 1
 * @returns at most `room` lines, unless the last steps alone need more, and how many steps are left out
 */
export function shortened(
  lines: readonly string[],
  room: number,
  matters: (step: number) => boolean,
): { readonly lines: readonly string[]; readonly leftOut: number } {
  const { head, steps } = stepsOf(lines)
  const kept = steps.map(() => true)
  const told = () => [...head, ...linesOf(steps, kept)]
  const order = steps
    .map((_, at) => at)
    .slice(1, Math.max(1, steps.length - LAST))
    .sort((a, b) => Number(matters(a + 1)) - Number(matters(b + 1)) || a - b)
  for (const at of order) {
    if (told().length <= room) break
    kept[at] = false
  }
  return { lines: told(), leftOut: kept.filter(one => !one).length }
}

/** Numbered lines and those below them, by step. */
function stepsOf(lines: readonly string[]): { head: string[]; steps: string[][] } {
  const head: string[] = []
  const steps: string[][] = []
  for (const line of lines) {
    if (Number(/^ *(\d+) {2}/.exec(line)?.[1]) === steps.length + 1) steps.push([line])
    else if (steps.length === 0) head.push(line)
    else steps.at(-1)!.push(line)
  }
  return { head, steps }
}

/** A line for each run of steps that are left out. */
function linesOf(steps: readonly (readonly string[])[], kept: readonly boolean[]): string[] {
  const lines: string[] = []
  for (let at = 0; at < steps.length; at++) {
    if (kept[at]) {
      lines.push(...steps[at]!)
      continue
    }
    let end = at
    while (kept[end + 1] === false) end += 1
    lines.push(at === end ? `    [step ${at + 1}]` : `    [steps ${at + 1} to ${end + 1}]`)
    at = end
  }
  return lines
}

/**
 * The dialogue of `step`: one line a command, an answer to each. It is the same on a terminal and on a pipe.
 */
import { InputError } from '../../../checker/declare.ts'
import { plain } from '../../../model/c/patch/plain.ts'
import type { Page } from '../../reports/trace/telling.ts'
import { count, counted } from '../../text/words.ts'
import { paragraph } from '../../text/wrap.ts'
import { againLines, memoryLines, standLines, wayLines } from './told.ts'
import type { Walkthrough } from './walkthrough.ts'

const HELP = [
  '0, 1a      take this step; several, with dots between them: 0.0.1a',
  'back [n]   take the last step back, or the last n',
  'run        go on to the nearest violation',
  'memory     draw memory',
  'way        tell all steps so far',
  'path       say how to come here again',
  'help       tell this',
  'quit       end',
]

export interface PromptAnswer {
  readonly lines: readonly string[]
  readonly ends?: true
  /** The command was not understood, or not possible. */
  readonly refused?: true
}

/** Words may be cut to their first letter. */
export function answerTo(given: string, walk: Walkthrough, page: Page): PromptAnswer {
  // What it repeats may be anything: a pipe is read, too.
  const [word = '', argument] = plain(given).trim().split(/\s+/)
  const known = ['back', 'run', 'memory', 'way', 'path', 'help', 'quit'].find(
    name => word !== '' && name.startsWith(word.toLowerCase()),
  )
  try {
    if (word === '') return { lines: [] }
    if (/^\d/.test(word)) {
      walk.take(word.split('.'))
      return { lines: standLines(walk, page) }
    }
    if (known === 'back') return back(argument, walk, page)
    if (known === 'run') return run(walk, page)
    if (known === 'memory') return { lines: memoryLines(walk, page) }
    if (known === 'way') return { lines: wayLines(walk, page) }
    if (known === 'path') return { lines: walk.path === '' ? ['at the beginning'] : againLines(walk, page) }
    if (known === 'help') return { lines: HELP }
    if (known === 'quit') return { lines: [], ends: true }
    return { lines: [`"${word}" is no command, and no step`, 'help tells all commands'], refused: true }
  } catch (error) {
    if (error instanceof InputError) return { lines: error.message.split('\n'), refused: true }
    throw error
  }
}

function back(argument: string | undefined, walk: Walkthrough, page: Page): PromptAnswer {
  if (argument !== undefined && !/^[1-9]\d{0,5}$/.test(argument))
    return { lines: [`"${argument}" is no number of steps`, 'give one from 1: back 3'], refused: true }
  if (walk.path === '') return { lines: ['at the beginning: there is no step to take back'] }
  walk.back(Number(argument ?? 1))
  return { lines: standLines(walk, page) }
}

function run(walk: Walkthrough, page: Page): PromptAnswer {
  const from = walk.visit.steps.length
  const nearest = walk.run()
  if (nearest.found) {
    const further = walk.visit.steps.length - from
    return { lines: [`${counted(further, 'step')} further:`, '', ...standLines(walk, page)] }
  }
  const words = nearest.cut
    ? `no violation was found within ${count(nearest.states)} states from here: there may be one further on`
    : `nothing more is broken in any of the ${counted(nearest.states, 'state')} that can be reached from here`
  return { lines: paragraph('', words, page.width) }
}

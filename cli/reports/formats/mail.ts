/**
 * Reports as replies to the list.
 */
import type { Renderer } from './reports.ts'

export const mail: Renderer<unknown> = {
  review: async ({ series, held }) => {
    const [{ mailLines }, { promises }] = await Promise.all([
      import('../review/mail/mail.ts'),
      import('../../../spec/promises/index.ts'),
    ])
    return `${mailLines(series, promises, held).join('\n')}\n`
  },
}

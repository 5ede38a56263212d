/**
 * Messages to the log only tell, unless they follow what they are given.
 */
import { expect, it } from 'vitest'
import { onlyTells } from '../../../model/c/changes/messages.ts'
import { parseC } from '../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../model/c/parse/source.ts'

const tells = async (message: string): Promise<boolean> => {
  const file = await parseC(wholeFile('x.c', `void f(void)\n{\n\t${message};\n}\n`))
  return onlyTells(file.root.descendantsOfType('expression_statement')[0]!)
}

it.each([
  'pr_info("%d pages\\n", n)',
  'pr_debug("%p\\n", file)',
  'pr_warn("%s: %d\\n", __func__, r)',
  'pr_info("a / b")',
])('%s', async message => expect(await tells(message)).toBe(true))

it.each(['pr_info("%d\\n", f->n)', 'pr_debug("%pD\\n", file)', 'pr_warn("%s\\n", name)', 'pr_info("%lu\\n", n / m)'])(
  '%s',
  async message => expect(await tells(message)).toBe(false),
)

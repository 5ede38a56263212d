/**
 * Messages to the log only tell, unless they follow what they are given.
 */
import { describe, expect, it } from 'vitest'
import { onlyTells } from '../../../model/c/changes/messages.ts'
import { parseC } from '../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../model/c/text/source.ts'

const tells = async (message: string): Promise<boolean> => {
  const file = await parseC(wholeFile('x.c', `void f(void)\n{\n\t${message};\n}\n`))
  return onlyTells(file.root.descendantsOfType('expression_statement')[0]!)
}

describe('a message to the log', () => {
  it.each([
    'pr_info("%d pages\\n", n)',
    'pr_debug("%p\\n", file)',
    'pr_warn("%s: %d\\n", __func__, r)',
    'pr_warn("%pe, from %pS\\n", ERR_PTR(r), caller)',
    'pr_info("%*d %s\\n", width, n, private ? "private" : "shared")',
    'printk(KERN_INFO "100%% of %lu\\n", n)',
    'pr_info("a / b")',
    'trace_kvm_gmem_convert(start, end)',
  ])('only tells, as %s', async message => expect(await tells(message)).toBe(true))

  it.each([
    'pr_info("%d\\n", f->n)',
    'pr_debug("%pD\\n", file)',
    'pr_warn("%s\\n", name)',
    'pr_warn("%s: %s\\n", __func__, name)',
    'pr_info("%.*s %s\\n", 3, "abc", name)',
    'pr_info("%lu\\n", n / m)',
    'printk(text)',
  ])('may stop the kernel, as %s, and is not judged', async message => expect(await tells(message)).toBe(false))
})

import { describe, expect, it } from 'vitest'
import { refuseKnown, refuseUncalled } from '../../../cli/names/assumed-calls.ts'
import { parseC } from '../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../model/c/text/source.ts'
import { saidResults } from '../../../model/code/assumptions.ts'
import { designs } from '../../../model/designs/index.ts'

const text = 'int f(struct ops *ops)\n{\n\tif (reserve_hole(1))\n\t\treturn ops->prepare(2);\n\treturn 0;\n}\n'

describe('what is assumed of a call', () => {
  const refuse = async (...said: string[]) =>
    refuseUncalled(saidResults(said), [await parseC(wholeFile('virt/kvm/guest_memfd.c', text))])

  it('may be of what the C calls, also through a pointer', async () => {
    await expect(refuse('reserve_hole=ENOMEM|0', '->prepare=0')).resolves.toBeUndefined()
  })

  it.each([
    ['reserve_hoel=0', 'reserve_hoel, and nothing of the C that is read here calls that; did you mean reserve_hole?\n'],
    ['nothing_like_it=0', 'nothing_like_it, and nothing of the C that is read here calls that\n'],
  ])('is refused of anything else: %s', async (said, words) => {
    await expect(refuse(said)).rejects.toThrow(words)
  })

  const upstream = designs.find(({ name }) => name === 'upstream')!
  const body = 'static int count_holes(void)\n{\n\treturn 1;\n}\n'
  const calls =
    'int f(void)\n{\n\tfilemap_invalidate_lock(m);\n\tpr_warn("f");\n\treturn IS_ERR(p) + count_holes();\n}\n'
  const refuseOf = async (text: string, said: string) =>
    refuseKnown(saidResults([said]), [await parseC(wholeFile('virt/kvm/guest_memfd.c', text))], upstream)

  it.each([
    ['filemap_invalidate_lock=noop', 'filemap_invalidate_lock, and the model knows what that does\nleave it out'],
    ['IS_ERR=0', 'IS_ERR, and the model knows what that does\n'],
    ['pr_warn=noop', 'pr_warn, and the model knows what that does\n'],
    ['count_holes=0', 'count_holes, and the C that is read here has its body, which runs\n'],
  ])('is refused of what has a meaning already, and would be passed over: %s', async (said, words) => {
    await expect(refuseOf(body + calls, said)).rejects.toThrow(words)
  })

  it('may be of a call whose body stands elsewhere', async () => {
    await expect(refuseOf(calls, 'count_holes=0')).resolves.toBeUndefined()
  })
})

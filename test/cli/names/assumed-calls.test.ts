import { describe, expect, it } from 'vitest'
import { refuseUncalled } from '../../../cli/names/assumed-calls.ts'
import { parseC } from '../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../model/c/text/source.ts'
import { saidResults } from '../../../model/code/assumptions.ts'

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
})

import { expect, it } from 'vitest'
import type { Lowered } from '../../../model/c/ir/ir.ts'
import { lower } from '../../../model/c/lower/lower.ts'
import { parseC } from '../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../model/c/text/source.ts'
import { bindingFor } from '../../../model/code/binding.ts'
import type { Scope } from '../../../model/kernel/words.ts'
import { designNamed } from './worlds.ts'

const given = 'struct kvm *kvm, struct file *file, struct folio *folio, struct kvm_memory_slot *slot, gfn_t gfn'

async function lowered(body: string, before = ''): Promise<Lowered<Scope<string>>> {
  const text = `${before}static bool f(${given})\n{\n\t${body}\n}\n`
  return lower(await parseC(wholeFile('x.c', text)), 'f', bindingFor(designNamed('in-place-conversion')))
}

/** At how many points others may run before it returns. */
const points = async (body: string): Promise<number> =>
  (await lowered(body)).blocks.filter(({ exit }) => exit.kind === 'call').length

it.each([
  ['the file', 'fput(file);', 'file->private_data == NULL'],
  ['its inode', 'fput(file);', 'file_inode(file) == NULL'],
  ['the struct that hangs on it', 'struct kvm_gmem *f = file->private_data;\n\n\tfput(file);', 'f->kvm != kvm'],
  ['a folio', 'folio_put(folio);', 'folio_test_hwpoison(folio)'],
  ['a folio that was locked', 'folio_unlock(folio);', 'folio_test_hwpoison(folio)'],
  ['a file that nobody holds', 'struct file *f = READ_ONCE(slot->gmem.file);', 'f->private_data == NULL'],
])('others may run before C looks at what it does not hold: %s', async (_, before, question) => {
  expect(await points(`${before}\n\treturn ${question};`)).toBe(2)
  expect(await points(`${before}\n\treturn false;`)).toBe(1)
})

it('runs the function of the file that a call comes to, where the file has it', async () => {
  const asked = 'bool kvm_gmem_is_private_gfn(struct kvm *kvm, gfn_t gfn)\n{\n\treturn gfn == 1;\n}\n\n'
  const body = 'return kvm_is_private_gfn(kvm, gfn);'
  const [shown, bound] = [await lowered(body, asked), await lowered(body)]
  expect(shown.sites.map(({ callee }) => callee)).not.toContain('kvm_is_private_gfn')
  expect(bound.sites.map(({ callee }) => callee)).toContain('kvm_is_private_gfn')
})

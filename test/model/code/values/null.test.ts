/**
 * Pointers that are NULL in no world, and may be in the kernel: who follows one without asking is not judged.
 */
import { expect, it } from 'vitest'
import { lower } from '../../../../model/c/lower/lower.ts'
import { parseC } from '../../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../../model/c/text/source.ts'
import { bindingFor } from '../../../../model/code/binding.ts'
import { designNamed } from '../worlds.ts'

const blindIn = async (signature: string, body: string): Promise<string[]> => {
  const text = `${signature}\n{\n\t${body}\n\treturn 0;\n}\n`
  const file = await parseC(wholeFile('x.c', text))
  const name = /(\w+)\(/.exec(signature)![1]!
  return lower(file, name, bindingFor(designNamed('linux-7-3'))).blind.flatMap(({ start, end, why }) =>
    why.includes('NULL') ? [text.slice(start, end)] : [],
  )
}

const order = (body: string) => blindIn('int kvm_gmem_get_pfn(int *max_order)', body)

it('sees none where the parameter is asked first', async () => {
  expect(await order('if (max_order)\n\t\t*max_order = 0;')).toEqual([])
  expect(await order('if (!max_order)\n\t\treturn 1;\n\t*max_order = 0;')).toEqual([])
  expect(await order('return max_order && *max_order;')).toEqual([])
})

it('sees a parameter that is followed, and one that is replaced where it is NULL', async () => {
  expect(await order('*max_order = 0;')).toEqual(['max_order'])
  expect(await order('if (*max_order)\n\t\treturn 1;')).toEqual(['max_order'])
  expect(await order('int mine;\n\tmax_order = max_order ?: &mine;')).toEqual(['max_order ?: &mine'])
})

const slot = (body: string) =>
  blindIn(
    'long f(struct kvm *kvm, unsigned long gfn)',
    `struct kvm_memory_slot *slot = gfn_to_memslot(kvm, gfn);\n\t${body}`,
  )

it('sees one that is followed behind a question that does not leave', async () => {
  expect(await order('if (max_order)\n\t\t*max_order = 0;\n\t*max_order = 1;')).toEqual(['max_order'])
})

it('sees a memslot that is followed by another name', async () => {
  expect(await slot('struct kvm_memory_slot *other = slot;\n\treturn other->npages;')).toEqual(['other'])
  expect(await slot('return gfn_to_memslot(kvm, gfn)->npages;')).toEqual(['gfn_to_memslot(kvm, gfn)'])
})

it('sees a memslot that is followed before it is asked', async () => {
  expect(await slot('if (!kvm_slot_has_gmem(slot))\n\t\treturn -22;\n\treturn slot->npages;')).toEqual([])
  expect(await slot('return slot->npages;')).toEqual(['slot'])
})

it('sees what a class is given where nobody has asked about it before', async () => {
  const made = async (body: string) => {
    const text =
      'static struct file *get(struct kvm_memory_slot *slot)\n{\n\treturn get_file_active(&slot->gmem.file);\n}\n' +
      'DEFINE_CLASS(got, struct file *, if (_T) fput(_T), get(slot), struct kvm_memory_slot *slot);\n' +
      `long f(struct kvm *kvm, unsigned long gfn)\n{\n\tstruct kvm_memory_slot *slot = gfn_to_memslot(kvm, gfn);\n\t${body}\n\treturn 0;\n}\n`
    const { blind } = lower(await parseC(wholeFile('x.c', text)), 'f', bindingFor(designNamed('linux-7-3')))
    return blind.flatMap(({ start, end, ofNull }) => (ofNull ? [text.slice(start, end)] : []))
  }
  const asked = 'if (!kvm_slot_has_gmem(slot))\n\t\treturn -22;'
  expect(await made(`${asked}\n\tCLASS(got, file)(slot);`)).toEqual([])
  expect(await made(`CLASS(got, file)(slot);\n\t${asked}`)).toEqual(['slot'])
})

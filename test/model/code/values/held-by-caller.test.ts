/**
 * Locks that callers of a function hold, whatever it is called with.
 */
import { expect, it } from 'vitest'
import { parseC } from '../../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../../model/c/text/source.ts'
import { judged } from '../worlds.ts'

const bind = async (assertion: string) => {
  const text = `int kvm_gmem_bind(struct kvm *kvm, struct kvm_memory_slot *slot, unsigned int fd, loff_t offset)\n{\n\t${assertion};\n\treturn -EINVAL;\n}\n`
  const file = await parseC(wholeFile('virt/kvm/guest_memfd.c', text))
  const asked = { scenario: 'bind-anyhow', operation: 'bind anyhow', design: 'upstream', file, fn: 'kvm_gmem_bind' }
  return judged(asked).verdicts['no-assertion-fires']
}

it('are held where a memslot is bound', async () => {
  expect(await bind('lockdep_assert_held(&kvm->slots_lock)')).toBe('holds')
  // Assertions that do not hold are seen there.
  expect(await bind('WARN_ON_ONCE(fd)')).toBe('violated')
})

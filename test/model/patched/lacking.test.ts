/**
 * What a tree does not have is judged of no world.
 */
import { describe, expect, it } from 'vitest'
import type { Configuration } from '../../../model/c/text/configuration.ts'
import { wholeFile } from '../../../model/c/text/source.ts'
import { lackedBy, lackingIn, leavingOut } from '../../../model/patched/lacking.ts'
import { scenarios } from '../../../model/scenarios/index.ts'

const guestMemfd = (text: string) => wholeFile('virt/kvm/guest_memfd.c', text)
const scenario = (name: string) => scenarios.find(one => one.name === name)!

const old = 'int kvm_gmem_get_pfn(void)\n{\n\treturn 0;\n}\n'
const recent = `${old}long kvm_gmem_populate(void)\n{\n\treturn kvm_arch_gmem_prepare(0);\n}\nstatic struct ops ops = { .fault = f };\n`

describe('a tree', () => {
  it('that cannot populate has no world in which it does, and firmware in none', () => {
    const lacking = lackingIn([guestMemfd(old)])
    expect(lackedBy(scenario('populate-shared-page'), lacking)?.without).toBe('kvm_gmem_populate()')
    expect(lackedBy(scenario('close-unmapped-shared-file'), lacking)).toBeDefined()
    expect(lackedBy(scenario('punch-hole'), lacking)).toBeUndefined()
    expect(leavingOut(lacking)).toEqual({ without: ['firmware'] })
  })

  it('that has all of it lacks nothing', () => {
    expect(lackingIn([guestMemfd(recent)])).toEqual([])
  })

  it('has no firmware, or cannot populate, where that is configured out', () => {
    const told = (configuration: Configuration) => lackingIn([{ ...guestMemfd(recent), configuration }])
    expect(leavingOut(told({ CONFIG_HAVE_KVM_ARCH_GMEM_PREPARE: false }))).toEqual({ without: ['firmware'] })
    expect(told({ CONFIG_HAVE_KVM_ARCH_GMEM_POPULATE: false }).map(({ without }) => without)).toEqual([
      'kvm_gmem_populate()',
    ])
    expect(told({ CONFIG_NUMA: false, CONFIG_HAVE_KVM_ARCH_GMEM_PREPARE: true })).toEqual([])
  })

  it('has what one side of a patch has', () => {
    expect(lackingIn([guestMemfd(old), guestMemfd(recent)])).toEqual([])
  })

  it('has no prefault where its other file shows none, and may have one where nothing is known of that', () => {
    const beside = wholeFile('virt/kvm/kvm_main.c', 'int main(void);\n')
    const lacked = lackedBy(scenario('delete-memslot-during-prefault'), lackingIn([guestMemfd(recent), beside]))
    expect(lacked?.without).toBe('kvm_vcpu_pre_fault_memory()')
    expect(lackingIn([{ ...guestMemfd(old), shown: [] }])).toEqual([])
  })
})

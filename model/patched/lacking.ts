/**
 * What worlds of the design around a tree have, and the tree does not: calls that nobody can make, and firmware that
 * nobody tells anything. What a world says of these would be said of what is written by hand.
 */
import type { AnySystem } from '../../checker/declare.ts'
import type { Source } from '../c/text/source.ts'
import type { Part } from '../kernel/state/state.ts'
import { operationsOf, type Scenario } from '../scenarios/parts/scenario.ts'
import { type Built, world } from '../world.ts'

export const GUEST_MEMFD = 'virt/kvm/guest_memfd.c'
/** The file of KVM by which vCPUs are asked to do something. */
export const KVM_MAIN = 'virt/kvm/kvm_main.c'

/** Something that a world may have, and the text by which a file shows that the tree has it. */
interface Lackable {
  /** Worlds in which it is called or that are of this part are left out. */
  readonly operation?: string
  readonly part?: Part
  /** Worlds that have the part go without it. */
  readonly optional?: true
  /** What is not there, in words. */
  readonly without: string
  readonly file: string
  readonly shownBy: RegExp
  /** CONFIG_ symbols without any of which there is none. */
  readonly needs?: RegExp
}

/** What no code that is known whole has. */
export type Lacking = readonly Lackable[]

const file = GUEST_MEMFD

const possible: readonly Lackable[] = [
  {
    operation: 'populate',
    without: 'kvm_gmem_populate()',
    file,
    shownBy: /\bkvm_gmem_populate\(/,
    needs: /^CONFIG_HAVE_KVM_ARCH_GMEM_POPULATE$/,
  },
  {
    operation: 'host fault',
    part: 'shared-file',
    without: '.fault of vm_operations_struct',
    file,
    shownBy: /\.fault\s*=/,
  },
  {
    operation: 'prefault',
    without: 'kvm_vcpu_pre_fault_memory()',
    file: KVM_MAIN,
    shownBy: /\bkvm_vcpu_pre_fault_memory\(/,
  },
  {
    part: 'firmware',
    optional: true,
    without: 'kvm_arch_gmem_…(), by which firmware is told who owns a page',
    file,
    shownBy: /\bkvm_arch_gmem_(?:prepare|invalidate|make_private|make_shared|reclaim)\(/,
    // An architecture whose firmware is told anything has all of them.
    needs: /^CONFIG_HAVE_KVM_ARCH_GMEM_(?:PREPARE|INVALIDATE|CONVERT|RECLAIM)$/,
  },
]

/** @param sources of both sides of a patch, and what stands around them; what is not known whole may have anything */
export function lackingIn(sources: readonly Source[]): Lacking {
  const whole = sources.filter(({ shown }) => shown === 'all')
  return possible.filter(({ file, shownBy, needs }) => {
    const those = whole.filter(one => one.file === file)
    const isUnset = those.some(({ configuration = {} }) =>
      Object.entries(configuration).some(([name, isSet]) => !isSet && needs?.test(name)),
    )
    return those.length > 0 && (isUnset || !those.some(({ text }) => shownBy.test(text)))
  })
}

/** What the scenario needs and the tree lacks. */
export const lackedBy = (scenario: Scenario, lacking: Lacking): Lackable | undefined => {
  const operations = operationsOf(scenario)
  return lacking.find(
    ({ operation, part, optional }) =>
      !optional &&
      ((operation !== undefined && operations.includes(operation)) ||
        (part !== undefined && scenario.environment.parts?.includes(part))),
  )
}

/** Of what the tree lacks, what none of the scenarios has either, in words. */
export const absentFrom = (scenarios: readonly Scenario[], lacking: Lacking): string[] =>
  lacking
    .filter(one => scenarios.every(scenario => lackedBy(scenario, [one]) === undefined))
    .map(({ without }) => without)

/** Parts without which worlds are built: they are said of each search, also of one that runs no C. */
export function leavingOut(lacking: Lacking): { readonly without?: readonly Part[] } {
  const without = lacking.flatMap(({ part, optional }) => (part !== undefined && optional ? [part] : []))
  return without.length === 0 ? {} : { without }
}

/** The scenario without those parts; itself where it has none of them. */
function withoutParts(scenario: Scenario, without: readonly Part[] = []): Scenario {
  const { environment } = scenario
  const parts = environment.parts?.filter(part => !without.includes(part))
  if (parts?.length === environment.parts?.length) return scenario
  return { ...scenario, environment: { ...environment, parts: parts ?? [] } }
}

/** A world that was built whole, without those parts. */
export function builtWithout(built: Built, without: readonly Part[] = []): Built {
  const scenario = withoutParts(built.scenario, without)
  if (scenario === built.scenario) return built
  const { fields, initial } = world(scenario, built.design)
  return { ...built, scenario, system: { ...built.system, fields, initial } as AnySystem }
}

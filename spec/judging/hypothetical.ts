/**
 * Worlds of what no kernel can do yet: each of their verdicts says so.
 *
 * Source: struct gmem_file, virt/kvm/guest_memfd.c, is made for several per inode; no ioctl makes a second one.
 */
import type { Bounds } from '../../model/kernel/state/state.ts'
import type { JudgedProperty } from './properties.ts'

/** What the worlds of such sizes suppose, in words. */
export const supposedIn = ({ vms }: Bounds): string | undefined =>
  vms > 1 ? 'hypothetical: no ioctl lets several VMs share a file yet' : undefined

/** The properties, whose words tell what is supposed. */
export function marked(properties: readonly JudgedProperty[], bounds: Bounds): readonly JudgedProperty[] {
  const supposed = supposedIn(bounds)
  if (supposed === undefined) return properties
  return properties.map(property =>
    'says' in property
      ? { ...property, says: (seen, witness) => `${property.says(seen, witness)} (${supposed})` }
      : property,
  )
}

/**
 * Conversions hugepage by hugepage, and folios split and merged where they stand.
 */
import type { Environment } from '../../kernel/state/state.ts'
import { PRIVATE, SHARED } from '../../kernel/state/values.ts'
import {
  guestMaps,
  guestMapsIn,
  hostMaps,
  mapped,
  mergedHugepage,
  pinned,
  shared,
  splitHugepage,
} from '../parts/initial.ts'
import type { Scenario } from '../parts/scenario.ts'
import {
  allocate,
  anyVm,
  guestFault,
  hostFault,
  pin,
  sizes,
  speculate,
  thread,
  toPrivate,
  toShared,
  unpin,
} from '../parts/sizes.ts'

/** TDX as merged: no references for what it maps; what a private page holds goes with its SPTE. */
const tdx: Environment = { tdxHoldsReferences: false, parts: ['tdx'] }
/** TDX whose module may fail to give a private page back. */
const tdxThatKeepsPages: Environment = { tdxHoldsReferences: false, parts: ['tdx', 'unmap-failures'] }
/** A thread that waits for a folio lock sleeps until it is woken. */
const withSleepers: Environment = { tdxHoldsReferences: false, parts: ['sleepers'] }

export const restructuring: readonly Scenario[] = [
  {
    name: 'fault-on-page-that-goes-shared',
    summary: 'the guest faults privately on the very page that is converted to shared',
    bounds: sizes(1, 2),
    environment: anyVm,
    initial: [kernel => mergedHugepage(kernel, 0, 1)],
    threads: [thread('vCPU', guestFault([0], [PRIVATE])), thread('ioctl', toShared(0, 1))],
    goals: ['mixed-hugepage', 'huge-guest-mapping', 'stale-fault'],
  },
  {
    name: 'fault-on-pages-that-go-private',
    summary: 'the guest faults as shared on pages that are converted to private',
    bounds: sizes(1, 2),
    environment: anyVm,
    initial: [
      kernel => {
        shared(kernel, 0, 2)
        splitHugepage(kernel, 0, 1)
      },
    ],
    threads: [thread('vCPU', guestFault([0, 1], [SHARED])), thread('ioctl', toPrivate(0, 2))],
    goals: ['merged-hugepage', 'stale-fault'],
  },
  {
    name: 'first-access-to-private-hugepage',
    summary: 'the guest touches a private hugepage that was never allocated',
    bounds: sizes(1, 1),
    environment: anyVm,
    initial: [() => {}],
    threads: [thread('vCPU', guestFault([0, 1], [PRIVATE]))],
    goals: ['merged-hugepage', 'huge-guest-mapping'],
  },
  {
    name: 'allocate-shared-hugepage-beside-sleeper',
    summary: 'two threads allocate the same shared hugepage; who waits for a folio lock sleeps until he is woken',
    bounds: sizes(1, 2, 0, 1),
    environment: withSleepers,
    initial: [kernel => shared(kernel, 0, 2)],
    threads: [thread('fallocate', allocate(0, 2)), thread('fallocate', allocate(0, 2))],
    goals: ['split-hugepage'],
  },
  {
    name: 'allocate-private-hugepage-beside-sleeper',
    summary: 'two threads allocate the same private hugepage; who waits for a folio lock sleeps until he is woken',
    bounds: sizes(1, 2, 0, 1),
    environment: withSleepers,
    initial: [() => {}],
    threads: [thread('fallocate', allocate(0, 2)), thread('fallocate', allocate(0, 2))],
    goals: ['merged-hugepage'],
  },
  {
    name: 'fault-in-shared-hugepage-out-of-memory',
    summary: 'the host touches a shared hugepage for the first time, and again; memory runs out once',
    bounds: sizes(1, 1, 1),
    environment: anyVm,
    initial: [
      kernel => {
        shared(kernel, 0, 2)
        mapped(kernel)
      },
    ],
    threads: [thread('host', hostFault([0, 1], 2))],
    goals: ['host-mapping', 'injected-failure'],
  },
  {
    name: 'fault-in-mixed-hugepage-out-of-memory',
    summary:
      'a hugepage with a shared and a private page is allocated, and the guest uses the private one; memory runs out once',
    bounds: sizes(2, 2, 1),
    environment: anyVm,
    initial: [kernel => shared(kernel, 0, 1)],
    threads: [thread('fallocate', allocate(0, 2)), thread('vCPU', guestFault([1], [PRIVATE]))],
    goals: ['mixed-hugepage', 'injected-failure'],
  },
  {
    name: 'convert-private-and-shared-to-private-on-tdx',
    summary: 'a hugepage is converted to private of which the guest uses one page privately already',
    bounds: sizes(1, 1),
    environment: tdx,
    initial: [
      kernel => {
        shared(kernel, 1, 1)
        splitHugepage(kernel, 0, 1)
        guestMaps(kernel, 0)
        guestMaps(kernel, 1)
        hostMaps(kernel, 1)
      },
    ],
    threads: [thread('ioctl', toPrivate(0, 2))],
    goals: ['merged-hugepage'],
  },
  {
    name: 'convert-to-shared-on-tdx-out-of-memory',
    summary: 'a page of a hugepage that the guest uses privately is converted to shared; memory runs out once',
    bounds: sizes(2, 1, 1),
    environment: tdx,
    initial: [
      kernel => {
        mergedHugepage(kernel, 2, 1)
        guestMaps(kernel, 2)
      },
    ],
    threads: [thread('ioctl', toShared(2, 1))],
    goals: ['mixed-hugepage', 'injected-failure'],
  },
  {
    name: 'convert-to-shared-on-tdx-of-two-vms-out-of-memory',
    summary: 'as convert-to-shared-on-tdx-out-of-memory, with the hugepage in use by two VMs',
    bounds: { ...sizes(2, 1, 1), vms: 2 },
    environment: tdx,
    initial: [
      kernel => {
        mergedHugepage(kernel, 2, 1)
        guestMaps(kernel, 2)
        guestMapsIn(kernel, 1, 2)
      },
    ],
    threads: [thread('ioctl', toShared(2, 1))],
    goals: ['mixed-hugepage', 'injected-failure'],
  },
  {
    name: 'convert-two-items-on-tdx-out-of-memory',
    summary: 'the ends of a request lie within two hugepages that the guest uses privately; memory runs out once',
    bounds: sizes(3, 1, 1),
    environment: tdx,
    initial: [
      kernel => {
        mergedHugepage(kernel, 0, 1)
        guestMaps(kernel, 0)
        shared(kernel, 2, 2)
        splitHugepage(kernel, 2, 1)
        mergedHugepage(kernel, 4, 1)
        guestMaps(kernel, 4)
      },
    ],
    threads: [thread('ioctl', toShared(1, 4))],
    goals: ['mixed-hugepage', 'injected-failure'],
  },
  {
    name: 'convert-to-shared-on-tdx-during-guest-fault',
    summary: 'the guest faults on a page of a hugepage while the other one is converted to shared, on TDX',
    bounds: sizes(1, 2),
    environment: tdx,
    initial: [kernel => mergedHugepage(kernel, 0, 1)],
    threads: [thread('vCPU', guestFault([1], [PRIVATE])), thread('ioctl', toShared(0, 1))],
    goals: ['mixed-hugepage', 'huge-guest-mapping', 'stale-fault'],
  },
  {
    name: 'convert-to-shared-when-tdx-keeps-the-page',
    summary: 'a page is converted to shared that the TDX module may fail to give back',
    bounds: sizes(2, 1, 1),
    environment: tdxThatKeepsPages,
    initial: [
      kernel => {
        mergedHugepage(kernel, 2, 1)
        guestMaps(kernel, 2)
      },
    ],
    threads: [thread('ioctl', toShared(2, 1))],
    goals: ['mixed-hugepage', 'injected-failure'],
  },
  {
    name: 'convert-to-shared-on-snp-during-faults',
    summary: 'a page of a hugepage that the guest uses goes shared on SNP, and the host and the guest access it',
    bounds: sizes(1, 3),
    environment: { tdxHoldsReferences: false, parts: ['firmware'] },
    initial: [
      kernel => {
        mergedHugepage(kernel, 0, 1)
        kernel.firmware.fill(1)
        guestMaps(kernel, 0)
        mapped(kernel)
      },
    ],
    threads: [
      thread('ioctl', toShared(0, 1)),
      thread('host', hostFault([0])),
      thread('vCPU', guestFault([0, 1], [PRIVATE, SHARED])),
    ],
    goals: ['mixed-hugepage', 'host-mapping'],
  },
  {
    name: 'convert-to-private-beside-busy-hugepage',
    summary: 'a request starts within a private huge folio that somebody refers to, and ends in a shared hugepage',
    bounds: sizes(2, 2),
    environment: anyVm,
    initial: [
      kernel => {
        mergedHugepage(kernel, 0, 1)
        shared(kernel, 2, 2)
        splitHugepage(kernel, 2, 1)
        mapped(kernel)
      },
    ],
    threads: [thread('ioctl', toPrivate(1, 2)), thread('speculator', speculate([0]))],
    goals: [],
  },
  {
    name: 'convert-unaligned-with-hole-out-of-memory',
    summary:
      'a request with both ends within hugepages, and between them one that was never allocated; memory runs out once',
    bounds: sizes(3, 2, 1),
    environment: anyVm,
    initial: [
      kernel => {
        mergedHugepage(kernel, 0, 1)
        guestMaps(kernel, 0)
        mergedHugepage(kernel, 4, 1)
      },
    ],
    threads: [thread('ioctl', toShared(1, 4)), thread('vCPU', guestFault([0, 4], [PRIVATE]))],
    goals: ['mixed-hugepage', 'split-hugepage', 'injected-failure'],
  },
  {
    name: 'convert-back-and-forth-out-of-memory',
    summary:
      'any of a hugepage goes shared and private again, twice, while it is mapped, pinned and referred to; memory runs out up to three times',
    bounds: sizes(1, 3, 3),
    environment: anyVm,
    initial: [
      kernel => {
        shared(kernel, 0, 2)
        splitHugepage(kernel, 0, 1)
        hostMaps(kernel, 0)
        pinned(kernel, 0)
      },
    ],
    threads: [
      thread('ioctl', toPrivate(0, 2, 2), toShared(1, 1)),
      thread('pinner', unpin([0]), pin([0])),
      thread('speculator', speculate([1])),
    ],
    goals: ['mixed-hugepage', 'merged-hugepage', 'injected-failure'],
  },
]

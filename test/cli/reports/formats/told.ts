/**
 * Test cases with all that formats have to escape.
 */
import type { Case, CauseCase, Told } from '../../../../cli/reports/cases/case.ts'

const broken: Case = {
  name: 'a-promise',
  verdict: 'failed',
  says: 'page 0 is "broken" & <shared>, 100% : #1',
  detail: [
    'a-promise does not hold',
    '',
    '   1  kvm_gmem_fault_user_mapping()  share[0] -> SHARED ]]> ``` # :: %0A',
    '',
  ],
  place: { file: 'virt/kvm/guest memfd.c', line: 612, fn: 'kvm_gmem_fault' },
}

/** The same promise of its cause, told once. */
export const cause: CauseCase = {
  ...broken,
  number: 1,
  of: 1,
  severity: 'use after free',
  promises: ['a-promise', 'fifth-promise'],
  worlds: ['convert@as-posted', 'convert@repaired'],
}

export const told: Told = {
  command: 'review',
  exitCode: 1,
  statements: { 'a-promise': 'No page is <both> private & shared.', 'another-promise': 'What else.' },
  causes: [cause],
  accepted: [{ ...broken, verdict: 'known', says: 'accepted, why', fingerprint: 'a-promise:123456789abc' }],
  groups: [
    {
      name: 'convert@as-posted: a, "b" # 1',
      cases: [
        { ...broken, hasCause: true },
        { name: 'another-promise', verdict: 'open', says: 'the search was cut: time' },
        { name: 'third-promise', verdict: 'passed', says: '' },
        { name: 'fourth-promise', verdict: 'skipped', says: 'nothing puts it to the test' },
        { name: 'fifth-promise', verdict: 'failed', says: 'that, too', detail: ['cause 1 of 1'], hasCause: true },
      ],
    },
    { name: 'convert@repaired', cases: [{ name: 'a-promise', verdict: 'passed', says: '' }] },
    {
      name: 'trouble',
      cases: [
        { name: 'punch@as-posted', verdict: 'error', says: 'gmemcheck failed: x' },
        {
          name: 'virt/kvm/guest_memfd.c:12: return -EAGAIN;',
          verdict: 'open',
          says: 'not judged: #if',
          place: { file: 'virt/kvm/guest_memfd.c', line: 12 },
        },
      ],
    },
  ],
}

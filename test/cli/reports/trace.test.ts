import { describe, expect, it } from 'vitest'
import { type Telling, traceLines } from '../../../cli/reports/trace/trace.ts'
import { palette } from '../../../cli/text/palette.ts'
import { change, race, starts, step } from '../by-hand/traces.ts'

const telling = (more: Partial<Telling> = {}): Telling => ({
  width: 100,
  palette: palette(false),
  threads: [{ name: 'ioctl' }, { name: 'vCPU' }, { name: 'idle' }],
  showIndex: (_, index) => String(index),
  showCall: (operation, args) => [operation, ...Object.values(args)].join(' '),
  isBookkeeping: field => field === 'held',
  isSignal: field => field.startsWith('warn'),
  showSignal: field => `raises ${field}`,
  locals: false,
  ...more,
})

const told = (steps: Parameters<typeof traceLines>[0]['steps'], more?: Partial<Telling>) =>
  `\n${traceLines({ steps }, telling(more)).join('\n')}\n`

describe('a trace', () => {
  it('puts the CPUs side by side where the page is wide', () => {
    expect(told(race, { width: 120 })).toMatchInlineSnapshot(`
      "
         CPU0 ioctl  convert 0 2                     CPU1 vCPU  fault 0
      1  calls convert 0 2
      2  filemap_invalidate_lock()                                                     invalidateWriter - -> CPU0
      3                                              calls fault 0
      4                                              kvm_mmu_faultin_pfn()             faulting[0] {} -> {1}
      5  kvm_gmem_invalidate_begin()                                                   invalidating[0] 0 -> 1,
                                                                                       invalidateStart[0] - -> 0,
                                                                                       invalidateEnd[0] - -> 2
      6  kvm_gmem_shareability_store()                                                 share[0-1] PRIVATE -> SHARED
      7  __kvm_gmem_filemap_add_folio() fails: -ENOMEM                                 failuresLeft 1 -> 0
      8                                              filemap_invalidate_lock_shared()  raises warnSpinning
      "
    `)
  })

  it('moves the CPUs together where the page is narrow', () => {
    expect(told(race, { width: 80 })).toMatchInlineSnapshot(`
      "
         CPU0 ioctl  convert 0 2
         |             CPU1 vCPU  fault 0
      1  calls convert 0 2
      2  filemap_invalidate_lock()                       invalidateWriter - -> CPU0
      3                calls fault 0
      4                kvm_mmu_faultin_pfn()             faulting[0] {} -> {1}
      5  kvm_gmem_invalidate_begin()                     invalidating[0] 0 -> 1,
                                                         invalidateStart[0] - -> 0,
                                                         invalidateEnd[0] - -> 2
      6  kvm_gmem_shareability_store()                   share[0-1] PRIVATE -> SHARED
      7  __kvm_gmem_filemap_add_folio() fails: -ENOMEM   failuresLeft 1 -> 0
      8                filemap_invalidate_lock_shared()  raises warnSpinning
      "
    `)
  })

  it.each([40, 60, 80, 100, 120, 200])('keeps to %i columns where words allow', width => {
    // The number, then the longest function of the left CPU; nothing cuts a function's name.
    const longest = '7  __kvm_gmem_filemap_add_folio() fails: -ENOMEM'.length
    const lines = traceLines({ steps: race }, telling({ width }))
    expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(Math.max(width, longest))
  })

  it('has no column for a thread that takes no step', () => {
    expect(told([step(1, 'folio_put')])).toMatchInlineSnapshot(`
      "
         CPU1 vCPU
      1  folio_put()
      "
    `)
  })

  it('heads a thread that is inside a call from the start with that call', () => {
    const threads = [{ name: 'ioctl', within: { operation: 'convert', args: { start: 2 } } }]
    expect(told([step(0, 'folio_put'), starts(0, 'pin', { page: 1 })], { threads })).toMatchInlineSnapshot(`
      "
         CPU0 ioctl  convert 2 (under way); pin 1
      1  folio_put()
      2  calls pin 1
      "
    `)
  })

  it('says which errno a failing function returns, and names any other choice', () => {
    const steps = [step(0, 'xa_store', [], { event: 'enomem' }), step(0, 'convert_range', [], { event: 'garbage' })]
    expect(told(steps)).toMatchInlineSnapshot(`
      "
         CPU0 ioctl
      1  xa_store() fails: -ENOMEM
      2  convert_range() unset: other
      "
    `)
  })

  it('joins neighbouring entries that change alike, and no others', () => {
    const changes = [
      change('share', 0, 'PRIVATE', 'SHARED'),
      change('share', 1, 'PRIVATE', 'SHARED'),
      change('share', 3, 'PRIVATE', 'SHARED'),
      change('refs', 4, '1', '2'),
    ]
    expect(told([step(0, 'store', changes)])).toMatchInlineSnapshot(`
      "
         CPU0 ioctl
      1  store()  share[0-1] PRIVATE -> SHARED, share[3] PRIVATE -> SHARED, refs[4] 1 -> 2
      "
    `)
  })

  it('never hides a step: one line for many says which they are, and locals tell them all', () => {
    const steps = Array.from({ length: 12 }, () => step(0, 'kvm_gmem_convert_range'))
    expect(traceLines({ steps }, telling()).join('\n')).toContain('step 1 again, 11 times, to step 12')
    expect(traceLines({ steps }, telling({ locals: true }))).toHaveLength(1 + 12)
  })

  it('shows locals and bookkeeping only when asked', () => {
    const steps = [
      step(0, 'folio_get', [change('held', 0, '0', '1')], { locals: [change('index', undefined, '0', '2')] }),
    ]
    expect(told(steps)).toMatchInlineSnapshot(`
      "
         CPU0 ioctl
      1  folio_get()
      "
    `)
    expect(told(steps, { locals: true })).toMatchInlineSnapshot(`
      "
         CPU0 ioctl
      1  folio_get()  held[0] 0 -> 1
           index 0 -> 2
      "
    `)
  })

  it('tells what a call returns, also when that is 0', () => {
    const failing = step(0, 'store', [], { locals: [change('result', undefined, '0', '-ENOMEM')] })
    const steps = [
      starts(0, 'convert', { start: 0 }),
      failing,
      step(0, 'unlock', [], { to: '' }),
      starts(0, 'convert', { start: 1 }),
      step(0, 'unlock', [], { to: '' }),
    ]
    expect(told(steps)).toMatchInlineSnapshot(`
      "
         CPU0 ioctl  convert 0; convert 1
      1  calls convert 0
      2  store()
      3  unlock()         convert returns -ENOMEM
      4  calls convert 1
      5  unlock()         convert returns 0
      "
    `)
  })

  it('indents the functions that a function calls', () => {
    const steps = [
      step(0, 'convert', [], { at: 'locking' }),
      step(0, 'split', [], { at: 'executing.splitting.adding' }),
      step(0, 'unlock', [], { at: 'unlocking' }),
    ]
    expect(told(steps)).toMatchInlineSnapshot(`
      "
         CPU0 ioctl
      1  convert()
      2    split()
      3  unlock()
      "
    `)
  })
})

describe('a trace with a loop', () => {
  const spinning = (rounds: number) => [
    starts(0, 'spin', {}),
    ...Array.from({ length: rounds }, () => [step(0, 'cpu_relax'), step(0, 'folio_ref_freeze')]).flat(),
    step(0, 'folio_lock'),
  ]

  it('tells a round once, and how often it comes again', () => {
    expect(told(spinning(5), { width: 80 })).toMatchInlineSnapshot(`
      "
          CPU0 ioctl  spin
       1  calls spin
       2  cpu_relax()
       3  folio_ref_freeze()
          ... steps 2 to 3 again, 4 times, to step 11
      12  folio_lock()
      "
    `)
  })

  it('tells all of it where little would be saved, and with locals', () => {
    expect(told(spinning(2))).not.toContain('again')
    expect(told(spinning(5), { locals: true })).not.toContain('again')
  })
})

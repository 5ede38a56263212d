/**
 * A violation as a KVM selftest in C: what user space can steer of it, in order; what it cannot is said in comments.
 */

import { supposedIn } from '../../../model/kernel/state/hypothetical.ts'
import type { Part } from '../../../model/kernel/state/state.ts'
import { machinesFor } from '../../../model/operations/machines.ts'
import type { Scenario } from '../../../model/scenarios/parts/scenario.ts'
import { chartOf } from '../../charts/chart.ts'
import { named } from '../../names/nearest.ts'
import { allDesigns } from '../../names/proposed.ts'
import { showWorld } from '../../names/world-name.ts'
import { wrap } from '../../text/wrap.ts'
import { type MemoryState, memoriesOf, memoryAt } from '../memory/memory.ts'
import { closingWords } from '../trace/closing.ts'
import { othersWords } from '../trace/drawn/others.ts'
import { type ToldStep, toldSteps } from '../trace/drawn/told-steps.ts'
import { type Page, tellingOf } from '../trace/telling.ts'
import { replayCommand, type Violation } from '../trace/violation.ts'
import { selftestCall, UNSTEERABLE } from './calls.ts'
import { unforcedWords } from './forced.ts'
import { initialLines, isMapped } from './initial.ts'
import { callsOf, type TraceCall } from './order.ts'
import { HELPERS, INCLUDES } from './template.ts'

/** @param violations the first is written  @param headline said where there is none */
export function selftestOf([first, ...others]: readonly Violation[], headline: string, page: Page): string {
  if (first === undefined)
    return `${comment([`${headline}: there is nothing to reproduce.`])}\nint main(void)\n{\n\treturn 0;\n}\n`
  const { scenario, trace } = first
  const { bounds, threads } = scenario
  const steps = toldSteps(first, page)
  const calls = callsOf(trace.steps, scenario, allocationsOf(first))
  const running = [...new Set(calls.map(({ thread }) => thread))].sort((a, b) => a - b)
  const memories = memoriesOf(scenario, trace)
  const told = { calls, steps, memories, page: { ...page, width: WIDTH }, violation: first }
  return [
    '// SPDX-License-Identifier: GPL-2.0-only',
    comment(headLines(told, others.length)),
    INCLUDES,
    `#define PAGES	${bounds.pages}`,
    ...(bounds.hugepage > 1
      ? [
          `/* A page of the model is a part of a hugepage of ${bounds.hugepage}. */`,
          `#define UNIT	(0x200000ul / ${bounds.hugepage})`,
        ]
      : ['#define UNIT	0x1000ul']),
    `#define VCPUS	${threads.length}`,
    `#define CALLS	${Math.max(1, calls.length)}`,
    ...flagLines(told),
    '',
    HELPERS,
    ...running.map(thread => threadFunction(thread, told)),
    mainFunction(running, told),
  ].join('\n')
}

/** Of the file: whether the host maps it, and what its pages are at first. */
function flagLines({ calls, violation: { scenario, trace } }: ToldSelftest): string[] {
  const does = [
    ...calls.map(({ operation, args, thread }) => selftestCall(operation, args, thread)?.does ?? ''),
    ...initialLines(memoryAt(scenario, trace.initial)),
  ]
  const isMapped = does.some(line => /\bhost/.test(line))
  const isShared = scenario.environment.parts?.includes('shared-file') === true
  const flags = [...(isMapped ? ['GUEST_MEMFD_FLAG_MMAP'] : []), ...(isShared ? ['GUEST_MEMFD_FLAG_INIT_SHARED'] : [])]
  return [
    `/* ${isMapped ? 'The host maps the file.' : 'The host does not map the file.'} */`,
    `#define MAPPED	${isMapped}`,
    ...flags.flatMap(flag => [`#ifndef ${flag}`, `#define ${flag}	0`, '#endif']),
    `#define FLAGS	${flags.length === 0 ? '0' : `(${flags.join(' | ')})`}${scenario.bounds.hugepage > 1 ? ' /* and those for hugepages */' : ''}`,
  ]
}

interface ToldSelftest {
  readonly calls: readonly TraceCall[]
  readonly steps: readonly ToldStep[]
  /** The state in which the trace begins, then the one after each step. */
  readonly memories: readonly MemoryState[]
  readonly page: Page
  readonly violation: Violation
}

const WIDTH = 76

/** Whether an allocation may fail where a step begins, by the machine of its operation. */
function allocationsOf({ world, trace }: Violation) {
  const machines = machinesFor(named('design', allDesigns(), world.design, 'gmemcheck list designs'))
  const operations = [...new Set(trace.steps.map(({ operation }) => operation))]
  const places = new Map(
    operations.map(operation => {
      const build = machines[operation]
      const edges = build ? chartOf(operation, build()).edges : []
      return [operation, new Set(edges.filter(({ event }) => event === 'enomem').map(({ from }) => from))]
    }),
  )
  return ({ operation, at, event }: Violation['trace']['steps'][number]): boolean =>
    event === 'enomem' || places.get(operation)!.has(at)
}

function headLines({ steps, calls, violation, page }: ToldSelftest, more: number): string[] {
  const { trace, world, scenario, promise, code } = violation
  const closing = closingWords(trace, tellingOf(scenario, page, trace.property))
  const others = othersWords(more, page, 'writes')
  const switches = trace.steps.flatMap(({ thread }, index) => {
    const next = trace.steps[index + 1]
    return next !== undefined && next.thread !== thread && isInFlight(calls, thread, index) ? [index] : []
  })
  const unforced = calls.flatMap(call => unforcedWords(call, trace.steps, steps))
  const needsMore =
    unforced.length > 0 || calls.some(({ operation, args, thread }) => !selftestCall(operation, args, thread))
  return [
    `${trace.property} does not hold: ${trace.says}`,
    '',
    `Promised: ${promise.statement}`,
    ...(closing === undefined ? [] : [`So: ${closing}`]),
    '',
    `Written by gmemcheck from ${showWorld(world)}. Run the trace again with:`,
    `  ${replayCommand(world, trace)}${code ? ` ${code.options}` : ''}`,
    ...(others === undefined ? [] : [`${others}.`]),
    '',
    ...lackingLines(violation.scenario),
    ...(switches.length === 0
      ? [
          `No thread has to be stopped inside a call${needsMore ? '.' : ': of the calls the trace needs no more than their order.'}`,
        ]
      : [
          'User space forces the order in which calls begin and return. It cannot stop a thread inside a call, as the trace does:',
          ...switches.map(index => stopWords(steps, index)),
          'A kprobe there that waits, or an msleep() in the C, widens the window; without, run the test many times.',
        ]),
    ...(unforced.length === 0
      ? []
      : ['', 'Without these, which this test leaves out, it shows nothing:', ...unforced.map(one => `- ${one}`)]),
    '',
    'A WARN or a BUG fails the test. Other broken promises show in what the calls return, or by a look at the kernel.',
  ]
}

/** Parts of a world that no selftest of a plain VM sets up. */
const LACKING: Partial<Record<Part, string>> = {
  firmware: 'firmware that says who owns a frame (SEV-SNP)',
  tdx: 'TDX',
  'unmap-failures': 'a TDX module that does not give a page back',
  lru: 'batches of folios on their way to the LRU: other load of the machine fills and drains them',
  'pfn-map': 'frames without a reference count in the mapping of the host',
  'second-memslot': 'a second memslot of the file, at gfns that nobody accesses',
  'partial-memslot': 'a memslot that leaves out the first page of the file: the one of this test binds all pages',
  'crossed-memslots':
    'two memslots, each over one half of the file at the gfns of the other half: this test has one over all',
  'memslots-in-a-row':
    'a memslot for each page of the file behind the first, at gfns in the opposite order: this test has one over all',
  'overlapping-memslots': 'two memslots over the second page of the file beside the one over all of it',
  'vm-attributes': 'VMs that disagree about what is private',
}

/** What the trace rests on and this test has not: without it, nothing may be reproduced. */
function lackingLines({ bounds, environment }: Scenario): string[] {
  const lacking = [
    ...(bounds.vms > 1 ? [`${bounds.vms} VMs with one file (${supposedIn(bounds)})`] : []),
    ...(environment.tdxHoldsReferences ? ['TDX that holds a reference of each mapped private page'] : []),
    ...(environment.parts ?? []).flatMap(part => LACKING[part] ?? []),
  ]
  return lacking.length === 0
    ? []
    : ['The world of the trace has what this test has not, and may need it:', ...lacking.map(one => `- ${one}`), '']
}

const isInFlight = (calls: readonly TraceCall[], thread: number, index: number): boolean =>
  calls.some(one => one.thread === thread && one.steps.includes(index) && one.steps.at(-1)! > index) ||
  calls.some(one => one.thread === thread && one.steps.at(-1) === index && one.returns === undefined)

function stopWords(steps: readonly ToldStep[], index: number): string {
  const stopped = steps[index]!
  const again = steps.findIndex((step, at) => at > index && step.thread === stopped.thread)
  const until = again < 0 ? 'to the end' : `until step ${again} is done`
  return `  CPU${stopped.thread} waits behind step ${stopped.number}, ${stopped.text}, ${until}`
}

function threadFunction(thread: number, told: ToldSelftest): string {
  const body = told.calls.filter(one => one.thread === thread).flatMap(call => callLines(call, told))
  return `static void *cpu${thread}(void *unused)\n{\n\t(void)unused;\n\tpthread_barrier_wait(&start);\n${body
    .flatMap(text => text.split('\n'))
    .map(line => `\t${line}`)
    .join('\n')}\n\treturn NULL;\n}\n`
}

function callLines(call: TraceCall, { page, violation, steps, memories }: ToldSelftest): string[] {
  const words = tellingOf(violation.scenario, page).showCall(call.operation, call.args)
  const { number, fails } = call
  const first = call.steps[0]
  const memory = memories[first ?? 0]!
  const asked = selftestCall(call.operation, call.args, call.thread, isMapped(memory, call))
  const waits = [
    ...call.after.map(other => `wait_for(&returned[${other}]);`),
    ...call.beside.map(other => `wait_for(&begun[${other}]);`),
  ]
  const span = first === undefined ? '' : `steps ${first + 1} to ${call.steps.at(-1)! + 1}: `
  const unforced = unforcedWords(call, violation.trace.steps, steps)
  const head = [comment([`${span}${words}`, ...(asked?.note ? [asked.note] : []), ...unforced])]
  if (asked === undefined) {
    const why = UNSTEERABLE[call.operation] ?? 'no call from user space does this and nothing else'
    return [...waits, ...head, comment([`Left out: ${why}.`]), `set(&begun[${number}]);`, `set(&returned[${number}]);`]
  }
  return [
    ...waits,
    ...head,
    ...(fails
      ? [
          comment([
            `Step ${fails.step + 1}, ${steps[fails.step]!.text}: at allocation ${fails.nth} of those that the model knows. The kernel may make others before: try larger numbers too.`,
          ]),
          `fail_nth(${fails.nth});`,
        ]
      : []),
    `set(&begun[${number}]);`,
    `told(${number}, "${words}", ${asked.does}, "${call.returns ?? 'it ends before'}");`,
    ...(fails ? ['fail_nth(0);'] : []),
  ]
}

function mainFunction(running: readonly number[], { violation }: ToldSelftest): string {
  const { scenario, trace } = violation
  const begins = initialLines(memoryAt(scenario, trace.initial))
  const join = running.flatMap((thread, index) => [
    `TEST_ASSERT(!pthread_create(&threads[${index}], NULL, cpu${thread}, NULL), "pthread_create");`,
  ])
  const body = [
    `pthread_t threads[${running.length}];`,
    'const struct vm_shape shape = { .mode = VM_MODE_DEFAULT, .type = KVM_X86_SW_PROTECTED_VM };',
    'unsigned long tainted = taint();',
    '',
    'signal(SIGBUS, on_sigbus);',
    'TEST_REQUIRE(kvm_has_cap(KVM_CAP_GUEST_MEMFD));',
    'vm = __vm_create_with_vcpus(shape, VCPUS, 0, guest_code, vcpus);',
    'for (int i = 0; i < VCPUS; i++)',
    '\tvcpu_args_set(vcpus[i], 1, (uint64_t)i);',
    'gmem = vm_create_guest_memfd(vm, SIZE, FLAGS);',
    'host = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAPPED ? MAP_SHARED : MAP_PRIVATE | MAP_ANONYMOUS, MAPPED ? gmem : -1, 0);',
    'TEST_ASSERT(host != MAP_FAILED, "mmap: %s", strerror(errno));',
    'must(create_memslot());',
    'virt_map(vm, GPA, GPA, SIZE / getpagesize());',
    ...(begins.length > 0 ? ['', '/* As the trace begins. */', ...begins] : []),
    '',
    `pthread_barrier_init(&start, NULL, ${running.length});`,
    ...join,
    `for (int i = 0; i < ${running.length}; i++)`,
    '\tpthread_join(threads[i], NULL);',
    '',
    'TEST_ASSERT(!(taint() & ~tainted), "the kernel has warned: see dmesg");',
    'kvm_vm_free(vm);',
    'return 0;',
  ]
  return `int main(void)\n{\n${body.map(line => (line === '' ? '' : `\t${line}`)).join('\n')}\n}\n`
}

/** Nothing in it ends it. */
function comment(paragraphs: readonly string[]): string {
  const lines = paragraphs.flatMap(text => wrap(text.replaceAll('*/', '* /'), WIDTH))
  if (lines.length === 1) return `/* ${lines[0]} */`
  return ['/*', ...lines.map(line => ` * ${line}`.trimEnd()), ' */'].join('\n')
}

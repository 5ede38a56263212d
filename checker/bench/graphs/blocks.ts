/**
 * Blocks in groups, read and written by many: a mid-sized concurrent algorithm to measure the engine with.
 *
 * A block is open or closed. A group is absent, whole, or in parts; a whole group holds closed blocks only. Threads
 * change ranges of blocks under a writer's lock (and undo it all when memory is short), look at blocks from the left
 * (open ones) and from the right (closed ones, all of a whole group at once), hold open blocks, and drop groups.
 */
import {
  cell,
  cells,
  each,
  type Fields,
  operation,
  type Property,
  type Row,
  type ScopeOf,
  type System,
  type View,
} from '../../index.ts'

export interface Size {
  readonly groups: number
  /** Blocks of a group. */
  readonly blocks: number
  readonly threads: number
  /** Bytes that nobody reads or writes, to make the vector as long as that of a larger model. */
  readonly padding?: number
}

const fieldsOf = ({ groups, blocks, threads, padding = 0 }: Size) =>
  ({
    writing: cell(2),
    readers: cell(threads + 1),
    shortages: cell(2),
    open: cells(groups * blocks, 2),
    held: cells(groups * blocks, 2),
    /** 1: seen from the left. */
    left: cells(groups * blocks, 2),
    /** 1: seen from the right, 2: as part of a whole group. */
    right: cells(groups * blocks, 3),
    /** 0: absent, WHOLE, PARTS. */
    form: cells(groups, 3),
    padding: cells(padding, 256),
  }) satisfies Fields
const WHOLE = 1
const PARTS = 2

type Blocks = View<ReturnType<typeof fieldsOf>>
type Local = 'from' | 'to' | 'value' | 'i' | 'as' | 'changed' | 'reformed'
type Serve = ScopeOf<Blocks, Local>

export const blocks = (size: Size, checksHeld = true): System<ReturnType<typeof fieldsOf>> => {
  const { groups, blocks: length, threads } = size
  const n = groups * length
  const groupOf = (block: number) => (block / length) | 0
  const some = (row: Row, group: number) => {
    for (let block = group * length; block < (group + 1) * length; block++) if (row[block] === 1) return true
    return false
  }
  const mustReform = ({ form, open }: Blocks, group: number) =>
    (form[group] === WHOLE && some(open, group)) || (form[group] === PARTS && !some(open, group))
  const hide = (shared: Blocks, block: number) => {
    if (shared.right[block] !== 2) shared.right[block] = 0
    else fill(shared, groupOf(block), 0)
  }
  const fill = ({ right }: Blocks, group: number, value: number) => {
    for (let block = group * length; block < (group + 1) * length; block++) right[block] = value
  }

  const ranges = [
    ...Array.from({ length: n }, (_, from) => [from, from + 1]),
    ...(length > 1 ? Array.from({ length: groups }, (_, group) => [group * length, (group + 1) * length]) : []),
    ...(groups > 1 ? [[0, n]] : []),
  ]
  const changes = ranges.flatMap(([from, to]) => each({ from: [from!], to: [to!], value: [0, 1] }))
  const range = Array.from({ length: n }, (_, block) => block)
  const begin =
    ({ from, to, value }: Readonly<Partial<Record<Local, number>>>) =>
    ({ locals }: Serve) => {
      if (from !== undefined) locals.from = from
      if (to !== undefined) locals.to = to
      if (value !== undefined) locals.value = value
    }
  const choices = [
    ...changes.map((args, index) => ({ name: `change${index}`, args, target: 'busy.changing' })),
    ...range.flatMap(from => [
      { name: `seeRight${from}`, args: { from }, target: 'busy.rightLocking' },
      { name: `seeLeft${from}`, args: { from }, target: 'busy.leftLocking' },
    ]),
    ...Array.from({ length: groups }, (_, group) => ({
      name: `drop${group}`,
      args: { from: group * length, to: (group + 1) * length },
      target: 'busy.dropping',
    })),
  ]

  const machine = operation<Serve, { type: string }>()({
    guards: {
      nobodyIn: ({ shared }) => shared.writing === 0 && shared.readers === 0,
      noWriter: ({ shared }) => shared.writing === 0,
      more: ({ locals }) => locals.i + 1 < locals.to,
      moreGroups: ({ locals }) => locals.i < groupOf(locals.to - 1),
      isHeld: ({ shared, locals }) => checksHeld && locals.value === 0 && shared.held[locals.i] === 1,
      runsShort: ({ shared, locals }) => shared.shortages === 1 && mustReform(shared, locals.i),
      isOpen: ({ shared, locals }) => shared.open[locals.from] === 1,
      isClosed: ({ shared, locals }) => shared.open[locals.from] === 0,
      ...Object.fromEntries(
        range.flatMap(block => [
          [
            `canHold${block}`,
            ({ shared }: Serve) => shared.open[block] === 1 && shared.left[block] === 1 && shared.held[block] === 0,
          ],
          [`holds${block}`, ({ shared }: Serve) => shared.held[block] === 1],
        ]),
      ),
    },
    effects: {
      ...Object.fromEntries(choices.map(({ name, args }) => [name, begin(args)])),
      ...Object.fromEntries(
        range.flatMap(block => [
          [
            `hold${block}`,
            ({ shared }: Serve) => {
              shared.held[block] = 1
            },
          ],
          [
            `release${block}`,
            ({ shared }: Serve) => {
              shared.held[block] = 0
            },
          ],
        ]),
      ),
      lock: ({ shared, locals }) => {
        shared.writing = 1
        locals.i = locals.from
      },
      unlock: ({ shared }) => {
        shared.writing = 0
      },
      enter: ({ shared }) => {
        shared.readers += 1
      },
      exit: ({ shared }) => {
        shared.readers -= 1
      },
      next: ({ locals }) => {
        locals.i += 1
      },
      rewind: ({ locals }) => {
        locals.i = locals.from
      },
      toGroups: ({ locals }) => {
        locals.i = groupOf(locals.from)
      },
      hideOther: ({ shared, locals }) => {
        if (locals.value === 1) hide(shared, locals.i)
        else shared.left[locals.i] = 0
      },
      setOpen: ({ shared, locals }) => {
        if (shared.open[locals.i] === locals.value) return
        shared.open[locals.i] = locals.value
        locals.changed |= 1 << locals.i
      },
      reform: ({ shared, locals }) => {
        if (!mustReform(shared, locals.i)) return
        shared.form[locals.i] = 3 - shared.form[locals.i]!
        locals.reformed |= 1 << locals.i
      },
      runShort: ({ shared }) => {
        shared.shortages = 0
      },
      undoForm: ({ shared, locals }) => {
        if ((locals.reformed >> locals.i) & 1) shared.form[locals.i] = 3 - shared.form[locals.i]!
      },
      undoOpen: ({ shared, locals }) => {
        if ((locals.changed >> locals.i) & 1) shared.open[locals.i] = 1 - shared.open[locals.i]!
      },
      makeForm: ({ shared, locals }) => {
        const group = groupOf(locals.from)
        if (shared.form[group] === 0) shared.form[group] = some(shared.open, group) ? PARTS : WHOLE
        locals.as = 3 - shared.form[group]!
      },
      makeParts: ({ shared, locals }) => {
        const group = groupOf(locals.from)
        if (shared.form[group] === 0) shared.form[group] = PARTS
      },
      showRight: ({ shared, locals }) => {
        if (locals.as === 2) fill(shared, groupOf(locals.from), 2)
        else if (shared.right[locals.from] === 0) shared.right[locals.from] = 1
      },
      showLeft: ({ shared, locals }) => {
        shared.left[locals.from] = 1
      },
      hideBoth: ({ shared, locals }) => {
        hide(shared, locals.i)
        shared.left[locals.i] = 0
      },
      dropGroup: ({ shared, locals }) => {
        const group = groupOf(locals.from)
        if (!some(shared.held, group)) shared.form[group] = 0
      },
    },
  })
  const over = <const E extends string, const A extends string, const G extends string = 'more'>(
    effect: E,
    after: A,
    target: string,
    more = 'more' as G,
  ) => ({
    on: {
      step: [
        { guard: more, actions: [effect, 'next'] as const },
        { actions: [effect, after] as const, target },
      ] as const,
    },
  })
  const serve = machine.createMachine({
    context: ({ input }) => input,
    initial: 'free',
    states: {
      free: {
        on: Object.fromEntries([
          ...choices.map(({ name, target }) => [name, { actions: name, target }]),
          ...range.flatMap(block => [
            [`hold${block}`, { guard: `canHold${block}`, actions: `hold${block}` }],
            [`release${block}`, { guard: `holds${block}`, actions: `release${block}` }],
          ]),
        ]),
      },
      busy: {
        meta: {
          locals: {
            from: cell(n),
            to: cell(n + 1),
            value: cell(2),
            i: cell(n),
            as: cell(3),
            changed: cell(1 << n),
            reformed: cell(1 << groups),
          },
        },
        initial: 'changing',
        onDone: { target: 'free' },
        states: {
          changing: { on: { step: { guard: 'nobodyIn', actions: 'lock', target: 'hiding' } } },
          hiding: over('hideOther', 'rewind', 'asking'),
          asking: {
            on: {
              step: [
                { guard: 'isHeld', target: 'unlocking' },
                { guard: 'more', actions: 'next' },
                { actions: 'rewind', target: 'opening' },
              ],
            },
          },
          opening: over('setOpen', 'toGroups', 'reforming'),
          reforming: {
            on: {
              step: [
                { guard: 'moreGroups', actions: ['reform', 'next'] },
                { actions: 'reform', target: 'unlocking' },
              ],
              shortage: { guard: 'runsShort', actions: ['runShort', 'toGroups'], target: 'undoingForm' },
            },
          },
          undoingForm: over('undoForm', 'rewind', 'undoingOpen', 'moreGroups'),
          undoingOpen: over('undoOpen', 'rewind', 'unlocking'),
          unlocking: { on: { step: { actions: 'unlock', target: 'done' } } },
          rightLocking: { on: { step: { guard: 'noWriter', actions: 'enter', target: 'rightFinding' } } },
          rightFinding: {
            on: {
              step: [
                { guard: 'isOpen', target: 'leaving' },
                { actions: 'makeForm', target: 'rightShowing' },
              ],
            },
          },
          rightShowing: { on: { step: { actions: 'showRight', target: 'leaving' } } },
          leftLocking: { on: { step: { guard: 'noWriter', actions: 'enter', target: 'leftFinding' } } },
          leftFinding: {
            on: {
              step: [
                { guard: 'isClosed', target: 'leaving' },
                { actions: 'makeParts', target: 'leftShowing' },
              ],
            },
          },
          leftShowing: { on: { step: { actions: 'showLeft', target: 'leaving' } } },
          leaving: { on: { step: { actions: 'exit', target: 'done' } } },
          dropping: { on: { step: { guard: 'nobodyIn', actions: 'lock', target: 'hidingAll' } } },
          hidingAll: over('hideBoth', 'rewind', 'droppingGroup'),
          droppingGroup: { on: { step: { actions: 'dropGroup', target: 'unlocking' } } },
          done: { type: 'final' },
        },
      },
    },
  })
  return {
    fields: fieldsOf(size),
    initial: [
      shared => {
        shared.shortages = 1
      },
    ],
    operations: { serve: () => serve },
    threads: Array.from({ length: threads }, (_, i) => ({
      name: `server ${i}`,
      calls: [],
      within: { operation: 'serve' },
    })),
  }
}

/** The promises of the blocks, each over every block. */
export const promises = ({ groups, blocks: length }: Size): readonly Property<{ readonly shared: Blocks }>[] => {
  const n = groups * length
  const over = (
    name: string,
    broken: (shared: Blocks, block: number) => boolean,
  ): Property<{ readonly shared: Blocks }> => ({
    kind: 'state',
    name,
    check: ({ shared }) => {
      for (let block = 0; block < n; block++) if (broken(shared, block)) return 1 + block
      return 0
    },
    says: (_, witness) => `block ${witness - 1} breaks it`,
  })
  return [
    over('nothing is seen from both sides', ({ left, right }, block) => left[block] !== 0 && right[block] !== 0),
    over(
      'seen whole only where whole',
      ({ right, form }, block) => right[block] === 2 && form[(block / length) | 0] !== WHOLE,
    ),
    over('held only while open', ({ held, open }, block) => held[block] !== 0 && open[block] === 0),
    over(
      'no open block in a whole group, once unlocked',
      ({ writing, open, form }, block) => writing === 0 && open[block] === 1 && form[(block / length) | 0] === WHOLE,
    ),
  ]
}

/**
 * The meaning of the kernel's names in a world: the table against which C is lowered.
 *
 * `S` is the scope that guards and effects of the world's machines are given. Arguments arrive as numbers, in the order
 * of the C call; a local struct passed by address arrives as its fields, in the order of the struct.
 */
import type { DataModel } from './types.ts'

export interface Binding<S> extends Partial<ScopedNames> {
  readonly model: DataModel
  /** Enumerators, and macros that stand for a number. */
  readonly constants: Readonly<Record<string, number | TypedConstant>>
  /** The number of a constant that nothing names, by how many of its kind the file names before it. */
  readonly newer?: { readonly isOne: (name: string) => boolean; readonly number: (nth: number) => number | undefined }
  /** Functions and macros by name; a callback is bound as `->name`, the object it hangs on its first argument. */
  readonly functions: Readonly<Record<string, Bound<S>>>
  /** Shared structs by name. */
  readonly structs: Readonly<Record<string, Readonly<Record<string, SharedField<S>>>>>
  /** What fields mean that a file declares and `structs` does not have: numbers, by their place among those. */
  readonly declared?: {
    /** By struct: as C spells it. */
    readonly spellings: Readonly<Record<string, readonly string[]>>
    readonly field: (struct: string, index: number, type: string, initial: number) => SharedField<S> | undefined
    /** Functions that make objects of these structs: what they set is there when the world begins. */
    readonly makes: RegExp
  }
  /** Variables outside functions, by name: the struct each is, and its number. */
  readonly objects?: Readonly<Record<string, { readonly struct: string; readonly object: number }>>
  /** Structs that C code declares as locals: field to C type, in order. */
  readonly records: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Parameters for which callers may pass NULL although no world does, by function. */
  readonly mayBeNull?: Readonly<Record<string, readonly string[]>>
  /** What numbers of callers hold, to which parameters point, where callers set them before; by function and parameter. */
  readonly setBefore?: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** Functions that answer yes only about what is not NULL. */
  readonly asksForNull?: readonly string[]
  /** Functions that may return NULL although they do so in no world. */
  readonly mayReturnNull?: readonly string[]
  /** Fields of records that older trees do not have, as `struct.field`: what stands for them where no initialiser has one. */
  readonly newerFields?: Readonly<Record<string, number>>
  /** Structs that functions look into when they are given a pointer: NULL or an error stops the kernel there. */
  readonly followed?: readonly string[]
  /** Structs, or `void`, whose objects lie side by side: a pointer plus n is the n-th object behind it. */
  readonly rows?: readonly string[]
  /** Functions that run once, before and after all others: only they may change variables outside functions. */
  readonly loads?: RegExp
  /** Macros that warn where their first argument is true, beside those that every file has. */
  readonly warns?: readonly string[]
  /** Functions and macros that only print or trace: their arguments are evaluated for what else they do. */
  readonly prints?: (name: string) => boolean
  /** Iteration macros as C: parameters, and the head of a `for` in their words. */
  readonly loops: Readonly<Record<string, MacroText>>
  /** Other macros as C expressions; one that is no function has no parameters. */
  readonly macros?: Readonly<Record<string, MacroText>>
  /** Locks of which it is known whether this thread holds them: by the field that a lockdep check names. */
  readonly held?: Readonly<Record<string, HeldLock<S>>>
  /** A WARN fires, a BUG or a lockdep check: `callee` is the macro, `within` the C function. */
  readonly warn: (scope: S, warning: Warning) => void
  /** A local that nobody has assigned is read. */
  readonly unset: (scope: S) => void
  /** Arithmetic on unsigned longs wrapped. */
  readonly wrapped: (scope: S) => void
  /** Calls that may sleep, by name. */
  readonly maySleep?: ReadonlySet<string>
  /** It may sleep here. @param inside a section that counts as one step, where nobody may */
  readonly sleeps?: (scope: S, where: Where, inside: boolean) => void
  /** A section is left twice, or not at all. */
  readonly misuse: (scope: S, what: string) => void
  /** What is taken of calls that nothing names; without it they are refused. */
  readonly unknown?: UnknownCalls<S>
  /** Which values such a local may have, by C type; 0, 1 and the largest unless said. */
  readonly arbitrary?: Readonly<Record<string, EventValues>>
}

/**
 * A call that nothing names does nothing, and returns what its type and the tests of its caller allow: 0, or a failure, or
 * a number that it is compared with.
 */
export interface UnknownCalls<S> {
  /** What a call that fails returns, where it returns a number or a pointer. */
  readonly failure: { readonly event: string; readonly value: number; readonly says: string }
  readonly mayFail: (scope: S) => boolean
  readonly fail: (scope: S) => void
  /** By function, event to result, where somebody has said it: the first is what it does of itself. */
  readonly said?: Readonly<Record<string, Readonly<Record<string, number>>>>
}

/** What happens at the end of a scope, beside what the file defines itself: by name, `_T` the variable or the lock. */
export interface ScopedNames {
  /** How `__free()` frees a variable. */
  readonly frees: Readonly<Record<string, string>>
  /** How `guard()` takes a lock, and how it is dropped. */
  readonly guarding: Readonly<Record<string, readonly [takes: string, drops: string]>>
}

interface TypedConstant {
  readonly value: number
  /** C type; int unless said. */
  readonly type: string
}

/** Event to value. */
export type EventValues = Readonly<Record<string, number>>

/** A call: what is called, and the line and the C function where it stands. */
interface Where {
  readonly callee: string
  readonly within: string
  readonly line: number
}

export interface Warning extends Where {
  /** As the code spells it; '' where there is none. */
  readonly condition: string
  /** The function whose result was tested; '' when the condition is no call. */
  readonly tested: string
  /** Its arguments; for other conditions what the message prints. Plain variables only. */
  readonly args: readonly number[]
}

/** C in terms of the parameters, of a loop `first; while; next`; see the macro's definition in the kernel. */
export interface MacroText {
  readonly parameters: readonly string[]
  readonly text: string
}

export interface HeldLock<S> {
  readonly isHeld: (scope: S, object: number) => boolean
  readonly isHeldForWrite: (scope: S, object: number) => boolean
}

export interface SharedField<S> {
  /** As C. */
  readonly type: string
  /** Absent for a struct within the struct: its number is the object's and `offset`, its fields are looked up by its type. */
  readonly read?: (scope: S, object: number) => number
  readonly write?: (scope: S, object: number, value: number) => void
  /** Keeps structs of one type that stand in different structs apart; 0 unless said. */
  readonly offset?: number
  /** No world has it: what it is set to is an assumption, in these words. */
  readonly unmodelled?: string
  /** Nobody else uses it while this code runs: reading or writing it is no control point. */
  readonly stable?: boolean
  /** Of a stable one: the struct may be freed while nobody holds it, see {@link BoundValue.asks}. */
  readonly asks?: true
  /** It is a pointer, and whoever reads it holds nothing for that: see {@link BoundStep.releases}. */
  readonly isUnheld?: true
  /** Its address may be taken, and is the number of the object. */
  readonly addressed?: boolean
  /** Writing it needs state that only worlds with this part have; reading it too, where it is kept there. */
  readonly needs?: string
  readonly isKept?: true
}

/**
 * What a binding makes of an argument: the call depends on it, or sets what it points at, or there is something it must
 * be. No argument is ignored: with another value the call means something that no world has, and is not judged.
 *
 * A local struct that is passed by address may have an entry for each field.
 */
export type ArgumentUse<S> = EntryUse<S> | Ignored | ByField<S>

export interface ByField<S> {
  readonly fields: Readonly<Record<string, EntryUse<S> | Ignored>>
  /** The struct that it is; any with so many fields unless said. */
  readonly of?: string
}

/** What is as large as what the pointer points at that is set to the result of the call. */
export const OF_RESULT = Symbol('of the result')

/** Not even read, so that it may be what no world has: 0 arrives, and what changes it is not judged. */
export interface Ignored {
  /** Why it makes no difference. */
  readonly ignored: string
  /** It is judged where it is the size of this struct, or of what the pointer points at that is set to the result. */
  readonly sizeOf?: string | typeof OF_RESULT
}

export type EntryUse<S> = 'used' | Scaled | 'set' | Required<S>

/** Used, and smaller here than in the kernel: what C computes is, too, but not a number that it spells. */
interface Scaled {
  /** Why a number that C spells is refused. */
  readonly scaled: string
}

export interface Required<S> {
  /** The values it may have, where they are few and code spells them. */
  readonly oneOf?: readonly number[]
  readonly must: (scope: S, value: number, args: readonly number[]) => boolean
  /** The required value, in words: "the mapping of the file". */
  readonly be: string
  /** No other number comes to be the same. */
  readonly isUnique?: true
  /** It points at an object: NULL or an error stops the kernel there. */
  readonly pointsAtObject?: boolean
  /** NULL is a value that it may have to be: the callee looks. */
  readonly mayBeNull?: boolean
}

/** The members of every binding of a call that is not silent. */
interface Takes<S> {
  /** In the order of the C call. */
  readonly args: readonly ArgumentUse<S>[]
  /** It looks up what there is at an index, whichever it is: one that wrapped is well defined, too. */
  readonly looksUp?: true
  /** It stands in for the function only where the file does not have it: else that runs. */
  readonly unlessShown?: true
  /** A function that it comes to: where the file has that one, it runs. */
  readonly comesTo?: string
  /** How many of the last of them C need not pass. */
  readonly optional?: number
  /** The structs that each may point at; none where it is a number, or points at no struct. */
  readonly structs?: readonly (readonly string[])[]
  /** It must not be called in a section that must not sleep. */
  readonly sleeps?: true
  /** Why two different values look equal in the model, but not in the kernel. */
  readonly alike?: string
  /** The part of a world whose state it changes. A world without it is given it, in the state in which the rest has it. */
  readonly needs?: string
}

export type Bound<S> = BoundValue<S> | BoundStep<S> | Enter<S> | Leave<S> | Silent | Called<S>

/** Done without a control point: a question about what nobody changes meanwhile, or a change nobody can see. */
export interface BoundValue<S> extends Takes<S> {
  readonly kind: 'value'
  /** C type of the result. */
  readonly type: string
  readonly value: (scope: S, args: number[]) => number
  /** Why the result is always the same, whatever the arguments. */
  readonly constant?: string
  /** It asks about what others may change, or free, while nobody holds the lock of it or a reference. */
  readonly asks?: true
  /** The result is a pointer to the one object of its kind. */
  readonly isObject?: boolean
}

/** One atomic step of its own. */
export interface BoundStep<S> extends Takes<S> {
  readonly kind: 'step'
  readonly type: string
  /** Others may change what is asked behind it: it gives up a lock or a reference, or finds what it does not hold. */
  readonly releases?: true
  /** It must be called in a section of a lock of its first argument, and asserts that. */
  readonly asserts?: { readonly lock: string; readonly assertion: string; readonly condition: string }
  /** False while the thread has to wait. */
  readonly ready?: (scope: S, args: readonly number[]) => boolean
  /** By event: `step` for what the code does of itself, others for what the environment does to it. */
  readonly outcomes: Readonly<Record<string, StepOutcome<S>>>
}

export interface StepOutcome<S> {
  readonly when?: (scope: S, args: readonly number[]) => boolean
  /** Gives the result; 0 for void. Entries of `args` that are references may be set. */
  readonly does: (scope: S, args: number[]) => number
}

/** Takes a lock that is no part of the state: everything up to {@link Leave} is one step with it. */
interface Enter<S> extends Takes<S> {
  readonly kind: 'enter'
  /** The kind of lock: what takes it and what drops it say the same. */
  readonly lock: string
  readonly ready?: (scope: S, args: readonly number[]) => boolean
}

interface Leave<S> extends Takes<S> {
  readonly kind: 'leave'
  readonly lock: string
}

/** Does nothing that a world has: its arguments are still evaluated. */
export interface Silent {
  readonly kind: 'silent'
  /** Why nothing is missed. */
  readonly why: string
  readonly sleeps?: true
}

/** Several steps, as a fragment of the world. */
export interface Called<S> extends Takes<S> {
  readonly kind: 'called'
  readonly type: string
  readonly fragment: FragmentParts<S>
  /** Sets the fragment's arguments. */
  readonly enter: (scope: S, args: readonly number[]) => void
  readonly result: (scope: S) => number
}

/** A fragment as machines are put together from. */
export interface FragmentParts<S> {
  readonly guards: Readonly<Record<string, (scope: S) => boolean>>
  readonly effects: Readonly<Record<string, (scope: S) => void>>
  readonly config: object
}

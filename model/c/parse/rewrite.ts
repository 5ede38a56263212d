/**
 * Kernel C made palatable to a C grammar, at the same length: every offset, line and column stays what it was.
 *
 * A loop macro becomes a `while` over its arguments, attributes become blanks. What a loop was called is remembered by
 * its offset; an attribute that runs code is remembered too, since blanks would hide it.
 */
import { blanked, masked, splitArguments } from '../text/mask.ts'

export interface Rewritten {
  readonly text: string
  /** Offset of a `while` to the name of the loop macro that stood there. */
  readonly loops: ReadonlyMap<number, string>
  /** Attributes that run code at the end of a scope. */
  readonly cleanups: readonly { readonly offset: number; readonly text: string }[]
  readonly definitions: readonly CleanupDefinition[]
}

/** A definition outside functions by a macro of cleanup.h. Offsets are of the file's text. */
interface CleanupDefinition {
  readonly macro: string
  /** As written. */
  readonly args: readonly string[]
  readonly start: number
  readonly end: number
}

export function rewriteMacros(text: string): Rewritten {
  const loops = new Map<number, string>()
  const cleanups: { offset: number; text: string }[] = []
  const definitions: CleanupDefinition[] = []
  const bare = masked(text)
  const chars = [...text.split('')]
  const put = (offset: number, replacement: string) => {
    for (let at = 0; at < replacement.length; at++)
      if (chars[offset + at] !== '\n') chars[offset + at] = replacement[at]!
  }

  for (const { 0: found, 1: before, 2: name, index } of bare.matchAll(loopCall)) {
    const offset = index + before!.length
    const open = index + found.length - 1
    const next = bare.slice(closing(bare, open) + 1).trimStart()[0]
    // A macro that stands alone is a call that happens to be named like a loop.
    if (next === ';' || name!.length < 'while'.length) continue
    put(offset, 'while'.padEnd(name!.length))
    loops.set(offset, name!)
  }
  for (const { 0: word, index } of bare.matchAll(attributeWord)) put(index, blanked(word))
  for (const { 0: found, 1: name, index } of bare.matchAll(attributeCall)) {
    const end = closing(bare, index + found.length - 1) + 1
    const whole = text.slice(index, end)
    if (/^__(free|cleanup)$/.test(name!)) cleanups.push({ offset: index, text: whole })
    put(index, blanked(whole))
  }
  for (const { 0: found, 1: macro, index } of bare.matchAll(cleanupDefinition)) {
    const open = index + found.length
    const end = closing(bare, open - 1)
    definitions.push({ macro: macro!, args: splitArguments(text.slice(open, end)), start: index, end: end + 1 })
    put(index, blanked(text.slice(index, end + 1)))
  }
  for (const { 0: found, index } of bare.matchAll(typeArgument)) {
    const open = index + found.length - 1
    const inside = bare.slice(open, closing(bare, open))
    for (const { 1: comma, 2: keyword, index: at } of inside.matchAll(/(,\s*)(struct)\b/g))
      put(open + at + comma!.length, blanked(keyword!))
  }
  return { text: chars.join(''), loops, cleanups, definitions }
}

/** Index of the parenthesis that closes the one at `open`; the end of the text when none does. */
function closing(text: string, open: number): number {
  let depth = 0
  for (let at = open; at < text.length; at++) {
    if (text[at] === '(') depth += 1
    else if (text[at] === ')' && --depth === 0) return at
  }
  return text.length
}

/** A loop macro where a statement may start. */
const loopCall = /([{};):]\s*|\b(?:else|do)\s+)(\w*for_each\w*|scoped_guard)\s*\(/g
const attributeWord =
  /\b(?:__init|__exit|__user|__kernel|__rcu|__iomem|__percpu|__force|__must_check|__always_inline|__always_unused|__maybe_unused|__ro_after_init|__read_mostly|__cold|__hot|__weak|__sched|__noreturn|__randomize_layout|noinline|notrace|asmlinkage)\b/g
const attributeCall =
  /\b(__acquires|__releases|__must_hold|__cond_acquires|__printf|__aligned|__section|__nonstring|__counted_by|__free|__cleanup)\s*\(/g
/** Macros of cleanup.h that define a class, outside functions. */
const cleanupDefinition = /^(DEFINE_(?:CLASS|FREE|GUARD|LOCK_GUARD_[01]))\s*\(/gm
/** Macros that take a type among their arguments, which a call cannot. */
const typeArgument = /\b(?:container_of\w*|\w+_entry(?:_or_null|_safe|_rcu)?|list_prepare_entry)\s*\(/g

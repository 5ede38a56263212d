/**
 * What is read in the headers that a file includes.
 */
import { describe, expect, it } from 'vitest'
import { constantsOf } from '../../../../model/c/lower/context/constants.ts'
import { lowerAll } from '../../../../model/c/lower/lower.ts'
import { parseC } from '../../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../../model/c/text/source.ts'
import { saidByHeaders } from '../../../../model/c/tree/headers.ts'
import { bindingFor } from '../../../../model/code/binding.ts'
import { fileOfTree } from '../../../../model/patched/headers.ts'
import { designNamed } from '../../code/worlds.ts'
import { memoryTree } from './memory.ts'

const FILE = 'virt/kvm/guest_memfd.c'
const includes = '#include <linux/a.h>\n#include "own.h"\n'
const treeOf = (headers: Readonly<Record<string, string>>, text = '') =>
  memoryTree({ [FILE]: `${includes}${text}`, ...headers })
const constant = (header: string, name: string) =>
  saidByHeaders(
    treeOf({ 'include/linux/a.h': header }),
    { file: FILE, text: includes },
    { structs: [], constants: [name] },
  )
    .map(({ text }) => text)
    .join()

describe('a constant of a header', () => {
  it.each([
    ['#define KVM_MEM_LOG (1UL << 0)', 'KVM_MEM_LOG', '#define KVM_MEM_LOG 1UL'],
    ['#define A_BIT 3\n#define A_FLAG BIT(A_BIT)', 'A_FLAG', '#define A_FLAG 8UL'],
    ['#define A_MASK (0x10 | \\\n\t\t0x20)', 'A_MASK', '#define A_MASK 48'],
    ['#define A_SUM (1 + 2 * 3 - 1) /* seven less one */', 'A_SUM', '#define A_SUM 6'],
    ['enum level { LEVEL_NONE, LEVEL_4K = 1, LEVEL_2M, };', 'LEVEL_2M', 'enum { LEVEL_2M = 2 };'],
    ['enum { FAULT_WRITE = 1 << 0, FAULT_USER = 1 << 6 };', 'FAULT_USER', 'enum { FAULT_USER = 64 };'],
    ['#define A_ONE 1\n#define A_ONE 1', 'A_ONE', '#define A_ONE 1'],
    // What is not known, or not in one way.
    ['#define A_TWO 1\n#define A_TWO 2', 'A_TWO', ''],
    ['#define A_CALL sizeof(struct page)', 'A_CALL', ''],
    ['#define A_LOOP A_LOOP', 'A_LOOP', ''],
    ['#define A_HUGE (1ULL << 63)', 'A_HUGE', ''],
    ['#define A_NAME_OF_MORE 1', 'A_NAME', ''],
    ['/* #define A_NOTE 1 */', 'A_NOTE', ''],
    // Another header may have defined it before, or the configuration decide.
    ['#ifndef A_NR\n#define A_NR 0\n#endif', 'A_NR', ''],
    ['#ifdef CONFIG_A\n# define A_NR 2\n#endif', 'A_NR', ''],
    ['#ifndef A_NR\n#define A_NR 0\n#endif\n#define A_ALL (A_NR + 1)', 'A_ALL', ''],
    ['#define A_NR 2\n#undef A_NR', 'A_NR', ''],
    ['#ifndef _A_H\n#define _A_H\n#define A_NR 2\n#endif', 'A_NR', '#define A_NR 2'],
    ['#ifndef _A_H\n#define _A_H\n#ifdef X\n#define A_NR 2\n#endif\n#endif', 'A_NR', ''],
  ])('%j makes %s "%s"', (header, name, text) => {
    expect(constant(header, name)).toBe(text)
  })
})

describe('headers', () => {
  const range = 'struct span {\n\tpgoff_t start; /* first */\n\tpgoff_t end;\n};'
  const wanted = { structs: ['span'], constants: [] }
  const read = (headers: Readonly<Record<string, string>>) =>
    saidByHeaders(treeOf(headers), { file: FILE, text: includes }, wanted)

  it('are looked for beside the file, and where the build looks, and in what they include', () => {
    const said = [{ name: 'span', text: 'struct span { pgoff_t start; pgoff_t end; };' }]
    expect(read({ 'virt/kvm/own.h': range })).toEqual(said)
    expect(read({ 'include/linux/a.h': '#include <asm/b.h>', 'arch/x86/include/asm/b.h': range })).toEqual(said)
    expect(read({ 'include/linux/a.h': '#include <asm/b.h>', 'include/asm-generic/b.h': range })).toEqual(said)
  })

  it('of the tree alone are read, each once', () => {
    const asked: string[] = []
    const tree = memoryTree({ 'include/linux/a.h': '#include <linux/a.h>\n#include "../../../../etc/passwd"' })
    const watched = {
      read: (path: string) => {
        asked.push(path)
        return tree.read(path)
      },
    }
    expect(saidByHeaders(watched, { file: FILE, text: includes }, wanted)).toEqual([])
    expect(asked.filter(path => path.includes('..'))).toEqual([])
    expect(asked.filter(path => path === 'include/linux/a.h')).toHaveLength(1)
  })

  it('without end are given up at once', () => {
    const names = Array.from({ length: 300 }, (_, n) => `A_${n}`)
    const each = names.map((name, n) => `#define ${name} ${names.map(() => `A_${(n + 1) % 300}`).join(' + ')}`)
    expect(constant(each.join('\n'), 'A_0')).toBe('')
    expect(constant(`#define A_0 ${'('.repeat(100_000)}`, 'A_0')).toBe('')
    expect(constant(`A_0 ${'enum '.repeat(100_000)} ${'/*'.repeat(100_000)}`, 'A_0')).toBe('')
    const many = Object.fromEntries(names.map(name => [`include/linux/${name}.h`, '']))
    const text = names.map(name => `#include <linux/${name}.h>`).join('\n')
    expect(saidByHeaders(memoryTree(many), { file: FILE, text }, wanted)).toEqual([])
  })

  it('that define a struct in two ways, or in part, say nothing', () => {
    expect(read({ 'virt/kvm/own.h': `${range}\n${range}` })).toEqual([])
    expect(read({ 'virt/kvm/own.h': range.replace('\tpgoff_t end', '#ifdef A\n\tpgoff_t end') })).toEqual([])
    expect(read({ 'virt/kvm/own.h': 'struct span {' })).toEqual([])
  })
})

describe('a file of a tree', () => {
  const header = 'struct span { pgoff_t start; pgoff_t end; };\n#define SPAN_FLAG (1 << 1)\n#define VM_LOCKED 0x2\n'
  const text =
    'unsigned long f(unsigned long at)\n{\n\tstruct span one = { .start = at };\n\n\treturn SPAN_FLAG & one.start;\n}\n'
  const binding = bindingFor(designNamed('linux-7-3'))

  it('has the structs and constants of its headers', async () => {
    const file = await parseC(fileOfTree(treeOf({ 'virt/kvm/own.h': header }, text), FILE)!)
    expect(lowerAll(file, ['f'], binding).refused).toEqual([])
    expect(constantsOf(file, binding).get('SPAN_FLAG')?.value).toBe(2)
    const without = await parseC(wholeFile(FILE, text))
    expect(lowerAll(without, ['f'], binding).refused[0]?.reason).toMatch(/fields struct span/)
  })

  it('does not have those that the model numbers otherwise', () => {
    const tree = treeOf({ 'virt/kvm/own.h': header }, 'int g(void)\n{\n\treturn VM_LOCKED;\n}\n')
    expect(fileOfTree(tree, FILE)!.beyond).toBeUndefined()
  })
})

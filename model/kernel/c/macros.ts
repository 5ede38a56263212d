/**
 * Macros that stand for an expression, as include/linux/list.h, limits.h, fs.h and mm.h define them; and i_size_write(),
 * include/linux/fs.h, which comes to an assignment on machines of 64 bits.
 *
 * The one list is that of the inode's files: its elements have no other type.
 */
import type { MacroText } from '../../c/ir/binding.ts'

const entry = (text: string): MacroText => ({ parameters: ['head', 'type', 'member'], text })

export const macros: Readonly<Record<string, MacroText>> = {
  ULONG_MAX: { parameters: [], text: '~0UL' },
  UINT_MAX: { parameters: [], text: '~0U' },
  LONG_MAX: { parameters: [], text: '((long)(~0UL >> 1))' },
  LLONG_MAX: { parameters: [], text: '((long long)(~0ULL >> 1))' },
  MAX_LFS_FILESIZE: { parameters: [], text: '((loff_t)(~0ULL >> 1))' },
  check_add_overflow: { parameters: ['a', 'b', 'd'], text: '((*d = a + b) < a) != (b < 0)' },
  i_size_write: { parameters: ['inode', 'size'], text: 'inode->i_size = size' },
  offset_in_page: { parameters: ['p'], text: '((unsigned long)(p) & (PAGE_SIZE - 1))' },
  PAGE_ALIGNED: { parameters: ['addr'], text: '!((unsigned long)(addr) & (PAGE_SIZE - 1))' },
  list_empty: { parameters: ['head'], text: '!first_file(head)' },
  list_first_entry: entry('first_of_files(head)'),
  list_first_entry_or_null: entry('first_file(head)'),
}

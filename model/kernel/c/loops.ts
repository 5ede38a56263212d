/**
 * Iteration macros, as include/linux/xarray.h, maple_tree.h and list.h define them.
 *
 * The one list is that of the inode's files: a loop over elements of another type is refused.
 */
import type { MacroText } from '../../c/ir/binding.ts'

export const loops: Readonly<Record<string, MacroText>> = {
  mt_for_each: {
    parameters: ['tree', 'entry', 'index', 'max'],
    text: 'entry = mt_find(tree, &index, max); entry; entry = mt_find_after(tree, &index, max)',
  },
  xa_for_each_range: {
    parameters: ['xa', 'index', 'entry', 'start', 'last'],
    text: 'index = start, entry = xa_find(xa, &index, last, XA_PRESENT); entry; entry = xa_find_after(xa, &index, last, XA_PRESENT)',
  },
  xa_for_each_start: {
    parameters: ['xa', 'index', 'entry', 'start'],
    text: 'index = start, entry = xa_find(xa, &index, -1ul, XA_PRESENT); entry; entry = xa_find_after(xa, &index, -1ul, XA_PRESENT)',
  },
  xa_for_each: {
    parameters: ['xa', 'index', 'entry'],
    text: 'index = 0, entry = xa_find(xa, &index, -1ul, XA_PRESENT); entry; entry = xa_find_after(xa, &index, -1ul, XA_PRESENT)',
  },
  list_for_each_entry: {
    parameters: ['pos', 'head', 'member'],
    text: 'pos = first_file(head); pos; pos = next_file(pos)',
  },
  list_for_each_entry_safe: {
    parameters: ['pos', 'n', 'head', 'member'],
    text: 'pos = first_file(head), n = pos ? next_file(pos) : NULL; pos; pos = n, n = pos ? next_file(pos) : NULL',
  },
}

/**
 * Changes that do no harm: a review must end with 0, without a promise that is newly broken and with every statement judged.
 */
import { type MadeUp, madeUp } from './made-up.ts'

const cleanUp = (
  version: string,
  name: string,
  fn: string,
  fixed: string,
  defective: string,
  scenario?: string,
): MadeUp => madeUp({ version, name, defect: 'none', fn, fixed, defective, scenario, reversed: [0] })

export const cleanUps = [
  cleanUp(
    'mainline',
    'hole-waits-for-readers',
    'kvm_gmem_punch_hole',
    '\tfilemap_invalidate_unlock(inode->i_mapping);\n',
    '\tfilemap_invalidate_unlock(inode->i_mapping);\n\tfilemap_invalidate_lock_shared(inode->i_mapping);\n\tfilemap_invalidate_unlock_shared(inode->i_mapping);\n',
    'punch-hole-twice-at-once',
  ),
  cleanUp(
    'mainline',
    'page-before-the-first-is-looked-up',
    'kvm_gmem_mas_preallocate',
    '\tif (start > 0) {\n\t\tmas_set(mas, start - 1);\n\t\tentry = mas_find(mas, start - 1);\n\t\tif (entry && xa_to_value(entry) == attributes)\n\t\t\tstart = mas->index;\n\t}\n',
    '\tmas_set(mas, start - 1);\n\tentry = mas_find(mas, start - 1);\n\tif (entry && xa_to_value(entry) == attributes)\n\t\tstart = mas->index;\n',
    'convert-pages-in-turn',
  ),
  cleanUp(
    '7.3',
    'memory-of-a-size',
    '__kvm_gmem_create',
    'kzalloc_obj(*f)',
    'kzalloc(sizeof(*f), GFP_KERNEL)',
    'create-file-out-of-memory',
  ),
  cleanUp(
    '6.12',
    'page-allocated-step-by-step',
    'kvm_gmem_get_folio',
    '\treturn filemap_grab_folio(inode->i_mapping, index);',
    `\tgfp_t gfp = mapping_gfp_mask(inode->i_mapping);
\tstruct folio *folio;
\tint err;

repeat:
\tfolio = filemap_lock_folio(inode->i_mapping, index);
\tif (!IS_ERR(folio))
\t\treturn folio;

\tfolio = filemap_alloc_folio(gfp, 0);
\tif (!folio)
\t\treturn ERR_PTR(-ENOMEM);

\terr = filemap_add_folio(inode->i_mapping, folio, index, gfp);
\tif (err) {
\t\tfolio_put(folio);
\t\tif (err == -EEXIST)
\t\t\tgoto repeat;
\t\treturn ERR_PTR(err);
\t}

\treturn folio;`,
  ),
] as const

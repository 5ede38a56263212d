/**
 * A guest_memfd.c of our own that is whole: functions, and tables that name the entries among them.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../gmemcheck.ts'

const fixture = readFileSync(join(root, 'test/fixtures/c/guest-memfd/pages.c'), 'utf8')
const tables = `
static struct file_operations pages_fops = { .release = kvm_gmem_release, .fallocate = pages_fallocate, };
static const struct vm_operations_struct pages_vm_ops = { .fault = kvm_gmem_fault_user_mapping, };
static const struct address_space_operations pages_aops = {
	.error_remove_folio = kvm_gmem_error_folio, .free_folio = kvm_gmem_free_folio, };
`
const fallocate = `
static long pages_fallocate(struct file *f, int how, loff_t from, loff_t bytes)
{
	if (!(how & FALLOC_FL_KEEP_SIZE))
		return -EOPNOTSUPP;
	if (how & FALLOC_FL_PUNCH_HOLE)
		return kvm_gmem_punch_hole(file_inode(f), from, bytes);
	return kvm_gmem_allocate(file_inode(f), from, bytes);
}
`

export const pagesFile = `${fixture}${fallocate}${tables}`

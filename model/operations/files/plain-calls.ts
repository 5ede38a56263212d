/**
 * Functions that guest_memfd hands to the kernel and that nothing is written by hand for, as calls.
 */
export interface Plain {
  /** As calls and traces spell it. */
  readonly name: string
  readonly summary: string
  /** As known code calls it. */
  readonly fn: string
  /** What there is when it is called, and not any more when it returns. */
  readonly begins?: 'loaded' | 'with an inode'
}

export const plainCalls = [
  { name: 'set policy', summary: 'the host sets a memory policy of its mapping', fn: 'kvm_gmem_set_policy' },
  { name: 'get policy', summary: 'the kernel asks for the memory policy of a page', fn: 'kvm_gmem_get_policy' },
  { name: 'read file attributes', summary: 'the host asks for attributes of the file', fn: 'kvm_gmem_getattr' },
  { name: 'change file attributes', summary: 'the host changes attributes of the file', fn: 'kvm_gmem_setattr' },
  { name: 'load module', summary: 'the module of KVM is loaded', fn: 'kvm_gmem_init' },
  {
    name: 'unload module',
    summary: 'the module of KVM is unloaded',
    fn: 'kvm_gmem_exit',
    begins: 'loaded',
  },
  {
    name: 'ask for shared files',
    summary: 'KVM asks whether files of a VM may begin shared',
    fn: 'kvm_arch_supports_gmem_init_shared',
  },
  {
    name: 'ask what a gfn is',
    summary: 'KVM asks whether a gfn is private',
    fn: 'kvm_gmem_is_private_gfn',
  },
  { name: 'make inode', summary: 'the file system makes an inode', fn: 'kvm_gmem_alloc_inode' },
  { name: 'destroy inode', summary: 'an inode goes away', fn: 'kvm_gmem_destroy_inode' },
  {
    name: 'free inode',
    summary: 'the memory of an inode is freed',
    fn: 'kvm_gmem_free_inode',
    begins: 'with an inode',
  },
  { name: 'construct inode', summary: 'the cache of inodes makes an object', fn: 'kvm_gmem_init_inode_once' },
  { name: 'mount', summary: 'the file system of guest_memfd is mounted', fn: 'kvm_gmem_init_fs_context' },
] as const satisfies readonly Plain[]

export type PlainName = (typeof plainCalls)[number]['name']

/**
 * What is no part of guest_memfd, and calls get and put themselves, by kind.
 */
export const POLICY = 0
export const IMAGE_PAGE = 1
/** Of a maple tree: memory for what is stored next. */
export const NODES = 2
export const FOREIGN_KINDS = 3
/** As reports name them. */
export const foreignNames: readonly string[] = ['a memory policy', 'a page of the image', 'nodes of a tree']

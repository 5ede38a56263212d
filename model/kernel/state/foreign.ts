/**
 * What is no part of guest_memfd, and calls get and put themselves, by kind.
 */
export const POLICY = 0
export const IMAGE_PAGE = 1
export const FOREIGN_KINDS = 2
/** As reports name them. */
export const foreignNames: readonly string[] = ['a memory policy', 'a page of the image']

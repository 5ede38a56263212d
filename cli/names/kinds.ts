/**
 * The lists there are. Apart from the catalogue, which loads what it lists.
 */
export const kinds = [
  'designs',
  'decisions',
  'scenarios',
  'promises',
  'claims',
  'operations',
  'findings',
  'mutations',
] as const
export type ListKind = (typeof kinds)[number]

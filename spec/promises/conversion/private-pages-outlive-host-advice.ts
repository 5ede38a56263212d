import type { Never } from '../../promise.ts'

export const privatePagesOutliveHostAdvice: Never = {
  kind: 'never',
  name: 'private-pages-outlive-host-advice',
  severity: 'guest memory',
  statement: 'What the host advises on its mapping frees and clears no private page.',
  source: 'Yan Zhao on RFC v2 33/51 asks whether MADV_REMOVE through the shared mapping should reach private pages',
  signal: 'privateAdvised',
  says: page => `page ${page} is private, and is freed or cleared through a mapping of the host`,
}

/**
 * The worlds in which files are made, mapped and asked about.
 */
import { themes } from '../../model/scenarios/index.ts'
import type { Listed } from './entry.ts'

const {
  bothKinds,
  creations,
  flaggedCreations,
  hostMappings,
  migrations,
  oddConversions,
  oddRequests,
  plainScenarios,
  questions,
  writes,
} = themes

const designs = ['linux-6-12', 'upstream', 'linux-6-19', 'linux-7-3', 'in-place-conversion']

const mutated = (scenario: string, ...mutations: readonly string[]): readonly Listed[] =>
  mutations.map(mutation => ({ scenario, design: 'upstream', mutation }))

export const fileWorlds: readonly Listed[] = [
  ...designs.flatMap(design =>
    [...creations, ...hostMappings, ...oddRequests, ...migrations, ...writes, ...plainScenarios].map(({ name }) => ({
      scenario: name,
      design,
    })),
  ),
  // Linux 6.12 knows no flags.
  ...designs
    .filter(design => design !== 'linux-6-12')
    .flatMap(design => flaggedCreations.map(({ name }) => ({ scenario: name, design }))),
  ...[...oddConversions, ...questions, ...bothKinds].map(({ name }) => ({
    scenario: name,
    design: 'in-place-conversion',
  })),
  // each breaks a promise that its design keeps in the same scenario
  ...mutated(
    'create-file-out-of-memory',
    'without-inode-put',
    'puts-inode-twice',
    'without-listing',
    'returns-another-number',
    'without-size-check',
  ),
  ...mutated('map-file', 'maps-privately', 'refuses-mappings-with-ebadf', 'refuses-sound-mappings'),
  ...mutated('fallocate-anyhow', 'without-request-check', 'refuses-sound-requests'),
  ...mutated('bind-anyhow', 'without-request-check', 'takes-any-file', 'keeps-refused-file'),
  ...mutated('get-policy-out-of-memory', 'interleaves-by-offset', 'keeps-policy'),
  ...mutated('load-module-out-of-memory', 'fails-silently'),
  ...mutated('allocate-beyond-the-end', 'without-end-check'),
]

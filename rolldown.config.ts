/**
 * The program in few files: Node loads a hundred modules in the time of ten searches of a small world.
 *
 * Everything that a process or a thread starts with keeps the place that it has in `dist/`; the rest is in `chunks/`.
 */
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'rolldown'

const built = fileURLToPath(new URL('dist/', import.meta.url))
const starts = ['cli/main', 'cli/api', 'cli/run/worker', 'cli/run/search/judge', 'checker/explore/parallel/helper']

/** Modules find their neighbours from where they are: in a bundle, from where they would be if all were there. */
const asIfInPlace: Plugin = {
  name: 'as-if-in-place',
  transform(code, id) {
    const place = relative(built, id)
    if (place.startsWith('..') || !code.includes('import.meta.url')) return null
    return code.replaceAll('import.meta.url', `import.meta.url.replace(/(.*\\/bundle\\/).*/, '$1${place}')`)
  },
}

export default defineConfig({
  input: Object.fromEntries(starts.map(start => [start, `${built}${start}.js`])),
  platform: 'node',
  // They find parts of theirs from where they are.
  external: ['web-tree-sitter', 'jiti'],
  plugins: [asIfInPlace],
  onLog(level, log) {
    if (level === 'warn') throw new Error(log.message)
  },
  output: {
    dir: 'bundle',
    cleanDir: true,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    // What nearly every command needs is small: one file, not fifteen.
    codeSplitting: {
      groups: [
        {
          name: 'base',
          test: /checker\/declare\/errors|c\/patch\/plain|cli\/text|ts-pattern|picocolors|cli\/(names\/(nearest|world-name|quick|design-diff)|run\/exit-codes)/,
        },
      ],
    },
  },
})

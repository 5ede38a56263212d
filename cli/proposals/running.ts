/**
 * Files of others that run in this thread, as messages name them: they can do what they like with it.
 */
const files = new Set<string>()

export const willRun = (shown: string): void => {
  files.add(shown)
}

export const filesRun = (): readonly string[] => [...files]

/**
 * Configurations in which C is compiled.
 */

/**
 * What is said of the configuration: of CONFIG_ symbols whether they are set, of parameters of a module whether they are
 * true. What it does not name is taken for what it usually is.
 */
export type Configuration = Readonly<Record<string, boolean>>

/** CONFIG_ symbols are set unless said otherwise, other symbols are not defined. */
export const isSet = (name: string, configuration: Configuration): boolean =>
  name.startsWith('CONFIG_') ? (configuration[name] ?? true) : name === '__KERNEL__'

/** As options name it: `CONFIG_NUMA=n`, for each name. */
export const settingsIn = (configuration: Configuration): string[] =>
  Object.entries(configuration).map(([name, value]) => `${name}=${value ? 'y' : 'n'}`)

/** In what it differs from the usual one. */
export const differenceOf = (one: Configuration, usual: Configuration): Configuration =>
  Object.fromEntries(Object.entries(one).filter(([name, value]) => value !== usual[name]))

/** `CONFIG_NUMA=n`. */
export const configurationWords = (one: Configuration): string => settingsIn(one).join(' and ')

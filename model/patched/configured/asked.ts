/**
 * What a user says of the configuration.
 */
import { InputError } from '../../../checker/declare.ts'
import { conditionOf } from '../../c/parse/configuration/conditions.ts'
import { directivesIn } from '../../c/parse/configuration/directives.ts'
import type { CFile } from '../../c/parse/parse.ts'
import type { Configuration } from '../../c/text/configuration.ts'
import { masked } from '../../c/text/mask.ts'
import type { Source } from '../../c/text/source.ts'
import { enabledIn, parametersIn } from './concern.ts'

/** There is no guest_memfd without these. Source: Kconfig of virt/kvm, of 6.8 to 7.3. */
export const FIXED = new Set(
  [
    'KVM',
    'KVM_GUEST_MEMFD',
    'KVM_PRIVATE_MEM',
    'KVM_GENERIC_PRIVATE_MEM',
    'KVM_GENERIC_MMU_NOTIFIER',
    'XARRAY_MULTI',
  ].map(name => `CONFIG_${name}`),
)

/**
 * The feature that each of these symbols enables: the model of such code has only worlds with the feature.
 *
 * Source: "1G page support for guest_memfd", RFC v2 (Ackerley Tng, 2025-05-14).
 */
export const PRESUPPOSED: ReadonlyMap<string, string> = new Map([
  ['CONFIG_KVM_GMEM_HUGETLB', 'files of hugepages'],
  ['CONFIG_KVM_GMEM_SHARED_MEM', 'files of which pages are shared'],
])

/**
 * What a user says of the configuration: `CONFIG_NUMA=n`, or a parameter of the module.
 *
 * @throws InputError when a text is malformed, contradicts another one, or removes guest_memfd
 */
export function askedConfiguration(texts: readonly string[] = []): Configuration {
  const asked: Record<string, boolean> = {}
  for (const text of texts) {
    const [, name, value] = /^([A-Za-z_]\w*)=([yn])$/.exec(text) ?? []
    if (name === undefined) throw new InputError(`--config cannot be "${text}"\nsay CONFIG_NAME=y or CONFIG_NAME=n`)
    if (FIXED.has(name) && value === 'n')
      throw new InputError(`without ${name} there is no guest_memfd\nleave out --config ${text}`)
    if (PRESUPPOSED.has(name) && value === 'n')
      throw new InputError(
        `without ${name} there are no ${PRESUPPOSED.get(name)}, and the model of this code is of them\nleave out --config ${text}`,
      )
    if (asked[name] === (value === 'n'))
      throw new InputError(
        `--config says ${name}=y and ${name}=n\nleave one of them out; without both, a review looks at both`,
      )
    asked[name] = value === 'y'
  }
  return asked
}

/** @throws InputError when somebody says something of the configuration that decides about nothing in these files */
export function refuseUndecided(asked: Configuration, files: readonly Pick<CFile, 'source'>[]): void {
  const names = Object.keys(asked)
  if (names.length === 0) return
  const deciding = new Set(files.flatMap(({ source }) => decidingIn(source)))
  for (const name of names)
    if (!deciding.has(name))
      throw new InputError(
        `--config ${name}=${asked[name] ? 'y' : 'n'}: nothing of the C that is read here depends on ${name}\nleave it out, or name what an #if, IS_ENABLED() or module_param() has`,
      )
}

/** Symbols and parameters of the module that some code of a file depends on. */
function decidingIn(source: Source): string[] {
  const lines = source.text.split('\n')
  const directives = directivesIn(lines, { start: 1, end: lines.length })
  return [
    ...directives.flatMap(({ word, rest }) => conditionOf(word, rest).symbols),
    ...enabledIn(masked(source.text)),
    ...parametersIn(source).map(([name]) => name),
  ]
}

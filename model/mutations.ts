/**
 * Mutations of the operations: one guard or effect replaced, to see a promise break that the design keeps.
 */
import type { Mutation } from './scenarios/scenario.ts'

export const mutations: readonly Mutation[] = []

/**
 * Reports in one line: how many cases came out how.
 */
import { summaryOf } from '../../cases/case.ts'
import { ofCases } from './of-cases.ts'

export const summary = ofCases(async told => `${summaryOf(told)}\n`)

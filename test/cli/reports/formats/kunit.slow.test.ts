/**
 * KTAP as the kernel's own parser reads it: tools/testing/kunit/kunit_parser.py of a tree.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { ktapLines } from '../../../../cli/reports/formats/cases/ktap.ts'
import { told } from './told.ts'

const kunit = `${process.env.GMEMCHECK_TREES}/6.12/tools/testing/kunit`
const isThere = existsSync(`${kunit}/kunit_parser.py`) && spawnSync('python3', ['--version']).status === 0

const READ = `
import json, sys
sys.path.insert(0, sys.argv[1])
import kunit_parser
from kunit_printer import Printer
try:
    test = kunit_parser.parse_run_tests(sys.stdin, Printer())
except TypeError:
    test = kunit_parser.parse_run_tests(sys.stdin)
def show(test):
    return [test.name, test.status.name, [show(one) for one in test.subtests]]
print('\\n@@@' + json.dumps([show(test)[2], test.counts.errors]))
`

it.skipIf(!isThere)('is what the parser of KUnit reads without an error', () => {
  const { stdout, stderr } = spawnSync('python3', ['-c', READ, kunit], {
    input: `${ktapLines(told).join('\n')}\n`,
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  const [tests, errors] = JSON.parse(stdout.split('@@@')[1]!)
  expect(errors).toBe(0)
  expect(tests).toEqual([
    [
      'convert@as-posted: a, "b" 1',
      'FAILURE',
      [
        ['a-promise', 'FAILURE', []],
        ['another-promise', 'FAILURE', []],
        ['third-promise', 'SUCCESS', []],
        ['fourth-promise', 'SKIPPED', []],
        ['fifth-promise', 'FAILURE', []],
      ],
    ],
    ['convert@repaired', 'SUCCESS', [['a-promise', 'SUCCESS', []]]],
    [
      'trouble',
      'FAILURE',
      [
        ['punch@as-posted', 'FAILURE', []],
        ['virt/kvm/guest_memfd.c:12: return -EAGAIN;', 'FAILURE', []],
      ],
    ],
  ])
})

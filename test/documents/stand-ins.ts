/**
 * How the commands that documents show are tested where they cannot be run as they stand.
 */

/** What is run, and how it ends. */
interface Call {
  /** For a shell, in the folder that `folder.ts` makes. */
  readonly run: string
  readonly ends: number
}

/** By what is shown, where words of it stand for something: a call of that form, behind calls that make what it reads. */
export const standIns: Readonly<Record<string, Call>> = {
  'gmemcheck review PATCH… --tree DIRECTORY': { run: 'gmemcheck review fix.patch --tree linux', ends: 1 },
  'gmemcheck new design NAME --base DESIGN': {
    run: 'gmemcheck new design other --base rfc-v2-without-hugepages',
    ends: 0,
  },
  'gmemcheck check ./NAME.ts': { run: 'gmemcheck check ./mine.ts', ends: 1 },
  'gmemcheck check ./NAME.ts SCENARIO': { run: 'gmemcheck check ./mine.ts mine-hole-during-faults', ends: 0 },
  'gmemcheck diff BASE ./NAME.ts': { run: 'gmemcheck diff rfc-v2-without-hugepages ./mine.ts', ends: 0 },
  'gmemcheck completion SHELL': { run: 'gmemcheck completion bash', ends: 0 },
  'gmemcheck check DESIGN [SCENARIO…]': {
    run: 'gmemcheck check linux-6-12 create-memslot close-file-and-delete-memslot',
    ends: 0,
  },
  'gmemcheck check --tree DIRECTORY[@REVISION] [SCENARIO…]': {
    run: 'gmemcheck check --tree linux@fixed close-file-and-delete-memslot',
    ends: 1,
  },
  'gmemcheck check --tree DIRECTORY[@REVISION]': { run: 'gmemcheck check --tree linux@base --depth 3', ends: 1 },
  'gmemcheck list KIND': { run: 'gmemcheck list operations', ends: 0 },
  'gmemcheck review PATCH… [--tree DIRECTORY[@REVISION]] [--against DESIGN]': {
    run: 'gmemcheck review fix.patch --tree linux@base --against linux-7-3 --scenario close-file-and-delete-memslot',
    ends: 1,
  },
  'gmemcheck baseline update FILE REPORT…': {
    run: 'gmemcheck check exact-window convert-to-shared --format json > a.json; gmemcheck baseline update known.jsonl a.json',
    ends: 0,
  },
  'gmemcheck merge FILE…': {
    run:
      'gmemcheck check linux-6-12 create-memslot --shard 1/2 && gmemcheck check linux-6-12 create-memslot --shard 2/2 && ' +
      'gmemcheck merge gmemcheck-1-of-2.jsonl gmemcheck-2-of-2.jsonl',
    ends: 0,
  },
  'gmemcheck mutants --tree DIRECTORY [--function NAME]': {
    run: 'gmemcheck mutants --tree linux --function kvm_gmem_error_folio',
    ends: 0,
  },
  'gmemcheck diff DESIGN DESIGN': {
    run: 'gmemcheck diff rfc-v2-split exact-window --scenario convert-to-shared-during-guest-fault',
    ends: 1,
  },
  'gmemcheck diff TREE TREE': {
    run: 'gmemcheck diff linux@base linux@fixed --scenario close-file-and-delete-memslot',
    ends: 1,
  },
  'gmemcheck anchors [FILE…]': { run: 'gmemcheck anchors linux/virt/kvm/guest_memfd.c', ends: 0 },
  'gmemcheck sample SCENARIO@DESIGN [--walks N] [--seed S]': {
    run: 'gmemcheck sample convert-to-shared@rfc-v2-split --walks 20 --seed 7',
    ends: 3,
  },
  'gmemcheck replay SCENARIO@DESIGN PATH [--patch FILE]': {
    run: 'gmemcheck replay close-file-and-delete-memslot@linux-7-3 0.0 --patch fix.patch --tree linux',
    ends: 0,
  },
  'gmemcheck step SCENARIO@DESIGN [--from PATH]': {
    run: 'gmemcheck step convert-to-shared-during-guest-fault@exact-window --from 0.0',
    ends: 0,
  },
  'gmemcheck step SCENARIO@DESIGN': {
    run: 'gmemcheck step convert-to-shared-during-guest-fault@exact-window',
    ends: 0,
  },
  'gmemcheck diagram OPERATION@DESIGN': { run: 'gmemcheck diagram convert@rfc-v2-split', ends: 0 },
  'gmemcheck diagram --tree DIRECTORY --function NAME': {
    run: 'gmemcheck diagram --tree linux --function kvm_gmem_release',
    ends: 0,
  },
  'b4 am -o - MESSAGE-ID | gmemcheck review - --tree ~/linux': {
    run: 'b4 am -o - 20261130.1@example.org | gmemcheck review - --tree ~/linux',
    ends: 1,
  },
  'gmemcheck review --range A..B --tree DIRECTORY': {
    run: 'gmemcheck review --range base..fixed --tree linux',
    ends: 1,
  },
}

/** By what is shown: why it is not run here, and the file that runs it instead, with what it has of it. */
export const elsewhere: Readonly<
  Record<string, { readonly why: string; readonly file: string; readonly has: string }>
> = {
  'npm ci': { why: 'it needs the network', file: '.ci/run', has: 'npm ci' },
  'npm start': { why: 'it takes minutes', file: '.ci/run', has: 'npm start' },
  'npm test': { why: 'it would run itself', file: '.ci/run', has: 'npm test' },
  'npm run test:all': { why: 'it would run itself', file: '.ci/run', has: 'npm run test:slow' },
  'npm pack': { why: 'what is run here was packed so', file: 'test/shipped/installed.ts', has: "'npm', 'pack'" },
  'npm install FILE.tgz': {
    why: 'what is run here was installed so',
    file: 'test/shipped/installed.ts',
    has: "'npm', 'install'",
  },
  'gmemcheck suite': { why: 'it takes minutes', file: 'package.json', has: '"start": "cli/gmemcheck suite"' },
  'gmemcheck suite --record-repairs': {
    why: 'it takes minutes, and writes into the sources',
    file: 'test/cli/judging/suite/repairs.test.ts',
    has: 'staleRepairs',
  },
  'gmemcheck explore SCENARIO@DESIGN [--port N]': {
    why: 'it serves a page until it is stopped',
    file: 'test/cli/commands/walking/explore.slow.test.ts',
    has: "'explore', world",
  },
  'gmemcheck explore SCENARIO@DESIGN': {
    why: 'it serves a page until it is stopped',
    file: 'test/cli/commands/walking/explore.slow.test.ts',
    has: "'explore', world",
  },
}

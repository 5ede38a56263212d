#!/usr/bin/env bash
# The step of action.yml: annotations to the log, Markdown to the summary of the job, SARIF to a file.
#
# COMMAND: the command and its arguments. SARIF: the file. FAIL_ON_OPEN: whether exit code 3 fails the step.
set -uo pipefail
here=$(dirname "$(dirname "$(readlink -f "$0")")")
summary=$(mktemp -d)
trap 'rm -rf "$summary"' EXIT

read -r -a words <<< "$COMMAND"
status=0
"$here/cli/gmemcheck" "${words[@]}" --format github --report "sarif=$SARIF" --report "markdown=$summary/summary.md" || status=$?

[ ! -f "$summary/summary.md" ] || cat "$summary/summary.md" >> "$GITHUB_STEP_SUMMARY"
echo "exit-code=$status" >> "$GITHUB_OUTPUT"
[ "$status" = 3 ] && [ "$FAIL_ON_OPEN" != true ] && exit 0
exit "$status"

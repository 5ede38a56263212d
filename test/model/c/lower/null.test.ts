/**
 * Whether a place asks about a pointer before it follows it: the place is the first `p->`, or the one behind USE.
 */
import { describe, expect, it } from 'vitest'
import { followedNextRound, isAskedBefore } from '../../../../model/c/lower/expressions/values/null.ts'
import { parseC } from '../../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../../model/c/text/source.ts'

const functionOf = async (body: string) =>
  (await parseC(wholeFile('x.c', `int f(struct s *p, struct s *q, int a)\n{\n\t${body}\n}\n`))).root

const isAsked = async (body: string): Promise<boolean> => {
  const root = await functionOf(body.replace('USE', '   '))
  const from = Math.max(0, body.indexOf('USE'))
  const used = root
    .descendantsOfType('field_expression')
    .filter(one => one!.text === 'p->n' && one!.startIndex >= root.text.indexOf(body.slice(0, 8)) + from)[0]!
  return isAskedBefore(used!.childForFieldName('argument')!, ['has_n'])
}

describe('a pointer is asked about', () => {
  it.each([
    'if (p) g(p->n); return 0;',
    'if (!p) return 0; return p->n;',
    'if (p == NULL) goto out; g(p->n); out: return 0;',
    'if (NULL != p) g(p->n); return 0;',
    'if (!p || p->n) return 1; return 0;',
    'if (p && a && p->n) return 1; return 0;',
    'if (!(p && a)) return 0; return p->n;',
    'if (WARN_ON_ONCE(!p)) return 0; return p->n;',
    'if (IS_ERR_OR_NULL(p)) return 0; return p->n;',
    'BUG_ON(!p); return p->n;',
    'if (!has_n(p)) return 0; return p->n;',
    'if (!p) { a = 1; return 0; } else { a = 2; } return p->n;',
    'while ((p = g(a))) a += p->n; return a;',
    'return p ? p->n : 0;',
    'if (!p) goto out; if (a) goto put; put: a = p->n; out: return a;',
    'for (p = g(a); p; p = g(a)) a += p->n; return a;',
  ])('%s', async body => expect(await isAsked(body)).toBe(true))

  it.each([
    'return p->n;',
    'if (p) a = 1; return p->n;',
    'if (!p) g(p->n); return 0;',
    'if (p == q) return p->n; return 0;',
    'if (has_n(p)) return 0; return p->n;',
    'if (!has_n(q)) return 0; return p->n;',
    'if (p || p->n) return 1; return 0;',
    'if (p || a) return p->n; return 0;',
    'if (!p && a) return 0; return p->n;',
    'if (p) return 0; return p->n;',
    'if (IS_ERR(p)) return 0; return p->n;',
    'if (!p) return 0; p = g(a); return p->n;',
    'if (!p) goto out; a = 1; out: return p->n;',
    'if (!p) return 0; while (a--) { g(p->n); p = h(a); } return 0;',
    'WARN_ON(!p); return p->n;',
    'do { a = p->n; } while (p); return a;',
  ])('not by: %s', async body => expect(await isAsked(body)).toBe(false))
})

it('the next round of a loop follows what is assigned below', async () => {
  const rounds = async (body: string) => {
    const root = await functionOf(body)
    return followedNextRound(root.descendantsOfType('assignment_expression').at(-1)!, 'p', []).length
  }
  expect(await rounds('while (a) { a = p->n; p = g(a); }')).toBe(1)
  expect(await rounds('while (a) { if (p) a = p->n; p = g(a); }')).toBe(0)
  expect(await rounds('a = p->n; p = g(a);')).toBe(0)
})

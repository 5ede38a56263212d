/** A small patch of our own, and ways in which it may arrive. */
import { type Diff, diffOf } from '../../../../model/c/patch/diff.ts'
import type { Patch } from '../../../../model/c/patch/patch.ts'

export const diff = `diff --git a/virt/pool.c b/virt/pool.c
index 1111111..2222222 100644
--- a/virt/pool.c
+++ b/virt/pool.c
@@ -1,6 +1,7 @@
 int pool_take(struct pool *p)
 {
-\tp->free--;
+\tif (!p->free--)
+\t\treturn -ENOMEM;
 \treturn 0;
 }
 
@@ -10,4 +11,9 @@ int pool_give(struct pool *p)
 {
 \tp->free++;
 \treturn 0;
 }
+
+int pool_size(struct pool *p)
+{
+\treturn p->size;
+}
`

export const before = `int pool_take(struct pool *p)
{
\tp->free--;
\treturn 0;
}

/* Gives one back. */

int pool_give(struct pool *p)
{
\tp->free++;
\treturn 0;
}
`

export const after = `int pool_take(struct pool *p)
{
\tif (!p->free--)
\t\treturn -ENOMEM;
\treturn 0;
}

/* Gives one back. */

int pool_give(struct pool *p)
{
\tp->free++;
\treturn 0;
}

int pool_size(struct pool *p)
{
\treturn p->size;
}
`

export const mail = (subject: string, body: string, headers = ''): string =>
  `From: A Developer <a@example.org>\nSubject: ${subject}\nMessage-ID: <1@example.org>\n${headers}\n${body}`

export const quoted = (text: string, mark = '> '): string =>
  text
    .trimEnd()
    .split('\n')
    .map(line => `${mark}${line}`)
    .join('\n')

export const log = `The pool may be empty.\n\nSigned-off-by: A Developer <a@example.org>\n---\n virt/pool.c | 8 +++++++-\n 1 file changed, 7 insertions(+), 1 deletion(-)\n\n`
export const signature = '-- \n2.47.0\n'

/** What plain text is read as. */
export const read = (text: string, where = 'given.patch'): Diff =>
  diffOf({ where, subject: '', text, reply: false, isMail: false, notes: [] })!

export const patchOf = (text: string): Patch => ({ where: 'given.patch', subject: '', ...read(text) })

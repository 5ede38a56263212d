/**
 * From bytes to message texts: a mail and what is attached to it, an mbox, or plain text such as a diff or a page of a
 * list archive.
 */
import PostalMime, { type Attachment, type Email } from 'postal-mime'
import { InputError } from '../../../checker/declare.ts'
import { cut, plain } from './plain.ts'

export interface Message {
  /** The file, and which message or attachment of it if there are several. */
  readonly where: string
  /** With its tags; '' if there is none. */
  readonly subject: string
  /** Decoded, lines ended by \n, no control characters. Where nothing was encoded, each line has the file's number. */
  readonly text: string
  /** It answers another message. */
  readonly reply: boolean
  /** Its headers say where it begins; of other text the beginning may be lost. */
  readonly isMail: boolean
  /** The mail that it is attached to. */
  readonly attachedTo?: string
  /** The parts of it that were not read. */
  readonly notes: readonly string[]
}

/** No line of a source or of a mail is longer. */
const LONGEST_LINE = 10_000
/** Base64 need not be wrapped. */
const LONGEST_RAW_LINE = 1_000_000
/** Mails in mails: forwarded once, or twice. */
const DEEPEST = 3
const SUBJECT = 300

/** @throws InputError when the bytes are no text, or a mail has no readable part */
export async function messagesOf(bytes: Uint8Array, where: string, depth = 0): Promise<Message[]> {
  if (bytes.includes(0))
    throw new InputError(`${where} is a binary file\nexpected a mail, an mbox or a unified diff as text`)
  if (depth > DEEPEST)
    throw new InputError(`${where} holds mails within mails, more than ${DEEPEST} deep\nsave the patch itself`)
  const raw = Buffer.from(bytes).toString('latin1').replaceAll('\r\n', '\n')
  refuseLongLines(raw, where, LONGEST_RAW_LINE)
  const mails = mailsOf(raw)
  if (mails === undefined) return postsOf(readable(Buffer.from(raw, 'latin1').toString('utf8'), where), where)
  const messages: Message[] = []
  for (const [at, { above, mail }] of mails.entries())
    messages.push(...(await decode(mail, above, mails.length > 1 ? `${where}, message ${at + 1}` : where, depth)))
  return messages
}

interface Mail {
  /** Kept as bytes: MIME says what they mean. */
  readonly mail: string
  /** How many lines of the file stand above it. */
  readonly above: number
}

/** The mails of an mbox, the one mail, or nothing for other text. */
function mailsOf(raw: string): Mail[] | undefined {
  const mails: Mail[] = []
  let above = 0
  for (const part of raw.split(/^(?=From \S+ .*\d\d:\d\d.*\n(?:[!-9;-~]+:|>?From ))/m)) {
    const mail = part.replace(/^(\n|>?From .*\n)+/, '')
    if (mail.trim() !== '') mails.push({ mail, above: above + countLines(part.slice(0, part.length - mail.length)) })
    above += countLines(part)
  }
  return mails.length > 0 && mails.every(({ mail }) => startsWithHeaders(mail)) ? mails : undefined
}

function countLines(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1
  return count
}

function startsWithHeaders(text: string): boolean {
  const end = text.indexOf('\n\n')
  const head = text
    .slice(0, end < 0 ? text.length : end)
    .trimEnd()
    .split('\n')
  return (
    head.every(line => /^([!-9;-~]+:|[ \t])/.test(line)) && head.some(line => /^(from|subject|message-id):/i.test(line))
  )
}

async function decode(mail: string, above: number, where: string, depth: number): Promise<Message[]> {
  const parsed = await parse(mail, where)
  const subject = cut(plain(parsed.subject ?? ''), SUBJECT)
  const reply = /^re:/i.test(subject)
  const attached: Message[] = []
  const notes: string[] = []
  for (const [at, attachment] of parsed.attachments.entries()) {
    const name = plain(attachment.filename ?? `attachment ${at + 1}`)
    const bytes = bytesOf(attachment)
    if (bytes.includes(0)) notes.push(`${name}, attached to the mail, is binary and was not read`)
    else attached.push(...(await messagesOf(bytes, `${where}, ${name}`, depth + 1)))
  }
  const text = parsed.text === undefined ? '' : inPlace(readable(parsed.text, where), mail, above)
  if (text === '' && attached.length === 0 && parsed.html !== undefined && !reply)
    throw new InputError(`${where} is a mail without a plain text part\nsave the message as the list archived it`)
  const inherited = attached.map(one => ({
    ...one,
    subject: one.subject || subject,
    reply: one.reply || reply,
    attachedTo: where,
  }))
  return [{ where, subject, text, reply, isMail: true, notes }, ...inherited]
}

async function parse(mail: string, where: string): Promise<Email> {
  try {
    return await PostalMime.parse(Buffer.from(mail, 'latin1'), { forceRfc822Attachments: true })
  } catch (error) {
    throw new InputError(
      `${where} is a mail that cannot be taken apart: ${(error as Error).message}\nsave the patch itself as text`,
    )
  }
}

const bytesOf = ({ content }: Attachment): Uint8Array =>
  typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content)

/** The text with as many lines above it as the file has, if the file has the text as it is. */
function inPlace(text: string, mail: string, above: number): string {
  const body = mail.indexOf('\n\n') + 2
  const isAsIs = plain(Buffer.from(mail.slice(body), 'latin1').toString('utf8')).trimEnd() === text.trimEnd()
  return isAsIs ? '\n'.repeat(above + countLines(mail.slice(0, body))) + text : text
}

/** @throws InputError when it is no text after all, or one that nobody can read */
function readable(text: string, where: string): string {
  if (text.includes('\0'))
    throw new InputError(`${where} is binary once it is decoded\nexpected a mail, an mbox or a unified diff as text`)
  refuseLongLines(text, where, LONGEST_LINE)
  return plain(text)
}

function refuseLongLines(text: string, where: string, most: number): void {
  let line = 1
  for (let start = 0; start < text.length; line++) {
    const end = text.indexOf('\n', start)
    const next = end < 0 ? text.length : end
    if (next - start > most)
      throw new InputError(
        `${where}, line ${line}: the line has ${next - start} characters, more than ${most}\ngive a patch of C text`,
      )
    start = next + 1
  }
}

/**
 * Plain text is one message. A page of an archive is several: the text of each stands in the lines in which the page has
 * it, and all but the first answer.
 */
function postsOf(text: string, where: string): Message[] {
  const lines = text.split('\n')
  const tagged = lines.slice(0, 20).find(line => /^(Subject: )?(Re: )?\[[^\]]*PATCH/.test(line)) ?? ''
  const subject = cut(tagged.replace(/^Subject: /, ''), SUBJECT)
  const posts = lines.flatMap((line, index) => (/^Posted by .+ ago$/.test(line) ? [index] : []))
  const starts = [0, ...posts.slice(1)]
  return starts.map((start, at) => ({
    where: at === 0 ? where : `${where}, post ${at + 1}`,
    subject,
    text: '\n'.repeat(start) + lines.slice(start, starts[at + 1] ?? lines.length).join('\n'),
    reply: at > 0 || /^re:/i.test(subject),
    isMail: at > 0,
    notes: [],
  }))
}

/**
 * From bytes to message texts: a mail, an mbox, or plain text such as a diff or a page of a list archive.
 */
import PostalMime, { type Attachment } from 'postal-mime'
import { InputError } from '../../../checker/declare.ts'

export interface Message {
  /** The file, and which message of it if there are several. */
  readonly where: string
  /** With its tags; '' if there is none. */
  readonly subject: string
  /** Decoded, lines ended by \n. */
  readonly text: string
}

/** @throws InputError when the bytes are no text, or a mail has no readable part */
export async function messagesOf(bytes: Uint8Array, where: string): Promise<Message[]> {
  if (bytes.includes(0))
    throw new InputError(`${where} is a binary file\nexpected a mail, an mbox or a unified diff as text`)
  const raw = Buffer.from(bytes).toString('latin1').replaceAll('\r\n', '\n')
  const mails = mailsOf(raw)
  if (mails === undefined) return [plain(utf8(raw), where)]
  const messages: Message[] = []
  for (const [at, mail] of mails.entries())
    messages.push(await decode(mail, mails.length > 1 ? `${where}, message ${at + 1}` : where))
  return messages
}

/** The mails of an mbox, the one mail, or nothing for other text. Kept as bytes: MIME says what they mean. */
function mailsOf(raw: string): string[] | undefined {
  const parts = raw.split(/^(?=From \S+ .*\d\d:\d\d.*\n)/m).filter(part => part.trim() !== '')
  const mails = parts.map(part => part.replace(/^From .*\n/, ''))
  return mails.length > 0 && mails.every(startsWithHeaders) ? mails : undefined
}

function startsWithHeaders(text: string): boolean {
  const head = text.slice(0, text.search(/\n\n|$(?![\s\S])/)).split('\n')
  return (
    head.every(line => /^([!-9;-~]+:|[ \t])/.test(line)) && head.some(line => /^(from|subject|message-id):/i.test(line))
  )
}

async function decode(mail: string, where: string): Promise<Message> {
  const parsed = await PostalMime.parse(Buffer.from(mail, 'latin1'))
  const texts = [parsed.text ?? '', ...parsed.attachments.filter(isPatch).map(textOf)].filter(text => text !== '')
  if (texts.length === 0)
    throw new InputError(`${where} is a mail without a plain text part\nsave the message as the list archived it`)
  return { where, subject: parsed.subject ?? '', text: texts.join('\n').replaceAll('\r\n', '\n') }
}

const isPatch = ({ mimeType, filename }: Attachment): boolean =>
  /^text\/x-(patch|diff)$/.test(mimeType) || /\.(patch|diff)$/.test(filename ?? '')

const textOf = ({ content }: Attachment): string =>
  typeof content === 'string' ? content : new TextDecoder().decode(content)

function plain(text: string, where: string): Message {
  const tagged = text.split('\n', 20).find(line => /^(Subject: )?(Re: )?\[[^\]]*PATCH/.test(line))
  return { where, subject: (tagged ?? '').replace(/^Subject: /, ''), text }
}

const utf8 = (raw: string): string => Buffer.from(raw, 'latin1').toString('utf8')

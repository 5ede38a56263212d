/**
 * The server of `explore`: on this machine only, for one page.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { InputError } from '../../../../checker/declare.ts'
import type { Page } from '../../../reports/trace/telling.ts'
import type { Walkthrough } from '../walkthrough.ts'
import { stateAnswer, violationsAnswer } from './answers.ts'
import { explorePage } from './page.ts'

const LOOPBACK = '127.0.0.1'

export interface Served {
  readonly url: string
  readonly close: () => Promise<void>
}

/** @param port 0 for any that is free  @throws InputError when the port cannot be used */
export async function serve(walk: Walkthrough, port: number, page: Page): Promise<Served> {
  const begins = walk.path
  let violations: ReturnType<typeof violationsAnswer> | undefined
  const answers: Readonly<Record<string, (url: URL) => unknown>> = {
    '/state': url => stateAnswer(walk, url.searchParams.get('path') ?? '', page),
    '/violations': () => {
      violations ??= violationsAnswer(walk)
      return violations
    },
  }
  const server = createServer((request, response) => {
    answer(request, response).catch(error => {
      const isAsked = error instanceof InputError
      respond(response, isAsked ? 400 : 500, 'application/json', JSON.stringify({ error: (error as Error).message }))
    })
  })
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', `http://${LOOPBACK}`)
    // Another name that resolves to this address is DNS rebinding: the Host header must be the loopback address.
    const own = hostOf(server.address() as AddressInfo)
    if (request.headers.host !== own)
      return respond(response, 403, 'text/plain', `this server answers its own page only: open http://${own}/\n`)
    if (request.method !== 'GET') return respond(response, 405, 'text/plain', 'this server changes nothing: GET only\n')
    if (url.pathname === '/') return respond(response, 200, 'text/html; charset=utf-8', explorePage(walk, begins))
    const known = answers[url.pathname]
    if (known === undefined) return respond(response, 404, 'text/plain', 'there is nothing here: go to /\n')
    respond(response, 200, 'application/json', JSON.stringify(await known(url)))
  }
  await listening(server, port)
  return {
    url: `http://${hostOf(server.address() as AddressInfo)}/`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const hostOf = ({ port }: AddressInfo): string => `${LOOPBACK}:${port}`

const respond = (response: ServerResponse, status: number, type: string, text: string): void => {
  response.writeHead(status, {
    'Content-Type': type,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy':
      "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; img-src data:",
  })
  response.end(text)
}

const listening = (server: ReturnType<typeof createServer>, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'another program uses it' : error.message
      reject(
        new InputError(
          `port ${port} of ${LOOPBACK} cannot be used: ${why}\ngive another: --port N, or none for any that is free`,
        ),
      )
    })
    server.listen(port, LOOPBACK, resolve)
  })

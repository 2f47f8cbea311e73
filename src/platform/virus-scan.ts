// The hook for a virus scanner: clamd by its INSTREAM command, or any program that reads a file and answers by its exit.
// A scanner that was set up and does not answer lets nothing in.
import { spawn } from 'node:child_process'
import { connect, type Socket } from 'node:net'
import type { ScanAnswer } from '#src/access/context.ts'
import type { ScannerConfig } from './config-files.ts'

const PATIENCE_MS = 30_000
const CHUNK_BYTES = 64 * 1024
const unavailable: ScanAnswer = { state: 'unavailable' }

function opened(address: string): Socket {
  if (address.startsWith('/')) return connect({ path: address })
  const at = address.lastIndexOf(':')
  return connect({ host: address.slice(0, at), port: Number(address.slice(at + 1)) })
}

/** A name as the scanner gives it, fit to be shown. */
const shownName = (text: string): string => text.replace(/[^\w.:()/ -]/g, '').trim().slice(0, 100) || 'something'

/** Reads the answer of clamd: `stream: OK`, or `stream: <name> FOUND`. */
export function clamdAnswer(reply: string): ScanAnswer {
  const text = reply.replace(/\0/g, '').trim()
  if (/^stream: OK$/.test(text)) return { state: 'clean' }
  const found = /^stream: (.+) FOUND$/.exec(text)
  return found === null ? unavailable : { state: 'refused', found: shownName(found[1]!) }
}

const byClamd = (address: string) => (bytes: Uint8Array): Promise<ScanAnswer> => new Promise((resolve) => {
  const socket = opened(address)
  let reply = ''
  const end = (answer: ScanAnswer): void => { socket.destroy(); resolve(answer) }
  socket.setTimeout(PATIENCE_MS, () => end(unavailable))
  socket.on('error', () => end(reply === '' ? unavailable : clamdAnswer(reply)))
  socket.on('data', (part: Buffer) => { reply += part.toString('latin1') })
  socket.on('close', () => end(clamdAnswer(reply)))
  socket.on('connect', () => {
    socket.write('zINSTREAM\0')
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
      const part = bytes.subarray(at, at + CHUNK_BYTES)
      const length = Buffer.alloc(4)
      length.writeUInt32BE(part.length)
      socket.write(length)
      socket.write(part)
    }
    socket.write(Buffer.alloc(4))
  })
})

const byCommand = ([program, ...args]: readonly string[]) => (bytes: Uint8Array): Promise<ScanAnswer> => new Promise((resolve) => {
  const child = spawn(program!, args, { stdio: ['pipe', 'pipe', 'ignore'], timeout: PATIENCE_MS })
  let said = ''
  child.stdout.on('data', (part: Buffer) => { if (said.length < 2000) said += part.toString('utf8') })
  child.on('error', () => resolve(unavailable))
  child.on('close', (code) => resolve(code === 0 ? { state: 'clean' } : code === 1 ? { state: 'refused', found: shownName(said.split('\n')[0]!) } : unavailable))
  // A scanner that has seen enough closes its ear; its exit tells.
  child.stdin.on('error', () => {})
  child.stdin.end(bytes)
})

export function openScanner(config: ScannerConfig | undefined): (bytes: Uint8Array) => Promise<ScanAnswer> {
  if (config === undefined) return () => Promise.resolve({ state: 'not-scanned' })
  return config.kind === 'clamd' ? byClamd(config.address) : byCommand(config.command)
}

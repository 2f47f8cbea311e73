// A body of lines, read as it comes and answered as it is written: memory stays bounded whatever its length, and a sender that
// loses the connection has lost only what was not answered. Batches grow with the load: whatever has come in while one is
// written makes up the next.
import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Lines } from '#src/kernel/operation.ts'
import { TOO_LONG, UNREADABLE } from '#src/kernel/line.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { assertDeclared, invoke, type Call, type Handler } from './invoke.ts'
import type { Route } from './operations.ts'
import { write, type House } from './transaction.ts'

const MOST_LINES = 4000
const MOST_WAITING = 2 * MOST_LINES
/** A line may have a megabyte, so that what waits and what is written at once is counted in its letters too. */
const MOST_LETTERS = 8 * 1024 * 1024
/** Lines that are read in one go, so that a batch that is being written never waits long for its next statement. */
const MOST_AT_ONCE = 10
/** Answers that nobody reads yet; a sender may send all before it reads any. */
const MOST_UNREAD_BYTES = 64 * 1024 * 1024
const MOST_TOGETHER_BYTES = 1024 * 1024 * 1024

export type LineCall = {
  readonly house: House
  readonly route: Route
  readonly handler: Handler
  readonly call: Call
  /** The fields of the query; the lines are added to them. */
  readonly input: Readonly<Record<string, unknown>>
  readonly lines: Lines
  /** Where a body that stands or falls together waits until it is whole. */
  readonly folder: string
  readonly logFault: (error: unknown) => void
}
type Line = { readonly number: number; readonly value: unknown }
const lettersOf = (value: unknown): number => typeof value === 'string' ? value.length : 0

type Waiting = Line & { readonly letters: number }

export const areLines = (request: Request): boolean => /^application\/(x-ndjson|jsonl|x-jsonlines|json-lines)\b/i.test(request.headers.get('content-type') ?? '')

/** Lines of a body, block by block; blank ones are counted and passed over. */
export async function* linesIn(body: AsyncIterable<Uint8Array>, first: number, mostBytes: number): AsyncGenerator<Line[]> {
  let carry: Buffer = Buffer.alloc(0)
  let isCut = false
  let number = first
  const read = (block: Buffer): Line[] => {
    const lines = isUtf8(block) ? block.toString('utf8').split('\n') : splitBytes(block)
    return lines.flatMap((value): Line[] => {
      const at = number++
      if (typeof value === 'string') {
        if (value.length > mostBytes) return [{ number: at, value: TOO_LONG }]
        const text = at === first && value.startsWith('\uFEFF') ? value.slice(1) : value
        return text.trim() === '' ? [] : [{ number: at, value: text }]
      }
      return [{ number: at, value }]
    })
  }
  for await (const part of body) {
    let chunk = Buffer.from(part.buffer, part.byteOffset, part.byteLength)
    if (isCut) {
      const end = chunk.indexOf(10)
      if (end < 0) continue
      isCut = false
      yield [{ number: number++, value: TOO_LONG }]
      chunk = chunk.subarray(end + 1)
    }
    const end = chunk.lastIndexOf(10)
    if (end >= 0) {
      const block = carry.length === 0 ? chunk.subarray(0, end) : Buffer.concat([carry, chunk.subarray(0, end)])
      carry = Buffer.from(chunk.subarray(end + 1))
      yield read(block)
    } else carry = carry.length === 0 ? Buffer.from(chunk) : Buffer.concat([carry, chunk])
    if (carry.length > mostBytes) { carry = Buffer.alloc(0); isCut = true }
  }
  if (isCut) yield [{ number, value: TOO_LONG }]
  else if (carry.length > 0) yield read(carry)
}

function splitBytes(block: Buffer): unknown[] {
  const lines: unknown[] = []
  for (let start = 0; start <= block.length;) {
    const end = block.indexOf(10, start)
    const line = block.subarray(start, end < 0 ? block.length : end)
    lines.push(isUtf8(line) ? line.toString('utf8') : UNREADABLE)
    start += line.length + 1
  }
  return lines
}

/** Answers a request whose body are lines. @throws Refused before the first answer went out */
export async function answerLines(work: LineCall, request: Request): Promise<Response> {
  const { lines, call, input } = work
  const body = (request.body ?? []) as unknown as AsyncIterable<Uint8Array>
  const headers = { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store', ...(call.isDryRun ? { 'dry-run': 'true' } : {}) }
  const first = lines.firstLine(input as never)
  const answers = call.isDryRun || lines.isTogether(input as never)
    ? together(work, body, first)
    : batched(work, queueOf(linesIn(body, first, lines.mostLineBytes), lines.prepare))
  const begun = await answers.next()
  return new Response(streamOf(answers, begun, work.logFault), { headers })
}

// Line by line ----------------------------------------------------------------------------------------------------------

type Queue = { take(most: number): Promise<Line[]> }

/** Reads ahead while a batch is written, and prepares each line on the way. */
function queueOf(blocks: AsyncGenerator<Line[]>, prepare: Lines['prepare']): Queue {
  const waiting: Waiting[] = []
  const held = { letters: 0 }
  const body: { isEnded: boolean; failure?: { readonly error: unknown } } = { isEnded: false }
  let wake = (): void => {}
  let room = (): void => {}
  const changed = (): Promise<void> => new Promise((resolve) => { wake = resolve })
  const fill = async (): Promise<void> => {
    try {
      for await (const block of blocks) {
        for (let start = 0; start < block.length; start += MOST_AT_ONCE) {
          for (const { number, value } of block.slice(start, start + MOST_AT_ONCE)) {
            waiting.push({ number, value: prepare(value), letters: lettersOf(value) })
            held.letters += lettersOf(value)
          }
          wake()
          // Lets the answers of the database in between.
          await new Promise((resolve) => { setImmediate(resolve) })
        }
        if (waiting.length >= MOST_WAITING || held.letters >= 2 * MOST_LETTERS) await new Promise<void>((resolve) => { room = resolve })
      }
    } catch (error) { body.failure = { error } }
    body.isEnded = true
    wake()
  }
  void fill()
  return {
    take: async (most) => {
      while (waiting.length < most && held.letters < MOST_LETTERS && !body.isEnded) {
        const more = await Promise.race([changed().then(() => true), new Promise<boolean>((resolve) => { setTimeout(resolve, 3, false) })])
        if (!more && waiting.length > 0) break
      }
      if (body.failure !== undefined) throw body.failure.error
      let [count, sum] = [0, 0]
      while (count < Math.min(most, waiting.length) && sum < MOST_LETTERS) sum += waiting[count++]!.letters
      const taken = waiting.splice(0, count)
      held.letters -= sum
      room()
      return taken
    },
  }
}

/** Each batch is a call of its own: permit, transaction and log entry. */
async function* batched(work: LineCall, queue: Queue): AsyncGenerator<string> {
  for (;;) {
    const batch = await queue.take(MOST_LINES)
    if (batch.length === 0) return
    const { idempotencyKey: _, ...call } = work.call
    const { result } = await invoke(work.house, work.route, work.handler, call, { ...work.input, [work.lines.field]: batch.map(({ value }) => value) })
    yield textOf(answersIn(work, result, batch))
  }
}

const answersIn = ({ lines }: LineCall, result: unknown, batch: readonly Line[]): object[] =>
  (result as Record<string, readonly object[]>)[lines.answers]!.map((answer, i) => ({ line: batch[i]!.number, ...answer }))
const textOf = (answers: readonly unknown[]): string => answers.map((answer) => `${JSON.stringify(answer)}\n`).join('')

/**
 * A stream that its maker is never kept from by its reader, up to a bound: a sender that reads nothing before it has sent all
 * must not stop its own sending.
 */
function streamOf(answers: AsyncGenerator<string>, begun: IteratorResult<string, unknown>, logFault: (error: unknown) => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const reader = { isGone: false }
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      const run = async (): Promise<void> => {
        try {
          for (let next = begun; next.done !== true && !reader.isGone; next = await answers.next()) {
            controller.enqueue(encoder.encode(next.value))
            while ((controller.desiredSize ?? 0) < 0 && !reader.isGone) await new Promise((resolve) => { setTimeout(resolve, 20) })
          }
          if (!reader.isGone) controller.close()
        } catch (error) {
          if (!(error instanceof Refused) && (error as { code?: string }).code !== 'ECONNRESET') logFault(error)
          try { controller.error(error) } catch { /* the reader has gone */ }
        }
      }
      void run()
    },
    cancel: async () => { reader.isGone = true; await answers.return(undefined) },
  }, { highWaterMark: MOST_UNREAD_BYTES, size: (part) => part.byteLength })
}

// Together --------------------------------------------------------------------------------------------------------------

/** Carries the answers past the rollback. */
class Withheld extends Error { readonly answers: readonly unknown[]; constructor(answers: readonly unknown[]) { super('withheld'); this.answers = answers } }

/** Waits for the whole body, then does all of it in one transaction. */
async function* together(work: LineCall, body: AsyncIterable<Uint8Array>, first: number): AsyncGenerator<string> {
  const folder = await mkdtemp(join(work.folder, 'incoming-'))
  try {
    const file = join(folder, 'lines')
    await keep(file, body)
    const answers = await inOneTransaction(work, createReadStream(file, { highWaterMark: 256 * 1024 }), first)
    for (let start = 0; start < answers.length; start += MOST_LINES) yield textOf(answers.slice(start, start + MOST_LINES))
  } finally { await rm(folder, { recursive: true, force: true }) }
}

async function keep(file: string, body: AsyncIterable<Uint8Array>): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    let length = 0
    for await (const part of body) {
      length += part.byteLength
      if (length > MOST_TOGETHER_BYTES) throw new Refused(refuse('upload-too-large', `What stands or falls together may have ${MOST_TOGETHER_BYTES / 1024 / 1024} MB. Send it line by line, or in parts.`))
      await handle.write(part)
    }
  } finally { await handle.close() }
}

async function inOneTransaction(work: LineCall, body: AsyncIterable<Uint8Array>, first: number): Promise<readonly unknown[]> {
  const { lines, call, route } = work
  const isTogether = lines.isTogether(work.input as never)
  const options = { actor: call.actor, language: call.language, isDryRun: call.isDryRun, isPart: true }
  try {
    const { answer } = await write(work.house, options, async (ctx) => {
      const all: object[] = []
      let batch: Line[] = []
      let letters = 0
      const record = async (): Promise<void> => {
        const result = await work.handler(ctx, { ...work.input, [lines.field]: batch.map(({ value }) => lines.prepare(value)) })
        all.push(...answersIn(work, result, batch))
        batch = []
        letters = 0
      }
      for await (const block of linesIn(body, first, lines.mostLineBytes)) {
        for (const line of block) {
          batch.push(line)
          letters += lettersOf(line.value)
          if (batch.length >= MOST_LINES || letters >= MOST_LETTERS) await record()
        }
      }
      if (batch.length > 0) await record()
      const withheld = isTogether ? lines.withheld(all as never[]) : null
      if (withheld !== null) throw new Withheld(withheld)
      return all
    })
    return answer
  } catch (error) {
    if (error instanceof Withheld) return error.answers
    if (error instanceof Refused) assertDeclared(route, error.refusal.code)
    throw error
  }
}

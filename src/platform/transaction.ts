// The one write path: open a transaction, run the handler, take the head lock last, write the log entries and what is
// derived from them, commit. A dry run is the same path with a rollback at the end and never touches the head.
import type { AccountBook } from '#src/access/account.ts'
import type { Actor } from '#src/access/actor.ts'
import type { Demo } from '#src/access/demo.ts'
import { actorRef } from '#src/access/actor.ts'
import type { Context, Decision, FileStore } from '#src/access/context.ts'
import { settingOf } from '#src/access/scheme-setting.store.ts'
import { sha256Hex } from '#src/kernel/merkle.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import type { Sql } from '#src/kernel/sql.ts'
import { PAYLOAD_VERSION, lineRoot, sealEntry, sealLine } from '#src/transparency/entry.ts'
import { applyLines, changedLines } from '#src/transparency/fact.store.ts'
import type { FactLine } from '#src/transparency/fact.ts'
import { appendEntry, appendLines, eraseLines, moveHead, readHead } from '#src/transparency/log.store.ts'
import { civilDay, type Clock } from './clock.ts'
import type { Database } from './database.ts'
import type { FactMemory } from './fact-memory.ts'
import type { Followed } from './followed.ts'
import type { IdSource } from './ids.ts'
import type { Languages } from './languages.ts'
import { factKinds } from './facts.ts'
import { isHeld } from './held-files.ts'
import { bindToScopes, needsBinding, unbound } from './row-security.ts'
import { reactionsTo, whenWithheld } from './reactions.ts'

export type House = {
  readonly database: Database
  readonly facts: FactMemory
  readonly followed: Followed
  readonly clock: Clock
  readonly ids: IdSource
  readonly timeZone: string
  readonly publicUrl: string
  readonly accounts: AccountBook
  readonly files: FileStore
  readonly languages: Languages
  readonly isMailOn: boolean
  /** Set once the house is open, since it acts on the house itself. */
  demo?: Demo
}

export type TransactionOptions = { readonly actor: Actor; readonly language?: string; readonly isDryRun?: boolean; readonly isPart?: boolean; readonly upload?: (maxBytes: number) => Promise<Uint8Array>; /** Whether the transaction runs under row security. */ readonly isBound?: boolean; /** Whether the work may be done a second time: it consumes nothing that is gone after the first. */ readonly isRepeatable?: boolean }
type Buffered = { readonly decision: Decision; readonly lines: readonly FactLine[] }

/** Rolls back on purpose; carries the answer of a dry run past the driver's own rollback. */
class DryRunDone extends Error { readonly answer: unknown; constructor(answer: unknown) { super('dry run'); this.answer = answer } }

export function contextFor(house: House, sql: Sql, options: TransactionOptions, buffer: Buffered[], letGo = new Set<string>()): Context {
  const now = house.clock.now()
  return {
    sql, now, today: civilDay(now, house.timeZone), actor: options.actor, language: options.language ?? 'en', isDryRun: options.isDryRun ?? false, isPart: options.isPart ?? false, publicUrl: house.publicUrl, accounts: house.accounts,
    files: options.isDryRun === true ? withoutTrace(house.files) : { ...house.files, remove: async (sha256) => { letGo.add(sha256) } },
    demo: house.demo,
    isMailOn: house.isMailOn,
    messages: (area, language = options.language ?? 'en') => ({ ...house.languages.messages('en', area), ...house.languages.messages(language, area) }),
    acrossBooks: options.isBound === true ? acrossBooksOf(sql) : (work) => work(sql),
    setting: (setting) => settingOf(sql, setting),
    newId: house.ids.newId, newSiteId: house.ids.newSiteId, newSalt: house.ids.newSalt,
    facts: (knownAt) => house.facts.read(sql, knownAt),
    followed: (follower) => house.followed.read(follower),
    record: (decision) => { buffer.push({ decision, lines: [] }) },
    publish: (lines, decision) => { buffer.push({ decision, lines }) },
    upload: options.upload ?? (() => Promise.reject(new Refused(refuse('upload-missing', 'This operation takes a file as its body, and none was sent.')))),
  }
}

/** Within one that goes across, another changes nothing: only the outermost ends it. */
function acrossBooksOf(sql: Sql): Context['acrossBooks'] {
  let isAcross = false
  return async (work) => {
    if (isAcross) return work(sql)
    isAcross = true
    try { return await unbound(sql, work) } finally { isAcross = false }
  }
}

/** A dry run reads files and leaves none. */
const withoutTrace = (files: FileStore): FileStore => ({ ...files, put: async (bytes) => sha256Hex(bytes), remove: async () => {} })

/** Reactions may decide further things, which are reacted to in turn; a circle is a bug, found by its depth. */
const MOST_DECISIONS = 20_000

async function react(ctx: Context, buffer: readonly Buffered[]): Promise<void> {
  for (let i = 0; i < buffer.length; i++) {
    if (i > MOST_DECISIONS) throw new Error(`reactions do not come to an end: ${buffer[i]!.decision.kind}`)
    for (const reaction of reactionsTo(buffer[i]!.decision.kind)) await reaction(ctx, buffer[i]!.decision, buffer[i]!.lines)
  }
}

/** @throws Refused when a line is not of a known kind, or its value does not have that kind's shape */
function checkLines(lines: readonly FactLine[]): void {
  for (const line of lines) {
    const kind = factKinds.get(line.kind)
    if (kind === undefined) throw new Error(`no such kind of fact: ${line.kind}`)
    if (line.op !== 'put') continue
    const parsed = kind.schema.safeParse(line.value)
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!
      throw new Refused(refuse('fact-invalid', `The ${line.kind} ${line.id} cannot be published: ${issue.path.join('.') || 'value'}: ${issue.message}.`))
    }
  }
}

/** Writes the buffered decisions under the head lock. @returns whether anything public was written */
async function writeLog(house: House, sql: Sql, actor: Actor, buffer: readonly Buffered[]): Promise<{ size: number; isPublic: boolean }> {
  const changes: Buffered[] = []
  for (const { decision, lines } of buffer) {
    const changed = lines.length === 0 ? [] : await changedLines(sql, lines)
    if (lines.length > 0 && changed.length === 0 && decision.body['recordAlways'] !== true) continue
    changes.push({ decision, lines: changed })
  }
  const head = await readHead(sql, true)
  if (changes.length === 0) return { size: head.size, isPublic: false }
  const now = house.clock.now()
  const at = now > head.recordedAt ? now : head.recordedAt
  let position = head.size
  let publicSize = head.publicSize
  for (const { decision, lines } of changes) {
    const sealed = lines.map((line) => sealLine(line, house.ids.newSalt()))
    const entry = sealEntry(position, {
      version: PAYLOAD_VERSION, kind: decision.kind, subject: decision.subject, at, actor: actorRef(actor), salt: house.ids.newSalt(), body: decision.body,
      ...(sealed.length === 0 ? {} : { lines: { root: lineRoot(sealed), count: sealed.length } }),
    })
    await appendEntry(sql, position, entry, { kind: decision.kind, subject: decision.subject, isPublic: decision.isPublic, recordedAt: at })
    if (sealed.length > 0) {
      await appendLines(sql, position, sealed)
      await applyLines(sql, position, lines)
      for (const line of lines) {
        if (line.op !== 'withhold') continue
        await eraseLines(sql, line.kind, line.id)
        for (const react of whenWithheld) await react(sql, line.kind, line.id)
      }
    }
    position += 1
    if (decision.isPublic) publicSize = position
  }
  await moveHead(sql, { size: position, publicSize, recordedAt: at })
  return { size: position, isPublic: publicSize > head.publicSize }
}

/**
 * Runs one write, and once more where it and another waited for each other. Within it `ctx.facts()` answers what was published
 * before it.
 * @returns the handler's answer and the log size after it (the `Log-Position` of the answer)
 */
export async function write<T>(house: House, options: TransactionOptions, work: (ctx: Context) => Promise<T>): Promise<{ answer: T; size: number }> {
  // Accounts are kept outside the transaction: what was done to them is not rolled back, and is not done twice.
  let isRepeatable = options.isRepeatable === true
  const accounts = new Proxy(house.accounts, { get: (of, name, self) => { isRepeatable = false; return Reflect.get(of, name, self) as unknown } })
  try {
    return await writeOnce({ ...house, accounts }, options, work)
  } catch (error) {
    if (!isRepeatable || !isOutOfTurn(error)) throw error
    return writeOnce(house, options, work)
  }
}

/** Two writers waited for each other, or came in no order: PostgreSQL rolled one of them back, which has done nothing then. */
const isOutOfTurn = (error: unknown): boolean => ['40P01', '40001'].includes((error as { code?: string } | null)?.code ?? '')

async function writeOnce<T>(house: House, options: TransactionOptions, work: (ctx: Context) => Promise<T>): Promise<{ answer: T; size: number }> {
  const buffer: Buffered[] = []
  const letGo = new Set<string>()
  let written = { size: house.facts.publicSize(), isPublic: false }
  let answer: T
  try {
    answer = await house.database.sql.transaction().execute(async (sql) => {
      const isBound = house.database.hasRowSecurity && needsBinding(options.actor)
      if (isBound) await bindToScopes(sql, options.actor)
      const ctx = contextFor(house, sql, { ...options, isBound }, buffer, letGo)
      const result = await work(ctx)
      await react(ctx, buffer)
      for (const { lines } of buffer) checkLines(lines)
      if (options.isDryRun === true) throw new DryRunDone(result)
      if (buffer.length > 0) written = await writeLog(house, sql, options.actor, buffer)
      return result
    })
  } catch (error) {
    if (error instanceof DryRunDone) return { answer: error.answer as T, size: written.size }
    throw error
  }
  // After the commit, by what stands then and for all parties: a rollback keeps every byte.
  for (const sha256 of letGo) if (!await isHeld(house.database.sql, sha256)) await house.files.remove(sha256)
  if (written.isPublic) await house.facts.follow()
  return { answer, size: written.size }
}

/**
 * Runs one read. It needs no transaction of its own, since a snapshot of facts is consistent in itself; a member's read
 * takes one, to be bound to its scopes.
 */
export async function read<T>(house: House, options: TransactionOptions, work: (ctx: Context) => Promise<T>): Promise<T> {
  const buffer: Buffered[] = []
  const answer = house.database.hasRowSecurity && needsBinding(options.actor)
    ? await house.database.sql.transaction().execute(async (sql) => {
      await bindToScopes(sql, options.actor)
      return work(contextFor(house, sql, { ...options, isBound: true }, buffer))
    })
    : await work(contextFor(house, house.database.sql, options, buffer))
  if (buffer.length > 0) throw new Error('a read must record nothing')
  return answer
}

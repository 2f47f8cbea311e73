// Runs one operation for one actor: permit, shape, handler, log, idempotency. HTTP and the CLI's in-process client both end here.
import type { AnyContractProcedure } from '@orpc/contract'
import type { z } from 'zod'
import { can } from '#src/access/policy.ts'
import { actorRef, type Actor } from '#src/access/actor.ts'
import type { Context } from '#src/access/context.ts'
import { canonicalText } from '#src/kernel/canonical.ts'
import { sha256Hex } from '#src/kernel/merkle.ts'
import { Refused, refuse, type Fault } from '#src/kernel/refusal.ts'
import { commonRefusals } from './problems.ts'
import type { Route } from './operations.ts'
import { findAnswer, keepAnswer } from './idempotency.store.ts'
import { read, write, type House } from './transaction.ts'

export type Handler = (ctx: Context, input: unknown) => Promise<unknown>
export type Call = {
  readonly actor: Actor
  readonly language: string
  readonly isDryRun: boolean
  readonly idempotencyKey?: string | undefined
  readonly upload?: ((maxBytes: number) => Promise<Uint8Array>) | undefined
}
export type Answer = { readonly result: unknown; readonly size: number; readonly isReplay: boolean }

/** @throws Refused `sign-in-required`, `permit-missing` */
export function requirePermit(actor: Actor, permit: string): void {
  if (can(actor, permit)) return
  throw new Refused(actor.kind === 'public'
    ? refuse('sign-in-required', `This needs the permit ${permit}. Sign in, or send an API key as "Authorization: Bearer …".`)
    : refuse('permit-missing', `This account does not hold the permit ${permit}.`))
}

const pointer = (path: readonly PropertyKey[]): string => path.map((part) => `/${String(part).replace(/~/g, '~0').replace(/\//g, '~1')}`).join('')

/** What a schema found, as faults with pointers. */
export function faultsOf(issues: readonly { readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined; readonly message: string }[]): Fault[] {
  return issues.slice(0, 50).map((issue) => ({
    pointer: pointer((issue.path ?? []).map((part) => typeof part === 'object' ? part.key : part)), detail: issue.message,
  }))
}

export function inputRefusal(issues: Parameters<typeof faultsOf>[0]): Refused {
  const faults = faultsOf(issues)
  const first = faults[0]
  return new Refused(refuse('input-invalid', first === undefined ? 'The input does not have the right form.' : `${first.pointer.slice(1).replace(/\//g, '.') || 'input'}: ${first.detail}.`, faults))
}

/** @throws Refused `input-invalid` */
export async function parseInput(procedure: AnyContractProcedure, raw: unknown): Promise<unknown> {
  const parsed = await (procedure['~orpc'].inputSchema as z.ZodType).safeParseAsync(raw)
  if (!parsed.success) throw inputRefusal(parsed.error.issues)
  return parsed.data
}

/** A refusal that the operation did not declare would make the OpenAPI document a lie. */
export function assertDeclared(route: Route, code: string): void {
  if (!(code in commonRefusals) && !route.meta.refusals.includes(code)) throw new Error(`${route.name} refused with "${code}", which its contract does not declare`)
}

/**
 * Runs a decoded operation.
 * @throws Refused with a code the operation declares
 */
export async function invoke(house: House, route: Route, handler: Handler, call: Call, input: unknown): Promise<Answer> {
  requirePermit(call.actor, route.meta.permit)
  const options = { actor: call.actor, language: call.language, isDryRun: call.isDryRun, ...(call.upload === undefined ? { isRepeatable: true } : { upload: call.upload }) }
  try {
    if (route.meta.mode === 'read') return { result: await read(house, options, (ctx) => handler(ctx, input)), size: house.facts.publicSize(), isReplay: false }
    if (call.idempotencyKey === undefined || call.isDryRun || route.meta.hasSecretAnswer === true) {
      const { answer, size } = await write(house, options, (ctx) => handler(ctx, input))
      return { result: answer, size, isReplay: false }
    }
    return await invokeOnce(house, route, handler, { ...call, idempotencyKey: call.idempotencyKey }, input)
  } catch (error) {
    if (error instanceof Refused) assertDeclared(route, error.refusal.code)
    throw error
  }
}

/** The same key with the same input gives the same answer; the answer is kept in the transaction that made it. */
async function invokeOnce(house: House, route: Route, handler: Handler, call: Call & { idempotencyKey: string }, input: unknown): Promise<Answer> {
  const upload = call.upload === undefined ? undefined : await call.upload(MOST_UPLOAD_BYTES)
  const inputHash = sha256Hex(canonicalText({ operation: route.name, input: input ?? null, upload: upload === undefined ? null : sha256Hex(upload) }))
  let isReplay = false
  const limited = async (maxBytes: number): Promise<Uint8Array> => {
    if (upload !== undefined && upload.byteLength > maxBytes) throw new Refused(refuse('upload-too-large', `The file has more than ${Math.floor(maxBytes / 1024)} kB.`))
    return upload ?? new Uint8Array()
  }
  const options = { actor: call.actor, language: call.language, upload: limited, isRepeatable: true }
  const { answer, size } = await write(house, options, async (ctx) => {
    const actor = actorRef(call.actor)
    const kept = await findAnswer(ctx.sql, actor, call.idempotencyKey, inputHash, ctx.now)
    if (kept !== undefined) { isReplay = true; return kept }
    const result = await handler(ctx, input)
    await keepAnswer(ctx.sql, actor, call.idempotencyKey, result)
    return result
  })
  return { result: answer, size, isReplay }
}

export const MOST_UPLOAD_BYTES = 20 * 1024 * 1024

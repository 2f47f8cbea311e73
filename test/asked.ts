// Any operation asked of a world as any actor, past the front door and as a dry run, with the least input that its schema takes.
import { z } from 'zod'
import type { Actor } from '#src/access/actor.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { handlers } from '#src/platform/handlers.ts'
import { invoke, type Handler } from '#src/platform/invoke.ts'
import type { Route } from '#src/platform/operations.ts'
import type { World } from './world.ts'

/** The least that a schema takes: for operations whose law is not the question. */
function least(schema: z.core.JSONSchema.BaseSchema): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.default !== undefined) return schema.default
  if (schema.enum !== undefined) return schema.enum[0]
  const either = schema.anyOf ?? schema.oneOf
  if (either !== undefined) return least(either.find((one) => (one as { type?: string }).type !== 'null') as z.core.JSONSchema.BaseSchema)
  if (schema.allOf !== undefined) return Object.assign({}, ...schema.allOf.map((one) => least(one as z.core.JSONSchema.BaseSchema)))
  if (schema.type === 'object') return Object.fromEntries((schema.required ?? []).map((name) => [name, least((schema.properties?.[name] ?? {}) as z.core.JSONSchema.BaseSchema)]))
  if (schema.type === 'array') return Array.from({ length: schema.minItems ?? 0 }, () => least(schema.items as z.core.JSONSchema.BaseSchema))
  if (schema.type === 'integer' || schema.type === 'number') return Math.max(1, schema.minimum ?? 1)
  if (schema.type === 'boolean') return true
  if (schema.format === 'date' || schema.pattern?.includes('\\d{4}-\\d{2}-\\d{2}') === true) return '2026-01-01'
  return 'x'.repeat(Math.max(12, schema.minLength ?? 0)).slice(0, schema.maxLength)
}

const inputs = new Map<string, Record<string, unknown>>()
export function leastInput(route: Route): Record<string, unknown> {
  const known = inputs.get(route.name)
  if (known !== undefined) return known
  const made = least(z.toJSONSchema(route.procedure['~orpc'].inputSchema as z.ZodType, { io: 'output', unrepresentable: 'any' })) as Record<string, unknown>
  inputs.set(route.name, made)
  return made
}

export type Answered = { readonly code: string; readonly text: string }
export type Asking = { /** Taken out of what a refusal says, so that two can be compared. */ readonly hidden: readonly string[]; readonly upload?: Uint8Array }

/** The answer past the front door: `answered` with its text, the code of a refusal with its detail, or `fault`. */
export async function ask(world: World, route: Route, actor: Actor, input: unknown, { hidden, upload }: Asking): Promise<Answered> {
  const bytes = upload ?? new TextEncoder().encode('%PDF-1.4 nothing')
  try {
    const { result } = await invoke(world.house, route, (handlers as unknown as Record<string, Handler>)[route.name]!, {
      actor, language: 'en', isDryRun: true,
      upload: (most) => bytes.byteLength > most ? Promise.reject(new Refused(refuse('upload-too-large', 'It is too large.'))) : Promise.resolve(bytes),
    }, input)
    return { code: 'answered', text: result instanceof Response ? await result.text() : JSON.stringify(result) }
  } catch (error) {
    if (error instanceof Refused) return { code: error.refusal.code, text: hidden.filter((one) => one !== '').reduce((shown, id) => shown.replaceAll(id, '…'), error.refusal.detail) }
    return { code: 'fault', text: String(error) }
  }
}

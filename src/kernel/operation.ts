// One contract, one front door: an operation is one pure value. The route, the OpenAPI document, the typed client, the
// CLI command and the permission matrix are made from it (architecture section 1, idea 2).
import { oc, type AnyContractProcedure } from '@orpc/contract'
import { z } from 'zod'

/**
 * A write that also takes a body of lines (newline-delimited JSON), however long: they are read as they come and handed to
 * the handler in batches, each a call and a transaction of its own, and its answers go out line by line.
 */
export type Lines<Input = never> = {
  /** The field of the input that the lines fill, and the field of the result that answers them, in the same order. */
  readonly field: string
  readonly answers: string
  readonly mostLineBytes: number
  /** Pure work on one line, done while the batch before is being written. Gets text, or what `kernel/line.ts` says is wrong with it. */
  readonly prepare: (line: unknown) => unknown
  /** The number of the first line of this body in what its sender counts. */
  readonly firstLine: (input: Input) => number
  /** All lines stand or fall together, in one transaction once the body is whole. */
  readonly isTogether: (input: Input) => boolean
  /** Together: what is answered where one line keeps all others out; null where all stand. */
  readonly withheld: (answers: readonly never[]) => readonly unknown[] | null
}

export type OperationMeta = {
  /** noun:verb; `platform/policy.ts` says who holds it. */
  readonly permit: string
  /** A read is a pure function of (build, request, language, day, log position) and may be cached; a write is logged. */
  readonly mode: 'read' | 'write'
  /** The codes of the refusals it may give, besides those every operation may give. */
  readonly refusals: readonly string[]
  /** Streams mount as plain routes: `upload` takes raw bytes as its body, `export` answers a file. */
  readonly stream?: 'upload' | 'export'
  readonly lines?: Lines
  /** The answer holds a secret shown once: never kept for an `Idempotency-Key`. */
  readonly hasSecretAnswer?: true
}

type Definition<I extends z.ZodType, O extends z.ZodType> = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: `/${string}`
  readonly summary: string
  readonly description?: string
  readonly tag: string
  readonly permit: string
  /** Path parameters, and the query of a GET or the body of a write, in one flat object. */
  readonly input: I
  readonly result: O
  readonly refusals?: readonly string[]
  readonly stream?: 'upload' | 'export'
  readonly lines?: Lines<z.output<I>>
  readonly status?: number
  /** A question too long for an address: a POST that stores nothing and is logged nowhere. */
  readonly isRead?: true
  readonly hasSecretAnswer?: true
}

/**
 * Declares one operation. A `{name}` in the path is filled from the input field of that name.
 * A GET is a read; everything else is a write and takes `Idempotency-Key` and `dry-run`.
 */
export function operation<const I extends z.ZodType, const O extends z.ZodType>(definition: Definition<I, O>) {
  const meta: OperationMeta = {
    permit: definition.permit,
    mode: definition.method === 'GET' || definition.isRead === true ? 'read' : 'write',
    refusals: definition.refusals ?? [],
    ...(definition.stream === undefined ? {} : { stream: definition.stream }),
    ...(definition.lines === undefined ? {} : { lines: definition.lines as unknown as Lines }),
    ...(definition.hasSecretAnswer === undefined ? {} : { hasSecretAnswer: definition.hasSecretAnswer }),
  }
  return oc.$meta<OperationMeta>(meta).route({
    method: definition.method,
    path: definition.path,
    summary: definition.summary,
    tags: [definition.tag],
    ...(definition.description === undefined ? {} : { description: definition.description }),
    ...(definition.status === undefined ? {} : { successStatus: definition.status }),
  }).input(definition.input).output(definition.result)
}

export type Contract = Readonly<Record<string, AnyContractProcedure>>

/** What an operation takes after decoding, and what it answers before encoding. */
export type InputOf<P> = P extends { '~orpc': { inputSchema?: infer S } } ? S extends z.ZodType ? z.output<S> : never : never
export type ResultOf<P> = P extends { '~orpc': { outputSchema?: infer S } } ? S extends z.ZodType ? z.input<S> : never : never

/** A contract without a handler, or a handler with a wrong result, does not compile. */
export type Handlers<C extends Contract, Ctx> = {
  readonly [K in keyof C]: (ctx: Ctx, input: InputOf<C[K]>) => Promise<ResultOf<C[K]> | Response>
}

export const metaOf = (procedure: AnyContractProcedure): OperationMeta => procedure['~orpc'].meta as unknown as OperationMeta

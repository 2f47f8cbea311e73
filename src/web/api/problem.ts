// What the server says when it says no: RFC 9457, the same shape for a form's faults and for a rule of the scheme.
export type ProblemFault = { readonly pointer: string; readonly detail: string }

export type ProblemBody = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail?: string
  readonly instance?: string
  readonly errors?: readonly ProblemFault[]
}

/** A refused or failed request. `code` is the refusal's name; `unreachable` when no answer came. */
export class Problem extends Error {
  readonly code: string
  readonly body: ProblemBody
  constructor(body: ProblemBody) {
    super(body.detail ?? body.title)
    this.name = 'Problem'
    this.body = body
    this.code = body.type.split('/').at(-1) ?? body.type
  }
}

/** Reads a problem document, or makes one of an answer that is none. */
export async function problemOf(response: Response): Promise<Problem> {
  const isProblem = response.headers.get('content-type')?.includes('problem+json') ?? false
  if (isProblem) return new Problem((await response.json()) as ProblemBody)
  return new Problem({
    type: '/problems/unexpected-answer',
    title: response.statusText || 'Unexpected answer',
    status: response.status,
  })
}

export const unreachable = (): Problem =>
  new Problem({ type: '/problems/unreachable', title: 'The server did not answer', status: 0 })

// The OpenAPI 3.1 document, made from the contract: it cannot say anything that the routes do not do.
import { OpenAPIGenerator } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { isPublicPermit } from '#src/access/policy.ts'
import { routesOf, type Route } from './operations.ts'
import { catalogue, statusOfCode } from './problems.ts'
import { contract } from './contract.ts'

type Operation = { operationId?: string; parameters?: unknown[]; responses?: Record<string, unknown>; requestBody?: unknown; security?: unknown[]; description?: string }
export type OpenApiDocument = { openapi: string; info: unknown; paths: Record<string, Record<string, Operation>>; components?: Record<string, unknown>; [key: string]: unknown }

const problemSchema = {
  type: 'object', required: ['type', 'title', 'status', 'detail', 'code'],
  description: 'RFC 9457 problem details',
  properties: {
    type: { type: 'string', format: 'uri' }, title: { type: 'string' }, status: { type: 'integer' }, detail: { type: 'string' }, instance: { type: 'string' }, code: { type: 'string' },
    errors: { type: 'array', items: { type: 'object', required: ['pointer', 'detail'], properties: { pointer: { type: 'string' }, detail: { type: 'string' } } } },
  },
}
const writeHeaders = [
  { name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 200 }, description: 'The same key with the same input gives the same answer.' },
  { name: 'Dry-Run', in: 'header', required: false, schema: { type: 'string', enum: ['true'] }, description: 'Does everything and keeps nothing.' },
]

function finish(operation: Operation, route: Route): void {
  operation.operationId = route.name
  const codes = route.meta.refusals.toSorted()
  const byStatus = Map.groupBy(codes, (code) => String(statusOfCode(code)))
  operation.responses ??= {}
  for (const [status, ofStatus] of byStatus) {
    operation.responses[status] = {
      description: ofStatus.map((code) => `\`${code}\`: ${catalogue.get(code)?.title ?? ''}`).join('; '),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    }
  }
  operation.responses['default'] = { description: 'A problem that any operation may answer', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } }
  operation.description = [operation.description, `Permit: \`${route.meta.permit}\`.`].filter(Boolean).join('\n\n')
  if (!isPublicPermit(route.meta.permit)) operation.security = [{ apiKey: [] }]
  if (route.meta.mode === 'write') operation.parameters = [...operation.parameters ?? [], ...writeHeaders]
  if (route.meta.lines !== undefined) {
    const body = operation.requestBody as { content: Record<string, unknown> }
    body.content['application/x-ndjson'] = { schema: { type: 'string', description: `One value of \`${route.meta.lines.field}\` a line, of any number; the other fields go into the query. Answered by one line of \`${route.meta.lines.answers}\` each, as application/x-ndjson.` } }
  }
  if (route.meta.stream === 'upload') operation.requestBody = { required: true, content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } }
  if (route.meta.stream === 'export') operation.responses['200'] = { description: 'The file', content: { '*/*': { schema: { type: 'string', format: 'binary' } } } }
}

/** @param publicUrl where this installation is reached */
export async function openApiDocument(publicUrl: string, version: string): Promise<OpenApiDocument> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  const document = await generator.generate(contract, {
    info: {
      title: 'Cupel', version,
      description: 'The public registry of a responsible-metals scheme. Compiled records come from public sources and are not the scheme\'s own register. Errors are RFC 9457 problems; each code has a page under /problems.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: `${publicUrl}/api/v1` }],
  }) as unknown as OpenApiDocument
  document.components = {
    ...document.components,
    schemas: { ...(document.components?.['schemas'] as object | undefined), Problem: problemSchema },
    securitySchemes: { apiKey: { type: 'http', scheme: 'bearer', description: 'An API key made under Account' } },
  }
  for (const route of routesOf(contract)) {
    const operation = document.paths[route.path]?.[route.method.toLowerCase()]
    if (operation === undefined) throw new Error(`the generator left out ${route.name}`)
    finish(operation, route)
  }
  return document
}

// The browsable API reference: one server-made page that needs no script, because a reference that loads three megabytes
// to show a list of paths helps nobody (decision 0006).
import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { OpenApiDocument } from './openapi.ts'
import { catalogue } from './problems.ts'

type Html = HtmlEscapedString | Promise<HtmlEscapedString>
type Schema = { type?: string | string[]; enum?: unknown[]; const?: unknown; items?: Schema; properties?: Record<string, Schema>; required?: string[]; description?: string; anyOf?: Schema[]; oneOf?: Schema[]; default?: unknown; pattern?: string; $ref?: string; minimum?: number; maximum?: number; maxLength?: number }
type Parameter = { name: string; in: string; required?: boolean; schema?: Schema; description?: string }

const typeOf = (schema: Schema | undefined): string => {
  if (schema === undefined) return 'any'
  if (schema.enum !== undefined) return schema.enum.map(String).join(' | ')
  if (schema.const !== undefined) return String(schema.const)
  if (schema.anyOf ?? schema.oneOf) return (schema.anyOf ?? schema.oneOf)!.map(typeOf).join(' or ')
  if (schema.type === 'array') return `list of ${typeOf(schema.items)}`
  return Array.isArray(schema.type) ? schema.type.join(' or ') : schema.type ?? 'any'
}

function fields(schema: Schema | undefined, depth = 0): Html | '' {
  const properties = schema?.type === 'array' ? schema.items?.properties : schema?.properties
  if (properties === undefined || depth > 3) return ''
  const required = new Set((schema?.type === 'array' ? schema.items?.required : schema?.required) ?? [])
  return html`<ul>${Object.entries(properties).map(([name, field]) => html`<li><code>${name}</code> <span class="type">${typeOf(field)}</span>${required.has(name) ? '' : html` <span class="type">optional</span>`}${field.description ? html` ${field.description}` : ''}${fields(field, depth + 1)}</li>`)}</ul>`
}

type Op = { operationId?: string; summary?: string; description?: string; tags?: string[]; parameters?: Parameter[]; requestBody?: { content?: Record<string, { schema?: Schema }> }; responses?: Record<string, { description?: string; content?: Record<string, { schema?: Schema }> }>; security?: unknown[] }

function operationSection(method: string, path: string, op: Op, publicUrl: string): Html {
  const body = Object.values(op.requestBody?.content ?? {})[0]?.schema
  const success = Object.entries(op.responses ?? {}).find(([status]) => status.startsWith('2'))
  const refusals = Object.entries(op.responses ?? {}).filter(([status]) => /^[45]/.test(status))
  const curl = `curl ${method === 'get' ? '' : `-X ${method.toUpperCase()} `}${op.security ? '-H "Authorization: Bearer $CUPEL_KEY" ' : ''}${publicUrl}/api/v1${path}`
  return html`<section id="${op.operationId ?? ''}" aria-labelledby="${op.operationId ?? ''}-title">
    <h3 id="${op.operationId ?? ''}-title">${op.summary ?? op.operationId ?? ''}</h3>
    <p><code class="method">${method.toUpperCase()}</code> <code>/api/v1${path}</code>${op.security ? html` <strong>needs a key</strong>` : ''}</p>
    ${op.description ? html`<p>${op.description.replace(/`/g, '')}</p>` : ''}
    <pre tabindex="0"><code>${curl}</code></pre>
    ${(op.parameters ?? []).length === 0 ? '' : html`<h4>Parameters</h4><ul>${op.parameters!.map((p) => html`<li><code>${p.name}</code> <span class="type">${p.in}, ${typeOf(p.schema)}${p.required ? '' : ', optional'}</span> ${p.description ?? p.schema?.description ?? ''}</li>`)}</ul>`}
    ${body === undefined ? '' : html`<h4>Body</h4>${fields(body) || html`<p>${typeOf(body)}</p>`}`}
    ${success === undefined ? '' : html`<details><summary>Answer ${success[0]}</summary>${fields(Object.values(success[1].content ?? {})[0]?.schema) || html`<p>${success[1].description ?? ''}</p>`}</details>`}
    ${refusals.length === 0 ? '' : html`<p>May refuse: ${refusals.map(([status, response]) => html`${status}: ${(response.description ?? '').replace(/`/g, '')}. `)}</p>`}
  </section>`
}

const style = `:root{color-scheme:light dark}body{font:16px/1.55 system-ui,sans-serif;margin:0;background:#fdfbf8;color:#1d1a17}main{max-width:62rem;margin:0 auto;padding:1rem 1.25rem 4rem}
a{color:#8f4420}code,pre{font-family:ui-monospace,monospace;font-size:.92em}pre{background:#f3eee7;padding:.6rem .8rem;overflow-x:auto;border-radius:.4rem}section{border-top:1px solid #ddd3c6;padding:.5rem 0}
.type{color:#62584d;font-size:.9em}.method{font-weight:700}nav ul{columns:2;list-style:none;padding:0}nav a{display:inline-block;padding:.2rem 0;min-height:24px}summary{min-height:24px;cursor:pointer}h2{margin-top:2.2rem}
@media(max-width:40rem){nav ul{columns:1}}@media(prefers-color-scheme:dark){body{background:#171412;color:#efe9e1}a{color:#e9a07a}pre{background:#26211d}section{border-color:#3a332c}.type{color:#b9ad9e}}`

const page = (title: string, content: Html): Html => html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title><link rel="icon" href="/favicon.svg" type="image/svg+xml"><style>${raw(style)}</style></head><body>${content}</body></html>`

export async function apiReferencePage(document: OpenApiDocument, publicUrl: string): Promise<string> {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, op]) => ({ path, method, op: op as Op })))
  const byTag = Map.groupBy(operations, ({ op }) => op.tags?.[0] ?? 'Other')
  return String(await page('API reference · Cupel', html`<main>
    <p><a href="/">Cupel</a></p><h1>API reference</h1>
    <p>Reads are open to everybody and to every origin. Writes need the operator: <code>Authorization: Bearer &lt;API key&gt;</code>. Every write takes <code>Idempotency-Key</code> and <code>Dry-Run: true</code>. Errors are RFC 9457 problems; <a href="/problems">every code has a page</a>. The machine's form of this page: <a href="/api/v1/openapi.json">OpenAPI 3.1</a>.</p>
    <nav aria-label="Operations">${[...byTag].map(([tag, ops]) => html`<h2>${tag}</h2><ul>${ops.map(({ op }) => html`<li><a href="#${op.operationId ?? ''}">${op.summary ?? op.operationId ?? ''}</a></li>`)}</ul>`)}</nav>
    ${[...byTag].map(([tag, ops]) => html`<h2>${tag}</h2>${ops.map(({ path, method, op }) => operationSection(method, path, op, publicUrl))}`)}
  </main>`))
}

export async function problemPage(code: string): Promise<string | undefined> {
  const meaning = catalogue.get(code)
  if (meaning === undefined) return undefined
  return String(await page(`${meaning.title} · Cupel`, html`<main><p><a href="/">Cupel</a> · <a href="/problems">All problems</a></p><h1>${meaning.title}</h1><p><code>${code}</code></p><p>${meaning.meaning.replace(/`/g, '')}</p></main>`))
}

export async function problemsPage(): Promise<string> {
  const codes = [...catalogue].toSorted(([a], [b]) => a < b ? -1 : 1)
  return String(await page('Problems · Cupel', html`<main><p><a href="/">Cupel</a> · <a href="/docs">API reference</a></p><h1>Problems</h1><p>Every way in which an operation can say no, by its code.</p><ul>${codes.map(([code, { title }]) => html`<li><a href="/problems/${code}"><code>${code}</code></a> ${title}</li>`)}</ul></main>`))
}

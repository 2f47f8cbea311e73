// Every contract operation as a command: its flags are the fields of its input, its name the operation's in kebab case.
import { Command, Option } from 'commander'
import { createReadStream, createWriteStream, existsSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { routesOf, type Route } from '#src/platform/operations.ts'
import { contract } from '#src/platform/contract.ts'
import { StartRefused } from '#src/platform/config.ts'
import type { Problem } from '#src/platform/problems.ts'
import { openHouseClient, type HouseClient, type Target } from './house-client.ts'
import { answer, err, out, problem, progressBar } from './print.ts'

type Field = { type?: string | string[]; enum?: unknown[]; description?: string; default?: unknown; items?: Field; anyOf?: Field[]; oneOf?: Field[] }
type Input = { properties?: Record<string, Field>; required?: string[] }

export const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
const camel = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())

export const inputSchema = (route: Route): Input =>
  z.toJSONSchema(route.procedure['~orpc'].inputSchema as z.ZodType, { io: 'input', unrepresentable: 'any' }) as Input

/** A field and what else it may be. */
const shapesOf = (field: Field): Field[] => [field, ...field.anyOf ?? [], ...field.oneOf ?? []]
const mayBe = (field: Field, ...types: readonly string[]): boolean => shapesOf(field).some(({ type }) => [type].flat().some((one) => one !== undefined && types.includes(one)))
const isNested = (field: Field): boolean => mayBe(field, 'object') || shapesOf(field).some(({ items }) => items !== undefined && isNested(items))
/** A field of any form, such as the value of a setting: JSON where it reads as JSON, else text. */
const isAny = (field: Field): boolean => shapesOf(field).length === 1 && field.type === undefined

function optionFor(name: string, field: Field, isRequired: boolean): Option {
  const holder = field.type === 'boolean' ? '[true|false]' : isNested(field) ? '<json>' : field.type === 'array' ? '<value...>' : '<value>'
  const about = [field.description ?? '', field.enum === undefined ? '' : `one of ${field.enum.join(', ')}`, isRequired ? 'required' : '', field.default === undefined ? '' : `default ${String(field.default)}`]
  return new Option(`--${kebab(name)} ${holder}`, about.filter((part) => part !== '').join('; '))
}

function valueOf(name: string, field: Field | undefined, given: unknown): unknown {
  if (field === undefined || typeof given !== 'string') return given
  if (isNested(field)) {
    try { return JSON.parse(given) } catch { throw new StartRefused(`--${kebab(name)} takes JSON.`) }
  }
  if (isAny(field)) try { return JSON.parse(given) as unknown } catch { return given }
  if (given === 'null' && mayBe(field, 'null')) return null
  if (field.type === 'boolean') return given === 'true'
  if (mayBe(field, 'number', 'integer') && !mayBe(field, 'string') && given.trim() !== '') return Number(given)
  return given
}

function addressOf(route: Route, input: Readonly<Record<string, unknown>>, rest: Record<string, unknown>, asLines: boolean): string {
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (input[name] === undefined) throw new StartRefused(`--${kebab(name)} is needed.`)
    delete rest[name]
    return encodeURIComponent(String(input[name]))
  })
  const inQuery = route.method === 'GET' || route.meta.stream === 'upload' || asLines
  if (!inQuery) return path
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(rest)) for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one))
  return query.size === 0 ? path : `${path}?${query}`
}

export type CallOptions = { readonly file?: string | undefined; readonly dryRun?: boolean | undefined; readonly idempotencyKey?: string | undefined }

/** Sends one operation. @returns the response, refused or not */
export async function send(client: HouseClient, route: Route, input: Readonly<Record<string, unknown>>, options: CallOptions = {}): Promise<Response> {
  const rest: Record<string, unknown> = { ...input }
  const asLines = route.meta.lines !== undefined && options.file !== undefined
  const address = addressOf(route, input, rest, asLines)
  const headers: Record<string, string> = { accept: 'application/json' }
  if (options.dryRun === true) headers['dry-run'] = 'true'
  if (options.idempotencyKey !== undefined) headers['idempotency-key'] = options.idempotencyKey
  if (route.method === 'GET') return client.request(address, { headers })
  if (route.meta.stream === 'upload' || asLines) {
    if (options.file === undefined) throw new StartRefused('Name the file to send by --file.')
    if (!existsSync(options.file)) throw new StartRefused(`There is no file ${options.file}.`)
    return client.request(address, { method: route.method, headers: { ...headers, 'content-type': asLines ? 'application/x-ndjson' : 'application/octet-stream' }, body: sentFile(options.file), duplex: 'half' } as RequestInit)
  }
  return client.request(address, { method: route.method, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(rest) })
}

/** A file as a body, with a bar while it goes. */
function sentFile(file: string): BodyInit {
  const all = statSync(file).size
  const bar = progressBar(`Sending ${basename(file)}`)
  let done = 0
  const stream = createReadStream(file)
  stream.on('data', (part) => { done += part.length; bar(done, all) })
  return Readable.toWeb(stream) as unknown as BodyInit
}

/** Prints an answer and says the exit code: 0 done, 1 refused. */
export async function printResponse(response: Response, options: { json?: boolean | undefined; output?: string | undefined }): Promise<number> {
  const type = response.headers.get('content-type') ?? ''
  if (!response.ok) {
    const value = await response.json() as Problem
    if (options.json === true) out(JSON.stringify(value, null, 2))
    else err(problem(value))
    return 1
  }
  if (options.output !== undefined) {
    await pipeline(Readable.fromWeb(response.body as never), createWriteStream(options.output))
    err(`Written to ${options.output}`)
    return 0
  }
  if (!type.startsWith('application/json')) { await pipeline(Readable.fromWeb(response.body as never), process.stdout, { end: false }); return 0 }
  const value: unknown = await response.json()
  out(options.json === true ? JSON.stringify(value, null, 2) : answer(value))
  return 0
}

/** Adds a command for each operation of the contract. @param open where a command asks */
export function addOperationCommands(program: Command, target: () => Target & { json?: boolean }, open = openHouseClient): void {
  for (const route of routesOf(contract).toSorted((a, b) => a.name < b.name ? -1 : 1)) {
    const { summary, tags } = route.procedure['~orpc'].route
    const schema = inputSchema(route)
    const command = program.command(kebab(route.name)).description(summary ?? '').helpGroup(`${tags?.[0] ?? 'Other'}:`)
    for (const [name, field] of Object.entries(schema.properties ?? {})) command.addOption(optionFor(name, field, schema.required?.includes(name) ?? false))
    if (route.meta.stream === 'upload') command.option('--file <path>', 'the file to send; required')
    if (route.meta.lines !== undefined) command.option('--file <path>', `a file with one value of ${kebab(route.meta.lines.field)} a line (NDJSON), of any size; one answer line each is printed`)
    if (route.meta.stream === 'export') command.option('-o, --output <path>', 'write to this file instead of the terminal')
    if (route.meta.mode === 'write') command.option('--dry-run', 'do everything, keep nothing').option('--idempotency-key <key>', 'the same key gives the same answer')
    command.action(async (given: Record<string, unknown>) => {
      const { file, output, dryRun, idempotencyKey, ...fields } = given as { file?: string; output?: string; dryRun?: boolean; idempotencyKey?: string }
      // Options of the program (server, key, data, json) are no fields.
      const asked = Object.entries(fields).filter(([name]) => schema.properties?.[camel(name)] !== undefined)
      const input = Object.fromEntries(asked.map(([name, value]) => [camel(name), valueOf(camel(name), schema.properties?.[camel(name)], value)]))
      const client = await open(target())
      try {
        const fileName = file !== undefined && schema.properties?.['filename'] !== undefined && input['filename'] === undefined ? { filename: basename(file) } : {}
        process.exitCode = await printResponse(await send(client, route, { ...fileName, ...input }, { file, dryRun, idempotencyKey }), { json: target().json, output })
      } finally { await client.close() }
    })
  }
}

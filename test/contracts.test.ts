// The contract as a whole: that every operation says what a reader needs, and three goldens made from it. A change of
// `docs/openapi.json`, `docs/permissions.md` or `docs/problems.md` is read in review; `npm test -- -u` writes them anew.
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { publicActor } from '#src/access/actor.ts'
import { can, holdersOf } from '#src/access/policy.ts'
import { memberPermits } from '#src/access/permits.ts'
import { Role, scopesOf } from '#src/access/role.ts'
import { kebab } from '#src/cli/operation-command.ts'
import { contract } from '#src/platform/contract.ts'
import { version } from '#src/platform/house.ts'
import { openApiDocument } from '#src/platform/openapi.ts'
import { routesOf, type Route } from '#src/platform/operations.ts'
import { catalogue, statusOfCode } from '#src/platform/problems.ts'
import { operator } from '#test/world.ts'

const docs = join(import.meta.dirname, '..', 'docs')
const golden = (name: string): string => join(docs, name)
const routes = routesOf(contract).toSorted((a, b) => a.name < b.name ? -1 : 1)
const shapeOf = (route: Route): Record<string, unknown> => (route.procedure['~orpc'].inputSchema as z.ZodObject).shape
const described = (route: Route) => route.procedure['~orpc'].route as { summary?: string; tags?: readonly string[] }

const permits = [...new Set(routes.map(({ meta }) => meta.permit))].toSorted()
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`
const heldBy = (permit: string): string => {
  const holders = holdersOf(permit)
  return typeof holders === 'string' ? holders : holders.join(', ')
}

function permissionTable(): string {
  const rows = permits.map((permit) => row([
    `\`${permit}\``, heldBy(permit), routes.filter(({ meta }) => meta.permit === permit).map(({ name }) => `\`${name}\``).join(', '),
  ]))
  const roles = Role.options.map((role) => row([role, scopesOf[role].join(', ')]))
  return '# Permissions\n\nWho holds which permit, and what each opens. Made from the contract and `src/access/permits.ts` by '
    + '`test/contracts.test.ts`;\n`npm test -- -u` writes it anew. A line that changes here is a change of who may do what.\n\n'
    + 'A role is held on a scope; a permit reaches what the scope of the role reaches. "Every account" means: for what is its own.\n\n'
    + row(['role', 'may be held on']) + row(['---', '---']) + roles.join('') + '\n'
    + row(['permit', 'held by', 'operations']) + row(['---', '---', '---']) + rows.join('')
}

/** JSON whose short values keep to one line, so that a change of one field is one line of the diff. */
function readable(value: unknown, indent = ''): string {
  const short = JSON.stringify(value)
  if (typeof value !== 'object' || value === null || short.length + indent.length <= 116) return short
  const inner = `${indent} `
  const parts = Array.isArray(value) ? value.map((one) => inner + readable(one, inner))
    : Object.entries(value).map(([name, one]) => `${inner}${JSON.stringify(name)}: ${readable(one, inner)}`)
  return Array.isArray(value) ? `[\n${parts.join(',\n')}\n${indent}]` : `{\n${parts.join(',\n')}\n${indent}}`
}

function problemTable(): string {
  const rows = [...catalogue].toSorted(([a], [b]) => a < b ? -1 : 1).flatMap(([code, { title, meaning }]) => {
    const givers = routes.filter(({ meta }) => meta.refusals.includes(code)).map(({ name }) => `\`${name}\``)
    const who = givers.length === 0 ? 'Any operation may give it.' : `Given by ${givers.join(', ')}.`
    return [`\n## ${code}\n\n**${statusOfCode(code)}** ${title}. ${meaning}\n\n${who}\n`]
  })
  return '# Problems\n\nEvery way in which an operation says no: RFC 9457 problems, by the last part of their `type`. A running server shows\n'
    + 'each at `/problems/<code>`. Made from the catalogues (`refusals.ts` of each slice) by `test/contracts.test.ts`;\n'
    + '`npm test -- -u` writes it anew.\n' + rows.join('')
}

describe('goldens', () => {
  it('the OpenAPI document', async () => {
    const document: unknown = JSON.parse(JSON.stringify(await openApiDocument('http://localhost:8080', version)))
    await expect(`${readable(document)}\n`).toMatchFileSnapshot(golden('openapi.json'))
  })
  it('who may do what', async () => { await expect(permissionTable()).toMatchFileSnapshot(golden('permissions.md')) })
  it('every problem', async () => { await expect(problemTable()).toMatchFileSnapshot(golden('problems.md')) })
})

describe('every operation', () => {
  const wrong = (find: (route: Route) => string | undefined): string[] =>
    routes.flatMap((route) => { const what = find(route); return what === undefined ? [] : [`${route.name}: ${what}`] })

  it('has a summary that is a phrase, and one tag', () => {
    expect(wrong((route) => {
      const { summary, tags } = described(route)
      if (summary === undefined || !/^[A-Z].{5,99}[^.\s]$/.test(summary)) return `the summary "${summary}" is not a phrase of 7 to 100 characters without a full stop`
      return tags?.length === 1 ? undefined : 'it needs exactly one tag'
    })).toEqual([])
  })
  it('is called by a verb and a noun, and its command by the same', () => {
    expect(wrong(({ name }) => /^[a-z]+([A-Z][a-z]+)+$/.test(name) && /^[a-z]+(-[a-z]+)+$/.test(kebab(name)) ? undefined : 'verb and noun in camel case')).toEqual([])
  })
  it('asks for a permit of the form noun:verb that the operator holds, or that is listed', () => {
    expect(wrong(({ meta }) => /^[a-z]+(-[a-z]+)*:[a-z]+(-[a-z]+)*$/.test(meta.permit) && (meta.permit in memberPermits || can(operator, meta.permit)) ? undefined : `the permit "${meta.permit}"`)).toEqual([])
  })
  it('that the public may call as a write is on this short list', () => {
    // A longer list means that anybody on the internet may change something: decide it, and write it down here.
    const open = routes.filter(({ meta }) => meta.mode === 'write' && can(publicActor, meta.permit)).map(({ name }) => name)
    expect(open).toEqual([
      'acceptInvitation', 'addIntakeMessage', 'createApplication', 'createConcern', 'createGrievance', 'createOperator',
      // These three refuse everywhere but in a database that was created as a demonstration, on a loopback address.
      'enterDemo', 'moveDemoClock',
      'reportError',
      'resetDemo',
    ])
  })
  it('has a path of plural nouns in kebab case, whose parameters stand in its input', () => {
    expect(wrong((route) => {
      const parts = route.path.slice(1).split('/')
      const odd = parts.find((part) => !/^[a-z]+(-[a-z]+)*$/.test(part) && !/^\{[a-zA-Z]+\}$/.test(part))
      if (odd !== undefined) return `the part "${odd}" of its path`
      const unknown = route.parameters.find((name) => !(name in shapeOf(route)))
      return unknown === undefined ? undefined : `the path parameter ${unknown} is no field of the input`
    })).toEqual([])
  })
  it('declares refusals of the catalogue, each once', () => {
    expect(wrong(({ meta }) => {
      const unknown = meta.refusals.find((code) => !catalogue.has(code))
      if (unknown !== undefined) return `"${unknown}" stands in no catalogue`
      return new Set(meta.refusals).size === meta.refusals.length ? undefined : 'a code is declared twice'
    })).toEqual([])
  })
  it('that lists answers a page: items and next', () => {
    expect(wrong(({ name, procedure }) => {
      if (!/^list[A-Z]/.test(name)) return undefined
      const shape = (procedure['~orpc'].outputSchema as z.ZodObject).shape as Record<string, unknown> | undefined
      return name === 'listSitePoints' || (shape !== undefined && 'items' in shape && 'next' in shape) ? undefined : 'a list answers { items, next }'
    })).toEqual([])
  })
  it('has one address of its own', () => {
    const addresses = routes.map(({ method, path }) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`)
    expect(addresses.filter((address, at) => addresses.indexOf(address) !== at)).toEqual([])
  })
})

describe('the OpenAPI document', () => {
  it('is 3.1, has every operation and nothing else, and says which need a key', async () => {
    const document = await openApiDocument('https://registry.example.org', version)
    expect(document.openapi).toMatch(/^3\.1\.\d$/)
    const found = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, one]) => ({ address: `${method.toUpperCase()} ${path}`, id: one.operationId, needsKey: one.security !== undefined })))
    expect(found.toSorted((a, b) => a.id! < b.id! ? -1 : 1)).toEqual(routes.map(({ name, method, path, meta }) =>
      ({ address: `${method} ${path}`, id: name, needsKey: !can(publicActor, meta.permit) })))
  })
  it('gives each refusal under its status, as a problem', async () => {
    const document = await openApiDocument('https://registry.example.org', version)
    for (const { path, method, meta } of routes) {
      const responses = document.paths[path]![method.toLowerCase()]!.responses as Record<string, { description: string; content: object }>
      for (const code of meta.refusals) {
        expect(responses[String(statusOfCode(code))]?.description).toContain(`\`${code}\``)
        expect(Object.keys(responses[String(statusOfCode(code))]!.content)).toEqual(['application/problem+json'])
      }
      expect(responses).toHaveProperty('default')
    }
  })
})

describe('every problem', () => {
  it('has a kebab code, a title and a meaning that says what to do', () => {
    const thin = [...catalogue].filter(([code, { title, meaning }]) =>
      !/^[a-z]+(-[a-z]+)*$/.test(code) || title.length < 10 || title.endsWith('.') || meaning.length < 40 || !meaning.endsWith('.'))
    expect(thin.map(([code]) => code)).toEqual([])
  })
})

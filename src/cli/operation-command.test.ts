// Every operation is a command: its flags are its input, and what it sends is what the route expects.
import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { contract } from '#src/platform/contract.ts'
import { matchRoute, routesOf } from '#src/platform/operations.ts'
import { StartRefused } from '#src/platform/config.ts'
import type { HouseClient } from './house-client.ts'
import { addOperationCommands, inputSchema, kebab, send } from './operation-command.ts'

const routes = routesOf(contract)
const route = (name: keyof typeof contract) => routes.find((one) => one.name === name)!

/** Keeps what it is asked instead of asking anybody. */
function keptRequests(): { client: HouseClient; asked: { path: string; init: RequestInit }[] } {
  const asked: { path: string; init: RequestInit }[] = []
  return { asked, client: { where: 'here', close: async () => {}, request: async (path, init = {}) => { asked.push({ path, init }); return Response.json({}) } } }
}

describe('commands', () => {
  it('there is one for each operation, with a flag for each field', () => {
    const program = new Command()
    addOperationCommands(program, () => ({}))
    expect(program.commands.map((command) => command.name()).sort()).toEqual(routes.map(({ name }) => kebab(name)).sort())
    for (const one of routes) {
      const flags = program.commands.find((command) => command.name() === kebab(one.name))!.options.map(({ long }) => long)
      for (const field of Object.keys(inputSchema(one).properties ?? {})) expect(flags, one.name).toContain(`--${kebab(field)}`)
    }
  })

  it('ask with path and query where the operation reads', async () => {
    const { client, asked } = keptRequests()
    await send(client, route('getSite'), { siteId: 'CHL-P4F2TGW', asOf: '2023-12-31' })
    expect(asked[0]!.path).toBe('/sites/CHL-P4F2TGW?asOf=2023-12-31')
    expect(matchRoute(routes, 'GET', '/sites/CHL-P4F2TGW')?.route.name).toBe('getSite')
  })

  it('send a body, the dry run and the key where it writes', async () => {
    const { client, asked } = keptRequests()
    await send(client, route('mergeSite'), { siteId: 'CHL-P4F2TGW', into: 'CHL-0000001', reason: 'one site' }, { dryRun: true, idempotencyKey: 'once' })
    expect(asked[0]!.path).toBe('/sites/CHL-P4F2TGW/merge')
    expect(JSON.parse(String(asked[0]!.init.body))).toEqual({ into: 'CHL-0000001', reason: 'one site' })
    expect(asked[0]!.init.headers).toMatchObject({ 'dry-run': 'true', 'idempotency-key': 'once' })
  })

  it('say which flag is missing, and which file', async () => {
    const { client } = keptRequests()
    await expect(send(client, route('getSite'), {})).rejects.toThrow(new StartRefused('--site-id is needed.'))
    await expect(send(client, route('createImport'), { filename: 'a.csv' }, { file: '/no/such/file.csv' })).rejects.toThrow(new StartRefused('There is no file /no/such/file.csv.'))
  })
})

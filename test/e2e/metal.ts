// What the screens of custody need beyond what the demonstration tells: an account with a closed period, a statement that
// waits for its receiver, a claim, a passport. Made through the operations, each by the person of the demonstration who does it.
import { addMonths } from '#src/kernel/time.ts'

type Server = { readonly url: string; readonly token: string }
type Rows = { readonly items: readonly Record<string, string>[] }
type Act = <T = Record<string, unknown>>(path: string, body?: object) => Promise<T>

/** A person of the demonstration with their own session. */
async function enter({ url }: Server, person: string): Promise<Act> {
  const headers = { origin: url, 'content-type': 'application/json' }
  const entered = await fetch(`${url}/api/v1/demo/sessions`, { method: 'POST', headers, body: JSON.stringify({ person }) })
  const cookie = entered.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ')
  return async (path, body) => {
    const answer = await fetch(`${url}/api/v1${path}`, { headers: { ...headers, cookie }, ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }) })
    if (!answer.ok) throw new Error(`${person} at ${path}: ${answer.status} ${await answer.text()}`)
    return await answer.json() as never
  }
}

const named = ({ items }: Rows, field: string, value: string): Record<string, string> => {
  const found = items.find((row) => row[field] === value)
  if (found === undefined) throw new Error(`the demonstration has no ${field} ${value}`)
  return found
}

type Metal = {
  /** The smelter's anode, with a mine, a country and scrap behind it. */
  readonly lotId: string
  readonly accountId: string
  readonly number: string
  readonly digest: string
  readonly claimId: string
  readonly passportId: string
  /** Shipped by the refinery, not yet accepted by the cable maker. */
  readonly shipmentId: string
}

export async function metalOf(server: Server, today: string): Promise<Metal> {
  const [smelter, refinery, maker] = await Promise.all(['site-owner', 'other-site-owner', 'partner'].map((person) => enter(server, person))) as [Act, Act, Act]
  const [books, theirs, makers, offered] = await Promise.all([
    smelter<Rows>('/custody/books'), refinery<Rows>('/custody/books'), maker<Rows>('/custody/books'), maker<Rows>('/custody/shipments?isOpen=true'),
  ])
  const book = named(books, 'name', 'Halmoor Metals')
  const { siteId } = named({ items: book['sites'] as unknown as Rows['items'] }, 'name', 'Halmoor Smelter')
  const { account: { accountId } } = await smelter<{ account: { accountId: string } }>('/balance-accounts', {
    organisationId: book['organisationId'], siteId, profile: 'four-period-expiry', metal: 'copper', characteristic: 'awarded-mined', beginsOn: `${addMonths(today, -5).slice(0, 7)}-01`, opening: [{ quantity: '640 t', periodsOld: 1 }],
  })
  await smelter(`/balance-accounts/${accountId}/period-closes`, { period: 1 })
  const { number, digest } = await smelter<{ number: string; digest: string }>('/transfer-statements', {
    accountId, quantity: '120 t', dispatchOn: today, to: { organisationId: makers.items[0]!['organisationId'] }, product: 'anode', originLevel: 'none',
  })
  const { claim: { body: { claimId } } } = await smelter<{ claim: { body: { claimId: string } } }>('/claims', { subject: { kind: 'site', id: siteId }, template: 'site-award', audience: 'business' })
  const release = { holder: true, madeAt: true, origins: 'country' }
  const { passportId } = await refinery<{ passportId: string }>('/passports', { lotId: `${theirs.items[0]!['organisationId']}:BC-410`, product: 'Copper cathode', description: 'Grade A, 25 t bundles', release })
  return { lotId: `${book['organisationId']}:HA-2201`, accountId, number, digest, claimId, passportId, shipmentId: offered.items[0]!['shipmentId']! }
}

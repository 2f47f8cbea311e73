// Hand-overs and captures checked against the log: links are made again from what the log says, each shipped quantum is linked
// once, and captured events are the ones that were recorded (architecture section 5). Pure.
import { leafHash, merkleRoot } from '#src/kernel/merkle.ts'
import type { Finding, Said } from '#src/transparency/fsck.ts'

export const handOverKinds: readonly string[] = ['custody.linked', 'custody.unlinked', 'epcis.captured']

type LinkKey = { readonly receiveLotNo: number; readonly shipEventNo: number; readonly shipLotNo: number; readonly substance: string }
type StandingLink = LinkKey & { readonly receiveEventNo: number; readonly amount: number; readonly isBroken: boolean; readonly isReversed: boolean }
type Part = { readonly shipEventNo: number; readonly lotNo: number; readonly substance: string; readonly amount: number; readonly linked: number; /** What its draw took, nothing where there is none. */ readonly drawn: number | null }
/** A metal of a received lot: as its receipt has it, and as the lot was first weighed. */
type Received = { readonly lotNo: number; readonly substance: string; readonly contained: number | null; readonly weighed: number }

const nameOf = ({ receiveLotNo, shipEventNo, shipLotNo, substance }: LinkKey): string => `link of lot ${receiveLotNo} to lot ${shipLotNo} of event ${shipEventNo}, ${substance}`

/** @returns what links the log leaves standing; nothing where an entry was erased by law, so that they cannot be told */
function linksTold(said: readonly Said[]): Map<string, number> | undefined {
  const told = new Map<string, number>()
  for (const { kind, body } of said) {
    if (kind !== 'custody.linked' && kind !== 'custody.unlinked') continue
    if (body === null) return undefined
    for (const link of body['links'] as readonly (Omit<LinkKey, 'shipEventNo'> & { amount: number })[]) {
      const name = nameOf({ ...link, shipEventNo: body['shipEventNo'] as number })
      if (kind === 'custody.linked') told.set(name, link.amount)
      else told.delete(name)
    }
  }
  return told
}

export function checkLinks(said: readonly Said[], links: readonly StandingLink[], parts: readonly Part[], received: readonly Received[]): Finding[] {
  const findings: Finding[] = []
  const sums = new Map<string, number>()
  const standing = new Set<string>()
  const told = linksTold(said)
  for (const link of links) {
    const where = nameOf(link)
    standing.add(where)
    if (link.isBroken) findings.push({ where, what: 'it stands, and an event of it was taken back' })
    if (link.isReversed) findings.push({ where, what: 'what it joins was received before it was shipped' })
    if (told !== undefined && told.get(where) !== link.amount) findings.push({ where, what: `the log says ${told.get(where) ?? 'none'}, the table ${link.amount}` })
    const part = `${link.shipEventNo} ${link.shipLotNo} ${link.substance}`
    sums.set(part, (sums.get(part) ?? 0) + link.amount)
  }
  for (const [where, amount] of told ?? []) if (!standing.has(where)) findings.push({ where, what: `the log says ${amount}, the table none` })
  for (const { shipEventNo, lotNo, substance, amount, linked, drawn } of parts) {
    const part = `${shipEventNo} ${lotNo} ${substance}`
    const [where, sum] = [`lot ${lotNo} as shipped by event ${shipEventNo}, ${substance}`, sums.get(part) ?? 0]
    sums.delete(part)
    if (sum !== linked) findings.push({ where, what: `its links sum to ${sum}, it says ${linked} are linked` })
    if (drawn !== amount) findings.push({ where, what: `it says ${amount} were shipped, its draw took ${drawn ?? 'none'}` })
    if (sum > amount) findings.push({ where, what: `${sum} are linked of ${amount} that were shipped` })
  }
  for (const [part, sum] of sums) findings.push({ where: `shipped part ${part}`, what: `${sum} are linked of it, and it was not shipped` })
  return [...findings, ...checkReceived(links, received)]
}

/** Links account for no more of a lot than was received of it, whatever it was settled to later. */
function checkReceived(links: readonly StandingLink[], received: readonly Received[]): Finding[] {
  const findings: Finding[] = []
  const sums = new Map<string, number>()
  for (const { receiveLotNo, substance, amount } of links) sums.set(`${receiveLotNo} ${substance}`, (sums.get(`${receiveLotNo} ${substance}`) ?? 0) + amount)
  for (const { lotNo, substance, contained, weighed } of received) {
    const [where, sum] = [`receipt of lot ${lotNo}, ${substance}`, sums.get(`${lotNo} ${substance}`) ?? 0]
    sums.delete(`${lotNo} ${substance}`)
    if (contained !== weighed) findings.push({ where, what: `it says ${contained ?? 'none'} came in, the lot was weighed ${weighed}` })
    if (sum > weighed) findings.push({ where, what: `${sum} are linked to it, of ${weighed} that came in` })
  }
  for (const [key, sum] of sums) findings.push({ where: `received part ${key}`, what: `${sum} are linked to it, and none of it came in` })
  return findings
}

/** The head over the events of a capture, as they are kept. */
export const rootOfTexts = (texts: readonly string[]): string => merkleRoot(texts.map(leafHash)).toString('hex')

/** @param texts events by capture, in their order; null where one was erased by law */
export function checkCaptures(said: readonly Said[], texts: ReadonlyMap<string, readonly (string | null)[]>): Finding[] {
  const findings: Finding[] = []
  const unseen = new Set(texts.keys())
  for (const { kind, subject, body } of said) {
    if (kind !== 'epcis.captured') continue
    unseen.delete(subject)
    if (body === null) continue
    const [where, kept] = [`capture ${subject}`, texts.get(subject) ?? []]
    if (kept.length !== body['kept']) findings.push({ where, what: `the log says ${String(body['kept'])} events, ${kept.length} are there` })
    else if (!kept.includes(null) && rootOfTexts(kept as string[]) !== body['root']) findings.push({ where, what: 'its events do not have the root that the log vouches for' })
  }
  for (const captureId of unseen) findings.push({ where: `capture ${captureId}`, what: 'no entry of the log speaks of it' })
  return findings
}

// How sites, lots, events, shipments and parties of a book are called in EPCIS, and back: addresses of this installation, or
// the GS1 identifier that somebody gave. What cannot be turned back exactly gets a name made from its hash.
import { sha256Hex } from '#src/kernel/merkle.ts'
import { canonicalName, linkOfPath, linkPath } from './digital-link.ts'

export type Names = {
  readonly publicUrl: string
  /** Whose book it is. */
  readonly organisationId: string
  /** A site behind an identifier that is not ours, such as an SGLN. */
  readonly siteOf?: (name: string) => string | undefined
  /** The EPC that was given to a lot when it came in. */
  readonly epcOf?: (lot: string) => string | undefined
}

const REF = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,79}$/
export const isRef = (text: string): boolean => REF.test(text)
const hashed = (prefix: string, text: string): string => `${prefix}-${sha256Hex(text).slice(0, 40)}`

const decoded = (text: string): string | undefined => { try { return decodeURIComponent(text) } catch { return undefined } }
/** What stands behind `publicUrl/path/`. */
function behind(names: Names, path: string, uri: string): string | undefined {
  const start = `${names.publicUrl}/${path}/`
  return uri.startsWith(start) ? uri.slice(start.length) : undefined
}

export type OwnedName = { readonly organisationId: string; readonly ref: string }
const owned = (path: string) => (names: Names, ref: string, organisationId = names.organisationId): string => `${names.publicUrl}/${path}/${encodeURIComponent(organisationId)}:${encodeURIComponent(ref)}`
const readOwned = (path: string) => (names: Names, uri: string): OwnedName | undefined => {
  const rest = behind(names, path, uri)
  const cut = rest?.indexOf(':') ?? -1
  if (rest === undefined || cut < 1) return undefined
  const [organisationId, ref] = [decoded(rest.slice(0, cut)), decoded(rest.slice(cut + 1))]
  return organisationId === undefined || ref === undefined || !isRef(ref) ? undefined : { organisationId, ref }
}

export const siteUri = (names: Names, siteId: string): string => `${names.publicUrl}/sites/${siteId}`
export const siteIn = (names: Names, uri: string): string | undefined => {
  const own = behind(names, 'sites', uri)
  return own !== undefined && /^[A-Z]{3}-[0-9A-Z]{7}$/.test(own) ? own : names.siteOf?.(canonicalName(uri))
}

const ownLotUri = owned('lots')
const readLotUri = readOwned('lots')
/** A lot whose reference is a GS1 key is called by it, so that both ways of writing it meet. */
export function lotUri(names: Names, ref: string, organisationId = names.organisationId): string {
  if (organisationId !== names.organisationId) return ownLotUri(names, ref, organisationId)
  const epc = names.epcOf?.(ref)
  if (epc !== undefined) return epc
  return linkPath(linkOfPath(ref)) === ref ? linkOfPath(ref) : ownLotUri(names, ref)
}

/** The reference of a lot, and whose book it stands in where its name says so. */
export function lotIn(names: Names, uri: string): OwnedName & { readonly isOfBook: boolean } {
  const own = readLotUri(names, uri)
  if (own !== undefined) return { ...own, isOfBook: true }
  const path = linkPath(uri)
  return { organisationId: names.organisationId, ref: path !== undefined && isRef(path) ? path : hashed('U', canonicalName(uri)), isOfBook: false }
}

export const organisationUri = (names: Names, id: string): string => `${names.publicUrl}/organisations/${encodeURIComponent(id)}`
export const organisationIn = (names: Names, uri: string): string | undefined => { const rest = behind(names, 'organisations', uri); return rest === undefined ? undefined : decoded(rest) }

const PARTY = 'urn:cupel:party:'
export const partyUri = (name: string): string => PARTY + encodeURIComponent(name)
export const partyIn = (uri: string): string => uri.startsWith(PARTY) ? decoded(uri.slice(PARTY.length)) ?? uri : uri

export const shipmentUri = owned('shipments')
const readShipmentUri = readOwned('shipments')
export function shipmentIn(names: Names, uri: string): string {
  const own = readShipmentUri(names, uri)
  if (own !== undefined) return own.ref
  const tail = uri.split(':').at(-1)!
  const path = linkPath(uri)
  return path !== undefined && isRef(path) ? path : uri.startsWith('urn:epcglobal:cbv:bt:') && isRef(tail) ? tail : hashed('S', uri)
}

export const eventUri = owned('epcis/events')
export const readEventUri = readOwned('epcis/events')
/** The book's reference of an event that is called so. */
export function eventRefOf(names: Names, eventId: string): string {
  const own = readEventUri(names, eventId)
  return own !== undefined && own.organisationId === names.organisationId ? own.ref : hashed('E', eventId)
}
export const errorRefOf = (eventId: string, declaredAt: string): string => hashed('X', `${eventId}\n${declaredAt}`)

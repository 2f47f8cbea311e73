// One name for one thing: every GS1 identifier as the constrained canonical GS1 Digital Link address of the standard (CBV 2.0
// section 8.9, rules 17 and 18; GS1 Digital Link URI Syntax 1.2 section 4.11), so that a URN and a link of the same lot meet.

const BASE = 'https://id.gs1.org/'

/** Check digit of a GS1 key (GS1 General Specifications 7.9). */
export function checkDigit(key: string): string {
  let sum = 0
  for (let i = 0; i < key.length; i++) sum += Number(key[key.length - 1 - i]) * (i % 2 === 0 ? 3 : 1)
  return String((10 - sum % 10) % 10)
}

const escaped = (text: string): string => text.replace(/[!()*+,:]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
const checked = (key: string): string => key + checkDigit(key)
const gtin = (company: string, item: string): string => checked(item.slice(0, 1) + company + item.slice(1))

type Parts = readonly string[]
type Scheme = { /** Digits of company and reference together, where they are fixed. */ readonly digits?: number; readonly link: (parts: Parts, rest: string) => string | undefined }

const serial = (rest: string): string => escaped(rest)
const schemes: Readonly<Record<string, Scheme>> = {
  'id:sgtin': { digits: 13, link: ([company, item], rest) => rest === '' ? undefined : `01/${gtin(company!, item!)}/21/${serial(rest)}` },
  'id:sscc': { digits: 17, link: ([company, item], rest) => rest !== '' ? undefined : `00/${gtin(company!, item!)}` },
  'id:sgln': { digits: 12, link: ([company, place], rest) => rest === '' ? undefined : `414/${checked(company! + place!)}${rest === '0' ? '' : `/254/${serial(rest)}`}` },
  'id:pgln': { digits: 12, link: ([company, party], rest) => rest !== '' ? undefined : `417/${checked(company! + party!)}` },
  'id:grai': { digits: 12, link: ([company, asset], rest) => rest === '' ? undefined : `8003/${checked(`0${company!}${asset!}`)}${serial(rest)}` },
  'id:giai': { link: ([company], rest) => `8004/${company!}${serial(rest)}` },
  'id:gsrn': { digits: 17, link: ([company, relation], rest) => rest !== '' ? undefined : `8018/${checked(company! + relation!)}` },
  'id:gsrnp': { digits: 17, link: ([company, relation], rest) => rest !== '' ? undefined : `8017/${checked(company! + relation!)}` },
  'id:gdti': { digits: 12, link: ([company, kind], rest) => rest === '' ? undefined : `253/${checked(company! + kind!)}${serial(rest)}` },
  'id:sgcn': { digits: 12, link: ([company, coupon], rest) => rest === '' ? undefined : `255/${checked(company! + coupon!)}${rest}` },
  'id:ginc': { link: ([company], rest) => `401/${company!}${serial(rest)}` },
  'id:gsin': { digits: 16, link: ([company, shipper], rest) => rest !== '' ? undefined : `402/${checked(company! + shipper!)}` },
  'id:cpi': { link: ([company], rest) => { const cut = rest.lastIndexOf('.'); return cut < 1 ? undefined : `8010/${escaped(company! + rest.slice(0, cut))}/8011/${rest.slice(cut + 1)}` } },
  'id:itip': { digits: 13, link: ([company, item], rest) => { const [piece, total, ...own] = rest.split('.'); return own.length === 0 ? undefined : `8006/${gtin(company!, item!)}${piece}${total}/21/${serial(own.join('.'))}` } },
  'id:upui': { digits: 13, link: ([company, item], rest) => rest === '' ? undefined : `01/${gtin(company!, item!)}/235/${serial(rest)}` },
  'class:lgtin': { digits: 13, link: ([company, item], rest) => rest === '' ? undefined : `01/${gtin(company!, item!)}/10/${serial(rest)}` },
  'idpat:sgtin': { digits: 13, link: ([company, item], rest) => rest === '*' ? `01/${gtin(company!, item!)}` : undefined },
  'idpat:upui': { digits: 13, link: ([company, item], rest) => rest === '*' ? `01/${gtin(company!, item!)}` : undefined },
  'idpat:grai': { digits: 12, link: ([company, asset], rest) => rest === '*' ? `8003/${checked(`0${company!}${asset!}`)}` : undefined },
  'idpat:gdti': { digits: 12, link: ([company, kind], rest) => rest === '*' ? `253/${checked(company! + kind!)}` : undefined },
  'idpat:sgcn': { digits: 12, link: ([company, coupon], rest) => rest === '*' ? `255/${checked(company! + coupon!)}` : undefined },
}

function linkOfUrn(urn: string): string | undefined {
  const [, kind, body] = /^urn:epc:((?:id|class|idpat):[a-z]+):(.+)$/.exec(urn) ?? []
  const scheme = kind === undefined ? undefined : schemes[kind]
  if (scheme === undefined) return undefined
  const [company, ...others] = body!.split('.')
  if (!/^\d{6,12}$/.test(company!)) return undefined
  if (scheme.digits === undefined) { const rest = others.join('.'); return rest === '' ? undefined : scheme.link([company!], rest) }
  const [reference = '', ...rest] = others
  if (!/^\d*$/.test(reference) || company!.length + reference.length !== scheme.digits) return undefined
  return scheme.link([company!, reference], rest.join('.'))
}

const ALIASES: Readonly<Record<string, string>> = { gtin: '01', itip: '8006', cpid: '8010', gln: '414', party: '417', gsrnp: '8017', gsrn: '8018', gcn: '255', sscc: '00', gdti: '253', ginc: '401', gsin: '402', grai: '8003', giai: '8004', cpv: '22', lot: '10', ser: '21' }
/** Primary keys, and the qualifiers that name something finer, the finest first. */
const KEYS: Readonly<Record<string, readonly string[]>> = { '00': [], '01': ['21', '235', '10'], 253: [], 255: [], 401: [], 402: [], 414: ['254'], 417: [], 8003: [], 8004: [], 8006: ['21', '10'], 8010: ['8011'], 8017: [], 8018: [] }
const VALUES: Readonly<Record<string, RegExp>> = {
  '00': /^\d{18}$/, '01': /^\d{14}$/, 253: /^\d{13}.{0,17}$/, 255: /^\d{13}\d{0,12}$/, 401: /^.{1,30}$/, 402: /^\d{17}$/, 414: /^\d{13}$/, 417: /^\d{13}$/, 8003: /^\d{14}.{0,16}$/, 8004: /^.{1,30}$/, 8006: /^\d{18}$/, 8010: /^.{1,30}$/, 8017: /^\d{18}$/, 8018: /^\d{18}$/,
}

function linkOfAddress(address: string): string | undefined {
  if (!/^https?:\/\//.test(address)) return undefined
  const path = address.replace(/[?#].*$/, '').replace(/^https?:\/\/[^/]*/, '')
  const segments = path.split('/').slice(1).map((segment) => Object.hasOwn(ALIASES, segment) ? ALIASES[segment]! : segment)
  const at = segments.findIndex((segment, i) => Object.hasOwn(KEYS, segment) && /^\d{4}/.test(segments[i + 1] ?? ''))
  if (at < 0) return undefined
  const key = segments[at]!
  const value = key === '01' ? segments[at + 1]!.padStart(14, '0') : segments[at + 1]!
  if (!VALUES[key]!.test(value)) return undefined
  const qualifiers = new Map<string, string>()
  for (let i = at + 2; i + 1 < segments.length; i += 2) qualifiers.set(segments[i]!, segments[i + 1]!)
  const finest = KEYS[key]!.find((qualifier) => qualifiers.has(qualifier))
  return `${key}/${value}${finest === undefined ? '' : `/${finest}/${qualifiers.get(finest)!}`}`
}

/** The canonical link of a GS1 identifier, or nothing where the text is none. */
export function digitalLink(text: string): string | undefined {
  const path = text.startsWith('urn:epc:') ? linkOfUrn(text) : linkOfAddress(text)
  return path === undefined ? undefined : BASE + path
}

/** The form in which two identifiers are compared. */
export const canonicalName = (text: string): string => digitalLink(text) ?? text

/** Key and value behind the address of a canonical link, such as `01/04012345111118/10/4444`. */
export const linkPath = (text: string): string | undefined => digitalLink(text)?.slice(BASE.length)
export const linkOfPath = (path: string): string => BASE + path

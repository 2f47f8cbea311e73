// The words of the Core Business Vocabulary (GS1 CBV 2.0) and units of mass (UN/ECE Recommendation 20). A word has four
// written forms, bare, URN, CURIE and web address, which mean the same; the web address is the one that is compared and hashed.
import type { MassUnit } from '#src/kernel/mass.ts'

export const BIZ_STEPS = ['accepting', 'arriving', 'assembling', 'collecting', 'commissioning', 'consigning', 'creating_class_instance', 'cycle_counting',
  'decommissioning', 'departing', 'destroying', 'disassembling', 'dispensing', 'encoding', 'entering_exiting', 'holding', 'inspecting', 'installing', 'killing',
  'loading', 'other', 'packing', 'picking', 'receiving', 'removing', 'repackaging', 'repairing', 'replacing', 'reserving', 'retail_selling', 'sampling',
  'sensor_reporting', 'shipping', 'staging_outbound', 'stock_taking', 'stocking', 'storing', 'transporting', 'unloading', 'unpacking', 'void_shipping'] as const
export const DISPOSITIONS = ['active', 'available', 'completeness_inferred', 'completeness_verified', 'conformant', 'container_closed', 'container_open', 'damaged',
  'destroyed', 'dispensed', 'disposed', 'encoded', 'expired', 'in_progress', 'in_transit', 'inactive', 'mismatch_class', 'mismatch_instance', 'mismatch_quantity',
  'needs_replacement', 'no_pedigree_match', 'non_conformant', 'non_sellable_other', 'partially_dispensed', 'recalled', 'reserved', 'retail_sold', 'returned',
  'sellable_accessible', 'sellable_not_accessible', 'stolen', 'unavailable', 'unknown'] as const
const TRANSACTION_TYPES = ['bol', 'cert', 'desadv', 'inv', 'pedigree', 'po', 'poc', 'prodorder', 'recadv', 'rma', 'testprd', 'testres', 'upevt'] as const
const PARTY_TYPES = ['owning_party', 'possessing_party', 'location'] as const
export const ERROR_REASONS = ['did_not_occur', 'incorrect_data'] as const
const COMPONENTS = ['x', 'y', 'z', 'axial_distance', 'azimuth', 'height', 'spherical_radius', 'polar_angle', 'elevation_angle', 'easting', 'northing', 'latitude', 'longitude', 'altitude'] as const

const CBV = 'https://ref.gs1.org/cbv/'
export const GS1_VOC = 'https://ref.gs1.org/voc/'
/** Prefixes that the official context declares. */
export const STANDARD_PREFIXES: Readonly<Record<string, string>> = { cbv: CBV, gs1: GS1_VOC, epcis: 'https://ref.gs1.org/epcis/' }

const families = {
  bizStep: { words: BIZ_STEPS as readonly string[], urn: 'bizstep', web: 'BizStep' },
  disposition: { words: DISPOSITIONS as readonly string[], urn: 'disp', web: 'Disp' },
  bizTransactionType: { words: TRANSACTION_TYPES as readonly string[], urn: 'btt', web: 'BTT' },
  partyType: { words: PARTY_TYPES as readonly string[], urn: 'sdt', web: 'SDT' },
  errorReason: { words: ERROR_REASONS as readonly string[], urn: 'er', web: 'ER' },
  component: { words: COMPONENTS as readonly string[], urn: 'comp', web: 'Comp' },
} as const
export type Family = keyof typeof families

const EXPECTED = /^[A-Za-z][\w.-]*:/

/** The web address of a word in whatever form it is written; words of others stay as they are. */
export function webWord(family: Family, text: string): string {
  const { words, urn, web } = families[family]
  if (words.includes(text)) return `${CBV}${web}-${text}`
  const prefix = `urn:epcglobal:cbv:${urn}:`
  if (text.startsWith(prefix)) return `${CBV}${web}-${text.slice(prefix.length)}`
  return text.startsWith('cbv:') ? CBV + text.slice(4) : text
}

/** The bare word, such as `shipping`; a word of somebody else stays an address. */
export function bareWord(family: Family, text: string): string {
  const start = `${CBV}${families[family].web}-`
  const web = webWord(family, text)
  return web.startsWith(start) ? web.slice(start.length) : web
}

/** A word of the vocabulary, or an address or URN of one's own. */
export const isWord = (family: Family, text: string): boolean => families[family].words.includes(bareWord(family, text)) || (EXPECTED.test(text) && !webWord(family, text).startsWith(CBV))

/** What a sensor measures: a bare word is one of the GS1 web vocabulary. */
export const webMeasurement = (text: string): string => text.startsWith('gs1:') ? GS1_VOC + text.slice(4) : /^[A-Za-z]\w*$/.test(text) ? GS1_VOC + text : text
export const webAlert = (text: string): string => text === 'ALARM_CONDITION' || text === 'ERROR_CONDITION' ? `${GS1_VOC}SensorAlertType-${text}` : webMeasurement(text)

/** Units of mass by their code in Recommendation 20; `APZ` is the troy ounce. */
const MASS_UNITS: Readonly<Record<string, MassUnit>> = { TNE: 't', KGM: 'kg', GRM: 'g', MGM: 'mg', LBR: 'lb', APZ: 'oz' }
export const massUnitOf = (uom: string): MassUnit | undefined => MASS_UNITS[uom]
export const uomOf = (unit: MassUnit): string => Object.keys(MASS_UNITS).find((code) => MASS_UNITS[code] === unit)!
export const massCodes = Object.keys(MASS_UNITS)

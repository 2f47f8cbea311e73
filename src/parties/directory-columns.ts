// What the columns of a list most likely are, by their names in four languages and by what stands in them. A guess is
// shown and corrected; the correction is remembered by the names of the columns, whatever their order.
import { sha256Hex } from '#src/kernel/merkle.ts'
import { foldName } from '#src/kernel/text.ts'
import { readCoordinate, readCoordinates, readDate } from './cell-reading.ts'
import { countryOf } from './country.ts'
import { ownerFields, type ColumnRole, type DirectoryField, type DirectoryKind } from './directory.ts'

/** Lists with the same column names in any order have one signature. */
export const columnSignature = (columns: readonly string[]): string =>
  sha256Hex(columns.map((column) => foldName(column) || column).sort().join('\n'))

type Rule = readonly [field: DirectoryField, header: RegExp]

const THING = '(?:site|mine|facility|fac|plant|asset|operation|project|smelter|refinery|entity|participant|works)'

/** A header that is one of these, as a whole. */
const any = (...alternatives: readonly string[]): RegExp => new RegExp(`^(?:${alternatives.join('|')})$`)

/** The first rule that fits a header names its field. Headers are folded: lower case, no accents, words apart. */
const RULES: readonly Rule[] = [
  ['ignored', /by coordinates|mismatch|\blei\b|^has |^is |flag|outlier|^year$|data year/],
  ['alias', any(
    'alias(?:es)?|aka|also known as', '(?:mine |site |facility )?(?:other|alternative|alternate|former|previous|group|local) names?',
    'otros? nombres?|nombres? anteriore?s?', 'autres? noms?|anciens? noms?', '别名|其他名称|曾用名')],
  ['name', any(
    `(?:${THING} )?(?:name|names)|name of ${THING}`, 'site|mine|facility|operation|asset|mine fac|installation|smelter|supplier|site name english',
    'nombre|nombre (?:del?|de la) (?:sitio|mina|faena|planta|instalacion|operacion)|sitio|mina|faena|planta|instalacion|fundicion',
    'nom|nom (?:du|de la|de l) (?:site|mine|usine|installation)|usine|site minier',
    '名称|站点|站点名称|矿山|矿山名称|工厂|企业名称|厂名|冶炼厂|冶炼厂名称|供应商名称')],
  ['brand-maker', any('producer|maker|manufacturer', 'productor|fabricante', 'producteur|fabricant', '生产商|制造商')],
  ['brand-from', any('listed (?:on|since|from)|brand from|registered (?:on|since)|registration date')],
  ['brand-to', any('delisted(?: on)?|brand to|listed (?:to|until)')],
  ['brand', any('(?:cathode |lme |registered )?brand(?: name)?s?', 'marca(?: de catodo)?', 'marque de cathode', '品牌|商标|阴极铜品牌')],
  ['identifier', any(
    '(?:.{1,40} )?(?:id|identifier|cid|identificador|identifiant|编号|代码|识别码)', '(?:(?:site|mine|facility|smelter) )?(?:code|number|no)', 'codigo')],
  ['country', any(
    'country|iso ?3?|iso3? (?:code|stated)|country (?:code|name|iso3?|location)|country iso3|location country|smelter country',
    'pais|codigo pais', 'pays|code pays', '国家|国家地区|国家 地区|所在国|国别')],
  ['latitude', any('lat|latitude|lat(?:itude)? (?:dd|wgs84|deg|decimal)|y|y coord(?:inate)?', 'latitud', '纬度')],
  ['longitude', any('lon|long|lng|longitude|lon(?:gitude)? (?:dd|wgs84|deg|decimal)|x|x coord(?:inate)?', 'longitud', '经度')],
  ['coordinates', any(
    'coord(?:inate)?s?|lat ?(?:lon|lng|long)|latitude longitude|location coordinates|gps(?: coordinates)?',
    'coordenadas', 'coordonnees(?: gps)?', '坐标|经纬度')],
  ['precision', any('(?:coordinate |location )?(?:precision|accuracy)|confidence', 'precision (?:de )?coordenadas', '精度')],
  ['type', any(
    `(?:${THING} )?(?:types?|kind|category)(?: of ${THING})?`, 'mine or processing|mining facility types?|facility type|asset type',
    'tipo|tipo de (?:sitio|instalacion|faena|operacion)|categoria', 'type (?:de|d) (?:site|installation)', '类型|设施类型|站点类型')],
  ['metal', any(
    '(?:(?:main|primary|secondary|other|by) )?(?:metals?|commodit(?:y|ies)|minerals?|products?|other minerals|commodities products|materials?)',
    'metal(?:es)?|producto?s?|minerale?s', 'metaux|produits?', '金属|产品|矿种|商品')],
  ['owner', any(
    '(?:(?:main|other|immediate|ultimate|parent) )?(?:owners?|ownership|owner company)', 'owners latest|parent(?: company)?|shareholders',
    'propietarios?|duenos?', 'proprietaires?|actionnaires', '所有者|业主|股东')],
  ['operator', any(
    'operators?|operators? (?:name|latest)|op comp|operating company|company|company name|participant company',
    'operador|empresa|compania', 'exploitant|operateur|societe|entreprise', '运营商|公司|企业|公司名称|运营公司')],
  ['status-date', any(
    'date|award(?:ed)? (?:date|on)|date (?:of award|awarded)|status date|date of status',
    'fecha|fecha de (?:otorgamiento|adjudicacion|estado)', 'date (?:d attribution|du statut)', '日期|授予日期|状态日期')],
  ['valid-until', any(
    'valid (?:until|to|through)|expir(?:y|es|ation)(?: (?:date|on))?|expires on|date of expiry', 'vence|vencimiento|valido hasta',
    'valable jusqu(?: au)?|expire le|date d expiration', '有效期至|到期日')],
  ['condition', any('conditions?', 'condicion(?:es)?', '条件')],
  ['mark', any('marks?|certification|standard', 'sello', '标志|认证|标准')],
  ['register', any('register|programme?|scheme', 'registro', 'registre')],
  ['assessor', any('assessor|assessor firm|auditor|assessment firm', 'evaluador', 'evaluateur', '审核机构|评估机构')],
  ['status', any('(?:mark|award|certification|participant) status', 'estado del sello', 'statut de la marque', '认证状态')],
  ['activity', any(
    '(?:(?:mine|site|facility|activity|operating|operational|operation|production) )?status|activity',
    'estado|estado operacional|situacion', 'statut|etat', '状态|运营状态')],
  ['place', any(
    'location|place|city|town|municipality|state|region|province|district|county|address|nearest town',
    'ubicacion|lugar|ciudad|comuna|provincia|departamento|direccion', 'lieu|ville|commune|departement|adresse',
    '地点|城市|省|省份|地址|所在地')],
  ['source', any('sources?|source url|url|link|website|web|reference', 'fuente|referencia', 'lien', '来源|链接|网址')],
  ['note', any('notes?|comments?|remarks?', 'notas?|observacion(?:es)?|comentarios?', 'remarques?|commentaires?', '备注|说明')],
]

const ONCE: ReadonlySet<DirectoryField> = new Set([
  'name', 'latitude', 'longitude', 'coordinates', 'precision', 'brand', 'brand-maker', 'brand-from', 'brand-to', 'activity', ...ownerFields,
])

type Sample = readonly (readonly string[])[]

/** @param scheme who gives out identifiers whose column does not say */
export function guessColumns(columns: readonly string[], sample: Sample, kind: DirectoryKind, scheme: string): ColumnRole[] {
  const fields = columns.map((column, i) => guessField(foldHeader(column), cellsOf(sample, i), kind))
  const taken = new Set<DirectoryField>()
  fields.forEach((field, i) => {
    if (!ONCE.has(field)) return
    if (taken.has(field)) fields[i] = 'ignored'
    taken.add(field)
  })
  fillByContent(fields, columns, sample)
  return columns.map((column, i) => {
    const field = fields[i]!
    return field === 'identifier' ? { column, field, scheme: schemeOf(column, scheme) } : { column, field }
  })
}

/** `siteName` and `site_name` are "site name". */
const foldHeader = (column: string): string => foldName(column.replace(/([a-z])([A-Z])/g, '$1 $2'))

const cellsOf = (sample: Sample, column: number): string[] =>
  sample.map((cells) => (cells[column] ?? '').trim()).filter((text) => text !== '')

const share = (cells: readonly string[], test: (text: string) => boolean): number =>
  (cells.length === 0 ? 0 : cells.filter(test).length / cells.length)
const isAxis = (axis: 'latitude' | 'longitude') => (text: string): boolean => readCoordinate(text, axis) !== undefined

function guessField(header: string, cells: readonly string[], kind: DirectoryKind): DirectoryField {
  const isOwner = kind === 'mark-owner'
  const field = RULES.find(([, pattern]) => pattern.test(header))?.[0] ?? 'ignored'
  if (isOwner && field === 'activity' && /^(status|estado|statut|状态)$/.test(header)) return 'status'
  if (!isOwner && ownerFields.has(field)) return 'ignored'
  return contradicts(field, cells) ? 'ignored' : field
}

/** A header may promise what the cells do not hold. */
function contradicts(field: DirectoryField, cells: readonly string[]): boolean {
  if (cells.length === 0) return false
  switch (field) {
    case 'country': return share(cells, (text) => countryOf(text) !== undefined) < 0.5
    case 'latitude': case 'longitude': return share(cells, isAxis(field)) < 0.5
    case 'coordinates': return share(cells, (text) => readCoordinates(text) !== undefined) < 0.5
    case 'status-date': case 'valid-until': case 'brand-from': case 'brand-to':
      return share(cells, (text) => 'date' in readDate(text) || /\d{4}/.test(text)) < 0.3
    case 'name': return share(cells, (text) => /\p{L}/u.test(text)) < 0.5
    default: return false
  }
}

/** Where no header named the two columns without which no site can be told: the ones whose cells look right. */
function fillByContent(fields: DirectoryField[], columns: readonly string[], sample: Sample): void {
  const isFree = (i: number): boolean => fields[i] === 'ignored' && !/by coordinates|mismatch/.test(foldName(columns[i]!))
  const free = columns.map((_, i) => i).filter(isFree)
  if (!fields.includes('country')) {
    const isCountry = (text: string): boolean => text.length > 2 && countryOf(text) !== undefined
    const found = free.find((i) => share(cellsOf(sample, i), isCountry) >= 0.8)
    if (found !== undefined) fields[found] = 'country'
  }
  if (!fields.includes('coordinates') && !fields.includes('latitude')) {
    const found = free.find((i) => share(cellsOf(sample, i), (text) => readCoordinates(text) !== undefined) >= 0.8)
    if (found !== undefined) fields[found] = 'coordinates'
  }
  if (!fields.includes('name') && !fields.includes('brand')) {
    const fits = free.filter(isFree).map((i) => ({ i, fit: nameFit(cellsOf(sample, i), sample.length) }))
    const likely = fits.sort((a, b) => b.fit - a.fit)[0]
    if (likely !== undefined && likely.fit > 0.5) fields[likely.i] = 'name'
  }
}

/** Names are mostly there, mostly different, and made of letters. */
function nameFit(cells: readonly string[], rows: number): number {
  if (rows === 0 || cells.length === 0) return 0
  const isName = (text: string): boolean => /\p{L}{2}/u.test(text) && text.length <= 120 && !/^https?:/i.test(text)
  return share(cells, isName) * (cells.length / rows) * (new Set(cells).size / cells.length)
}

/** Words of a header that do not say whose number it is. */
const PLAIN: ReadonlySet<string> = new Set([
  'id', 'identifier', 'source', 'code', 'number', 'no', 'cid', 'identificador', 'identifiant', 'codigo', '编号', '代码', '识别码',
  'rec', 'record', 'site', 'mine', 'facility', 'asset', 'smelter', 'plant', 'entity',
])

/** `icmm_id` is given out by `icmm`; a plain `id` by the list itself. */
function schemeOf(column: string, scheme: string): string {
  const words = foldName(column).split(' ').filter((word) => !PLAIN.has(word))
  return (words.join('-') || scheme).slice(0, 60)
}

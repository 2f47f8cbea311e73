// How a source is cited: the publisher by the host of the address, the edition of a data set by name.
import type { OpenData } from './open-data.ts'
import { cell } from './open-data.ts'
import type { Source } from './table.ts'

/** Publisher by host. A page was read from a stored copy, and only its opening: the register itself was not readable. */
const PUBLISHERS: Readonly<Record<string, string>> = {
  'allafrica.com': 'allAfrica',
  'aluminiumtoday.com': 'Aluminium Today',
  'alxar.cl': 'Alxar',
  'amman.co.id': 'AMMAN',
  'amp.kontan.co.id': 'Kontan',
  'antucoya.infoam.cl': 'Minera Antucoya news (Antofagasta Minerals)',
  'arrowlakesnews.com': 'Arrow Lakes News',
  'aurubis.com': 'Aurubis',
  'austchammongolia.com': 'Australian Chamber of Commerce in Mongolia',
  'automotiveworld.com': 'Automotive World',
  'bali.bisnis.com': 'Bisnis Indonesia',
  'batteryindustry.net': 'Battery Industry',
  'biznesalert.pl': 'BiznesAlert',
  'bnamericas.com': 'BNamericas',
  'bnnbloomberg.ca': 'BNN Bloomberg',
  'boliden.com': 'Boliden',
  'boursier.com': 'Boursier',
  'buildings.com': 'Buildings',
  'business-news-today.com': 'Business News Today',
  'canadianminingjournal.com': 'Canadian Mining Journal',
  'centinela.infoam.cl': 'Minera Centinela news (Antofagasta Minerals)',
  'chinese.evidensia.eco': 'Evidensia (ISEAL)',
  'choicenews.co.kr': 'Choice News',
  'cn.essexfurukawa.com': 'Essex Furukawa',
  'cnnchile.com': 'CNN Chile',
  'codelco.com': 'Codelco',
  'condavision.es': 'Condavisión',
  'consejominero.cl': 'Consejo Minero de Chile',
  'coppermark.org': 'The Copper Mark',
  'corporacionaltaley.cl': 'Corporación Alta Ley',
  'corporatenews.lu': 'CorporateNews.lu',
  'databoks.katadata.co.id': 'Databoks (Katadata)',
  'de.puda-bagger.com': 'Puda',
  'diarioantofagasta.cl': 'Diario Antofagasta',
  'e-mj.com': 'Engineering and Mining Journal',
  'ecofinagency.com': 'Ecofin Agency',
  'en.cmoc.com': 'CMOC',
  'energiminas.com': 'Energiminas',
  'essexfurukawa.com': 'Essex Furukawa',
  'essexfurukawa.jp': 'Essex Furukawa Japan',
  'finanzen.at': 'finanzen.at (company release)',
  'finanznachrichten.de': 'FinanzNachrichten (company release)',
  'forsal.pl': 'Forsal',
  'freeportinmycommunity.com': 'Freeport in My Community (Freeport-McMoRan)',
  'fuerzaminera.com': 'Fuerza Minera',
  'gestion.pe': 'Gestión',
  'glencore.com': 'Glencore',
  'globalminingreview.com': 'Global Mining Review',
  'globenewswire.com': 'GlobeNewswire (company release)',
  'greencarcongress.com': 'Green Car Congress',
  'grokipedia.com': 'Grokipedia (unreliable encyclopedia)',
  'hargabaru.net': 'hargabaru.net (copy of a Freeport-McMoRan page on audits and assessments)',
  'im-mining.com': 'International Mining',
  'imoa.info': 'International Molybdenum Association',
  'indaily.com.au': 'InDaily',
  'inews24.com': 'inews24',
  'infomercado.pe': 'Infomercado',
  'insidemongolia.mn': 'Inside Mongolia',
  'investingnews.com': 'Investing News Network',
  'iru-miru.com': 'IRuniverse (MIRU)',
  'japanmetaldaily.com': 'Japan Metal Daily',
  'jtcopper.com': 'JT Copper',
  'jx-nmm.com': 'JX Metals',
  'legnica.net': 'legnica.net',
  'm.chinacu.com': 'China Copper',
  'm.wirenet.org': 'Wire Association (wirenet.org)',
  'marketscreener.com': 'MarketScreener (company release)',
  'mbnmoney.mbn.co.kr': 'MBN Money',
  'me.smenet.org': 'Mining Engineering (SME)',
  'media.kghm.com': 'KGHM',
  'metallo.com': 'Aurubis (metallo.com)',
  'metalnomist.com': 'The Metalnomist',
  'metalsmineralspublication.org': 'Metals and Minerals Publication',
  'min-met.com': 'Min-Met',
  'minart.pe': 'Minart',
  'mineriayfuturo.cl': 'Minería y Futuro',
  'minersnews.net': 'Miners News',
  'mining-technology.com': 'Mining Technology',
  'mining-trends.com': 'Mining Trends',
  'mining.com': 'Mining.com',
  'miningdataonline.com': 'Mining Data Online',
  'miningeurope.news': 'Mining Europe',
  'miningmagazine.com': 'Mining Magazine',
  'miningrecord.com': 'The Mining Record',
  'miningrecord.hosting.pinbn.net': 'The Mining Record',
  'molynor.cl': 'Molynor',
  'mric.jogmec.go.jp': 'JOGMEC Mineral Resources Information',
  'nasdaq.com': 'Reuters, on Nasdaq',
  'newswriteups.com': 'News Writeups',
  'northamericanmining.com': 'North American Mining',
  'nsenergybusiness.com': 'NS Energy',
  'offshore-energy.biz': 'Offshore Energy',
  'onvista.de': 'onvista (company release)',
  'opportimes.com': 'Opportimes',
  'panelbuilderus.com': 'Panel Builder US',
  'prensaregional.pe': 'Prensa Regional',
  'prnewswire.com': 'PR Newswire (company release)',
  'proactivo.com.pe': 'ProActivo',
  'pt.wedoany.com': 'Wedoany',
  'rashamehr.com': 'Rashamehr',
  'recyclingtoday.com': 'Recycling Today',
  'redimin.cl': 'REDIMIN',
  'regulatorynews.co.uk': 'Regulatory News (company release)',
  'resourcesreview.com.au': 'Resources Review',
  'revista.empresascopec.cl': 'Empresas Copec',
  'rp-online.de': 'RP Online',
  'rumbominero.com': 'Rumbo Minero',
  'serperuano.com': 'Ser Peruano',
  'smm.co.jp': 'Sumitomo Metal Mining',
  'southwire.com': 'Southwire',
  'stockmarketwire.com': 'StockMarketWire',
  'stocktitan.net': 'Stock Titan (company release)',
  'tambang.co.id': 'Tambang',
  'teck.com': 'Teck',
  'terram.cl': 'Terram',
  'tfmofficial.com': 'Tenke Fungurume Mining',
  'trends.knack.be': 'Trends (Knack)',
  'wgospodarce.pl': 'wGospodarce',
  'wnp.pl': 'WNP',
  'ww2.aminerals.cl': 'Antofagasta Minerals',
  'yinghuiinternational.com': 'Yinghui International',
  'zvenia.com': 'Zvenia (list of Mining.com)',
}

/** A public page. An address this table does not know stops the compilation: a citation names its publisher. */
export function page(url: string): Source {
  const host = new URL(url).host.replace(/^www\./, '')
  const publisher = PUBLISHERS[host]
  if (publisher === undefined) throw new Error(`no publisher known for ${host}`)
  return { text: `${publisher}, public page`, url }
}

export const NEXANS_2022: Source = { text: 'Nexans, page of nexans.com of 28 November 2022 (read in a stored copy whose address was not kept)' }
export const SCHEME_UNKEPT: Source = { text: 'The Copper Mark, page of its website (read in a stored copy whose address was not kept)' }
const ICMM = 'ICMM Global Mining Dataset, September 2025 (V1)'
const CLIMATE_TRACE = 'Climate TRACE (2025), Emissions Inventory v5.2.0, copper mining'
const FINEPRINT = 'Jasansky, Lieber, Giljum, Maus (2023), An open database on global coal and metal mine production'
const FINEPRINT_URL = 'https://www.nature.com/articles/s41597-023-01965-y'

export const icmm = (id: string): Source => ({ text: `${ICMM}, record ${id}` })
export const climateTrace = (id: string): Source =>
  ({ text: `${CLIMATE_TRACE}, asset ${id}`, url: 'https://climatetrace.org' })
export const climateTraceEmissions = (id: string): Source =>
  ({ text: `${CLIMATE_TRACE}, asset ${id}: annual total of 2024, aggregated by a third party`,
    url: 'https://climatetrace.org' })
export const usgsFacility = (record: string): Source =>
  ({ text: `U.S. Geological Survey, Mineral operations outside the United States (2003-2008), record ${record}` })

export const fineprintFacility = (name: string): Source => ({ text: `${FINEPRINT}; facility ${name}`, url: FINEPRINT_URL })

/** The figure as compiled by that database, and the company report it names. Under CC BY-SA 4.0. */
export function fineprint(report: string, data: OpenData): Source[] {
  const compiled: Source = { text: `${FINEPRINT}; from ${report}`, url: FINEPRINT_URL }
  const url = reportUrls(data).get(report)
  return url === undefined ? [compiled] : [compiled, { text: report, url }]
}

let known: Map<string, string> | undefined
function reportUrls(data: OpenData): Map<string, string> {
  if (known) return known
  known = new Map()
  for (const file of ['metal_production', 'smelter_refinery']) {
    for (const row of data.rows(`sites/fineprint_${file}_2000_2020.csv`)) {
      const url = cell(row, 'source_url')
      if (/^https?:\/\/[^\s<>|]+$/.test(url)) known.set(cell(row, 'source'), url)
    }
  }
  return known
}

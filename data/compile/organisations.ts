// The companies behind the sites, and the partners. A country is that of the seat, where it is beyond doubt; an LEI
// stands only where the register file beside the emission inventory names the same company.
import { page } from './sources.ts'
import { sourcesCell, type Cells, type Source, type Table } from './table.ts'

type Company = {
  readonly id: string
  readonly name: string
  readonly country?: string
  readonly lei?: string
  readonly aliases?: string
  readonly note?: string
  readonly source?: Source
}

const COMPANIES: readonly Company[] = [
  { id: 'org-amman', name: 'PT Amman Mineral Nusa Tenggara', country: 'IDN', aliases: 'AMMAN; Amman Mineral' },
  { id: 'org-anglo-american', name: 'Anglo American', country: 'GBR', lei: '549300S9XF92D1X8ME43',
    aliases: 'Anglo American plc; Anglo American Chile' },
  { id: 'org-antofagasta-minerals', name: 'Antofagasta Minerals', country: 'CHL', aliases: 'Antofagasta plc; AMSA' },
  { id: 'org-aurubis', name: 'Aurubis', country: 'DEU', aliases: 'Aurubis AG; Norddeutsche Affinerie; Metallo' },
  { id: 'org-bhp', name: 'BHP', country: 'AUS', lei: 'WZE1WSENV6JSZFK0JC28', aliases: 'BHP Group; BHP Billiton' },
  { id: 'org-boliden', name: 'Boliden', country: 'SWE', lei: '21380059QU7IM1ONDJ56', aliases: 'Boliden AB' },
  { id: 'org-brazilian-nickel', name: 'Brazilian Nickel' },
  { id: 'org-capstone-copper', name: 'Capstone Copper', country: 'CAN', aliases: 'Mantos Copper' },
  { id: 'org-cmoc', name: 'CMOC', country: 'CHN', aliases: 'China Molybdenum; CMOC Group; 洛阳钼业' },
  { id: 'org-codelco', name: 'Codelco', country: 'CHL', aliases: 'Corporación Nacional del Cobre de Chile' },
  { id: 'org-erg', name: 'Eurasian Resources Group', country: 'LUX', lei: '2221008462KYO6NPKI38', aliases: 'ERG' },
  { id: 'org-freeport-mcmoran', name: 'Freeport-McMoRan', country: 'USA', lei: '549300IRDTHJQ1PVET45',
    aliases: 'Freeport; FCX; PT Freeport Indonesia; Climax Molybdenum; Phelps Dodge' },
  { id: 'org-glencore', name: 'Glencore', country: 'CHE', lei: '2138002658CPO9NBH955',
    aliases: 'Glencore plc; Katanga Mining' },
  { id: 'org-grupo-mexico', name: 'Grupo México', country: 'MEX',
    aliases: 'Southern Copper; Minera México; Mexicana de Cobre' },
  { id: 'org-hibi-kyodo', name: 'Hibi Kyodo Smelting', country: 'JPN', aliases: '日比共同製錬; Mitsui Kinzoku group',
    note: 'Of the Mitsui Kinzoku group.' },
  { id: 'org-jx-metals-smelting', name: 'JX Metals Smelting', country: 'JPN',
    aliases: 'JX Metals; JX Nippon Mining & Metals; JX金属製錬' },
  { id: 'org-kghm', name: 'KGHM Polska Miedź', country: 'POL', lei: 'G30CO71KTT9JDYJESN22',
    aliases: 'KGHM; KGHM Polska Miedz' },
  { id: 'org-ls-mnm', name: 'LS MnM', country: 'KOR', aliases: 'LS-Nikko Copper; LS Group',
    note: 'Of the LS Group; formerly LS-Nikko Copper.' },
  { id: 'org-lundin-mining', name: 'Lundin Mining', country: 'CAN' },
  { id: 'org-marcobre', name: 'Marcobre', country: 'PER', aliases: 'Alxar', note: 'Held by Alxar and partners.' },
  { id: 'org-mitsubishi-materials', name: 'Mitsubishi Materials', country: 'JPN', aliases: '三菱マテリアル' },
  { id: 'org-molymet', name: 'Molymet', country: 'CHL', aliases: 'Molibdenos y Metales' },
  { id: 'org-newmont', name: 'Newmont', country: 'USA', lei: '549300VSP3RIX7FGDZ51',
    aliases: 'Newmont Corporation; Newcrest' },
  { id: 'org-nexans', name: 'Nexans', country: 'FRA' },
  { id: 'org-nyrstar', name: 'Nyrstar' },
  { id: 'org-onahama', name: 'Onahama Smelting and Refining', country: 'JPN', aliases: '小名浜製錬',
    note: 'Of the Mitsubishi Materials group.' },
  { id: 'org-rio-tinto', name: 'Rio Tinto', country: 'GBR', lei: '213800YOEO5OQ72G2R82',
    aliases: 'Rio Tinto plc; Turquoise Hill Resources; Kennecott Utah Copper' },
  { id: 'org-southern-peaks-mining', name: 'Southern Peaks Mining' },
  { id: 'org-southern-peru', name: 'Southern Peru Copper', country: 'PER', aliases: 'Southern Peru',
    note: 'Of Grupo México.' },
  { id: 'org-southwire', name: 'Southwire', country: 'USA' },
  { id: 'org-sumitomo-metal-mining', name: 'Sumitomo Metal Mining', country: 'JPN', aliases: '住友金属鉱山' },
  { id: 'org-superior-essex', name: 'Superior Essex', country: 'USA',
    aliases: 'Essex Furukawa; Essex Furukawa Magnet Wire; Essex Solutions',
    note: 'Essex Furukawa Magnet Wire, since renamed Essex Solutions.' },
  { id: 'org-teck', name: 'Teck', country: 'CAN', lei: 'T8KI5SQ2JRWHL7XY0E11', aliases: 'Teck Resources' },
]

export const companyName = (id: string): string => COMPANIES.find((company) => company.id === id)!.name

type PartnerRow = {
  readonly id: string
  readonly name: string
  readonly organisation?: string
  readonly country?: string
  readonly sector: string
  readonly from: string
  readonly to: string
  readonly precision: string
  readonly printed: string
  readonly url: string
  readonly note?: string
}

const PARTNERS_2 = 'https://coppermark.org/the-copper-mark-welcomes-six-new-participants-and-two-new-partners/'
const PILOT = 'https://coppermark.org/the-copper-mark-welcomes-partners-participation-in-its-semis-fabricator-pilot-scheme/'
const DECEMBER_2021 = 'https://miningmagazine.com/underground-mining/news/1423023/copper-mark-expands-sites-partners'
const pilot = { from: '', to: '2021-12-31', precision: 'by',
  printed: 'by 2021 (named among eight semi-fabricator partners; page undated)', url: PILOT }
const semis = 'semi-fabricator'

const PARTNERS: readonly PartnerRow[] = [
  { id: 'partner-ford', name: 'Ford Motor Company', country: 'USA', sector: 'automotive', from: '2020-01-01',
    to: '2020-10-14', precision: 'by',
    printed: '2020 (first corporate partner; finalised earlier in 2020, reported 2020-10-14)',
    url: 'https://www.automotiveworld.com/news-releases/ford-becomes-first-corporate-partner-to-the-copper-mark-assuring-environmental-commitment-in-its-supply-chain/' },
  { id: 'partner-superior-essex', name: 'Superior Essex', organisation: 'org-superior-essex', country: 'USA',
    sector: `${semis} (magnet wire, cable)`, from: '', to: '2021-07-08', precision: 'by',
    printed: '2021-07-08 (reported; eighth partner)',
    url: 'https://m.wirenet.org/news/item/553-superior-essex-had-become-the-8th-corporate-partner-of-the-copper-mark' },
  { id: 'partner-nexans', name: 'Nexans', organisation: 'org-nexans', country: 'FRA',
    sector: `${semis} (rod and cable)`, from: '2021-01-01', to: '2021-12-31', precision: 'year',
    printed: '2021 (page undated)', url: PARTNERS_2 },
  { id: 'partner-halcor', name: 'HALCOR (copper tubes division of ElvalHalcor)', country: 'GRC',
    sector: `${semis} (copper tubes)`, from: '2021-01-01', to: '2021-12-31', precision: 'year',
    printed: '2021 (page undated)', url: PARTNERS_2 },
  { id: 'partner-mm-kembla', name: 'MM Kembla', country: 'AUS', sector: `${semis} (copper tube)`, ...pilot },
  { id: 'partner-mueller', name: 'Mueller Industries', country: 'USA', sector: `${semis} (tube and brass)`, ...pilot },
  { id: 'partner-nanotec', name: 'Nanotec S.A.', sector: semis, ...pilot },
  { id: 'partner-revere', name: 'Revere Copper Products', country: 'USA', sector: `${semis} (rolled copper)`,
    ...pilot },
  { id: 'partner-wieland', name: 'Wieland Group', country: 'DEU', sector: `${semis} (rolled, tube)`, ...pilot },
  { id: 'partner-siemens-energy', name: 'Siemens Energy', country: 'DEU', sector: 'energy technology', from: '',
    to: '2021-12-31', precision: 'by', printed: '2021-12 (reported)', url: DECEMBER_2021 },
  { id: 'partner-oddo-bhf-metals', name: 'Oddo BHF Metals', sector: 'metals (sector not stated in the source)',
    from: '', to: '2021-12-31', precision: 'by', printed: '2021-12 (reported)', url: DECEMBER_2021 },
  { id: 'partner-southwire', name: 'Southwire', organisation: 'org-southwire', country: 'USA',
    sector: `${semis} (wire and cable)`, from: '', to: '2022-01-13', precision: 'by',
    printed: '2022-01-13 (reported; press of 2022-01-17 also)',
    url: 'https://www.buildings.com/resiliency-sustainability/energy-water-efficiency/article/33018112/southwire-commits-to-sustainability-with-copper-mark' },
  { id: 'partner-schneider-electric', name: 'Schneider Electric', country: 'FRA',
    sector: 'energy management and automation', from: '2022-09-14', to: '2022-09-14', precision: 'day',
    printed: '2022-09-14', url: 'https://coppermark.org/trainings/news/page/5/' },
  { id: 'partner-nkt', name: 'NKT', country: 'DNK', sector: 'power cables', from: '', to: '2023-12-31',
    precision: 'by', printed: 'has joined the Copper Mark (article of the second half of 2023, day not in the excerpt; it does not say partner)', url: 'https://www.offshore-energy.biz/danish-power-cable-company-secures-long-term-copper-supplies/' },
]

/** @param firstPage the first page found that names the company with its site */
export function organisationTables(firstPage: ReadonlyMap<string, Source>): Table[] {
  const organisations = COMPANIES.map((company): Cells => {
    const found = company.source ?? firstPage.get(company.id)
    if (found === undefined) throw new Error(`no source for ${company.id}`)
    const register: Source[] = company.lei === undefined ? []
      : [{ text: 'GLEIF (LEI register, CC0), as listed with the owners in Climate TRACE v5.2.0',
        url: 'https://www.gleif.org' }]
    return {
      id: company.id, name: company.name, aliases: company.aliases, country: company.country, lei: company.lei,
      sources: sourcesCell([found, ...register]), note: company.note,
    }
  })
  const partners = PARTNERS.map((partner): Cells => ({
    id: partner.id, name: partner.name, organisation_id: partner.organisation, country: partner.country,
    sector: partner.sector,
    joined_from: partner.from, joined_to: partner.to, joined_precision: partner.precision,
    joined_printed: partner.printed,
    sources: sourcesCell([page(partner.url)]),
  }))
  return [
    { file: 'organisations.csv', columns: ['id', 'name', 'aliases', 'country', 'lei', 'sources', 'note'],
      rows: organisations },
    { file: 'partners.csv',
      columns: ['id', 'name', 'organisation_id', 'country', 'sector', 'joined_from', 'joined_to', 'joined_precision',
      'joined_printed', 'sources'], rows: partners },
  ]
}

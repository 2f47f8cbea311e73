// The parts of the world by which an origin may be told where its country may not: the regions of the United Nations'
// geoscheme (M49), with the Americas in two.
import { z } from 'zod'

export const Region = z.enum(['africa', 'asia', 'europe', 'north-america', 'south-america', 'oceania', 'elsewhere'])
export type Region = z.infer<typeof Region>

const COUNTRIES: Readonly<Partial<Record<Region, string>>> = {
  africa: 'AGO BDI BEN BFA BWA CAF CIV CMR COD COG COM CPV DJI DZA EGY ERI ESH ETH GAB GHA GIN GMB GNB GNQ KEN LBR LBY LSO MAR MDG MLI MOZ MRT MUS MWI MYT NAM NER NGA REU RWA SDN SEN SHN SLE SOM SSD STP SWZ SYC TCD TGO TUN TZA UGA ZAF ZMB ZWE',
  asia: 'AFG ARE ARM AZE BGD BHR BRN BTN CHN CYP GEO HKG IDN IND IRN IRQ ISR JOR JPN KAZ KGZ KHM KOR KWT LAO LBN LKA MAC MDV MMR MNG MYS NPL OMN PAK PHL PRK PSE QAT SAU SGP SYR THA TJK TKM TLS TUR TWN UZB VNM YEM',
  europe: 'ALA ALB AND AUT BEL BGR BIH BLR CHE CZE DEU DNK ESP EST FIN FRA FRO GBR GGY GIB GRC HRV HUN IMN IRL ISL ITA JEY LIE LTU LUX LVA MCO MDA MKD MLT MNE NLD NOR POL PRT ROU RUS SJM SMR SRB SVK SVN SWE UKR VAT XKX',
  'north-america': 'ABW AIA ATG BES BHS BLM BLZ BMU BRB CAN CRI CUB CUW CYM DMA DOM GLP GRD GRL GTM HND HTI JAM KNA LCA MAF MEX MSR MTQ NIC PAN PRI SLV SPM SXM TCA TTO USA VCT VGB VIR',
  'south-america': 'ARG BOL BRA CHL COL ECU FLK GUF GUY PER PRY SUR URY VEN',
  oceania: 'ASM AUS COK FJI FSM GUM KIR MHL MNP NCL NFK NIU NRU NZL PCN PLW PNG PYF SLB TKL TON TUV VUT WLF WSM',
}

const regions: ReadonlyMap<string, Region> = new Map(Object.entries(COUNTRIES).flatMap(([region, codes]) => codes.split(' ').map((code) => [code, region as Region] as const)))

/** @param country ISO 3166-1 alpha-3 */
export const regionOf = (country: string): Region => regions.get(country) ?? 'elsewhere'

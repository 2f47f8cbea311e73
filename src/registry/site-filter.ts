// Which sites are shown: one filter for the list, the map, the table and the export, so that they always agree.
import { z } from 'zod'
import { Mark } from '#src/awards/milestone.ts'
import { Country, Metal, Site, SiteType } from '#src/parties/site.ts'
import { SiteStatus } from './site-standing.ts'

/** Several values in one query parameter, separated by commas: `country=CHL,PER`. */
const listOf = <T extends z.ZodType<string, string>>(value: T) =>
  z.string().max(1000).transform((text) => text.split(',').map((part) => part.trim()).filter((part) => part !== ''))
    .pipe(z.array(value).max(100))

/** Numbers in one query parameter, separated by commas: `bbox=-80,-60,-60,-10`. */
const numbers = <T extends z.ZodType<unknown, number[]>>(shape: T) =>
  z.string().max(120).transform((text) => text.split(',').map((part) => part.trim() === '' ? Number.NaN : Number(part))).pipe(shape)

const longitude = z.number().min(-180).max(180)
const latitude = z.number().min(-90).max(90)

export const SiteOrigin = z.enum(['compiled', 'live', 'imported'])
export type SiteOrigin = z.infer<typeof SiteOrigin>

export const SiteFilter = z.object({
  metal: listOf(Metal).optional().describe('metals the site handles; several separated by commas'),
  mark: listOf(Mark).optional().describe('marks for which anything was found; several separated by commas'),
  status: listOf(SiteStatus).optional().describe(
    'what can be said on the day of the marks named by `mark`, else of the marks of `metal`, else of any. '
    + '`awarded` includes live awards in force'),
  type: listOf(SiteType).optional().describe('site types; several separated by commas'),
  country: listOf(Country).optional().describe('ISO 3166-1 alpha-3 codes; several separated by commas'),
  operator: z.string().max(200).optional().describe('part of the name of the operator or an owner'),
  organisationId: z.string().max(100).optional().describe('id of an organisation of the registry'),
  origin: listOf(SiteOrigin).optional().describe('compiled from public sources, imported list, or live record of the owner of a mark'),
  activity: listOf(Site.shape.activity.unwrap()).optional().describe('whether it works, as the source puts it'),
  disputed: z.stringbool().optional().describe('true: only sites with an open dispute; false: only sites without'),
  q: z.string().max(200).optional().describe('part of a name, alias, brand, place, operator, identifier or site number'),
  bbox: numbers(z.tuple([longitude, latitude, longitude, latitude])).optional()
    .describe('west,south,east,north in degrees; west may be greater than east, across the antimeridian'),
  near: numbers(z.tuple([latitude, longitude, z.number().positive().max(20_040)])).optional()
    .describe('latitude,longitude,kilometres'),
})
export type SiteFilter = z.output<typeof SiteFilter>

export const SiteSort = z.enum(['name', '-name', 'country', '-country', 'lastAward', '-lastAward'])
export type SiteSort = z.infer<typeof SiteSort>

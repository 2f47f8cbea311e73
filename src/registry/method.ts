// The rules behind every computed figure, as they are printed beside it. A figure names its rules by key.
import { z } from 'zod'
import { YEARS_VOUCHED } from '#src/awards/holding.ts'
import { YEARS_BACK } from './output-choice.ts'

export const RuleKey = z.enum([
  'status-day', 'low-and-high', 'three-years', 'by-dates', 'mark-owner', 'mines-only', 'preferred-output', 'nearest-year',
  'part-year', 'units', 'one-choice', 'denominator', 'missing-output', 'published-figures', 'participants', 'counts',
  'curve-area', 'curve-one-figure', 'curve-naming', 'curve-award', 'curve-deciles', 'curve-missing', 'tolerance',
])
export type RuleKey = z.infer<typeof RuleKey>

export const Rule = z.object({ key: RuleKey, text: z.string(), source: z.string() })
export type Rule = z.infer<typeof Rule>

const own = 'Rule of this software'

const texts: Readonly<Record<RuleKey, readonly [text: string, source: string]>> = {
  'status-day': ['The share of a year counts what was awarded on 31 December of that year, or today where that day is still to come, or on the day asked for.', own],
  'low-and-high': ['Low counts what surely held the mark on that day: the latest day its award can mean is not later. High counts what possibly held it: the earliest day its award can mean is not later. No share of a year is counted.', own],
  'three-years': [`An award compiled from public sources counts in low for ${YEARS_VOUCHED} years from the last day a source places it, or to the validity a source prints if that is later. A re-award, follow-up or extension found by then begins the time anew. After it the award counts in high only: nothing is said of whether it still holds.`, 'Re-assessment every three years, as the scheme describes its process'],
  'by-dates': ['An award known only "by" a day begins where another source of it begins; else no earlier than the commitment; else nothing bounds it, and it is possible on every earlier day.', own],
  'mark-owner': ['Where the owner of the mark has recorded an award here, its record takes the place of compiled facts from that day on, and validity, suspension and withdrawal are followed to the day. A record compiled from public sources never yields a negative status.', own],
  'mines-only': ['Only outputs of the stage asked for count: for mined metal those of mines, on the basis that the source prints. Smelters, refineries, rod mills and fabricators do not add to mined metal. A mine of which only refined output is known, because it refines what it mines, counts with that, flagged. A site counts under the mark of the metal; an award whose source names no mark counts under none.', own],
  'preferred-output': ['Of several values for one site and year the one marked preferred in the record is taken; the others are shown beside it.', own],
  'nearest-year': [`The output of that year; if there is none, that of the nearest earlier year within ${YEARS_BACK} years, flagged.`, own],
  'part-year': ['A value that covers part of a year is used as printed and flagged. It is not scaled up, so it understates.', own],
  'units': ['Sites whose output is known only together count as one unit: in low if every one of them surely held the mark, in high if any possibly did.', own],
  'one-choice': ['No site is counted twice. Where a unit and its members both have values, that set of figures stands which leaves out the fewest sites, then lies nearest to the year, then is the finest. The choice does not look at who holds a mark.', own],
  'denominator': ['World or country output of the same year, metal and stage, from the edition marked preferred; other editions are shown beside it.', 'Named with each figure'],
  'missing-output': ['A site that possibly held the mark and should have an output of that stage, but has no value within the years allowed, is listed as missing and adds nothing. Where no awarded site has a value, no share is given: missing is not zero.', own],
  'published-figures': ['A published figure is compared with the range computed for its own day and its own year of output; where it names none, for the year of its day and the year before. What it prints may be rounded by half of its last digit; "almost" and "just above" allow one more point. A difference is stated with the sites that lie between, without a guess at who erred.', own],
  'participants': ['A site is a participant from the first dated event found: commitment, participation, assessment or award. Earlier participation that no source mentions is not counted.', own],
  'counts': ['Each count is at least (low) and at most (high), with the numbers of the sites behind it. A site with several types, metals or marks appears under each and once in the total.', own],
  'curve-area': ['Bars stand in order of intensity. Width is output in tonnes of metal, height is t CO2e per t of metal, so the area of a bar is its emissions and the area of the curve is their total.', own],
  'curve-one-figure': ['A mine has one bar. Of several figures the one with emissions and output of the same or adjacent years stands, then the better quality, then the nearer years, then the later output.', own],
  'curve-naming': ['A bar carries a name only if its emissions and its output are of the same or adjacent years, the mine is known to have run, and the scope is printed. Every other bar is "modelled, years differ", without name, number, place or row of its source.', own],
  'curve-award': ['Highlighted is what held the mark of the metal on the day asked for, surely or possibly. A mine that could not be matched to a site shows no award found.', own],
  'curve-deciles': ['Weighted by output: the nth decile is the lowest intensity at which mines of that intensity or less make at least n tenths of the output on the curve.', own],
  'curve-missing': ['Mines that possibly hold the mark and have no figure are listed, not dropped and not drawn as zero.', own],
  'tolerance': ['Shares and intensities are computed in double precision. Area and total emissions agree to a relative 1e-9.', own],
}

export const rules: readonly Rule[] = RuleKey.options.map((key) => ({ key, text: texts[key][0], source: texts[key][1] }))

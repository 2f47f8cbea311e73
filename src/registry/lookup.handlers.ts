// Answers lookups. The names stay in the request: nothing is stored, nothing is logged.
import { setImmediate as giveWay } from 'node:timers/promises'
import type { Context } from '#src/access/context.ts'
import { writeCsv, type Cell } from '#src/exchange/csv/write-csv.ts'
import { tableLimits } from '#src/exchange/spreadsheet/limits.ts'
import { readTable } from '#src/exchange/spreadsheet/table.ts'
import { writeXlsx } from '#src/exchange/spreadsheet/write.ts'
import { knownAtInstant } from '#src/kernel/as-of.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import type { Day } from '#src/kernel/time.ts'
import type { LookupAnswer, LookupResult, lookupContract } from './lookup.contract.ts'
import { MOST_NAMES, lookUp, namesIn, namesOfTable } from './lookup.ts'
import { siteIndexOf } from './site-index.ts'
import { siteRow } from './site-view.ts'
import { standingText } from './standing-text.ts'

type Times = { readonly asOf?: Day | undefined; readonly knownAt?: string | undefined }

/** @throws Refused `lookup-empty`, `lookup-too-many` */
function namesAsked(names: readonly string[]): string[] {
  const asked = names.map((name) => name.trim()).filter((name) => name !== '')
  if (asked.length === 0) throw new Refused(refuse('lookup-empty', 'Send at least one name.'))
  if (asked.length > MOST_NAMES) {
    throw new Refused(refuse('lookup-too-many',
      `${asked.length} names were sent; one lookup takes ${MOST_NAMES}. Divide the list.`))
  }
  return asked.map((name) => name.slice(0, 300).toWellFormed())
}

/** Names looked up before other requests get their turn. */
const NAMES_A_TURN = 10

async function answerNames(ctx: Context, names: readonly string[], { asOf, knownAt }: Times): Promise<LookupAnswer> {
  const facts = await ctx.facts(knownAtInstant(knownAt))
  const index = siteIndexOf(facts)
  const day = asOf ?? ctx.today
  const items: LookupResult[] = []
  for (const name of namesAsked(names)) {
    const { finds, ...looked } = lookUp(facts, name, day)
    const rows = finds.map(({ siteId, score, by, doubts }) =>
      ({ score, by, doubts: [...doubts], site: siteRow(index, index.bySiteId.get(siteId)!, day, undefined) }))
    items.push({ ...looked, finds: rows })
    if (items.length % NAMES_A_TURN === 0) await giveWay()
  }
  const count = (outcome: LookupResult['outcome']): number => items.filter((item) => item.outcome === outcome).length
  const counts = { asked: items.length, match: count('match'), possible: count('possible'), none: count('none') }
  return { items, counts, position: facts.position, asOf: day }
}

const COLUMNS = [
  'asked', 'outcome', 'score', 'found_by', 'found_text', 'maker', 'plant', 'brand_from', 'brand_to', 'doubts', 'site_number', 'site', 'country',
  'types', 'operator', 'statement', 'as_of', 'log_position', 'page', 'note',
] as const

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const NOTE = 'Each statement names its source. That a name is not found here says nothing of a site.'

function exportRows({ items, asOf, position }: LookupAnswer, publicUrl: string): Cell[][] {
  return items.flatMap(({ asked, outcome, finds }): Cell[][] => finds.length === 0
    ? [[asked, outcome, ...Array<null>(COLUMNS.length - 6).fill(null), asOf, position, null, NOTE]]
    : finds.map(({ score, by, doubts, site }) => [
      asked, outcome === 'match' && doubts.length > 0 ? 'possible' : outcome, score,
      by.kind, by.text, by.maker, by.plant, by.from, by.to, doubts.join('; '),
      site.siteId, site.name, site.country, site.types.join('; '), site.operator,
      site.standing.marks.length === 0 ? 'no award found in our sources' : site.standing.marks.map(standingText).join('; '),
      asOf, position, publicUrl + site.links.page, NOTE,
    ]))
}

const file = (body: BodyInit, mediaType: string, fileName: string): Response =>
  new Response(body, {
    headers: { 'content-type': mediaType, 'content-disposition': `attachment; filename="${fileName}"`, 'cache-control': 'no-store' },
  })

const asked = ({ names, text }: { names?: readonly string[] | undefined; text?: string | undefined }): string[] =>
  [...names ?? [], ...namesIn(text ?? '')]

export const lookupHandlers: Handlers<typeof lookupContract, Context> = {
  async lookUpNames(ctx, input) {
    return answerNames(ctx, asked(input), input)
  },

  async lookUpFile(ctx, { filename, ...times }) {
    const table = orRefuse(await readTable(await ctx.upload(tableLimits.bytes), filename))
    return answerNames(ctx, namesOfTable(table.columns, table.rows.map(({ cells }) => cells)), times)
  },

  async exportLookup(ctx, { format, ...input }) {
    const answer = await answerNames(ctx, asked(input), input)
    const name = `lookup-${answer.asOf}.${format}`
    if (format === 'json') return file(JSON.stringify(answer), 'application/json; charset=utf-8', name)
    const rows = exportRows(answer, ctx.publicUrl)
    if (format === 'csv') return file(`\uFEFF${writeCsv(COLUMNS, rows)}`, 'text/csv; charset=utf-8', name)
    return file(new Uint8Array(await writeXlsx('Lookup', COLUMNS, rows)), XLSX, name)
  },
}

// The answer about a lot on paper and as a workbook: the same values as on its page, the awarded share first. What is held back
// is printed as held back.
import { facts, heading, list, paragraph, table, type Block, type PrintedDocument } from '#src/exchange/document/document.ts'
import { quantumOf } from '#src/custody/substance.ts'
import type { SheetOut } from '#src/exchange/spreadsheet/write-sheets.ts'
import type { Day } from '#src/kernel/time.ts'
import { AS_STATED } from '#src/provenance/allocation-rule.ts'
import { isWithheld, type LotAnswer, type LotFootprint, type OriginName, type OriginLine, type Share } from '#src/provenance/lot-answer.ts'
import type { Words } from '#src/registry/summary-words.ts'
import { massWords } from './mass-words.ts'

const percentOf = (say: Words, share: number): string => new Intl.NumberFormat(say.language, { style: 'percent', minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(share)

export const shareWords = (say: Words, share: Share): string =>
  share.state === 'banded' ? say('share.band', { from: percentOf(say, share.from), to: percentOf(say, share.to) }) : percentOf(say, share.share)
const rangeWords = (say: Words, share: Share): string =>
  share.state === 'banded' || share.high - share.low < 1e-9 ? '' : say('share.range', { low: percentOf(say, share.low), high: percentOf(say, share.high) })
const firstInWords = (say: Words, share: Share): string => share.state === 'banded' || share.firstIn === null ? '' : percentOf(say, share.firstIn)

export function originWords(say: Words, origin: OriginName): string {
  switch (origin.kind) {
    case 'site': return `${origin.name ?? origin.siteId}${origin.country === null ? '' : `, ${say.country(origin.country)}`} (${origin.siteId})`
    case 'country': return origin.basis === 'declared' ? say('origin.country.declared', { country: say.country(origin.country) }) : say.country(origin.country)
    case 'region': return say(`region.${origin.region}`)
    case 'scrap': return say(`origin.${origin.scrapClass}`)
    case 'unknown': return say('origin.unknown')
    case 'withheld': return say('withheld.upstream')
  }
}

const marksWords = (say: Words, { marks, origin }: OriginLine): string =>
  origin.kind !== 'site' ? '' : isWithheld(marks) ? say('withheld') : marks.map(({ mark, isSure }) => isSure ? say('mark.held', { mark: mark ?? '' }) : say('mark.possibly', { mark: mark ?? '' })).join(', ') || say('mark.none')

const originRow = (say: Words, answer: LotAnswer) => (line: OriginLine): string[] =>
  [originWords(say, line.origin), shareWords(say, line.share), rangeWords(say, line.share), firstInWords(say, line.share), line.quanta === null ? '' : massWords(say, line.quanta, answer.metal), marksWords(say, line)]
const originHead = (say: Words): string[] => ['origin', 'share', 'range', 'first-in', 'mass', 'marks'].map((name) => say(`column.${name}`))

const gapLines = (say: Words, { missing }: LotFootprint): string[] =>
  missing.map(({ stage, why, share }) => say(`missing.${why}`, { stage: say(`stage.${stage}`), share: percentOf(say, share) }))

function footprintBlocks(say: Words, { footprint }: LotAnswer): Block[] {
  if (footprint === null) return [heading(say('footprint')), paragraph(say('footprint.none'))]
  if (isWithheld(footprint)) return [heading(say('footprint')), paragraph(say('withheld.upstream'))]
  const number = (value: number): string => new Intl.NumberFormat(say.language, { maximumFractionDigits: 1 }).format(value)
  return [
    heading(say('footprint')),
    facts([[say('footprint.total'), say(footprint.isAtLeast ? 'footprint.value.least' : 'footprint.value', { kg: number(footprint.kgCo2ePerTonne) })], [say('footprint.primary'), percentOf(say, footprint.primaryShare)], [say('footprint.allocation'), footprint.allocation === AS_STATED ? say('footprint.allocation.stated') : footprint.allocation]]),
    ...isWithheld(footprint.stages) ? [paragraph(say('withheld.upstream'))] : [table(say('footprint.stages'), [say('column.stage'), say('column.kg')], footprint.stages.map(({ stage, kgCo2ePerTonne }) => [say(`stage.${stage}`), number(kgCo2ePerTonne)]))],
    ...footprint.missing.length === 0 ? [] : [paragraph(say('footprint.missing')), list(gapLines(say, footprint))],
  ]
}

export const narrowingWords = (say: Words, { narrowing }: LotAnswer): string | null =>
  narrowing === null ? null : say(`narrowing.${narrowing.datum}`, { lot: isWithheld(narrowing.lotId) ? '' : narrowing.lotId, event: isWithheld(narrowing.event) ? '' : narrowing.event, width: percentOf(say, narrowing.width) })

export function lotAnswerDocument(answer: LotAnswer, say: Words, today: Day): PrintedDocument {
  const { awarded, recycled, unknown, versions, documents } = answer
  const papers = documents.filter((one) => !isWithheld(one))
  return {
    title: say('document.title', { lot: answer.lotId }), subtitle: say('document.subtitle', { material: say(`material.${answer.material}`), model: say(`model.${answer.model}`) }),
    language: say.language, asOf: answer.asOf ?? today, foot: answer.lotId, pageOf: say('page.of', { page: '{page}', pages: '{pages}' }),
    blocks: [
      ...answer.isSimulated ? [paragraph(say('simulated'), 'status')] : [],
      paragraph(say('document.awarded', { share: shareWords(say, awarded.mine) }), 'lead'),
      facts([
        [say('awarded.chain'), shareWords(say, awarded.chain)], [say('recycled.post'), shareWords(say, recycled.postConsumer)], [say('recycled.pre'), shareWords(say, recycled.preConsumer)],
        [say('unknown'), shareWords(say, unknown.share)], [say('fact.quanta'), isWithheld(answer.quanta) ? say('withheld') : say('fact.quanta.value', { mass: massWords(say, answer.quanta, answer.metal), metal: say(`metal.${answer.metal}`) })],
        [say('fact.as-of'), answer.asOf === null ? say('as-of.handling') : say.day(answer.asOf)],
      ]),
      heading(say('origins')), table(say('origins.caption'), originHead(say), answer.origins.map(originRow(say, answer))), paragraph(say('origins.method'), 'quiet'),
      ...answer.narrowing === null ? [] : [heading(say('narrowing')), paragraph(narrowingWords(say, answer)!)],
      ...footprintBlocks(say, answer),
      heading(say('documents')),
      papers.length === 0 ? paragraph(say('documents.none')) : table(say('documents.caption'), [say('column.document'), say('column.ref'), say('column.sha256')], papers.flatMap((one) => isWithheld(one) ? [] : [[say(`document.${one.kind}`), one.ref, one.sha256 ?? '']])),
      ...papers.length < documents.length ? [paragraph(say('documents.withheld'))] : [],
      heading(say('versions')), paragraph(say('versions.line', { position: say.number(versions.logPosition), factors: versions.factorVersion, engine: versions.engineVersion }), 'quiet'),
    ],
  }
}

function footprintRows(say: Words, { footprint }: LotAnswer): (string | number | null)[][] {
  if (footprint === null) return [[say('footprint.none'), null]]
  if (isWithheld(footprint) || isWithheld(footprint.stages)) return [[say('withheld.upstream'), null]]
  const total = footprint.isAtLeast ? say('footprint.total.least') : say('footprint.total')
  return [...footprint.stages.map(({ stage, kgCo2ePerTonne }) => [say(`stage.${stage}`), kgCo2ePerTonne]), [total, footprint.kgCo2ePerTonne], ...gapLines(say, footprint).map((line) => [line, null])]
}

export function lotAnswerSheets(answer: LotAnswer, say: Words): SheetOut[] {
  const column = (title: string, width = 18) => ({ title, width })
  const bounds = (share: Share): (number | null)[] => share.state === 'exact' ? [share.share, share.low, share.high, share.firstIn] : [null, share.from, share.to, null]
  const head = [say('column.share'), say('column.least'), say('column.most'), say('column.first-in')].map((title) => column(title, 12))
  const summary: [string, Share][] = [[say('awarded.mine'), answer.awarded.mine], [say('awarded.chain'), answer.awarded.chain], [say('recycled.post'), answer.recycled.postConsumer], [say('recycled.pre'), answer.recycled.preConsumer], [say('unknown'), answer.unknown.share]]
  const { logPosition, factorVersion, engineVersion } = answer.versions
  return [
    { name: say('sheet.summary'), columns: [column(say('column.figure'), 40), ...head], rows: [...summary.map(([name, share]) => [name, ...bounds(share)]), [answer.lotId], [say('versions.line', { position: say.number(logPosition), factors: factorVersion, engine: engineVersion })]] },
    { name: say('origins'), columns: [column(say('column.origin'), 48), ...head, column(say('column.tonnes'), 16), column(say('column.marks'), 24)], rows: answer.origins.map((line) => [originWords(say, line.origin), ...bounds(line.share), line.quanta === null ? null : line.quanta / (quantumOf(answer.metal) === 'mg' ? 1e9 : 1e6), marksWords(say, line)]) },
    { name: say('footprint'), columns: [column(say('column.stage'), 30), column(say('column.kg'), 18)], rows: footprintRows(say, answer) },
    { name: say('documents'), columns: [column(say('column.document'), 26), column(say('column.ref'), 30), column(say('column.sha256'), 66)], rows: answer.documents.map((one) => isWithheld(one) ? [say('documents.withheld'), null, null] : [say(`document.${one.kind}`), one.ref, one.sha256]) },
  ]
}

// What an evidence pack holds, and its page that is read offline: the lots with their origins as their receiver may see them,
// the papers, the awards of the sites, the lines of the book that made them (custody notes 2.6; users G5 and G7).
import { html, raw } from 'hono/html'
import { bodyOf } from '#src/exchange/document/html.ts'
import { facts, heading, list, paragraph, table, type Block, type PrintedDocument } from '#src/exchange/document/document.ts'
import type { PackedFile } from '#src/exchange/pack/pack-file.ts'
import type { EventLine } from '#src/custody/event.ts'
import { lotIdParts, type DocumentRef } from '#src/custody/lot.ts'
import { canonicalText } from '#src/kernel/canonical.ts'
import { isWithheld, leastOf, mostOf, type LotAnswer, type OriginName, type Share } from '#src/provenance/lot-answer.ts'
import type { AwardRow } from '#src/registry/assurance-record.ts'
import type { Words } from '#src/registry/summary-words.ts'
import { massWords } from './mass-words.ts'
import { allocationText, footprintText } from './passport.ts'

/** A paper as it lies in the pack; without bytes where only its number was stated. */
export type PackedPaper = { readonly paper: DocumentRef; readonly bytes: Uint8Array | null; readonly extension: string }
export type PackContents = {
  readonly subject: { readonly kind: 'shipment' | 'lot'; readonly id: string }
  readonly madeBy: string
  readonly madeOn: string
  readonly lots: readonly LotAnswer[]
  /** Lines of the maker's own book that made or moved these lots. */
  readonly lines: readonly EventLine[]
  readonly papers: readonly PackedPaper[]
  readonly awards: readonly AwardRow[]
}

const encoder = new TextEncoder()
const fileName = (text: string): string => text.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '').slice(0, 80) || 'file'
const pathOfLot = ({ lotId }: LotAnswer): string => `lots/${fileName(lotIdParts(lotId).ref)}.json`
const pathOfPaper = ({ paper, extension }: PackedPaper): string => `documents/${paper.kind}-${fileName(paper.ref)}${extension}`

function share(say: Words, one: Share): string {
  const [low, high] = [leastOf(one), mostOf(one)]
  return one.state === 'banded' ? say('share.band', { low: say.percent(low), high: say.percent(high) }) : say.percent(low)
}

function origin(say: Words, one: OriginName): string {
  switch (one.kind) {
    case 'site': return `${one.name ?? one.siteId} (${one.siteId})`
    case 'country': return say.country(one.country)
    case 'region': return say(`region.${one.region}`)
    case 'scrap': return say(`origin.${one.scrapClass}`)
    case 'unknown': return say('origin.unknown')
    case 'withheld': return say('origin.withheld')
  }
}

function lotBlocks(say: Words, lot: LotAnswer): Block[] {
  const { footprint } = lot
  return [
    heading(lotIdParts(lot.lotId).ref),
    facts([
      [say('fact.material'), say(`material.${lot.material}`)],
      [say('fact.mass'), isWithheld(lot.quanta) ? say('withheld') : say('fact.mass.value', { mass: massWords(say, lot.quanta, lot.metal), metal: say(`metal.${lot.metal}`) })],
      [say('fact.model'), say(`model.${lot.model}`)],
      [say('awarded'), share(say, lot.awarded.mine)],
      [say('footprint', { metal: say(`metal.${lot.metal}`) }), footprint === null ? say('origin.unknown') : isWithheld(footprint) ? say('withheld') : `${footprintText(say, footprint.kgCo2ePerTonne, footprint.isAtLeast)} (${allocationText(say, footprint.allocation)})`],
    ]),
    table(say('origins.caption'), [say('column.origin'), say('column.share')], lot.origins.map((one) => [origin(say, one.origin), share(say, one.share)])),
  ]
}

export function packDocument(contents: PackContents, say: Words): PrintedDocument {
  const { subject, madeBy, madeOn, lots, papers, awards, lines } = contents
  const missing = papers.filter(({ bytes }) => bytes === null).map(({ paper }) => paper.ref)
  const title = say('pack.doc.title', { kind: subject.kind, id: subject.id })
  return {
    title, subtitle: say('pack.doc.subtitle', { by: madeBy, day: say.day(madeOn) }), language: say.language, asOf: madeOn, foot: subject.id, pageOf: say('page.of', { page: '{page}', pages: '{pages}' }),
    blocks: [
      ...lots.some(({ isSimulated }) => isSimulated) ? [paragraph(say('simulated'), 'status')] : [],
      paragraph(say('pack.doc.how'), 'lead'),
      ...lots.flatMap((lot) => lotBlocks(say, lot)),
      ...papers.length === 0 ? [] : [heading(say('pack.doc.documents')), list(papers.filter(({ bytes }) => bytes !== null).map(pathOfPaper))],
      ...missing.length === 0 ? [] : [paragraph(say('pack.doc.missing', { names: missing.join(', ') }))],
      ...awards.length === 0 ? [] : [heading(say('pack.doc.awards')), list(awards.map((award) => say('pack.doc.award', { site: award.siteName, mark: say(`metal.${award.mark}`), status: say(`award.status.${award.status}`), day: say.day(award.validUntil) })))],
      ...lines.length === 0 ? [] : [heading(say('pack.doc.events')), list(lines.map((line) => `${line.at} ${line.kind} ${line.event}`))],
    ],
  }
}

const STYLE = 'body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse}th,td{border-bottom:1px solid #888;padding:.25rem .75rem;text-align:left}dt{font-weight:650}'

/** Complete in itself: no address is asked for, so that it reads the same on a ship. */
async function pageOf(document: PrintedDocument): Promise<string> {
  return String(await html`<!doctype html>
<html lang="${document.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${document.title}</title><style>${raw(STYLE)}</style></head>
<body><h1>${document.title}</h1>${bodyOf(document)}</body></html>`)
}

export async function packedFiles(contents: PackContents, say: Words): Promise<PackedFile[]> {
  const document = packDocument(contents, say)
  const json = (value: unknown): Uint8Array => encoder.encode(canonicalText(value))
  const papers = new Map(contents.papers.flatMap((one) => one.bytes === null ? [] : [[pathOfPaper(one), { path: pathOfPaper(one), title: one.paper.ref, bytes: one.bytes }] as const]))
  return [
    { path: 'index.html', title: document.title, bytes: encoder.encode(await pageOf(document)) },
    ...contents.lots.map((lot) => ({ path: pathOfLot(lot), title: lot.lotId, bytes: json(lot) })),
    { path: 'events.ndjson', title: say('pack.doc.events'), bytes: encoder.encode(contents.lines.map((line) => `${canonicalText(line)}\n`).join('')) },
    ...contents.awards.map((award) => ({ path: `awards/${fileName(award.awardId)}.json`, title: award.siteName, bytes: json(award) })),
    ...papers.values(),
  ]
}

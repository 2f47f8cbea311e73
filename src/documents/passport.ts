// A passport as a document: the same facts for the page without a script, the PDF and the label. The first lines answer what
// somebody with a drum in front of them asks: from where, how much of it awarded, how much recycled, which footprint.
import { facts, heading, list, paragraph, table, type Block, type PrintedDocument } from '#src/exchange/document/document.ts'
import type { PassportContent, PassportOrigin, PassportShare, PublicPassport } from '#src/claims/passport.ts'
import { sharesTogether } from '#src/claims/passport-shares.ts'
import { quantumOf } from '#src/custody/substance.ts'
import { quantaOf } from '#src/kernel/quanta.ts'
import { AS_STATED } from '#src/provenance/allocation-rule.ts'
import { isWithheld, type Withheld } from '#src/provenance/lot-answer.ts'
import type { Words } from '#src/registry/summary-words.ts'
import { massWords } from './mass-words.ts'

const withheldText = (say: Words, { by }: Withheld): string => say(by === 'holder' ? 'withheld.holder' : 'withheld.upstream')

export const shareText = (say: Words, { low, high, isBanded }: PassportShare): string =>
  isBanded ? say('share.band', { low: say.percent(low), high: say.percent(high) }) : say.percent(low)

/** What the share may physically be at least and at most, where that is told and not the share itself. */
export const rangeText = (say: Words, { physical }: PassportShare): string | null =>
  physical === null ? null : say('share.range', { low: say.percent(physical.low), high: say.percent(physical.high) })
const withRange = (say: Words, share: PassportShare): string => [shareText(say, share), rangeText(say, share)].filter((text) => text !== null).join('; ')

export const footprintText = (say: Words, kgPerTonne: number, isAtLeast: boolean): string => isAtLeast ? say('footprint.least', { kg: say.number(kgPerTonne) }) : say.number(kgPerTonne)

export function originText(say: Words, { kind, place, name }: PassportOrigin): string {
  if (kind === 'site') return name ?? place ?? ''
  if (kind === 'country') return say.country(place ?? 'ZZZ')
  return kind === 'region' ? say(`region.${place}`) : say(`origin.${kind}`)
}

export const allocationText = (say: Words, rule: string): string => rule === AS_STATED ? say('allocation.stated') : rule

/** What the scheme found has words in every language; what its holder wrote stands as written. */
export const reasonText = (say: Words, reason: string): string => {
  const found = say(`cause.${reason}`)
  return found === `cause.${reason}` ? reason : found
}

/** The figures of the first screen, each with what it is a figure of; what is withheld says by whom. */
export function headlines(say: Words, content: PassportContent): { readonly figure: string; readonly of: string; readonly more: string | null }[] {
  const { awardedShare, recycled, footprint, metal } = content
  const lines = []
  lines.push(isWithheld(awardedShare) ? { figure: say('withheld'), of: say('awarded'), more: withheldText(say, awardedShare) }
    : { figure: shareText(say, awardedShare.mines), of: say('awarded'), more: together(rangeText(say, awardedShare.mines), awardedShare.wholeChain === null ? null : say('awarded.chain', { share: withRange(say, awardedShare.wholeChain) })) })
  lines.push(isWithheld(recycled) ? { figure: say('withheld'), of: say('recycled'), more: withheldText(say, recycled) }
    : recycledLine(say, recycled))
  if (isWithheld(footprint)) lines.push({ figure: say('withheld'), of: say('footprint', { metal: say(`metal.${metal}`) }), more: withheldText(say, footprint) })
  else if (footprint.kgPerTonne !== null) lines.push({ figure: footprintText(say, footprint.kgPerTonne, footprint.isAtLeast), of: say('footprint', { metal: say(`metal.${metal}`) }), more: together(footprint.isAtLeast ? say('footprint.missing') : null, say('footprint.method', { method: allocationText(say, footprint.method) })) })
  if (content.unknownShare.high > 0) lines.push({ figure: shareText(say, content.unknownShare), of: say('unknown'), more: rangeText(say, content.unknownShare) })
  return lines
}

const together = (...parts: readonly (string | null)[]): string | null => parts.filter((text) => text !== null).join('. ') || null

function recycledLine(say: Words, { preConsumer, postConsumer }: { readonly preConsumer: PassportShare; readonly postConsumer: PassportShare }): { figure: string; of: string; more: string | null } {
  const all = sharesTogether(preConsumer, postConsumer)
  return { figure: shareText(say, all), of: say('recycled'), more: together(rangeText(say, all), say('recycled.split', { pre: shareText(say, preConsumer), post: shareText(say, postConsumer) })) }
}

function originBlocks(say: Words, { origins }: PassportContent): Block[] {
  if (isWithheld(origins)) return [heading(say('origins')), paragraph(withheldText(say, origins))]
  return [heading(say('origins')), table(say('origins.caption'), [say('column.origin'), say('column.share')], origins.parts.map((part) => [originText(say, part), withRange(say, part.share)]))]
}

function productFacts(say: Words, content: PassportContent): Block {
  const { holder, mass, madeAt, identifiers } = content
  return facts([
    [say('fact.holder'), isWithheld(holder) ? withheldText(say, holder) : holder.name],
    [say('fact.material'), say(`material.${content.material}`)],
    [say('fact.made-at'), isWithheld(madeAt) ? withheldText(say, madeAt) : `${madeAt.name}, ${say.country(madeAt.country)}`],
    [say('fact.mass'), isWithheld(mass) ? withheldText(say, mass) : say('fact.mass.value', { mass: massWords(say, quantaOf(`${mass.tonnes} t`, quantumOf(content.metal)), content.metal), metal: say(`metal.${content.metal}`) })],
    ...isWithheld(identifiers) ? [] : identifiers.marks.map(({ name, value }) => [say(`identifier.${name}`), value] as const),
    [say('fact.model'), say(`model.${content.model}`)],
  ])
}

export function passportDocument(passport: PublicPassport, say: Words): PrintedDocument {
  const { content, version, issuedAt, digest } = passport.current
  const state = say(`state.${passport.state}`)
  const { logPosition, factorVersion, engineVersion } = content.versions
  return {
    title: say('title', { product: content.product }), subtitle: say('page.title', { number: passport.passportId }), language: say.language, asOf: content.asOf,
    foot: `${passport.passportId} · ${content.product}`, pageOf: say('page.of', { page: '{page}', pages: '{pages}' }),
    blocks: [
      ...content.isSimulated ? [paragraph(say('simulated'), 'status')] : [],
      paragraph(passport.stateReason === null ? state : `${state} ${say('state.since', { day: say.day(passport.stateAt.slice(0, 10)), reason: reasonText(say, passport.stateReason) })}`, 'status'),
      ...content.description === null ? [] : [paragraph(content.description)],
      list(headlines(say, content).map(({ figure, of, more }) => `${figure} ${of}${more === null ? '' : `. ${more}`}`)),
      ...originBlocks(say, content), heading(say('facts')), productFacts(say, content),
      heading(say('versions')), list(passport.versions.map((one) => say('version.line', { version: one.version, day: say.day(one.issuedAt.slice(0, 10)), because: one.version === 1 ? say('version.first') : one.because }))),
      ...passport.changed.length === 0 ? [] : [paragraph(say('changed', { fields: passport.changed.map((field) => say(`field.${field}`)).join(', ') }))],
      heading(say('live.title')), { kind: 'address', text: say('live.address'), url: passport.address, alt: say('live.alt', { url: passport.address }) },
      { kind: 'code', name: say('fact.digest'), text: digest },
      paragraph(say('as-of', { day: say.day(issuedAt.slice(0, 10)), version })), paragraph(say('recompute', { position: logPosition, factors: factorVersion, engine: engineVersion }), 'quiet'),
      paragraph(say('scope'), 'quiet'),
    ],
  }
}

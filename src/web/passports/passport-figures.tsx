// The first screen of a phone: how much from awarded mines, how much recycled, which footprint, how much unknown. Also shown
// to the holder before a passport is issued.
import type { PassportContent } from '#src/claims/passport.ts'
import { sharesTogether } from '#src/claims/passport-shares.ts'
import { AS_STATED } from '#src/provenance/allocation-rule.ts'
import { useFormat } from '../ui/format.ts'
import { isWithheldPart, usePassportWords } from './passport-words.ts'
import classes from './passports.module.css'

type Line = { readonly key: string; readonly figure: string; readonly of: string; readonly more: string | null; readonly isWithheld?: boolean }

const lineOf = (...parts: readonly (string | null)[]): string | null => parts.filter((part) => part !== null).join(' · ') || null

function useLines(content: PassportContent): Line[] {
  const { t, share, range, withheld } = usePassportWords()
  const { number } = useFormat()
  const { awardedShare, recycled, footprint, unknownShare } = content
  const metal = t(`metal.${content.metal}`)
  const hidden = (key: string, of: string, value: Parameters<typeof withheld>[0]): Line => ({ key, figure: t('withheld'), of, more: withheld(value), isWithheld: true })
  const lines: Line[] = [
    isWithheldPart(awardedShare)
      ? hidden('awarded', t('awarded'), awardedShare)
      : { key: 'awarded', figure: share(awardedShare.mines), of: t('awarded'), more: lineOf(range(awardedShare.mines), awardedShare.wholeChain === null ? null : t('awarded.chain', { share: share(awardedShare.wholeChain) })) },
  ]
  if (isWithheldPart(footprint)) lines.push(hidden('footprint', t('footprint', { metal }), footprint))
  else if (footprint.kgPerTonne !== null) {
    const primary = footprint.primaryShare === null ? null : t('footprint.primary', { share: share({ low: footprint.primaryShare, high: footprint.primaryShare, isBanded: false, physical: null }) })
    const method = t('footprint.method', { method: footprint.method === AS_STATED ? t('allocation.stated') : footprint.method })
    const kg = number(footprint.kgPerTonne)
    lines.push({
      key: 'footprint', figure: footprint.isAtLeast ? t('footprint.least', { kg }) : kg, of: t('footprint', { metal }),
      more: lineOf(footprint.isAtLeast ? t('footprint.missing') : null, method, primary),
    })
  }
  if (isWithheldPart(recycled)) lines.push(hidden('recycled', t('recycled'), recycled))
  else {
    const { preConsumer: pre, postConsumer: post } = recycled
    const all = sharesTogether(pre, post)
    lines.push({ key: 'recycled', figure: share(all), of: t('recycled'), more: lineOf(range(all), t('recycled.split', { pre: share(pre), post: share(post) })) })
  }
  if (unknownShare.high > 0) lines.push({ key: 'unknown', figure: share(unknownShare), of: t('unknown'), more: range(unknownShare) })
  return lines
}

export function PassportFigures({ content }: { readonly content: PassportContent }) {
  const lines = useLines(content)
  const { t } = usePassportWords()
  const hasNoFigure = !isWithheldPart(content.footprint) && content.footprint.kgPerTonne === null
  return (
    <>
      <ul className={classes.figures}>
        {lines.map(({ key, figure, of, more, isWithheld }) => (
          <li key={key}>
            <strong className={classes.figure} data-withheld={isWithheld || undefined}>
              {figure}
            </strong>
            <span className={classes.of}>{of}</span>
            {more === null ? null : <span className={classes.more}>{more}</span>}
          </li>
        ))}
      </ul>
      {hasNoFigure ? <p className={classes.more}>{t('footprint.unknown')}</p> : null}
    </>
  )
}

export function PassportOrigins({ origins }: { readonly origins: PassportContent['origins'] }) {
  const { t, share, range, withheld, origin } = usePassportWords()
  if (isWithheldPart(origins)) return <p>{withheld(origins)}</p>
  return (
    <ul className={classes.parts} aria-label={t('origins.caption')}>
      {origins.parts.map((part) => (
        <li key={`${part.kind} ${part.place ?? ''}`}>
          <span className={classes.part}>
            <span>{origin(part)}</span>
            <strong>{share(part.share)}</strong>
          </span>
          {part.share.physical === null ? null : <span className={classes.more}>{range(part.share)}</span>}
          <span className={classes.bar} data-kind={part.kind} aria-hidden style={{ display: 'block' }}>
            <span style={{ width: `${Math.max(1, part.share.high * 100)}%` }} />
          </span>
        </li>
      ))}
    </ul>
  )
}

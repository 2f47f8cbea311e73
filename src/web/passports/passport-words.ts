// How the parts of a passport are written: shares, places, who withholds.
import type { PassportOrigin, PassportShare } from '#src/claims/passport.ts'
import type { Withheld } from '#src/provenance/lot-answer.ts'
import { useMessages } from '../messages/use-messages.ts'
import { countryName } from '../ui/countries.ts'

export const isWithheldPart = (value: object): value is Withheld => 'withheld' in value

export function usePassportWords() {
  const t = useMessages('passports')
  const percents = new Intl.NumberFormat(t.language, { style: 'percent', maximumFractionDigits: 1 })
  const share = ({ low, high, isBanded }: PassportShare): string =>
    isBanded ? t('share.band', { low: percents.format(low), high: percents.format(high) }) : percents.format(low)
  const range = ({ physical }: PassportShare): string | null =>
    physical === null ? null : t('share.range', { low: percents.format(physical.low), high: percents.format(physical.high) })
  const withheld = ({ by }: Withheld): string => t(by === 'holder' ? 'withheld.holder' : 'withheld.upstream')
  const origin = ({ kind, place, name }: PassportOrigin): string => {
    if (kind === 'site') return name ?? place ?? ''
    if (kind === 'country') return countryName(place ?? '', t.language) ?? place ?? ''
    if (kind === 'region') return t.has(`region.${place}`) ? t(`region.${place}` as 'region.africa') : (place ?? '')
    return t(`origin.${kind}`)
  }
  return { t, share, range, withheld, origin }
}

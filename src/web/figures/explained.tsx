// Why the range is as wide as it is, and what could widen it: said from the rows, largest first.
import type { Result } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Fact, Facts } from '../ui/facts.tsx'
import { useFormat } from '../ui/format.ts'
import { symbolOf } from '../ui/words.ts'
import { useRangeWords } from './range-words.ts'

type Explanation = Result<'getCoverage'>['explanation']
type Named = { readonly name: string; readonly tonnes: number; readonly points?: number | null }

const MOST_NAMED = 12

export function Explained({ explanation, metal }: { readonly explanation: Explanation; readonly metal: string }) {
  const t = useMessages('figures')
  const { tonnes, number } = useFormat()
  const range = useRangeWords()
  const symbol = symbolOf(metal)
  const written = ({ name, tonnes: mass, points }: Named): string =>
    points === undefined || points === null
      ? t('explained.one', { name, tonnes: tonnes(mass, symbol) })
      : t('explained.one-points', { name, tonnes: tonnes(mass, symbol), points: number(points, 2) })
  const some = (parts: readonly string[]): string =>
    parts.length <= MOST_NAMED
      ? parts.join('; ')
      : `${parts.slice(0, MOST_NAMED).join('; ')}; ${t('explained.more', { count: parts.length - MOST_NAMED })}`
  const { highOnly, awardedLater, otherEditions } = explanation
  if (highOnly.length + awardedLater.length + otherEditions.length === 0) return null
  return (
    <>
      <h3>{t('explained.title')}</h3>
      <Facts>
        {highOnly.length === 0 ? null : <Fact name={t('explained.high-only')}>{some(highOnly.map(written))}</Fact>}
        {awardedLater.length === 0 ? null : <Fact name={t('explained.later')}>{some(awardedLater.map(written))}</Fact>}
        {otherEditions.length === 0 ? null : (
          <Fact name={t('explained.editions')}>
            {otherEditions.map(({ edition, low, high }) => (
              <div key={edition}>
                {range.share({ low, high })}, <span lang="en">{edition}</span>
              </div>
            ))}
          </Fact>
        )}
      </Facts>
    </>
  )
}

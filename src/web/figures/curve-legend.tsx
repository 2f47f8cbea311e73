// What the fills of the curve mean, each with its word.
import { useMessages } from '../messages/use-messages.ts'
import { Patterns, QUALITIES, useFills } from './curve-patterns.tsx'
import chart from './curve-chart.module.css'
import classes from './figures.module.css'

export function CurveLegend({ present }: { readonly present: ReadonlySet<string> }) {
  const t = useMessages('figures')
  const fills = useFills()
  const entries = [
    { fill: 'var(--copper)', text: t('curve.award.surely') },
    { fill: fills.possibly, text: t('curve.award.possibly') },
    ...QUALITIES.filter((quality) => present.has(quality)).map((quality) => ({
      fill: fills.quality(quality),
      text: t('curve.legend.quality', { quality: t(`quality.${quality}`) }),
    })),
  ]
  return (
    <>
      <svg width="0" height="0" className={chart.chart} aria-hidden style={{ position: 'absolute' }}>
        <Patterns id={fills.id} />
      </svg>
      <ul className={classes.legend}>
        {entries.map(({ fill, text }) => (
          <li key={text}>
            <svg className={`${chart.chart} ${chart.key}`} viewBox="0 0 22 14" aria-hidden>
              <rect width="22" height="14" style={{ fill }} stroke="var(--rule-strong)" />
            </svg>
            {text}
          </li>
        ))}
      </ul>
    </>
  )
}

// The footprint as a waterfall: each stage begins where the one before it ended, down to the total. Its table says the same.
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PlainTable } from '../ui/plain-table.tsx'
import { isWithheld, useAnswerWords, type Answer } from './answer-words.ts'
import classes from './lots.module.css'

const WIDTH = 200

export function Footprint({ footprint, metal }: { readonly footprint: Answer['footprint']; readonly metal: Answer['metal'] }) {
  const t = useMessages('lots')
  return (
    <section className={classes.section}>
      <h2>{t('footprint')}</h2>
      {footprint === null ? <p>{t('footprint.none')}</p> : isWithheld(footprint) ? <p>{t('withheld.upstream')}</p> : <Stages footprint={footprint} metal={metal} />}
    </section>
  )
}

function Stages({ footprint, metal }: { readonly footprint: Exclude<Answer['footprint'], null | { withheld: true }>; readonly metal: Answer['metal'] }) {
  const t = useMessages('lots')
  const words = useAnswerWords()
  const { number } = useFormat()
  const stages = isWithheld(footprint.stages) ? [] : footprint.stages
  const most = Math.max(footprint.kgCo2ePerTonne, stages.reduce((sum, { kgCo2ePerTonne }) => sum + Math.max(0, kgCo2ePerTonne), 0), 1e-9)
  let from = 0
  return (
    <>
      <p>
        <span className={classes.big}>{t(footprint.isAtLeast ? 'footprint.of-metal.least' : 'footprint.of-metal', { kg: number(footprint.kgCo2ePerTonne, 1), metal: t(`metal.${metal}`) })}</span>
        <span className={classes.small}>
          {t('footprint.primary')}: {words.percent(footprint.primaryShare)} · {t('footprint.allocation')}: {t('footprint.allocation.stated')}
        </span>
      </p>
      {isWithheld(footprint.stages) ? (
        <p>{t('withheld.upstream')}</p>
      ) : (
        <PlainTable label={t('footprint.stages')}>
          <thead>
            <tr>
              <th scope="col">{t('column.stage')}</th>
              <th scope="col">{t('column.kg')}</th>
              <td aria-hidden="true" />
            </tr>
          </thead>
          <tbody>
            {stages.map(({ stage, kgCo2ePerTonne }) => {
              const start = from
              from += kgCo2ePerTonne
              return (
                <tr key={stage}>
                  <th scope="row">{t.has(`stage.${stage}`) ? t(`stage.${stage}` as 'stage.other') : stage}</th>
                  <td className="numeric">{number(kgCo2ePerTonne, 1)}</td>
                  <td>
                    <svg className={classes.bar} viewBox={`0 0 ${WIDTH} 20`} preserveAspectRatio="none" aria-hidden="true">
                      <rect className={classes.fill} x={(Math.min(start, from) / most) * WIDTH} y="5" width={Math.max(1, (Math.abs(kgCo2ePerTonne) / most) * WIDTH)} height="10" />
                    </svg>
                  </td>
                </tr>
              )
            })}
          </tbody>
        </PlainTable>
      )}
      {footprint.missing.length === 0 ? null : (
        <>
          <h3>{t('footprint.missing')}</h3>
          <ul>
            {footprint.missing.map(({ stage, why, share }) => (
              <li key={`${stage}/${why}`}>{t(`missing.${why}` as 'missing.no-figures', { stage: t.has(`stage.${stage}`) ? t(`stage.${stage}` as 'stage.other') : stage, share: words.percent(share) })}</li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}

// The footprint of a lot as far as it is told: the total, what each stage adds, what is missing.
import { Waterfall } from '../claims/waterfall.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { isWithheld, useAnswerWords, type Answer } from './answer-words.ts'
import classes from './lots.module.css'

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
  const nameOf = (stage: string): string => t.has(`stage.${stage}`) ? t(`stage.${stage}` as 'stage.other') : stage
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
        <Waterfall
          label={t('footprint.stages')}
          headings={{ stage: t('column.stage'), adds: t('column.kg'), all: t(footprint.isAtLeast ? 'footprint.total.least' : 'footprint.total') }}
          stages={footprint.stages.map(({ stage, kgCo2ePerTonne }) => ({ stage, name: nameOf(stage), kg: kgCo2ePerTonne }))}
          total={footprint.kgCo2ePerTonne}
        />
      )}
      {footprint.missing.length === 0 ? null : (
        <>
          <h3>{t('footprint.missing')}</h3>
          <ul>
            {footprint.missing.map(({ stage, why, share }) => (
              <li key={`${stage}/${why}`}>{t(`missing.${why}` as 'missing.no-figures', { stage: nameOf(stage), share: words.percent(share) })}</li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}

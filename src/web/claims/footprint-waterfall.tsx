// A footprint by stage, as a table whose rows carry bars: what each stage adds stands where the one before it ended. Numbers
// first; the bars repeat them for the eye and are hidden from a screen reader.
import type { Result } from '../api/client.ts'
import { useSiteName } from '../custody/names.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PlainTable } from '../ui/plain-table.tsx'
import classes from './claims.module.css'

export type LotFootprint = Result<'getLotFootprint'>

/** Where each step begins and ends, in percent of the widest sum. */
function stepsOf(stages: LotFootprint['stages']): { left: number; width: number; isMinus: boolean }[] {
  let sum = 0
  const ends = stages.map(({ perTonne }) => {
    const from = sum
    sum += Number(perTonne.total)
    return [Math.min(from, sum), Math.max(from, sum), sum < from] as const
  })
  const widest = Math.max(1e-9, ...ends.map(([, to]) => to))
  return ends.map(([from, to, isMinus]) => ({ left: (100 * Math.max(0, from)) / widest, width: (100 * (to - Math.max(0, from))) / widest, isMinus }))
}

export function FootprintWaterfall({ footprint }: { readonly footprint: LotFootprint }) {
  const t = useMessages('claims')
  const { number } = useFormat()
  const steps = stepsOf(footprint.stages)
  const kg = (text: string) => number(Number(text), 1)
  const percent = (text: string | null) => (text === null ? '–' : `${number(Number(text) * 100, 1)} %`)
  const metal = t(`metal.${footprint.metal}`)
  return (
    <div>
      {footprint.isSimulated ? <p className={classes.simulated}>{t('simulated')}</p> : null}
      <p className={classes.total}>
        <strong>{number(Number(footprint.kgCo2ePerTonne), 0)}</strong>
        <span>{t(footprint.isAtLeast ? 'footprint.per-tonne.least' : 'footprint.per-tonne', { metal })}</span>
      </p>
      <PlainTable label={t('footprint.by-stage')}>
        <thead>
          <tr>
            <th scope="col">{t('footprint.stage')}</th>
            <th scope="col">{t('footprint.adds')}</th>
            <th scope="col" aria-hidden="true" />
            <th scope="col">{t('footprint.scope', { scope: 1 })}</th>
            <th scope="col">{t('footprint.scope', { scope: 2 })}</th>
            <th scope="col">{t('footprint.scope', { scope: 3 })}</th>
            <th scope="col">{t('footprint.primary')}</th>
          </tr>
        </thead>
        <tbody>
          {footprint.stages.map(({ stage, perTonne, share }, i) => (
            <tr key={stage}>
              <th scope="row">{t(`stage.${stage}`)}</th>
              <td className="numeric nowrap">
                {kg(perTonne.total)} ({number(Number(share), 1)} %)
              </td>
              <td aria-hidden="true">
                <div className={classes.track}>
                  <span className={classes.step} data-sign={steps[i]!.isMinus ? 'minus' : 'plus'} data-kind={stage} style={{ left: `${steps[i]!.left}%`, width: `${steps[i]!.width}%` }} />
                </div>
              </td>
              <td className="numeric">{kg(perTonne.scope1)}</td>
              <td className="numeric">{kg(footprint.method.basis === 'market' ? perTonne.scope2Market : perTonne.scope2Location)}</td>
              <td className="numeric">{kg(perTonne.scope3)}</td>
              <td className="numeric">{percent(perTonne.primaryShare)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('footprint.all')}</th>
            <td className="numeric nowrap">{kg(footprint.perTonne.total)}</td>
            <td aria-hidden="true" />
            <td className="numeric">{kg(footprint.perTonne.scope1)}</td>
            <td className="numeric">{kg(footprint.method.basis === 'market' ? footprint.perTonne.scope2Market : footprint.perTonne.scope2Location)}</td>
            <td className="numeric">{kg(footprint.perTonne.scope3)}</td>
            <td className="numeric">{percent(footprint.perTonne.primaryShare)}</td>
          </tr>
        </tfoot>
      </PlainTable>
      <MethodLine footprint={footprint} />
      {footprint.missing.length === 0 ? null : (
        <section className={classes.section} aria-label={t('footprint.missing')}>
          <h3>{t('footprint.missing')}</h3>
          <ul>
            {footprint.missing.map((one, i) => (
              <Missing key={i} one={one} />
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

function Missing({ one }: { readonly one: LotFootprint['missing'][number] }) {
  const t = useMessages('claims')
  const { number } = useFormat()
  const site = useSiteName(one.siteId ?? '')
  return <li>{t(`missing.${one.why}`, { stage: t(`stage.${one.stage}`), site: site === '' ? '–' : site, share: one.share === null ? '' : number(Number(one.share) * 100, 1) })}</li>
}

function OwnRule({ one: { stage, siteId, allocation } }: { readonly one: Pick<LotFootprint['method']['own'][number], 'stage' | 'siteId' | 'allocation'> }) {
  const t = useMessages('claims')
  const site = useSiteName(siteId)
  return <p className={classes.quiet}>{t('footprint.own-rule', { stage: t(`stage.${stage}`), site, applied: t(`applied.${allocation.applied as 'mass'}`), ratio: allocation.valueRatio ?? '–', cutOff: allocation.cutOff })}</p>
}

/** The method stands beside the number, always. */
function MethodLine({ footprint: { method, knownAt, logPosition } }: { readonly footprint: LotFootprint }) {
  const t = useMessages('claims')
  const { number, instant } = useFormat()
  const stand = { cutOff: method.factors.valueRatioCutOff, position: number(logPosition) }
  return (
    <>
      <p className={classes.quiet}>
        {t('footprint.method', {
          gwp: method.gwp.join(', ') || '–', basis: t(`basis.${method.basis}`), rules: method.rules.map((rule) => (t.has(`applied.${rule}`) ? t(`applied.${rule}` as 'applied.mass') : rule)).join(', ') || '–',
          periods: method.periods.map(({ from, to }) => `${from} – ${to}`).join('; ') || '–', version: method.factors.version, edition: method.factors.edition,
        })}
      </p>
      {method.own.filter(({ allocation }) => allocation.applied !== 'none').map(({ stage, siteId, allocation }) => (
        <OwnRule key={`${stage}/${siteId}`} one={{ stage, siteId, allocation }} />
      ))}
      <p className={classes.quiet}>{knownAt === null ? t('footprint.stand.now', stand) : t('footprint.stand.then', { ...stand, instant: instant(knownAt) })}</p>
    </>
  )
}

// The footprint of a lot with all that is known of it: the number first, its stages by scope, the method, what is missing.
import type { Result } from '../api/client.ts'
import { useSiteName } from '../custody/names.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { Waterfall, type Stage } from './waterfall.tsx'
import classes from './claims.module.css'

export type LotFootprint = Result<'getLotFootprint'>

type Sums = LotFootprint['perTonne']
type ScopedStage = Stage & { readonly perTonne: Sums }

export function FootprintWaterfall({ footprint }: { readonly footprint: LotFootprint }) {
  const t = useMessages('claims')
  const { number } = useFormat()
  const kg = (text: string) => number(Number(text), 1)
  const percent = (text: string | null) => (text === null ? '–' : `${number(Number(text) * 100, 1)} %`)
  const metal = t(`metal.${footprint.metal}`)
  return (
    <div>
      {footprint.isSimulated ? <p className={classes.simulated}>{t('simulated')}</p> : null}
      <p className={classes.total}>
        <strong>{number(Number(footprint.kgCo2ePerTonne), 1)}</strong>
        <span>{t(footprint.isAtLeast ? 'footprint.per-tonne.least' : 'footprint.per-tonne', { metal })}</span>
      </p>
      <Waterfall<ScopedStage>
        label={t('footprint.by-stage')}
        headings={{ stage: t('footprint.stage'), adds: t('footprint.adds'), all: t('footprint.all') }}
        stages={footprint.stages.map(({ stage, perTonne }) => ({ stage, name: t(`stage.${stage}`), kg: Number(perTonne.total), perTonne }))}
        total={Number(footprint.perTonne.total)}
        columns={([
          [t('footprint.scope', { scope: 1 }), ({ scope1 }) => kg(scope1)],
          [t('footprint.scope', { scope: 2 }), ({ scope2Market, scope2Location }) => kg(footprint.method.basis === 'market' ? scope2Market : scope2Location)],
          [t('footprint.scope', { scope: 3 }), ({ scope3 }) => kg(scope3)],
          [t('footprint.primary'), ({ primaryShare }) => percent(primaryShare)],
        ] satisfies [string, (sums: Sums) => string][]).map(([heading, said]) => ({ heading, cell: ({ perTonne }) => said(perTonne), sum: said(footprint.perTonne) }))}
      />
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

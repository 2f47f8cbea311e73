// Footprint figures and claims in a scenario.
import type { ActivityFigure, Retired, Told } from '#src/exchange/scenario/scenario.ts'
import { shipmentIdOf } from './scenario-handover.ts'
import type { Play } from './scenario-run.ts'
import { lotKey } from './scenario-lines.ts'
import type { Party } from './scenario-stage.ts'

const lineOf = ({ kind, name, scope, amount, unit, perTonne, kgCo2e, isMeasured }: ActivityFigure) => ({
  name, kind: kind as 'fuel', scope: Number(scope) as 1, amount, unit: (unit === 'tCO2e' ? 't CO2e' : unit) as 'l', per: perTonne ? 'tonne' as const : 'period' as const, isPrimary: isMeasured,
  ...(kgCo2e === undefined ? {} : { factor: { kgCo2e, source: 'The scenario' } }),
})

const retirementOf = (beneficiary: string) => ({ from, to, series, vintage, on }: Retired) =>
  ({ registry: 'Invented registry', project: 'Invented project', series, serialFrom: from, serialTo: to, vintage: Number(vintage), type: 'removal' as const, retiredOn: on, beneficiary })

/** @returns whether the act was about carbon or a claim */
export async function carbonAct(play: Play, by: Party, { act }: Told): Promise<boolean> {
  const { stage, memory } = play
  if (act.act === 'activity') {
    await stage.ask(by, 'recordActivity', {
      organisationId: by.organisationId, siteId: by.siteId, stage: act.stage as 'mining', from: act.from, to: act.to, lines: act.lines.map(lineOf),
      outputs: act.outputs.map(({ tonnes, substance, value, displaces }) => ({ substance: substance as 'copper', tonnes, ...(value === undefined ? {} : { unitValue: value }), ...(displaces === undefined ? {} : { displaces: { kgCo2ePerTonne: displaces, source: 'The scenario' } }) })),
      ...(act.outputs.some(({ value }) => value !== undefined) ? { currency: 'USD' } : {}), ...(act.rule === undefined ? {} : { allocation: act.rule as 'mass' }),
    })
    return true
  }
  if (act.act !== 'say') return false
  const sent = memory.shipments.get(act.subject)
  const subject = sent === undefined ? { kind: 'lot' as const, id: lotKey(by, act.subject) } : { kind: 'shipment' as const, id: await shipmentIdOf(stage, by, act.subject, sent.from) }
  const { claim } = await stage.ask(by, 'issueClaim', {
    subject, template: act.template, audience: act.audience as 'business',
    ...(act.retired === undefined && act.stated === undefined ? {} : {
      neutral: { standard: 'iso-14068-1', baseline: 'The year before', reductions: [], retirements: (act.retired ?? []).map(retirementOf(by.name)), ...(act.stated === undefined ? {} : { statedFootprintTonnes: act.stated }) },
    }),
  })
  play.claims.set(act.ref, { party: by, claimId: claim.body.claimId })
  return true
}

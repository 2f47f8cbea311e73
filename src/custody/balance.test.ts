// Golden numbers G2 to G2e through the domain, and the laws that hold for all entries (custody notes 7 and 8).
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import golden from '#test/fixtures/custody-golden.json' with { type: 'json' }
import { custodyProfiles } from '#src/platform/custody-profiles.ts'
import { quantaOf } from '#src/kernel/mass.ts'
import { brokenOn, consumed, courseOf, creditOf, leftOn, noMovement, type Movement, type Pool } from './balance.ts'
import { decideChange, decideClose, decideDebit, decideKind, openPeriod } from './balance-entry.ts'
import { periodOn, periodTo, writtenMass } from './balance-period.ts'
import { rulesOf, type BalanceRules } from './balance-profile.ts'
import { profileIn } from './balance-profiles.ts'
import { percentText } from './balance-view.ts'

const t = (tonnes: string): number => quantaOf(`${tonnes} t`, 'g')
const rules = (name: string): BalanceRules => rulesOf(profileIn(custodyProfiles, name)!)
const shown = (grams: number): string => writtenMass(grams, 'g').replace(' t', '')
const pool = (over: Partial<Pool>): Pool => ({ rules: rules('twelve-month-credit'), beginsOn: '2026-01-01', lastClosed: 0, vintages: [], openings: new Map([[1, 0]]), past: [], movements: [], ...over })
const at = (on: string, figures: Partial<Movement>, of: Pick<Pool, 'rules' | 'beginsOn'> = pool({})): Movement => {
  const period = periodOn(of.beginsOn, of.rules.periodMonths, on)
  return { ...noMovement, accountNo: 1, on, period, vintage: period, ...figures }
}
const codeOf = (outcome: { accepted: boolean; refusal?: { code: string } }): string => outcome.accepted ? 'accepted' : outcome.refusal!.code

describe('golden numbers', () => {
  const { G2_credit_quarter: g2, G2b_percentage: g2b, G2c_overdraw: g2c, G2d_expiry: g2d } = golden

  it('G2: a quarter by the credit method', () => {
    const credited = creditOf(t(g2.eligibleContained), g2.recovery)
    expect(shown(credited)).toBe(g2.creditIssued)
    const opened = pool({ vintages: [{ period: 0, quantity: t(g2.opening) }], openings: new Map([[1, t(g2.opening)]]), movements: [at('2026-02-01', { credited, eligible: t(g2.eligibleContained) })] })
    const claimed = { ...opened, movements: [...opened.movements, at('2026-03-01', { debited: t(g2.claimed) })] }
    const [quarter] = courseOf(claimed, 1)
    expect(shown(quarter!.closing + quarter!.expired)).toBe(g2.closing)
    expect(quarter!.used.map(({ quantity }) => shown(quantity))).toEqual([g2.fifo.fromCarryOver, g2.fifo.fromQ1])
    expect(quarter!.vintages).toEqual([{ period: 1, quantity: t(g2.fifo.remainingQ1) }])
    expect(shown(leftOn(opened, 1, 1, '2026-03-01'))).toBe('4085.671')
    expect(codeOf(decideDebit(opened, 1, 1, '2026-03-01', t('4085.671'), 'g'))).toBe('accepted')
    const refused = decideDebit(opened, 1, 1, '2026-03-01', t('4085.672'), 'g')
    expect(refused).toMatchObject({ accepted: false, refusal: { code: 'balance-overdrawn', detail: expect.stringContaining('You asked for 4,085.672 t and 4,085.671 t are left in this period (opening 250.000 t + credited 3,835.671 t - claimed 0.000 t') as string } })
    expect(decideDebit(claimed, 1, 1, '2026-03-01', t('200'), 'g')).toMatchObject({ refusal: { detail: expect.stringContaining('200.000 t and 185.671 t are left in this period (opening 250.000 t + credited 3,835.671 t - claimed 3,900.000 t') as string } })
  })

  it('G2b: the percentage method gives the same cap where all is recovered', () => {
    const rule = rules('one-year-percentage')
    const other = t(g2.totalContained) - t(g2.eligibleContained)
    const inputs = [at('2026-02-01', { eligible: t(g2.eligibleContained) }), at('2026-02-01', { other })]
    expect(percentText(t(g2.eligibleContained), t(g2.totalContained))).toBe(g2b.eligiblePct)
    for (const [output, cap] of [[g2.expectedOutput, g2b.maxAt7513_911], ['7200', g2b.maxAt7200]] as const) {
      const of = pool({ rules: rule, movements: [...inputs, at('2026-03-01', { output: t(output) })] })
      const left = leftOn(of, 1, 1, '2026-03-01')
      expect((left / 1_000_000).toFixed(3)).toBe(cap)
      expect(codeOf(decideDebit(of, 1, 1, '2026-03-01', left, 'g'))).toBe('accepted')
      expect(codeOf(decideDebit(of, 1, 1, '2026-03-01', left + 1, 'g'))).toBe('claim-above-share')
    }
    expect(percentText(t('480'), t(g2.totalContained))).toBe(g2b.recycledPct)
  })

  it('G2c: one timeline under three profiles', () => {
    const play = (name: string): string[] => {
      let of = pool({ rules: rules(name) })
      return g2c.events.map(([on, kind, quantity]) => {
        const figures = kind === 'credit' ? { credited: t(quantity!), eligible: t(quantity!) } : { debited: t(quantity!) }
        if (kind === 'debit') { const said = decideDebit(of, 1, 1, on!, t(quantity!), 'g'); if (!said.accepted) return said.refusal.code }
        of = { ...of, movements: [...of.movements, at(on!, figures)] }
        return shown(courseOf(of, 1)[0]!.days.at(-1)!.balance)
      })
    }
    const balances = g2c.events.map((event) => event[3])
    expect(play('twelve-month-credit')[1]).toBe('balance-overdrawn')
    expect(play('three-month-no-carry')).toEqual(balances)
    expect(play('one-year-overdraw-fifth')).toEqual(balances)
    const whole = pool({ rules: rules('one-year-overdraw-fifth'), movements: g2c.events.map(([on, kind, quantity]) => at(on!, kind === 'credit' ? { credited: t(quantity!), eligible: t(quantity!) } : { debited: t(quantity!) })) })
    const [course] = courseOf(whole, 1)
    expect([shown(course!.eligible), shown(course!.cap)]).toEqual([g2c.periodEligibleInput, g2c.overdrawCap20pct])
    expect(codeOf(decideClose({ ...course!, to: '2026-03-31' }, '2026-04-01', 'g'))).toBe('accepted')
  })

  it('G2d: unused credits lapse after four periods more', () => {
    const of = pool({ rules: rules('four-period-expiry') })
    const quarters = [g2d.Q1, g2d.Q2, g2d.Q3, g2d.Q4, g2d.Q5]
    const movements = quarters.flatMap((quarter, index) => {
      const on = `${2026 + Math.floor(index / 4)}-0${1 + 3 * (index % 4)}-15`.replace('-010-', '-10-')
      return [at(on, { credited: t(quarter.in), eligible: t(quarter.in) }, of), at(on, { debited: t(quarter.out) }, of)]
    })
    const course = courseOf({ ...of, movements }, 5)
    expect(shown(course[0]!.closing)).toBe(shown(t(g2d.Q1.unused)))
    expect(course.slice(0, 4).map(({ expired }) => expired)).toEqual([0, 0, 0, 0])
    expect([shown(course[4]!.expired), shown(course[4]!.closing)]).toEqual([shown(t(g2d.Q5.forfeitedAtClose)), shown(t(g2d.Q5.closing))])
  })

  it('G2e: a site alone is refused, the declared group is accepted, a transfer within it changes nothing', () => {
    const { sites, groupNet, transfer } = golden.G2e_multisite
    const of = (name: string, accounts: readonly [number, string][]): Pool => pool({
      rules: rules(name), openings: new Map(accounts.map(([no]) => [no, 0])),
      movements: accounts.map(([accountNo, net]) => net.startsWith('-') ? at('2026-02-01', { accountNo, debited: t(net.slice(1)) }) : at('2026-02-01', { accountNo, credited: t(net), eligible: t(net) })),
    })
    expect(codeOf(decideClose(courseOf(of('three-month-no-carry', [[2, sites.B]]), 1)[0]!, '2026-04-01', 'g'))).toBe('close-below-floor')
    const group = of('one-year-overdraw-fifth', [[1, sites.A], [2, sites.B]])
    const [before] = courseOf(group, 1)
    expect(codeOf(decideClose(before!, '2027-01-01', 'g'))).toBe('accepted')
    expect(shown(before!.closing)).toBe(groupNet)
    const moved = { ...group, movements: [...group.movements, at('2026-03-01', { accountNo: 1, groupOut: t(transfer.qty) }), at('2026-03-01', { accountNo: 2, groupIn: t(transfer.qty) })] }
    const [after] = courseOf(moved, 1)
    expect(shown(after!.closing)).toBe(transfer.groupNet)
    expect([...after!.accounts.values()].map(({ closing }) => shown(closing))).toEqual([transfer.after.A, transfer.after.B])
  })
})

describe('shares over a window of months', () => {
  it('rolling: this month’s output takes the share of the last twelve', () => {
    const rule = rules('rolling-year-percentage')
    const of = pool({ rules: rule, lastClosed: 12, past: [{ period: 1, eligible: t('900'), other: 0 }, { period: 2, eligible: t('100'), other: t('100') }], openings: new Map([[1, 0]]) })
    const movements = [at('2027-01-05', { eligible: t('100'), other: t('100') }, of), at('2027-01-20', { output: t('80') }, of)]
    const [month] = courseOf({ ...of, movements }, 13)
    // The first month has left the window.
    expect([shown(month!.windowEligible), shown(month!.windowOther), shown(month!.credited)]).toEqual(['200.000', '200.000', '40.000'])
    expect(shown(leftOn({ ...of, movements }, 1, 13, '2027-01-31'))).toBe('40.000')
  })
  it('never reaches above all that went out, whatever is corrected of a period before', () => {
    const of = pool({ rules: rules('one-year-percentage'), lastClosed: 1, past: [{ period: 1, eligible: 0, other: t('100') }] })
    const year = [at('2027-02-01', { eligible: t('200'), output: t('190') }, of)]
    const [corrected] = courseOf({ ...of, movements: [...year, at('2027-03-01', { other: -t('100') }, of)] }, 2)
    expect([shown(corrected!.windowOther), shown(corrected!.credited)]).toEqual(['0.000', '190.000'])
    const [less] = courseOf({ ...of, movements: [at('2027-03-01', { eligible: -t('100'), output: -t('5') }, of)] }, 2)
    expect([less!.windowEligible, less!.credited, less!.floor]).toEqual([0, 0, 0])
  })
})

describe('what may be entered', () => {
  it('internal scrap is credited nowhere, and each kind of metal to its own account', () => {
    expect(codeOf(decideKind('recycled-pre-consumer', 'internal'))).toBe('internal-scrap-not-eligible')
    expect(codeOf(decideKind('awarded-mined', 'post-consumer'))).toBe('characteristic-mismatch')
    expect(codeOf(decideKind('recycled-post-consumer', null))).toBe('characteristic-mismatch')
    expect(codeOf(decideKind('recycled-post-consumer', 'post-consumer'))).toBe('accepted')
  })
  it('nothing before the account, in a closed period, or tomorrow', () => {
    const of = pool({ rules: rules('three-month-no-carry'), lastClosed: 1 })
    expect(codeOf(openPeriod(of, '2025-12-31', '2026-06-01'))).toBe('entry-before-account')
    expect(codeOf(openPeriod(of, '2026-03-31', '2026-06-01'))).toBe('period-closed')
    expect(codeOf(openPeriod(of, '2026-06-02', '2026-06-01'))).toBe('entry-in-future')
    expect(openPeriod(of, '2026-04-01', '2026-06-01')).toEqual({ accepted: true, value: 2 })
  })
  it('a claim of an earlier day is refused where it would leave a later day without', () => {
    const of = pool({ movements: [at('2026-01-10', { credited: t('100'), eligible: t('100') }), at('2026-01-20', { debited: t('80') }), at('2026-01-25', { credited: t('100'), eligible: t('100') })] })
    expect(shown(leftOn(of, 1, 1, '2026-01-15'))).toBe('20.000')
    expect(codeOf(decideDebit(of, 1, 1, '2026-01-15', t('20.000001'), 'g'))).toBe('balance-overdrawn')
    expect(codeOf(decideDebit(of, 1, 1, '2026-01-26', t('120'), 'g'))).toBe('accepted')
  })
  it('no correction that takes the share from under what is claimed', () => {
    const of = pool({ rules: rules('one-year-percentage'), movements: [at('2026-02-01', { eligible: t('500'), other: t('500'), output: t('1000') }), at('2026-03-01', { debited: t('500') })] })
    const change = (figures: Partial<Movement>): string => codeOf(decideChange(of, at('2026-04-01', figures, of), 'g'))
    expect([change({ output: -t('1000') }), change({ output: -1 }), change({ other: t('1') }), change({ eligible: -t('1') })]).toEqual(Array(4).fill('balance-overdrawn'))
    expect([change({ output: t('10') }), change({ other: -t('1') }), change({ eligible: t('1') })]).toEqual(Array(3).fill('accepted'))
    // Output counts for nothing under the credit method.
    const credits = pool({ movements: [at('2026-02-01', { credited: t('10'), eligible: t('10'), output: t('10') }), at('2026-03-01', { debited: t('10') })] })
    expect(codeOf(decideChange(credits, at('2026-04-01', { output: -t('10') }), 'g'))).toBe('accepted')
  })
  it('a period is closed from the day after its last', () => {
    expect(codeOf(decideClose(courseOf(pool({}), 1)[0]!, '2026-12-31', 'g'))).toBe('period-running')
  })
})

// A naive model: a list of credits, each with its age, eaten one gram at a time in order.
const quantity = fc.integer({ min: 1, max: 40 })
const step = fc.record({ month: fc.integer({ min: 0, max: 23 }), day: fc.integer({ min: 1, max: 28 }), kind: fc.constantFrom('credit', 'debit', 'group') as fc.Arbitrary<'credit' | 'debit' | 'group'>, quantity, accountNo: fc.constantFrom(1, 2) })
const steps = fc.array(step, { maxLength: 40 })
const profileName = fc.constantFrom('twelve-month-credit', 'three-month-no-carry', 'four-period-expiry', 'one-year-overdraw-fifth')
const dayOf = ({ month, day }: { month: number; day: number }): string => `${2026 + Math.floor(month / 12)}-${String(month % 12 + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`
const poolFor = (name: string): Pool => pool({ rules: { ...rules(name), level: 'group' }, openings: new Map([[1, 0], [2, 0]]) })
const movementsOf = (of: Pool, list: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[]): Movement[] => list.flatMap((one) => {
  const on = dayOf(one)
  if (one.kind === 'credit') return [at(on, { accountNo: one.accountNo, credited: one.quantity, eligible: one.quantity }, of)]
  if (one.kind === 'debit') return [at(on, { accountNo: one.accountNo, debited: one.quantity }, of)]
  return [at(on, { accountNo: one.accountNo, groupOut: one.quantity }, of), at(on, { accountNo: 3 - one.accountNo, groupIn: one.quantity }, of)]
})

describe('laws', () => {
  it('closing = opening + in - out - lapsed, for the pool and for each account, and the accounts sum to the pool', () => fc.assert(fc.property(profileName, steps, (name, list) => {
    const of = poolFor(name)
    const course = courseOf({ ...of, movements: movementsOf(of, list) }, periodOn(of.beginsOn, of.rules.periodMonths, '2028-01-01'))
    let opening = 0
    for (const one of course) {
      expect(one.opening).toBe(opening)
      expect(one.closing).toBe(one.opening + one.credited + one.adjusted - one.debited + one.returned - one.expired)
      let sum = 0
      for (const account of one.accounts.values()) {
        expect(account.closing).toBe(account.opening + account.credited - account.debited + account.returned + account.adjusted + account.groupIn - account.groupOut - account.expired)
        sum += account.closing
      }
      expect(sum).toBe(one.closing)
      opening = one.closing
    }
  })))

  it('lapses as a list of credits does that is eaten one gram after another', () => fc.assert(fc.property(profileName, steps, (name, list) => {
    const of = poolFor(name)
    const last = periodOn(of.beginsOn, of.rules.periodMonths, '2028-01-01')
    const course = courseOf({ ...of, movements: movementsOf(of, list) }, last)
    let grams: number[] = []
    let owed = 0
    for (let period = 1; period <= last; period++) {
      for (const one of list.filter((each) => each.kind === 'credit' && periodOn(of.beginsOn, of.rules.periodMonths, dayOf(each)) === period)) grams.push(...Array.from({ length: one.quantity }, () => period))
      owed += list.filter((each) => each.kind === 'debit' && periodOn(of.beginsOn, of.rules.periodMonths, dayOf(each)) === period).reduce((sum, each) => sum + each.quantity, 0)
      const eaten = Math.min(owed, grams.length)
      grams = grams.slice(eaten)
      owed -= eaten
      const lapsed = grams.filter((age) => of.rules.carryOverPeriods !== null && age + of.rules.carryOverPeriods <= period).length
      grams = grams.slice(lapsed)
      expect(course[period - 1]!.expired).toBe(lapsed)
      expect(course[period - 1]!.closing).toBe(grams.length - owed)
    }
  })))

  it('the order in which entries arrive changes nothing', () => fc.assert(fc.property(profileName, steps.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }))), (name, [list, shuffled]) => {
    const of = poolFor(name)
    expect(courseOf({ ...of, movements: movementsOf(of, shuffled) }, 8).map(({ accounts, ...one }) => ({ ...one, accounts: [...accounts] })))
      .toEqual(courseOf({ ...of, movements: movementsOf(of, list) }, 8).map(({ accounts, ...one }) => ({ ...one, accounts: [...accounts] })))
  })))

  it('what is let in one after another never breaks the law, and what is left is exactly what may still be claimed', () => fc.assert(fc.property(profileName, steps, quantity, (name, list, extra) => {
    let of = poolFor(name)
    for (const one of list) {
      const period = periodOn(of.beginsOn, of.rules.periodMonths, dayOf(one))
      const isLet = one.kind !== 'debit' || decideDebit(of, one.accountNo, period, dayOf(one), one.quantity, 'g').accepted
      if (isLet) of = { ...of, movements: [...of.movements, ...movementsOf(of, [one])] }
    }
    for (const one of courseOf(of, 8)) for (const { balance } of one.days) expect(balance).toBeGreaterThanOrEqual(-one.cap)
    const on = dayOf({ month: extra % 24, day: 14 })
    const period = periodOn(of.beginsOn, of.rules.periodMonths, on)
    const left = leftOn(of, 1, period, on)
    if (left > 0) expect(decideDebit(of, 1, period, on, left, 'g').accepted).toBe(true)
    if (of.rules.overdraw.kind !== 'until-close') expect(codeOf(decideDebit(of, 1, period, on, left + 1, 'g'))).toBe('balance-overdrawn')
  }), { numRuns: 60 }))

  it('a debit that was taken back in its period leaves what was there before', () => fc.assert(fc.property(profileName, steps, quantity, (name, list, taken) => {
    const of = poolFor(name)
    const before = courseOf({ ...of, movements: movementsOf(of, list) }, 8)
    const on = '2026-05-05'
    const movements = [...movementsOf(of, list), at(on, { debited: taken }, of), at(on, { returned: taken }, of)]
    expect(courseOf({ ...of, movements }, 8).map(({ closing, expired, vintages }) => ({ closing, expired, vintages }))).toEqual(before.map(({ closing, expired, vintages }) => ({ closing, expired, vintages })))
  })))

  it('the oldest is used first, and nothing is lost or made', () => fc.assert(fc.property(fc.array(fc.record({ period: fc.integer({ min: -3, max: 5 }), quantity: fc.integer({ min: -50, max: 100 }) }), { maxLength: 12 }), fc.integer({ min: 0, max: 300 }), (vintages, outward) => {
    const { left } = consumed(vintages, outward, 6)
    expect(left.reduce((sum, one) => sum + one.quantity, 0)).toBe(vintages.reduce((sum, one) => sum + one.quantity, 0) - outward)
  })))

  it('every day lies in the period whose days hold it', () => fc.assert(fc.property(fc.integer({ min: 1, max: 28 }), fc.constantFrom(1, 3, 12), fc.date({ min: new Date('2026-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }), (first, months, date) => {
    const [beginsOn, day] = [`2026-01-${String(first).padStart(2, '0')}`, date.toISOString().slice(0, 10)]
    const period = periodOn(beginsOn, months, day)
    expect(day <= periodTo(beginsOn, months, period) && (day > periodTo(beginsOn, months, period - 1))).toBe(true)
  })))

  it('a debt allowed at a close is repaid by later credits', () => {
    const of = pool({ vintages: [{ period: 1, quantity: -t('50') }], lastClosed: 1, openings: new Map([[1, -t('50')]]), rules: rules('one-year-overdraw-fifth') })
    expect(brokenOn(courseOf(of, 2), 'credit', '2027-01-01')).toBeUndefined()
    const repaid = { ...of, movements: [at('2027-02-01', { credited: t('80'), eligible: t('80') })] }
    expect(courseOf(repaid, 2)[0]).toMatchObject({ opening: -t('50'), closing: t('30'), vintages: [{ period: 2, quantity: t('30') }] })
  })
})

// Balance accounts in a scenario: opened, credited, claimed, handed on and closed through their operations.
import type { AccountOf, Told } from '#src/exchange/scenario/scenario.ts'
import type { Play } from './scenario-run.ts'
import { fractionText, massText } from './scenario-lines.ts'
import { unplayable, type Party } from './scenario-stage.ts'

export type Accounts = {
  /** Numbers of accounts, groups and statements by what the story calls them. */
  readonly accounts: Map<string, string>
  readonly groups: Map<string, string>
  readonly statements: Map<string, string>
}
export const newAccounts = (): Accounts => ({ accounts: new Map(), groups: new Map(), statements: new Map() })

const keyOf = (party: Party, { characteristic, metal }: AccountOf): string => `${party.siteId} ${characteristic} ${metal}`
export function accountIdOf({ accounts }: Play, party: Party, account: AccountOf): string {
  const accountId = accounts.accounts.get(keyOf(party, account))
  if (accountId === undefined) throw unplayable(`${party.name} has no account ${account.characteristic} ${account.metal}. Open it first.`)
  return accountId
}
type Characteristic = 'awarded-mined'
const paper = 'Recovery audit of the scenario'

/** @returns whether the act was one of an account */
export async function accountAct(play: Play, by: Party, { act, on }: Told): Promise<boolean> {
  const { stage, accounts } = play
  switch (act.act) {
    case 'open-account': {
      const { account } = await stage.ask(by, 'openAccount', {
        organisationId: by.organisationId, siteId: by.siteId, profile: act.profile ?? play.profile, metal: act.account.metal as 'copper', characteristic: act.account.characteristic as Characteristic, beginsOn: act.from,
        ...(act.recovery === undefined ? {} : { recovery: fractionText(act.recovery), recoveryDocument: paper }), opening: (act.opening ?? []).map(({ mass, periods }) => ({ quantity: massText(mass), periodsOld: Number(periods) })),
      })
      accounts.accounts.set(keyOf(by, act.account), account.accountId)
      return true
    }
    case 'group': {
      const { groupId } = await stage.ask(by, 'declareGroup', { organisationId: by.organisationId, profile: act.profile ?? play.profile, name: act.name, boundary: `The sites of ${act.name}.`, siteIds: act.sites.map((name) => stage.party(name).siteId) })
      accounts.groups.set(by.organisationId, groupId)
      return true
    }
    case 'credit':
      await stage.ask(by, 'creditAccount', {
        accountId: accountIdOf(play, by, act.account), on, reference: act.ref, ...(act.recovery === undefined ? {} : { recovery: fractionText(act.recovery), recoveryDocument: paper }),
        source: { kind: 'paper', delivery: act.ref, contained: massText(act.mass), document: act.ref, ...(act.supplier === undefined ? {} : { supplierSite: stage.party(act.supplier).siteId }), ...(act.scrapClass === undefined ? {} : { scrapClass: act.scrapClass as 'pre-consumer' }) },
      })
      return true
    case 'credit-lots':
      for (const lot of act.lots) await stage.ask(by, 'creditAccount', { accountId: accountIdOf(play, by, act.account), on, source: { kind: 'lot', lot } })
      return true
    case 'throughput': await stage.ask(by, 'recordThroughput', { accountId: accountIdOf(play, by, act.account), on, reference: act.ref, [act.direction === 'other' ? 'otherInput' : 'output']: massText(act.mass) }); return true
    case 'claim': await stage.ask(by, 'debitAccount', { accountId: accountIdOf(play, by, act.account), on, quantity: massText(act.mass), document: act.ref, reference: act.ref }); return true
    case 'close': await close(play, by, act.account, act.upTo); return true
    case 'transfer': await transfer(play, by, stage.party(act.to), act, on); return true
    case 'take-statement': {
      const number = accounts.statements.get(act.ref)
      if (number === undefined) throw unplayable(`There is no statement ${act.ref}.`)
      await stage.ask(by, 'acceptStatement', { number, accountId: accountIdOf(play, by, act.account), on })
      return true
    }
    default: return false
  }
}

/** The oldest open period, or all that ended by a day. */
async function close(play: Play, by: Party, of: AccountOf, upTo: string | undefined): Promise<void> {
  const accountId = accountIdOf(play, by, of)
  for (let isFirst = true; ; isFirst = false) {
    const { periods } = await play.stage.ask(by, 'getAccount', { accountId })
    const open = periods.filter(({ state }) => state === 'open').sort((a, b) => a.period - b.period)[0]
    if (open === undefined || (!isFirst && (upTo === undefined || open.to > upTo)) || (upTo !== undefined && open.to > upTo)) return
    await play.stage.ask(by, 'closePeriod', { accountId, period: open.period })
  }
}

/** Inside a declared group it is a move between its sites, else a statement that the other side takes. */
async function transfer(play: Play, by: Party, to: Party, act: { account: AccountOf; mass: { amount: string; unit: string }; ref: string }, on: string): Promise<void> {
  const { stage, accounts } = play
  const [fromAccountId, quantity] = [accountIdOf(play, by, act.account), `${act.mass.amount} ${act.mass.unit}`]
  const groupId = accounts.groups.get(by.organisationId)
  if (groupId !== undefined && to.organisationId === by.organisationId) {
    await stage.ask(by, 'transferWithinGroup', { groupId, fromAccountId, toAccountId: accountIdOf(play, to, act.account), on, quantity, note: act.ref })
    return
  }
  const { document } = await stage.ask(by, 'issueStatement', { accountId: fromAccountId, quantity, dispatchOn: on, to: { organisationId: to.organisationId, siteId: to.siteId } })
  accounts.statements.set(act.ref, document.number)
}

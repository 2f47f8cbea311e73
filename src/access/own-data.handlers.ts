// A person's own data: the register of its kinds, the copy, the erasure, and the sweep of what is past its time. The kinds
// of the slices below are passed in.
import type { Handlers } from '#src/kernel/operation.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { addDays } from '#src/kernel/time.ts'
import type { Context } from './context.ts'
import { endedGrantsOf, grantsOfUser, standingGrants } from './grant.store.ts'
import type { ownDataContract } from './own-data.contract.ts'
import { RETENTION_DAYS, shownKind, type Duty, type PersonalData } from './own-data.ts'
import { endGrant } from './people.handlers.ts'
import { userOf } from './people-invite.handlers.ts'
import { forgetInvited, forgetOldInvitations, invitationsOf } from './people.store.ts'

/** What accounts and roles keep of a person. */
export const accountData: readonly PersonalData[] = [
  {
    kind: 'account', title: 'Account', subjects: 'everybody with an account', where: 'accounts', isPublic: false,
    purpose: 'To let a person in, to show colleagues and the secretariat who did what, and to write to them.',
    retention: `Until erased. An account that holds no role and was not used for ${RETENTION_DAYS['idle-account']} days is erased.`,
    erasure: 'Erased by the person or by an operator: name, address, password, codes and passkeys go; the number stays in the log and names nobody.',
    copy: async (ctx, userId) => ({ ...(await ctx.accounts.people([userId])).get(userId), security: await ctx.accounts.securityOf(userId) }),
  },
  {
    kind: 'sign-in', title: 'Sign-ins', subjects: 'everybody with an account', where: 'sessions', isPublic: false,
    purpose: 'To keep a person signed in, and to let them see from where: address of the connection, name of the browser.',
    retention: 'Seven days after the last use.', erasure: 'Ended by the person, and with the account.',
    copy: (ctx, userId) => ctx.accounts.sessionsOf(userId), sweep: (ctx) => ctx.accounts.sweep(ctx.sql),
  },
  {
    kind: 'api-key', title: 'API keys', subjects: 'whoever made one', where: 'API keys, as a hash', isPublic: false,
    purpose: 'To let a program of the person in.', retention: 'Until deleted; 30 days after its end.', erasure: 'Deleted by the person, and with the account.',
    copy: (ctx, userId) => ctx.accounts.listKeys(userId),
  },
  {
    kind: 'role', title: 'Roles', subjects: 'everybody with an account', where: 'grants, by the number of the account', isPublic: false,
    purpose: 'To say what a person may do on which site, firm or case, and to show later who was allowed what.',
    retention: 'As long as the record of the cases.', erasure: 'Ended with the account. What remains is a number that names nobody.',
    copy: async (ctx, userId) => ({ standing: await grantsOfUser(ctx.sql, userId), ended: await endedGrantsOf(ctx.sql, userId) }),
  },
  {
    kind: 'invitation', title: 'Invitations', subjects: 'whoever is invited', where: 'invitations', isPublic: false,
    purpose: 'To offer a role to an address.', retention: `The address goes ${RETENTION_DAYS.invitation} days after the invitation is over.`,
    erasure: 'The address goes with the account; open invitations to it end.',
    copy: async (ctx, userId) => invitationsOf(ctx.sql, { userId, email: (await ctx.accounts.people([userId])).get(userId)?.email }, ctx.now),
    sweep: (ctx) => forgetOldInvitations(ctx.sql, `${addDays(ctx.today, -RETENTION_DAYS.invitation)}T00:00:00.000Z`),
  },
]

const dutiesOf = async (ctx: Context, kinds: readonly PersonalData[], userId: string): Promise<Duty[]> =>
  (await Promise.all(kinds.map((kind) => kind.duties?.(ctx, userId) ?? []))).flat()

const notByKey = (ctx: Context): void => {
  if (ctx.actor.kind !== 'public' && ctx.actor.via === 'api-key') throw new Refused(refuse('key-by-key', 'An account is erased by a person who is signed in, not by a key.'))
}

/**
 * Takes a person away: roles end, what slices keep of the person goes, then the account. The log keeps the number.
 * @throws Refused `person-absent`, `operator-last`, `duties-open`
 */
async function erase(ctx: Context, kinds: readonly PersonalData[], userId: string, reason: string): Promise<void> {
  const person = (await ctx.accounts.people([userId])).get(userId)
  if (person === undefined) throw new Refused(refuse('person-absent', `There is no account ${userId}.`))
  const duties = await dutiesOf(ctx, kinds, userId)
  if (duties.length > 0) {
    throw new Refused(refuse('duties-open', `There ${duties.length === 1 ? 'is one open duty' : `are ${duties.length} open duties`}. Assign others first: ${duties.slice(0, 5).map(({ matter, place }) => `${matter} at ${place}`).join(', ')}${duties.length > 5 ? ', …' : ''}.`,
      duties.slice(0, 50).map(({ caseId, matter, place }) => ({ pointer: `/cases/${caseId}`, detail: `${matter} at ${place}` }))))
  }
  for (const grant of await grantsOfUser(ctx.sql, userId)) await endGrant(ctx, grant, reason)
  await forgetInvited(ctx.sql, person.email, userOf(ctx), ctx.now)
  for (const kind of kinds) await kind.erase?.(ctx, userId)
  await ctx.accounts.erase(ctx.sql, userId)
  ctx.record({ kind: 'person.erased', subject: userId, isPublic: false, body: { reason } })
}

/** How many rows of each kind went; kinds of which none did are left out. */
export type PersonalDataSwept = Readonly<Record<string, number>>

/**
 * Takes away what is past its time, of every kind, and accounts that hold no role and were not used for long.
 */
export async function sweepPersonalData(ctx: Context, contributed: readonly PersonalData[]): Promise<PersonalDataSwept> {
  const kinds = [...accountData, ...contributed]
  const gone: Record<string, number> = {}
  for (const kind of kinds) {
    const rows = await kind.sweep?.(ctx) ?? 0
    if (rows > 0) gone[kind.kind] = rows
  }
  const holders = new Set((await standingGrants(ctx.sql)).map(({ userId }) => userId))
  const idle = (await ctx.accounts.idleFor(ctx.sql, RETENTION_DAYS['idle-account'])).filter((userId) => !holders.has(userId))
  for (const userId of idle) await erase(ctx, kinds, userId, 'not used for long, and without a role')
  if (idle.length > 0) gone['account'] = idle.length
  const { 'sign-in': _ended, ...told } = gone
  if (Object.keys(told).length > 0) ctx.record({ kind: 'personal-data.swept', subject: 'persons', isPublic: false, body: told })
  return gone
}

export const ownDataHandlers = (contributed: readonly PersonalData[]): Handlers<typeof ownDataContract, Context> => {
  const kinds = [...accountData, ...contributed]
  return {
    listPersonalDataKinds: async () => ({ items: kinds.map(shownKind), next: null }),
    async exportOwnData(ctx) {
      const userId = userOf(ctx)
      const copies = []
      for (const { kind, title, purpose, copy } of kinds) if (copy !== undefined) copies.push({ kind, title, purpose, copy: await copy(ctx, userId) })
      return { takenAt: ctx.now, userId, kinds: copies }
    },
    async eraseOwnAccount(ctx, { email }) {
      notByKey(ctx)
      const userId = userOf(ctx)
      const person = (await ctx.accounts.people([userId])).get(userId)
      if (person !== undefined && person.email !== email.trim().toLowerCase()) throw new Refused(refuse('address-wrong', 'This is not the address of your account. Type it as it stands under Account.'))
      await erase(ctx, kinds, userId, 'by the person')
      return { userId }
    },
    async erasePerson(ctx, { userId, reason }) {
      notByKey(ctx)
      await erase(ctx, kinds, userId, reason.trim())
      return { userId }
    },
  }
}

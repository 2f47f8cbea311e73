// People of a test world: actors with grants, and accounts with names behind them where a test needs those.
import { actorWith, type Actor } from '#src/access/actor.ts'
import { addGrant } from '#src/access/grant.store.ts'
import { house, type Grant, type Role, type Scope, type ScopeKind } from '#src/access/role.ts'
import type { World } from './world.ts'

/** `grant('site-owner', 'site', 'CHL-…')`; without a scope on the house. */
export const grant = (role: Role, kind?: ScopeKind, id?: string): Grant => ({ role, scope: kind === undefined ? house : { kind, id: id ?? '' } })

/** An actor with these grants, known to nobody: for handlers that need no name. */
export const actor = (userId: string, ...grants: Grant[]): Actor => actorWith({ userId, via: 'local', grants })

/** An account with a password and standing grants. @returns its actor */
export async function addPerson(world: World, name: string, grants: readonly Grant[] = [], password = 'a password for tests'): Promise<Actor & { userId: string; email: string }> {
  const email = `${name.toLowerCase().replace(/[^a-z]+/g, '.')}@example.org`
  const { userId } = await world.house.accounts.createPerson({ name, email, password })
  await giveGrants(world, userId, grants)
  return { ...actorWith({ userId, via: 'session', grants }), userId, email } as Actor & { userId: string; email: string }
}

export async function giveGrants(world: World, userId: string, grants: readonly { role: Role; scope: Scope }[]): Promise<void> {
  for (const [index, one] of grants.entries()) {
    await addGrant(world.house.database.sql, { grantId: `grt_${userId}_${index}_${one.role}`, userId, role: one.role, scope: one.scope, grantedAt: world.house.clock.now(), grantedBy: 'test' })
  }
}

// A case changes to the newer version of one of its standards, and back: answers, evidence, comments and assignments go to
// what continues their criterion, in one transaction, and what was done is kept to be taken back exactly.
import { actorRef } from '#src/access/actor.ts'
import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { deleteLink, insertLink, linksOfCase } from '#src/evidence/evidence.store.ts'
import { notifyRoles } from '#src/notices/notify.handlers.ts'
import { closeNotices } from '#src/notices/notice.store.ts'
import { differences } from '#src/standards/difference.ts'
import type { Standard } from '#src/standards/standard.ts'
import { subjectOf, type Case } from './case.ts'
import { caseFor } from './case-move.handlers.ts'
import { addEvent, updateCase } from './case.store.ts'
import { commentsOf, moveComments } from './comment.store.ts'
import { transitionRules } from './settings-version.ts'
import { addChanges, allChanges, readCells, retractCarried } from './sheet.store.ts'
import { keyText, readingOf, type Change } from './sheet.ts'
import {
  answersIn, carriedChanges, conflictsIn, continuations, dispositionOf, headsWith, newGapsOf, renamedAway, restorations, retractable, type CarriedTo, type Continuation, type MigrationOutcome, type MigrationTrace,
} from './version-change.ts'
import type { MigrationView, versionChangeContract } from './version-change.contract.ts'
import { insertMigration, markUndone, migrationsOf, readMigration, type Migration } from './version-change.store.ts'
import { changeableStates, impactOf, loadedVersion, namesOf } from './version-impact.handlers.ts'
import { readableCase } from './workbook-load.handlers.ts'

const SHEET = 'self-assessment'
const ROUND = 0

type Versions = { readonly from: Standard; readonly to: Standard }

function requireOpen(one: Case): void {
  if (changeableStates.includes(one.state)) return
  throw new Refused(refuse('migration-too-late', `The case is in state "${one.state}": its self-assessment was submitted, and the case ends under the version it has.`))
}

/** The two versions, where the case may change from one to the other. */
async function changeable(ctx: Context, one: Case, standard: string, version: string): Promise<Versions> {
  const under = one.standards.find((each) => each.standard === standard)
  const to = (await loadedVersion(ctx, standard, version)).standard
  if (under === undefined || under.standardVersion === version) {
    throw new Refused(refuse('case-not-under-version', `The case is under ${one.standards.map((each) => `${each.standard} ${each.standardVersion}`).join(', ')}; there is nothing to change to ${standard} ${version}.`))
  }
  const from = (await loadedVersion(ctx, standard, under.standardVersion)).standard
  orRefuse(differences(from, to))
  if (to.status !== 'released') throw new Refused(refuse('version-not-released', `${standard} ${version} is a draft. Release it first; its impact can be looked at before.`))
  requireOpen(one)
  const rule = (await ctx.setting(transitionRules))[standard]
  const isRule = rule !== undefined && rule.from === from.version && rule.to === to.version
  if (isRule && dispositionOf(true, rule, ctx.today) === 'ends-under-its-version') {
    throw new Refused(refuse('transition-forbids', rule.openCases === 'stay' ? `The scheme set that open cases end under ${from.version}.` : `Open cases could change until ${rule.changeUntil}; this one ends under ${from.version}.`))
  }
  const gone = under.marks.find((mark) => !to.marks.some(({ slug }) => slug === mark))
  if (gone !== undefined) throw new Refused(refuse('marks-not-in-version', `The case asks for the mark "${gone}", which ${standard} ${version} does not grant.`))
  return { from, to }
}

type Plan = { readonly changes: readonly Change[]; readonly renamedChangeIds: string[]; readonly links: readonly { linkId: string; evidenceId: string; criterion: string; linkedAt: string; linkedBy: string }[]; readonly threads: readonly { commentIds: string[]; from: string; to: string }[]; readonly outcome: MigrationOutcome }

/** What would be done; nothing is written. */
async function plan(ctx: Context, one: Case, { from, to }: Versions): Promise<Plan> {
  const next = continuations(from, to)
  const heads = await readCells(ctx.sql, one.caseId, ROUND, SHEET)
  const changes = carriedChanges(from, to, { heads, newId: () => ctx.newId('chg'), author: actorRef(ctx.actor), at: ctx.now })
  const [known, away] = [await allChanges(ctx.sql, one.caseId, ROUND, SHEET), new Set(renamedAway(from, to))]
  const after = headsWith(known, changes)
  const links = (await linksOfCase(ctx.sql, one.caseId, ctx.today)).filter(({ standard }) => standard === from.standard)
  const comments = await commentsOf(ctx.sql, one.caseId, ['site', 'all'], { standard: from.standard })
  const said = Map.groupBy(comments, ({ criterion }) => criterion)
  const threads = [...said].flatMap(([criterion, list]) => {
    const targets = next.get(criterion) ?? []
    return targets.length === 0 || targets.some(({ to: target }) => target === criterion) ? [] : [{ commentIds: list.map(({ commentId }) => commentId), from: criterion, to: targets[0]!.to }]
  })
  const line = (criterion: string, target: Continuation | undefined): CarriedTo => ({
    from: criterion, to: target?.to ?? null, kind: target?.kind ?? 'dropped', answers: answersIn(heads, from.standard, criterion),
    evidence: links.filter((link) => link.criterion === criterion).length, comments: said.get(criterion)?.length ?? 0,
  })
  return {
    changes, links, threads, renamedChangeIds: known.flatMap(({ changeId, key }) => key.standard === from.standard && away.has(key.criterion) ? [changeId] : []),
    outcome: {
      carried: [...next].flatMap(([criterion, targets]) => targets.length === 0 ? [line(criterion, undefined)] : targets.map((target) => line(criterion, target))),
      conflicts: conflictsIn(to, after), newGaps: newGapsOf(from, to, one, heads, after),
    },
  }
}

/** Links evidence to what continues its criterion; under a name that means something else now the old link goes. */
async function carryLinks(ctx: Context, one: Case, { from, to }: Versions, links: Plan['links']): Promise<Pick<MigrationTrace, 'addedLinks' | 'removedLinks'>> {
  const [next, away] = [continuations(from, to), new Set(renamedAway(from, to))]
  const addedLinks: string[] = []
  const removed = links.filter(({ criterion }) => away.has(criterion))
  for (const { linkId } of removed) await deleteLink(ctx.sql, linkId)
  for (const link of links) {
    for (const { to: criterion } of next.get(link.criterion) ?? []) {
      if (criterion === link.criterion) continue
      const linkId = ctx.newId('evl')
      const isNew = await insertLink(ctx.sql, { linkId, evidenceId: link.evidenceId, caseId: one.caseId, standard: to.standard, criterion, linkedAt: link.linkedAt, linkedBy: link.linkedBy })
      if (isNew) addedLinks.push(linkId)
    }
  }
  return { addedLinks, removedLinks: removed.map(({ linkId, evidenceId, criterion, linkedAt, linkedBy }) => ({ linkId, evidenceId, criterion, linkedAt, linkedBy })) }
}

async function tell(ctx: Context, one: Case, kind: 'case.migrated' | 'case-migration.undone', params: Readonly<Record<string, string | number>>, matter: string): Promise<void> {
  await closeNotices(ctx.sql, `case:${one.caseId}:version:`, ctx.now)
  await notifyRoles(ctx, ['site-owner', 'site-contributor'], subjectOf(one), {
    kind, params: { site: one.siteName, ...params }, link: `/cases/${one.caseId}/workbook`, caseId: one.caseId, dedupeKey: `case:${one.caseId}:version:${matter}`,
  })
}

const keepEvent = (ctx: Context, one: Case, event: string, reason: string): Promise<void> => addEvent(ctx.sql, one.caseId, {
  event, fromState: one.state, toState: one.state, round: one.round, happenedOn: ctx.today, recordedAt: ctx.now, actor: actorRef(ctx.actor), reason,
})

async function viewOf(ctx: Context, one: Case, migration: Migration, isNewest: boolean): Promise<MigrationView> {
  const [from, to] = [await loadedVersion(ctx, migration.standard, migration.fromVersion), await loadedVersion(ctx, migration.standard, migration.toVersion)]
  const [older, newer] = [namesOf(from, ctx.language), namesOf(to, ctx.language)]
  const heads = await readCells(ctx.sql, one.caseId, ROUND, SHEET)
  const criterionOf = (standard: Standard, slug: string) => standard.criteria.find((criterion) => criterion.slug === slug)!
  const standing = (criterion: string, field: string) => readingOf(heads.get(keyText({ standard: migration.standard, criterion, field })) ?? [])
  const isUndone = migration.undoneAt !== null
  return {
    migrationId: migration.migrationId, standard: migration.standard, fromVersion: migration.fromVersion, toVersion: migration.toVersion, reason: migration.reason,
    migratedAt: migration.migratedAt, isUndone, mayUndo: !isUndone && isNewest && changeableStates.includes(one.state),
    newGaps: migration.outcome.newGaps.map(({ criterion, cause }) => ({ ...newer(criterionOf(to.standard, criterion)), cause, isAnswered: standing(criterion, 'rating').value !== null && !standing(criterion, 'rating').isConflict })),
    conflicts: migration.outcome.conflicts.map(({ criterion, field }) => ({ ...newer(criterionOf(to.standard, criterion)), field, isSettled: !standing(criterion, field).isConflict })),
    left: migration.outcome.carried.filter((line) => line.to === null && line.answers + line.evidence + line.comments > 0).map((line) => older(criterionOf(from.standard, line.from))),
  }
}

/** Sets the version of one standard of the case; the case counts up. */
async function putVersion(ctx: Context, one: Case, standards: Case['standards']): Promise<Case> {
  const after = { ...one, standards: [...standards], changedAt: ctx.now }
  await updateCase(ctx.sql, after)
  return { ...after, version: one.version + 1 }
}

/** Takes back what a change carried, and what stands under a name that meant something else. */
async function takeBack(ctx: Context, one: Case, migration: Migration): Promise<void> {
  const [from, to] = [(await loadedVersion(ctx, migration.standard, migration.fromVersion)).standard, (await loadedVersion(ctx, migration.standard, migration.toVersion)).standard]
  const changes = await allChanges(ctx.sql, one.caseId, ROUND, SHEET)
  const carried = new Set(migration.trace.changeIds)
  const back = restorations(changes.filter(({ key }) => key.standard === from.standard), carried, new Set(renamedAway(from, to)), new Set(migration.trace.renamedChangeIds), { newId: () => ctx.newId('chg'), author: actorRef(ctx.actor), at: ctx.now })
  await retractCarried(ctx.sql, one.caseId, ROUND, SHEET, [...retractable(changes, carried)])
  await addChanges(ctx, one.caseId, ROUND, SHEET, back)
  for (const linkId of migration.trace.addedLinks) await deleteLink(ctx.sql, linkId)
  for (const link of migration.trace.removedLinks) await insertLink(ctx.sql, { ...link, caseId: one.caseId, standard: migration.standard })
  for (const { commentIds, from: criterion } of migration.trace.comments) await moveComments(ctx.sql, one.caseId, commentIds, criterion)
}

export const versionChangeHandlers: Handlers<typeof versionChangeContract, Context> = {
  getVersionImpact: (ctx, { standard, from, to }) => impactOf(ctx, standard, from, to),

  async previewMigration(ctx, { caseId, standard, to }) {
    const one = await caseFor(ctx, caseId, 'version-change:read')
    return (await plan(ctx, one, await changeable(ctx, one, standard, to))).outcome
  },

  async migrateCase(ctx, { caseId, standard, to: version, reason }) {
    const one = await caseFor(ctx, caseId, 'version-change:write', true)
    const versions = await changeable(ctx, one, standard, version)
    const { changes, renamedChangeIds, links, threads, outcome } = await plan(ctx, one, versions)
    await addChanges(ctx, caseId, ROUND, SHEET, changes)
    const linked = await carryLinks(ctx, one, versions, links)
    for (const { commentIds, to } of threads) await moveComments(ctx.sql, caseId, commentIds, to)
    const after = await putVersion(ctx, one, one.standards.map((under) => under.standard === standard ? { ...under, standardVersion: version } : under))
    const migration: Migration = {
      migrationId: ctx.newId('mig'), caseId, standard, fromVersion: versions.from.version, toVersion: version, reason, migratedAt: ctx.now, migratedBy: actorRef(ctx.actor), outcome,
      trace: { changeIds: changes.map(({ changeId }) => changeId), renamedChangeIds, ...linked, comments: [...threads], standards: one.standards }, undoneAt: null, undoneBy: null, undoReason: null,
    }
    await insertMigration(ctx.sql, migration)
    await keepEvent(ctx, after, 'case.migrated', reason)
    ctx.record({
      kind: 'case.migrated', subject: caseId, isPublic: false,
      body: { migrationId: migration.migrationId, standard, before: versions.from.version, after: version, carried: changes.length, links: linked.addedLinks.length, newGaps: outcome.newGaps.length, conflicts: outcome.conflicts.length, reason },
    })
    await tell(ctx, after, 'case.migrated', { version, gaps: outcome.newGaps.length }, migration.migrationId)
    return { caseId, ...await viewOf(ctx, after, migration, true) }
  },

  async undoMigration(ctx, { caseId, migrationId, reason }) {
    const one = await caseFor(ctx, caseId, 'version-change:write', true)
    const migration = await readMigration(ctx.sql, caseId, migrationId)
    if (migration === undefined) throw new Refused(refuse('migration-absent', `The case ${caseId} has no change of version ${migrationId}.`))
    if (migration.undoneAt !== null) throw new Refused(refuse('migration-undone', `The change ${migrationId} was undone already. To change the case again, change it anew.`))
    requireOpen(one)
    const newest = (await migrationsOf(ctx.sql, caseId)).find(({ standard, undoneAt }) => standard === migration.standard && undoneAt === null)
    if (newest?.migrationId !== migrationId) throw new Refused(refuse('migration-not-newest', `The change to ${newest?.toVersion} stands on this one. Undo that first.`))
    if (!one.standards.some(({ standard, standardVersion }) => standard === migration.standard && standardVersion === migration.toVersion)) {
      throw new Refused(refuse('case-not-under-version', `The case is no longer under ${migration.standard} ${migration.toVersion}.`))
    }
    await takeBack(ctx, one, migration)
    const after = await putVersion(ctx, one, one.standards.map((under) => migration.trace.standards.find(({ standard }) => standard === under.standard && standard === migration.standard) ?? under))
    await markUndone(ctx.sql, migrationId, ctx.now, actorRef(ctx.actor), reason)
    await keepEvent(ctx, after, 'case-migration.undone', reason)
    ctx.record({ kind: 'case-migration.undone', subject: caseId, isPublic: false, body: { migrationId, standard: migration.standard, before: migration.toVersion, after: migration.fromVersion, reason } })
    await tell(ctx, after, 'case-migration.undone', { version: migration.fromVersion }, `${migrationId}:undone`)
    return { caseId, ...await viewOf(ctx, after, { ...migration, undoneAt: ctx.now }, true) }
  },

  async listMigrations(ctx, { caseId }) {
    const one = await readableCase(ctx, caseId)
    const all = await migrationsOf(ctx.sql, caseId)
    const newest = new Set([...Map.groupBy(all.filter(({ undoneAt }) => undoneAt === null), ({ standard }) => standard).values()].map(([first]) => first!.migrationId))
    return { items: await Promise.all(all.map((migration) => viewOf(ctx, one, migration, newest.has(migration.migrationId)))), next: null }
  },
}

// A switch-over: the template, a dry run, all cases in one transaction with mail held back, and its undoing while nothing
// happened since.
import { actorRef } from '#src/access/actor.ts'
import type { Context } from '#src/access/context.ts'
import { storeSetting } from '#src/access/scheme-setting.store.ts'
import { readCase } from '#src/assurance/case.store.ts'
import { evidenceByIds, linksOfEvidence, updateEvidence } from '#src/evidence/evidence.store.ts'
import { writeSheets } from '#src/exchange/spreadsheet/write-sheets.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { mailReleasedSetting } from '#src/notices/settings-mail.ts'
import { allParticipants, insertParticipant } from '#src/parties/participant.store.ts'
import type { FactLine } from '#src/transparency/fact.ts'
import { rowsOfCase } from './case-file.store.ts'
import type { switchOverContract } from './switch-over.contract.ts'
import { clocksKnown, loadedStandards, loadSwitchOver, siteOf, type Loaded, type Ready } from './switch-over-load.handlers.ts'
import { folded, switchOverSheets } from './switch-over-sheets.ts'
import { allSwitchOvers, insertCarriedRow, insertSwitchOver, lockSwitchOvers, markSwitchOverUndone, removeCase, removeIdleParticipants, rowsHashOf, rowsToUndo, type CarriedRow } from './switch-over.store.ts'
import { writeCase } from './switch-over-writing.handlers.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** A case follows the one that it names as its previous. */
function inOrder(ready: readonly Ready[]): Ready[] {
  const byKey = new Map(ready.map((each) => [each.one.key, each]))
  const order: Ready[] = []
  const visit = (each: Ready, path: ReadonlySet<string>): void => {
    if (order.includes(each) || path.has(each.one.key)) return
    const before = each.one.previousKey === null ? undefined : byKey.get(each.one.previousKey)
    if (before !== undefined) visit(before, new Set([...path, each.one.key]))
    order.push(each)
  }
  for (const each of ready) visit(each, new Set())
  return order
}

/** @throws Refused `switch-over-rows-wrong`, `switch-over-differences-open` */
function requireSettled({ reading }: Loaded): void {
  const wrong = reading.problems.filter(({ isBlocking }) => isBlocking)
  if (wrong.length > 0) {
    throw new Refused(refuse('switch-over-rows-wrong', `${wrong.length} places are wrong, the first in ${wrong[0]!.sheet} row ${wrong[0]!.row}. Nothing was taken over. Look the workbook through for all of them.`,
      wrong.slice(0, 100).map(({ sheet, row, column, detail }) => ({ pointer: `${sheet} ${row}${column === null ? '' : ` ${column}`}`, detail }))))
  }
  const open = reading.differences.filter(({ choice }) => choice === null)
  if (open.length > 0) {
    throw new Refused(refuse('switch-over-differences-open', `${open.length} due days differ and are not settled, the first of ${open[0]!.key}: ${open[0]!.clock} is ${open[0]!.workbook} in the workbook and ${open[0]!.computed} by the standard.`,
      open.slice(0, 100).map(({ key, clock, workbook, computed }) => ({ pointer: `${key} ${clock}`, detail: `${workbook} or ${computed}` }))))
  }
}

async function holdMail(ctx: Context, switchOverId: string): Promise<void> {
  if (!await ctx.setting(mailReleasedSetting)) return
  await storeSetting(ctx.sql, mailReleasedSetting.name, false, ctx.now, actorRef(ctx.actor))
  ctx.record({ kind: 'setting.changed', subject: `setting:${mailReleasedSetting.name}`, isPublic: false, body: { old: true, new: false, reason: 'A switch-over holds mail back until it is released.', switchOverId } })
}

/** Who takes part, by name and country: known here, or made now. */
async function participantBook(ctx: Context): Promise<{ of: (name: string, country: string) => Promise<string>; made: string[] }> {
  const nameOf = (name: string, country: string): string => `${folded(name)}|${country}`
  const known = new Map((await allParticipants(ctx.sql)).map((one) => [nameOf(one.name, one.country), one.organisationId]))
  const made: string[] = []
  return {
    made,
    of: async (name, country) => {
      const found = known.get(nameOf(name, country))
      if (found !== undefined) return found
      const organisationId = ctx.newId('org')
      await insertParticipant(ctx.sql, { organisationId, name, country, allSitesBy: null, createdAt: ctx.now })
      known.set(nameOf(name, country), organisationId)
      made.push(organisationId)
      return organisationId
    },
  }
}

/** Numbers of sites by what the rows call them; new ones are made as they come up. */
async function siteBook(ctx: Context, loaded: Loaded): Promise<(ready: Ready) => string> {
  const known = new Map<string, string>()
  for (const [name, caseId] of loaded.sites) { const before = await readCase(ctx.sql, caseId); if (before !== undefined) known.set(name, before.siteId) }
  return ({ one }) => {
    const found = one.siteId ?? known.get(siteOf(one)) ?? ctx.newSiteId(one.country)
    known.set(siteOf(one), found)
    return found
  }
}

/** Lines not yet published by an earlier case of the same switch-over: two cases may be of one site. */
function fresh(lines: readonly FactLine[], seen: Set<string>): FactLine[] {
  const shared = new Set(['dataset', 'organisation', 'site'])
  return lines.filter(({ kind, id }) => { const name = `${kind} ${id}`; if (shared.has(kind) && seen.has(name)) return false; seen.add(name); return true })
}

async function apply(ctx: Context, loaded: Loaded, note: string): Promise<{ switchOverId: string; files: number }> {
  const switchOverId = ctx.newId('swo')
  const [participants, siteIdOf] = [await participantBook(ctx), await siteBook(ctx, loaded)]
  const standards = (await loadedStandards(ctx)).map(({ standard }) => standard)
  const facts = await ctx.facts()
  const caseIds = new Map([...loaded.before.values()].map(({ key, caseId }) => [key, caseId]))
  const [seen, rows] = [new Set<string>(), [] as Omit<CarriedRow, 'rowsHash'>[]]
  await holdMail(ctx, switchOverId)
  for (const [sequence, ready] of inOrder(loaded.ready).entries()) {
    const { one } = ready
    const siteId = siteIdOf(ready)
    const written = await writeCase(ctx, ready, {
      siteId, organisationId: await participants.of(one.participant, one.participantCountry), participant: one.participant,
      previousCaseId: one.previousKey === null ? null : caseIds.get(one.previousKey) ?? null, note, standards, files: loaded.files,
    })
    caseIds.set(one.key, written.caseId)
    const lines = fresh(written.lines, seen)
    if (lines.length > 0) ctx.publish(lines, { kind: 'carry-over.published', subject: siteId, isPublic: true, body: { caseId: written.caseId, switchOverId } })
    const kept = ready.differences.filter(({ choice }) => choice === 'keep')
    ctx.record({
      kind: 'case.carried-over', subject: written.caseId, isPublic: false,
      body: {
        switchOverId, key: one.key, siteId, cycle: one.cycle, to: one.state, happenedOn: one.since, standards: one.standards, reason: note,
        dueOn: written.clocks.map(({ clock, dueOn }) => ({ clock, dueOn })), kept: kept.map(({ clock, computed, workbook }) => ({ clock, before: computed, after: workbook })),
      },
    })
    const made = lines.filter((line) => line.kind !== 'dataset' && (line.op !== 'put' || !['site', 'organisation'].includes(line.kind) || !hasFact(facts, line)))
    rows.push({ switchOverId, key: one.key, caseId: written.caseId, siteName: one.siteName, sequence, content: one, facts: made.map(({ kind, id }) => ({ kind, id })), evidenceIds: written.evidenceIds })
  }
  const choices = loaded.ready.flatMap(({ differences }) => differences.map(({ key, clock, choice }) => ({ key, clock, choice: choice! })))
  await insertSwitchOver(ctx.sql, { switchOverId, fileHash: loaded.reading.fileHash, appliedAt: ctx.now, appliedBy: actorRef(ctx.actor), note, choices, participants: participants.made })
  for (const row of rows) await insertCarriedRow(ctx.sql, { ...row, rowsHash: rowsHashOf(await rowsOfCase(ctx.sql, row.caseId), row.caseId) })
  ctx.record({ kind: 'switch-over.applied', subject: switchOverId, isPublic: false, body: { fileHash: loaded.reading.fileHash, cases: rows.length, kept: choices.filter(({ choice }) => choice === 'keep').length, reason: note } })
  return { switchOverId, files: rows.reduce((sum, { evidenceIds }) => sum + evidenceIds.length, 0) }
}

const hasFact = (facts: Awaited<ReturnType<Context['facts']>>, { kind, id }: FactLine): boolean => facts.of({ kind } as Parameters<typeof facts.of>[0]).has(id)

/** @throws Refused `switch-over-moved-on` */
async function requireUntouched(ctx: Context, rows: readonly CarriedRow[]): Promise<void> {
  const movedOn = (what: string): Refused => new Refused(refuse('switch-over-moved-on', `${what} changed since it was taken over. Nothing was undone; go on in the cases themselves.`))
  for (const row of rows) {
    if (rowsHashOf(await rowsOfCase(ctx.sql, row.caseId), row.caseId) !== row.rowsHash) throw movedOn(`The case ${row.caseId} of ${row.siteName}`)
    for (const item of (await evidenceByIds(ctx.sql, row.evidenceIds, ctx.today)).values()) {
      const isUsed = item.version !== 1 || item.file.revision !== 1 || (await linksOfEvidence(ctx.sql, item.evidenceId, ctx.today)).length > 0
      if (isUsed) throw movedOn(`The file "${item.title}" of ${row.siteName}`)
    }
  }
}

export const switchOverHandlers: Handlers<typeof switchOverContract, Context> = {
  async getSwitchOverTemplate(ctx) {
    const sheets = switchOverSheets(ctx.messages('switch-over', ctx.language), clocksKnown(await loadedStandards(ctx)))
    return new Response(new Uint8Array(await writeSheets(sheets)), { headers: { 'content-type': XLSX, 'content-disposition': 'attachment; filename="switch-over.xlsx"' } })
  },

  previewSwitchOver: async (ctx, { otherDifferences }) => (await loadSwitchOver(ctx, otherDifferences)).reading,

  async applySwitchOver(ctx, { otherDifferences, note }) {
    await lockSwitchOvers(ctx.sql)
    const loaded = await loadSwitchOver(ctx, otherDifferences)
    requireSettled(loaded)
    const count = (standing: string): number => loaded.reading.cases.filter((one) => one.standing === standing).length
    const counted = { created: loaded.ready.length, known: count('known'), changed: count('changed'), kept: loaded.reading.differences.filter(({ choice }) => choice === 'keep').length }
    if (loaded.ready.length === 0) return { switchOverId: null, ...counted, files: 0, isMailReleased: await ctx.setting(mailReleasedSetting) }
    return { ...await apply(ctx, loaded, note), ...counted, isMailReleased: false }
  },

  listSwitchOvers: async (ctx) => ({ items: (await allSwitchOvers(ctx.sql)).map(({ run }) => run), next: null }),

  async undoSwitchOver(ctx, { switchOverId, reason }) {
    await lockSwitchOvers(ctx.sql)
    const found = (await allSwitchOvers(ctx.sql)).find(({ run }) => run.switchOverId === switchOverId)
    if (found === undefined) throw new Refused(refuse('switch-over-absent', `There is no switch-over ${switchOverId}.`))
    if (found.run.isUndone) throw new Refused(refuse('switch-over-undone', `The switch-over ${switchOverId} was undone already.`))
    const rows = await rowsToUndo(ctx.sql, switchOverId)
    await requireUntouched(ctx, rows)
    for (const row of rows) {
      await removeCase(ctx.sql, row.caseId)
      for (const item of (await evidenceByIds(ctx.sql, row.evidenceIds, ctx.today)).values()) await updateEvidence(ctx.sql, { ...item, withdrawnOn: ctx.today, withdrawalReason: reason })
      ctx.record({ kind: 'carry-over.undone', subject: row.caseId, isPublic: false, body: { switchOverId, key: row.key, reason } })
    }
    await removeIdleParticipants(ctx.sql, found.participants)
    const lines = rows.flatMap(({ facts }) => facts.map(({ kind, id }): FactLine => ({ op: 'retract', kind, id, reason: 'The switch-over that brought it was undone.' })))
    if (lines.length > 0) ctx.publish(lines, { kind: 'carry-over.retracted', subject: switchOverId, isPublic: true, body: { switchOverId } })
    await markSwitchOverUndone(ctx.sql, switchOverId, ctx.now, actorRef(ctx.actor), reason)
    ctx.record({ kind: 'switch-over.undone', subject: switchOverId, isPublic: false, body: { cases: rows.length, reason } })
    return { ...found.run, isUndone: true, undoReason: reason }
  },
}

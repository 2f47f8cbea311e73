// Settings as the operator reads, sets and confirms them. Every change is in the log with old and new value and reason; of
// long texts, which may name people, the log holds the hash.
import { z } from 'zod'
import { actorRef } from './actor.ts'
import type { Context } from './context.ts'
import { canonicalText } from '#src/kernel/canonical.ts'
import { sha256Hex } from '#src/kernel/merkle.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { entriesAbout } from '#src/transparency/log.store.ts'
import { settingSubject, type SchemeSetting } from './scheme-setting.ts'
import { storedSettings, storeSetting, type StoredSetting } from './scheme-setting.store.ts'
import type { settingsContract, SettingRow } from './settings.contract.ts'
import { pageSettings, textIn } from './settings-pages.ts'

type Setting = SchemeSetting<unknown>
const LONGEST_LOGGED = 2000
const MOST_CHANGES = 200

/** JSON Schema leaves out what only code can check; the server checks it again. */
const shapeOf = (setting: Setting): Record<string, unknown> => z.toJSONSchema(setting.schema, { unrepresentable: 'any', io: 'input' }) as Record<string, unknown>

function rowOf(setting: Setting, stored: StoredSetting | undefined): SettingRow {
  const parsed = stored === undefined ? undefined : setting.schema.safeParse(stored.value)
  const isSet = parsed?.success === true
  return {
    name: setting.name, value: isSet ? parsed.data : setting.standard, standard: setting.standard, basis: setting.basis, shape: shapeOf(setting), isSet,
    isAssumed: !isSet && setting.basis === 'inferred', changedAt: stored?.changedAt ?? null, changedBy: stored?.changedBy ?? null,
  }
}

/** What the log says of a value. */
const logged = (setting: Setting, value: unknown): unknown => {
  const text = canonicalText(value as Parameters<typeof canonicalText>[0])
  return isPage(setting) || text.length > LONGEST_LOGGED ? { sha256: sha256Hex(text) } : value
}

/** Public pages show them, so that kept pages must end with the change. */
const isPage = (setting: Setting): boolean => setting.name.startsWith('page.')

/** @param settings all settings of the house; the slices below bring theirs */
export function settingsHandlers(settings: readonly Setting[]): Handlers<typeof settingsContract, Context> {
  const known = (name: string): Setting => {
    const setting = settings.find((one) => one.name === name)
    if (setting === undefined) throw new Refused(refuse('setting-absent', `There is no setting "${name}".`))
    return setting
  }
  const standing = async (ctx: Context, setting: Setting, seenAt: string | null): Promise<SettingRow> => {
    const stored = (await storedSettings(ctx.sql)).find(({ name }) => name === setting.name)
    if ((stored?.changedAt ?? null) !== seenAt) throw new Refused(refuse('setting-changed-meanwhile', `"${setting.name}" was changed after you read it. Read it again, then decide.`))
    return rowOf(setting, stored)
  }
  const saved = async (ctx: Context, setting: Setting, value: unknown): Promise<SettingRow> => {
    await storeSetting(ctx.sql, setting.name, value, ctx.now, actorRef(ctx.actor))
    return rowOf(setting, { name: setting.name, value, changedAt: ctx.now, changedBy: actorRef(ctx.actor) })
  }
  return {
    async listSettings(ctx) {
      const stored = new Map((await storedSettings(ctx.sql)).map((one) => [one.name, one]))
      const items = settings.map((setting) => rowOf(setting, stored.get(setting.name))).toSorted((a, b) => a.name < b.name ? -1 : 1)
      return { items, next: null, assumed: items.filter(({ isAssumed }) => isAssumed).length }
    },
    async changeSetting(ctx, { name, value, reason, seenAt }) {
      const setting = known(name)
      const before = await standing(ctx, setting, seenAt)
      const parsed = setting.schema.safeParse(value)
      if (!parsed.success) {
        throw new Refused(refuse('setting-value-invalid', `"${name}": ${parsed.error.issues[0]!.message}.`, parsed.error.issues.slice(0, 20).map((issue) =>
          ({ pointer: ['', 'value', ...issue.path.map(String)].join('/'), detail: issue.message }))))
      }
      ctx.record({ kind: 'setting.changed', subject: settingSubject(name), isPublic: false, body: { old: logged(setting, before.value), new: logged(setting, parsed.data), reason } })
      if (isPage(setting)) ctx.record({ kind: 'page-text.published', subject: name, isPublic: true, body: { text: logged(setting, parsed.data) } })
      return saved(ctx, setting, parsed.data)
    },
    async confirmSetting(ctx, { name, seenAt }) {
      const setting = known(name)
      const { value } = await standing(ctx, setting, seenAt)
      ctx.record({ kind: 'setting.confirmed', subject: settingSubject(name), isPublic: false, body: { value: logged(setting, value) } })
      return saved(ctx, setting, value)
    },
    async listSettingChanges(ctx, { name }) {
      known(name)
      const entries = await entriesAbout(ctx.sql, settingSubject(name), MOST_CHANGES)
      const items = entries.flatMap(({ payload }) => {
        if (payload === null) return []
        const { kind, at, actor, body } = JSON.parse(payload) as { kind: string; at: string; actor: string; body: { old?: unknown; new?: unknown; value?: unknown; reason?: string } }
        if (kind !== 'setting.changed' && kind !== 'setting.confirmed') return []
        return [{ at, by: actor, kind: kind as 'setting.changed' | 'setting.confirmed', old: body.old ?? body.value ?? null, new: body.new ?? body.value ?? null, reason: body.reason ?? null }]
      })
      return { items, next: null }
    },
    async getPageText(ctx, { page }) {
      const found = textIn(await ctx.setting(pageSettings[page]), ctx.language)
      return { page, text: found?.text ?? null, language: found?.language ?? null }
    },
  }
}

// Who takes part in the journey through a cycle, each in a browser of their own, and the day it is for all of them. Every
// distinct page that somebody sees on the way is checked once for WCAG 2.2 AA.
import { AxeBuilder } from '@axe-core/playwright'
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { addDays, type Day } from '#src/kernel/time.ts'
import type { Served } from './served.ts'
import { open, settled, type Visit } from './visit.ts'

export type Person = 'operator' | 'firm' | 'lead' | 'reviewer' | 'member-a' | 'member-b' | 'member-c' | 'member-d' | 'owner' | 'public'

export type Stage = {
  readonly server: Pick<Served, 'url'>
  /** The browser of somebody. Who is of the demonstration enters by its bar; the owner by the invitation; the public never. */
  as(who: Person): Promise<Page>
  /** Opens a page as somebody, waits until it is at rest, and looks at it. */
  go(who: Person, path: string): Promise<Page>
  /** Moves the day of the demonstration forward for everybody. */
  moveTo(day: Day): Promise<void>
  /** Today, and some days from it. */
  day(after?: number): Day
  /** Checks the page as it is shown now, once for each distinct page. */
  look(page: Page, name?: string): Promise<void>
  /** What broke a rule, by page. */
  readonly broken: Readonly<Record<string, readonly string[]>>
  readonly looked: ReadonlySet<string>
}

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** The address without what differs from case to case. */
const patternOf = (url: string): string => new URL(url).pathname
  .replace(/\/[a-z]+_[0-9a-z]{26}(?:[.:%][^/]*)?(?=\/|$)/g, '/…').replace(/\/[A-Z]{3}-[A-Z0-9]{7}(?=\/|$)/g, '/…')
  .replace(/\/invitations\/[^/]+/, '/invitations/…').replace(/\/(workbook|on-site|3\.0)\/[^/]+\/[^/]+$/, '/$1/…')

async function enter(page: Page, person: Person): Promise<void> {
  await page.getByLabel('Enter as').selectOption(person)
  await page.waitForURL(/\/next$/)
  await settled(page)
}

/** Checks a page as it is shown now, once for each distinct page, and notes what broke a rule. */
export async function lookAt(page: Page, looked: Set<string>, broken: Record<string, string[]>, name = patternOf(page.url())): Promise<void> {
  if (looked.has(name)) return
  looked.add(name)
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] }).withTags(TAGS).analyze()
  const lines = violations.flatMap(({ id, nodes }) => nodes.map(({ target, html, failureSummary }) => `${id} at ${target.join(' ')}: ${html.slice(0, 160)} ${failureSummary?.split('\n')[1]?.trim() ?? ''}`))
  if (lines.length > 0) broken[name] = lines
}

export function stageOf(visit: Visit, server: Pick<Served, 'url'>, today: Day): Stage {
  const pages = new Map<Person, Page>()
  const looked = new Set<string>()
  const broken: Record<string, string[]> = {}
  let now = today
  const stage: Stage = {
    server, broken, looked,
    day: (after = 0) => addDays(now, after),
    as: async (who) => {
      const there = pages.get(who)
      if (there !== undefined) return there
      const page = await visit({ server: server.url, at: '/' })
      pages.set(who, page)
      if (who !== 'owner' && who !== 'public') await enter(page, who)
      return page
    },
    go: async (who, path) => {
      const page = await stage.as(who)
      await open(page, path)
      await stage.look(page)
      return page
    },
    moveTo: async (day) => {
      const page = await stage.as('operator')
      const bar = page.getByRole('complementary', { name: 'Demonstration' })
      await bar.getByLabel('Today in the demonstration').fill(day)
      await bar.getByRole('button', { name: 'Move to this day' }).click()
      await bar.getByRole('button', { name: 'Move to this day', disabled: true }).waitFor()
      await settled(page)
      now = day
    },
    look: (page, name) => lookAt(page, looked, broken, name),
  }
  return stage
}

export async function press(within: Page | Locator, name: string | RegExp): Promise<void> {
  await within.getByRole('button', { name, ...(typeof name === 'string' ? { exact: true } : {}) }).click()
}

/** A button that opens its form, the words that belong to the act, and the button again. */
export async function actWithWords(within: Page | Locator, button: string, field: string, words: string): Promise<void> {
  await press(within, button)
  await within.getByRole('textbox', { name: field }).fill(words)
  await press(within, button)
  await within.getByRole('textbox', { name: field }).waitFor({ state: 'detached' })
}

/** Words sent by a form that is empty again, or gone, once they are kept. */
export async function send(within: Page | Locator, field: string, words: string, button: string): Promise<void> {
  const box = within.getByRole('textbox', { name: field, exact: true })
  await box.fill(words)
  await press(within, button)
  await expect.poll(async () => await box.count() === 0 || await box.inputValue() === '').toBe(true)
}

/** A file chosen in the area that takes one. */
export async function giveFile(page: Page | Locator, file: { readonly name: string; readonly mimeType: string; readonly bytes: Uint8Array }): Promise<void> {
  await page.locator('input[type="file"]').setInputFiles({ name: file.name, mimeType: file.mimeType, buffer: Buffer.from(file.bytes) })
}

/** The bytes of a file that the page hands over when `act` is done. */
export async function takeFile(page: Page, act: () => Promise<void>): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()])
  const parts: Buffer[] = []
  for await (const part of await download.createReadStream()) parts.push(part as Buffer)
  return { name: download.suggestedFilename(), bytes: Buffer.concat(parts) }
}

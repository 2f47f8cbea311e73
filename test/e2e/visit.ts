// A visit: one person's browser, with nothing remembered. Every journey ends by asserting that the browser asked no other
// host for anything and that the page reported no error.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { launch } from './browser.ts'

export type VisitOptions = {
  /** Where the visit begins; the front page of the shared server otherwise. */
  readonly at?: string
  readonly server?: string
  readonly width?: number
  readonly height?: number
  readonly scheme?: 'light' | 'dark'
  readonly language?: string
  readonly hasScript?: boolean
  readonly isTouch?: boolean
  /** Console errors that belong to the journey: an answer 404 is one for the browser. */
  readonly expected?: RegExp
}
export type Visit = (options?: VisitOptions) => Promise<Page>

type Recorded = { readonly outside: string[]; readonly complaints: string[] }

const pending = new WeakMap<Page, Set<unknown>>()

function record(context: BrowserContext, server: string, expected: RegExp | undefined): Recorded {
  const recorded: Recorded = { outside: [], complaints: [] }
  const complain = (text: string) => { if (expected === undefined || !expected.test(text)) recorded.complaints.push(text) }
  context.on('request', (request) => {
    const url = new URL(request.url())
    if (/^https?:|^wss?:/.test(url.protocol) && url.origin !== new URL(server).origin) recorded.outside.push(request.url())
  })
  context.on('page', (page) => {
    const running = new Set<unknown>()
    pending.set(page, running)
    page.on('request', (request) => running.add(request))
    page.on('requestfinished', (request) => running.delete(request))
    page.on('requestfailed', (request) => running.delete(request))
    page.on('framenavigated', (frame) => { if (frame === page.mainFrame()) running.clear() })
    page.on('pageerror', (error) => complain(`${page.url()}: ${error.message}`))
    page.on('console', (message) => {
      // The software renderer tells how slow it is, which is no fault of a page; what was not answered is told below, by address.
      const isTold = /GL Driver Message|WebGL|GPU stall|^Failed to load resource/i.test(message.text())
      if (['error', 'warning'].includes(message.type()) && !isTold) complain(`${page.url()}: ${message.text()}`)
    })
    page.on('response', (response) => { if (response.status() >= 400) complain(`${page.url()}: ${response.status()} from ${response.url()}`) })
  })
  return recorded
}

/** Waits until the screen has replaced the summary, nothing is loading and nothing is asked for any more. */
export async function settled(page: Page): Promise<void> {
  await page.locator('#main h1').first().waitFor({ state: 'attached' })
  let quiet = 0
  for (let i = 0; i < 600 && quiet < 3; i++) {
    const isBusy = (pending.get(page)?.size ?? 0) > 0 || await page.locator('[aria-busy="true"]').count() > 0
    quiet = isBusy ? 0 : quiet + 1
    if (quiet < 3) await page.waitForTimeout(25)
  }
  if (quiet < 3) throw new Error(`${page.url()} did not come to rest`)
}

/** Opens an address of the server that the page is on. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(new URL(path, page.url()).href)
  await settled(page)
}

/** Signs in as a person of the demonstration; nobody is anybody's guest for `public`. */
export async function enterAs(page: Page, person: string): Promise<void> {
  await page.context().clearCookies({ name: /^cupel\./ })
  if (person === 'public') return
  const answer = await page.request.post(new URL('/api/v1/demo/sessions', page.url()).href, { data: { person }, headers: { origin: new URL(page.url()).origin } })
  if (!answer.ok()) throw new Error(`${person} cannot enter: ${answer.status()} ${await answer.text()}`)
}

const nameOf = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 60)

/** What the visitor saw when a journey failed. */
async function picture(name: string, pages: readonly Page[]): Promise<void> {
  const folder = join(import.meta.dirname, '..', '..', 'test-results')
  mkdirSync(folder, { recursive: true })
  for (const [index, page] of pages.entries()) {
    await page.screenshot({ path: join(folder, `${nameOf(name)}-${index}.png`), fullPage: true }).catch(() => {})
  }
}

/** `journey('reads a page', async ({ visit }) => { const page = await visit() … })` */
export const journey = test.extend<{ browser: Browser; visit: Visit }>({
  browser: [async ({}, use) => {
    const browser = await launch(inject('chromium'))
    await use(browser)
    await browser.close()
  }, { scope: 'file' }],
  visit: async ({ browser, task }, use) => {
    const visits: { context: BrowserContext; recorded: Recorded }[] = []
    await use(async (options = {}) => {
      const server = options.server ?? inject('served').url
      const context = await browser.newContext({
        baseURL: server, viewport: { width: options.width ?? 1280, height: options.height ?? 900 }, colorScheme: options.scheme ?? 'light',
        locale: options.language ?? 'en-GB', timezoneId: 'UTC', javaScriptEnabled: options.hasScript ?? true, hasTouch: options.isTouch ?? false,
        reducedMotion: 'reduce', acceptDownloads: true,
      })
      context.setDefaultTimeout(15_000)
      visits.push({ context, recorded: record(context, server, options.expected) })
      const page = await context.newPage()
      await page.goto(options.at ?? '/')
      if (options.hasScript !== false) await settled(page)
      return page
    })
    if (task.result?.state === 'fail') await picture(task.name, visits.flatMap(({ context }) => context.pages()))
    for (const { recorded } of visits) {
      expect(recorded.outside, 'requests to other hosts').toEqual([])
      expect(recorded.complaints, 'errors and warnings in the browser').toEqual([])
    }
    await Promise.all(visits.map(({ context }) => context.close()))
  },
})

/** The text of a file that the page hands over when `press` is done. */
export async function downloaded(page: Page, press: () => Promise<void>): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()])
  const stream = await download.createReadStream()
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(part as Buffer)
  return { name: download.suggestedFilename(), text: Buffer.concat(parts).toString('utf8') }
}

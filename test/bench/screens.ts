// Frames of the map while it is moved and of the table while it is scrolled, in the browser of the journeys. The gaps are
// those between animation frames as the page sees them; without a graphics card the map is drawn by the processor.
import type { Page } from 'playwright-core'
import { findChromium, launch } from '#test/e2e/browser.ts'

export type Frames = {
  readonly what: string
  readonly frames: number
  readonly p50: number
  readonly p95: number
  readonly longest: number
  /** Tasks of the page itself over 50 ms, and the longest: what is ours to answer for where a graphics card draws. */
  readonly longTasks: number
  readonly longestTask: number
}

const startFrames = (page: Page) => page.evaluate(() => {
  const gaps: number[] = []
  let last = performance.now()
  const tasks: number[] = []
  const state = { gaps, tasks, runs: true }
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) tasks.push(entry.duration) }).observe({ type: 'longtask' })
  ;(globalThis as unknown as { benchFrames: typeof state }).benchFrames = state
  const next = (now: number) => { gaps.push(now - last); last = now; if (state.runs) requestAnimationFrame(next) }
  requestAnimationFrame((now) => { last = now; requestAnimationFrame(next) })
})

async function endFrames(page: Page, what: string): Promise<Frames> {
  const { gaps, tasks } = await page.evaluate(() => {
    const state = (globalThis as unknown as { benchFrames: { gaps: number[]; tasks: number[]; runs: boolean } }).benchFrames
    state.runs = false
    return state
  })
  const sorted = gaps.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { what, frames: gaps.length, p50: at(0.5), p95: at(0.95), longest: at(1), longTasks: tasks.length, longestTask: Math.max(0, ...tasks) }
}

async function panMap(page: Page, url: string): Promise<Frames> {
  await page.goto(`${url}/map`)
  await page.locator('[data-map-ready]').waitFor({ timeout: 60_000 })
  await page.waitForLoadState('networkidle')
  const box = (await page.locator('canvas').first().boundingBox())!
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  await startFrames(page)
  for (let turn = 0; turn < 4; turn++) {
    await page.mouse.move(middle.x, middle.y)
    await page.mouse.down()
    for (let i = 1; i <= 30; i++) { await page.mouse.move(middle.x + (turn % 2 === 0 ? 6 : -6) * i, middle.y + 2 * i); await page.waitForTimeout(16) }
    await page.mouse.up()
  }
  return endFrames(page, 'map, moved by hand')
}

async function scrollTable(page: Page, url: string): Promise<Frames> {
  await page.goto(`${url}/sites`)
  await page.getByRole('table').first().waitFor()
  await page.waitForLoadState('networkidle')
  const box = (await page.getByRole('table').first().boundingBox())!
  await page.mouse.move(box.x + box.width / 2, box.y + 300)
  await startFrames(page)
  for (let i = 0; i < 120; i++) { await page.mouse.wheel(0, 240); await page.waitForTimeout(16) }
  return endFrames(page, 'table, scrolled by wheel')
}

/** @param url a server with some thousand sites */
export async function measureScreens(url: string): Promise<readonly Frames[]> {
  const browser = await launch(await findChromium())
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    return [await panMap(page, url), await scrollTable(page, url)]
  } finally { await browser.close() }
}

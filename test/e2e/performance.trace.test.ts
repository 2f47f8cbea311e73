// How smoothly the map pans and filters and the table scrolls with thousands of sites: gaps between frames, measured in the
// browser and written to dist/frames.json. A time is no law, so nothing is asserted of it. CUPEL_TRACE=1 runs it, on the open
// site files where they stand beside the checkout.
import type { Page } from 'playwright-core'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { hasOpenData, openDataPath } from '#test/open-data.ts'
import { startServer, type Served } from './served.ts'
import { journey, settled } from './visit.ts'

const FILES = ['icmm_sites_base_metals', 'climatetrace_copper_mines_2024', 'usgs_minfac_2003_2008_base_metals', 'fineprint_facilities']
const isWanted = process.env['CUPEL_TRACE'] === '1' && hasOpenData

/**
 * Gaps between frames depend on the graphics, which here are drawn by software. Tasks of the page's own thread longer than
 * 50 ms are what our code is answerable for on any machine.
 */
type Frames = {
  readonly frames: number; readonly medianMs: number; readonly p95Ms: number; readonly longestMs: number
  readonly tasksOver50Ms: number; readonly longestTaskMs: number
}

/** Gaps between the frames drawn while `work` is done. */
async function framesDuring(page: Page, work: () => Promise<void>): Promise<Frames> {
  await page.evaluate(() => {
    const gaps: number[] = []
    let last = performance.now()
    const next = (now: number) => { gaps.push(now - last); last = now; if (!isOver) requestAnimationFrame(next) }
    let isOver = false
    requestAnimationFrame(next)
    const tasks: number[] = []
    const observer = new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) tasks.push(duration) })
    observer.observe({ type: 'longtask' })
    Object.assign(window, { endOfTrace: () => { isOver = true; observer.disconnect(); return { gaps, tasks } } })
  })
  await work()
  const trace = await page.evaluate(() => (window as unknown as { endOfTrace(): { gaps: number[]; tasks: number[] } }).endOfTrace())
  const gaps = trace.gaps.slice(1).toSorted((a, b) => a - b)
  const at = (share: number): number => Math.round((gaps[Math.min(gaps.length - 1, Math.floor(gaps.length * share))] ?? 0) * 10) / 10
  return { frames: gaps.length, medianMs: at(0.5), p95Ms: at(0.95), longestMs: at(1), tasksOver50Ms: trace.tasks.length, longestTaskMs: Math.round(Math.max(0, ...trace.tasks)) }
}

describe.runIf(isWanted)('with all rows of the open site files', () => {
  let server: Served
  const measured: Record<string, Frames | number> = {}

  const post = async (path: string, body: BodyInit, type: string): Promise<Record<string, unknown>> => {
    const response = await fetch(`${server.url}/api/v1${path}`, { method: 'POST', body, headers: { authorization: `Bearer ${server.token}`, 'content-type': type } })
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`)
    return await response.json() as Record<string, unknown>
  }

  beforeAll(async () => {
    server = await startServer()
    for (const name of FILES) {
      const { importId } = await post(`/imports?filename=${name}.csv`, readFileSync(openDataPath(`sites/${name}.csv`)), 'text/csv')
      await post(`/imports/${String(importId)}/publication`, JSON.stringify({ undecided: 'new' }), 'application/json')
    }
  }, 120_000)
  afterAll(async () => {
    const folder = join(import.meta.dirname, '..', '..', 'dist')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'frames.json'), `${JSON.stringify(measured, null, 2)}\n`)
    await server.stop()
  })

  /** Lets what came before end, its last frames included. */
  const rest = (page: Page) => page.waitForTimeout(2000)

  journey('the map pans and filters', async ({ visit }) => {
    const page = await visit({ server: server.url, at: '/map?at=10,0,1.5' })
    await page.locator('[data-map-ready]').waitFor()
    await settled(page)
    await rest(page)
    measured['sites on the map'] = Number((await page.getByRole('status').filter({ hasText: /on the map/ }).innerText()).match(/^[\d,]+/)![0].replaceAll(',', ''))
    const box = (await page.locator('canvas').first().boundingBox())!
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
    const drag = async () => {
      for (let turn = 0; turn < 4; turn++) {
        await page.mouse.move(x, y)
        await page.mouse.down()
        for (let i = 1; i <= 30; i++) await page.mouse.move(x + (turn % 2 === 0 ? 8 : -8) * i, y + 3 * i, { steps: 1 })
        await page.mouse.up()
      }
    }
    measured['map, panning'] = await framesDuring(page, drag)
    await rest(page)
    await page.mouse.move(x, y)
    measured['map, zooming'] = await framesDuring(page, async () => {
      for (let i = 0; i < 40; i++) { await page.mouse.wheel(0, i < 20 ? -60 : 60); await page.waitForTimeout(16) }
    })
    await rest(page)
    measured['map, filtering'] = await framesDuring(page, async () => {
      for (const text of ['co', '']) {
        await page.getByRole('searchbox', { name: /Name, brand/ }).fill(text)
        await page.waitForTimeout(1500)
      }
    })
    expect(Object.keys(measured)).toContain('map, filtering')
  })

  journey('the table scrolls', async ({ visit }) => {
    const page = await visit({ server: server.url, at: '/sites' })
    await page.getByRole('status').filter({ hasText: /sites, as of/ }).waitFor()
    await settled(page)
    measured['sites in the table'] = Number(await page.getByRole('table').getAttribute('aria-rowcount')) - 1
    const box = (await page.locator('[data-long-table]').boundingBox())!
    await page.mouse.move(box.x + 200, box.y + 300)
    measured['table, scrolling'] = await framesDuring(page, async () => {
      for (let i = 0; i < 120; i++) { await page.mouse.wheel(0, 400); await page.waitForTimeout(16) }
    })
    measured['table, sorting'] = await framesDuring(page, async () => {
      await page.getByRole('button', { name: 'Country' }).last().click()
      await settled(page)
    })
    expect(measured['sites in the table']).toBeGreaterThan(1000)
  })
})

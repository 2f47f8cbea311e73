// One browser unpacked and one server started for the whole run. Journeys that only read share the server; those that
// write start their own.
import type { TestProject } from 'vitest/node'
import { findChromium, type Chromium } from './browser.ts'
import { demoPages, pageAddresses, type DemoPage, type PageAddress } from './pages.ts'
import { startServer } from './served.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    chromium: Chromium
    served: { url: string; token: string; welcome: string }
    pages: readonly PageAddress[]
    /** The demonstration: a scheme with cases at every step. */
    demo: { url: string; token: string }
    demoPages: readonly DemoPage[]
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [chromium, { stop: stopPlain, ...served }] = await Promise.all([findChromium(), startServer()])
  const { stop: stopDemo, url, token } = await startServer({ isDemo: true })
  const stop = async (): Promise<void> => { await Promise.all([stopPlain(), stopDemo()]) }
  try {
    project.provide('pages', await pageAddresses(served))
    project.provide('demoPages', await demoPages({ url, token }))
  } catch (error) {
    await stop()
    throw error
  }
  project.provide('chromium', chromium)
  project.provide('served', served)
  project.provide('demo', { url, token })
  return stop
}

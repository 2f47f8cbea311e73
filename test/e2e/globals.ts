// One browser unpacked and one server started for the whole run. Journeys that only read share the server; those that
// write start their own.
import type { TestProject } from 'vitest/node'
import { findChromium, type Chromium } from './browser.ts'
import { pageAddresses, type PageAddress } from './pages.ts'
import { startServer } from './served.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    chromium: Chromium
    served: { url: string; token: string; welcome: string }
    pages: readonly PageAddress[]
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [chromium, { stop, ...served }] = await Promise.all([findChromium(), startServer()])
  try {
    project.provide('pages', await pageAddresses(served))
  } catch (error) {
    await stop()
    throw error
  }
  project.provide('chromium', chromium)
  project.provide('served', served)
  return stop
}

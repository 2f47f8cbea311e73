// The large open files stand beside a developer's checkout and are never committed. Tests that read them say so when
// they are absent, and run on the small fixtures of `test/fixtures/` instead.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../../shared/data/', import.meta.url))
const goldens = fileURLToPath(new URL('../../shared/golden/', import.meta.url))

export const hasOpenData = existsSync(folder)
export const openDataPath = (name: string): string => `${folder}${name}`
export const readOpenData = (name: string): string => readFileSync(openDataPath(name), 'utf8')

/** Worked numbers; undefined where the open data is not beside the checkout. */
export const goldenNumbers = (name: string): Record<string, unknown> | undefined =>
  existsSync(`${goldens}${name}`) ? JSON.parse(readFileSync(`${goldens}${name}`, 'utf8')) as Record<string, unknown> : undefined

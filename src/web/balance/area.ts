import type { Area } from '../shell/area.ts'

export const routes = [] as const

export const area: Area = { nav: [], commands: [] }

// The fictitious year of the demonstration, told through the same operations that people use: invented organisations,
// people and places only.
import type { DemoPerson } from '#src/access/demo.ts'
import type { Config } from './config.ts'
import type { DemoClock } from './demo.ts'
import type { OpenHouse } from './house.ts'

export const demoPeople: readonly (DemoPerson & { readonly email: string })[] = []

export async function tellDemoYear(_open: OpenHouse, _config: Config, _clock: DemoClock, _today: string): Promise<void> {}

// The places of the navigation, gathered from the areas in their order.
import { areas } from '../areas.ts'
import type { NavEntry } from './area.ts'

export const navigation = (place: NavEntry['place']): readonly NavEntry[] =>
  areas
    .flatMap((area) => area.nav)
    .filter((entry) => entry.place === place)
    .sort((a, b) => a.order - b.order)

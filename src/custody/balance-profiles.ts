// The profiles an installation knows, by name and version.
import { inLanguage, type BalanceProfile } from './balance-profile.ts'

export type Profiles = readonly BalanceProfile[]

/** The newest version where none is named. */
export function profileIn(profiles: Profiles, name: string, version?: string): BalanceProfile | undefined {
  return profiles.filter((one) => one.name === name && (version === undefined || one.version === version))
    .toSorted((a, b) => a.version.localeCompare(b.version, 'en', { numeric: true })).at(-1)
}

export const profileTitle = (profiles: Profiles, { profile, profileVersion }: { profile: string; profileVersion: string }, language: string): string => {
  const known = profileIn(profiles, profile, profileVersion) ?? profileIn(profiles, profile)
  return known === undefined ? profile : inLanguage(known.title, language)
}

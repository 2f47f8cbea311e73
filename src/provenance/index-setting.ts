// Places a scheme flags, so that the share of metal from them is told. No official list of conflict-affected and high-risk
// areas exists: each list is somebody's, with a version of its own (custody notes 1.2), so that the default is none.
import { z } from 'zod'
import { schemeSetting } from '#src/access/scheme-setting.ts'
import { SiteId } from '#src/kernel/id.ts'
import { Country } from '#src/parties/site.ts'

export const FlaggedPlaces = z.object({
  /** Whose list, and which issue of it: told beside every share. */
  version: z.string().max(120),
  countries: z.array(Country).max(300),
  sites: z.array(SiteId).max(5000),
})
export type FlaggedPlaces = z.infer<typeof FlaggedPlaces>

export const flaggedPlacesSetting = schemeSetting('provenance.flagged-places', FlaggedPlaces, { version: 'none', countries: [], sites: [] }, 'inferred')

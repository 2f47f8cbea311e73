// Which criteria of a standard apply to a site. What is not known of a site leaves nothing out.
import type { Criterion, Standard } from './standard.ts'
import type { Metal, SiteType } from '#src/parties/site.ts'

export type SiteProfile = { readonly siteTypes: readonly SiteType[]; readonly metals: readonly Metal[] }

/** Criteria that apply by site type and metal; a criterion that a site may exclude still applies until it is excluded. */
export function applicable(standard: Standard, site: SiteProfile): Criterion[] {
  if (!meets(standard.metals?.covered, site.metals)) return []
  return standard.criteria.filter(({ applicability }) =>
    meets(applicability.siteTypes, site.siteTypes.includes('unknown') ? [] : site.siteTypes) && meets(applicability.metals, site.metals))
}

const meets = <T>(asked: readonly T[] | undefined, has: readonly T[]): boolean =>
  asked === undefined || has.length === 0 || asked.some((one) => has.includes(one))

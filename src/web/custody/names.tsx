// Names where a screen has only a number: as published, and the number where nothing is.
import { useLooseRead } from '../api/reads.ts'

export const isSiteNumber = (words: string): boolean => /^[A-Z]{3}-[0-9A-Z]{7}$/i.test(words.trim())

/** A read keeps the answer before: it counts only for the number asked for now. */
export function useSiteName(siteId: string): string {
  const site = useLooseRead('getSite', { siteId }, isSiteNumber(siteId)).data
  return site?.outcome === 'site' && site.siteId === siteId ? site.name : siteId
}

export const SiteName = ({ siteId }: { readonly siteId: string }) => useSiteName(siteId)

export function OrganisationName({ organisationId }: { readonly organisationId: string }) {
  const one = useLooseRead('getOrganisation', { organisationId }, /^(org|ptn)_/.test(organisationId)).data
  return one?.organisationId === organisationId ? one.name : organisationId
}

// What a version of a standard is called, where another area names it by its address.
import { useLooseRead } from '../api/reads.ts'
import { useLanguage } from '../messages/language.ts'

/** The title in the reader's language; the address itself until it is known. Without a version, the one in force or the latest. */
export function useStandardTitle(): (standard: string, version?: string | null) => string {
  const items = useLooseRead('listStandards', { language: useLanguage(), limit: 200 }).data?.items ?? []
  return (standard, version) => {
    const versions = items.filter((row) => row.standard === standard)
    const row = version == null ? (versions.find(({ isInForce }) => isInForce === true) ?? versions.at(-1)) : versions.find((one) => one.version === version)
    return row?.title ?? (version == null ? standard : `${standard} ${version}`)
  }
}

// Why the public view of the registry says no.
import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const registryRefusals: RefusalCatalogue = {
  'organisation-unknown': {
    kind: 'absent', title: 'No organisation has this id',
    meaning: 'The organisation is not in this registry, or was not by the moment asked about. Look for it in the list of organisations.',
  },
  'export-column-unknown': {
    kind: 'invalid', title: 'The export has no such column',
    meaning: 'The detail lists the columns there are. Leave `columns` out to get all of them.',
  },
  'badge-needs-decided-award': {
    kind: 'unmet', title: 'There is no badge for this',
    meaning: 'A badge speaks in the name of a mark, so it exists only for an award that the owner of the mark decided in this '
      + 'installation and that is in force. What was compiled from public sources is a fact with a source: link to the page of the site.',
  },
}

// Why the registry says no to a report, a reply, a dispute or a removal.
import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const grievanceRefusals: RefusalCatalogue = {
  'site-unknown': {
    kind: 'absent', title: 'No site has this number',
    meaning: 'The site number is well formed, but no site of this registry has it, or had it by the moment asked about. '
      + 'Look for the site by name in the list of sites.',
  },
  'fact-unknown': {
    kind: 'absent', title: 'This fact is not in the record',
    meaning: 'A report, reply or dispute may name the fact it is about by kind and id, as shown beside it. '
      + 'The one named is not in the record of this site. Leave it out to speak of the record as a whole.',
  },
  'error-report-unknown': {
    kind: 'absent', title: 'No report has this number',
    meaning: 'The number was given when the report was sent. Check that it is complete.',
  },
  'error-report-decided': {
    kind: 'conflict', title: 'The report is already decided',
    meaning: 'The outcome of a report is published once and not changed. Who disagrees can send a new report.',
  },
  'error-report-erased': {
    kind: 'conflict', title: 'The report is already erased',
    meaning: 'The words and the address of the sender are gone; only the clock and the outcome remain. Nothing is left to erase.',
  },
  'dispute-unknown': {
    kind: 'absent', title: 'No dispute has this number',
    meaning: 'The number stands beside the dispute on the page of the site.',
  },
  'dispute-closed': {
    kind: 'conflict', title: 'The dispute is already closed',
    meaning: 'A dispute is closed once, with what came of it. If it arises again, open a new one.',
  },
  'reply-signed-later': {
    kind: 'unmet', title: 'The reply bears a day to come',
    meaning: 'A signed reply is recorded as it was received, so its date cannot lie ahead. Correct the date.',
  },
  'fact-withheld': {
    kind: 'conflict', title: 'The statement is already removed',
    meaning: 'A statement that was removed by law stays removed; its place and the reason stay visible.',
  },
  'fact-not-withholdable': {
    kind: 'unmet', title: 'This cannot be removed',
    meaning: 'The notice of a removal is itself what must stay visible, so it cannot be removed in turn.',
  },
}

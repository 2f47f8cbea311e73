// Why the house says no about standards and their licensed text.
import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const standardRefusals: RefusalCatalogue = {
  'standard-unknown': {
    kind: 'absent', title: 'There is no such standard',
    meaning: 'No version of a standard with this slug is loaded, or none was by the moment asked about. The list of standards names all that are.',
  },
  'standard-version-unknown': {
    kind: 'absent', title: 'There is no such version',
    meaning: 'The standard is known, but not in this version. The refusal names the versions that are loaded.',
  },
  'criterion-unknown': {
    kind: 'absent', title: 'There is no such criterion',
    meaning: 'A criterion is addressed by its slug, never by its number: numbers move between versions. The page of the version lists its criteria.',
  },
  'versions-unrelated': {
    kind: 'unmet', title: 'These versions are not related',
    meaning: 'A version records how its criteria stand to the version directly before it, and to no other. Compare those two, the older one first.',
  },
  'standard-file-invalid': {
    kind: 'invalid', title: 'The standard file is not valid',
    meaning: 'Every fault is named with file, line and path. Nothing of the load was kept. Correct the file and load it again.',
  },
  'standard-version-changed': {
    kind: 'conflict', title: 'A released version never changes',
    meaning: 'Assessments and awards refer to a released version, so its file is kept as it was loaded, to the byte. '
      + 'Restore the file, or give the change a version of its own. Drafts and language packs may change.',
  },
  'rating-unknown': {
    kind: 'invalid', title: 'This rating does not fit the standard',
    meaning: 'A rating names a criterion of the standard and a level of its scale, both by slug.',
  },
  'nothing-applies': {
    kind: 'unmet', title: 'No criterion applies',
    meaning: 'By its types and metals none of the criteria applies to the site, so that nothing can be decided under this standard.',
  },
  'licensed-text-unknown': {
    kind: 'absent', title: 'There is no such text',
    meaning: 'No text is loaded for this criterion, part, key and language. The list of licensed text shows what is.',
  },
  'licensed-text-key-unknown': {
    kind: 'unmet', title: 'There is no such level',
    meaning: 'A rating description is kept under the slug of a level of the rating scale of the standard. The refusal names the levels.',
  },
  'licensed-text-columns-missing': {
    kind: 'invalid', title: 'Columns are missing',
    meaning: 'The table needs the columns criterion, part, key, language and text; public may be left out and then means no. '
      + 'Begin with the template, which has them all.',
  },
  'licensed-text-rows-wrong': {
    kind: 'invalid', title: 'Some rows are wrong',
    meaning: 'Each fault is named with its line and column. Nothing of the file was kept. Correct the rows and import the file again.',
  },
}

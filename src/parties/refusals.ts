// Why an import, a decision about a row, or the merging of two sites was refused.
import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const partiesRefusals: RefusalCatalogue = {
  'import-unknown': {
    kind: 'absent', title: 'There is no such import',
    meaning: 'No import has this number. `GET /imports` lists them.',
  },
  'import-already-published': {
    kind: 'conflict', title: 'The import is published',
    meaning: 'The columns of a published import can no longer be mapped anew: what they said is public. '
      + 'Undo the import first, or upload the file again.',
  },
  'import-not-published': {
    kind: 'conflict', title: 'The import is not published',
    meaning: 'Only a published import can be undone. A staged one changed nothing; it can be left as it is.',
  },
  'import-reversed': {
    kind: 'conflict', title: 'The import was undone',
    meaning: 'An import that was undone stays undone. Upload the file again to import it anew.',
  },
  'import-superseded': {
    kind: 'conflict', title: 'Something later rests on this import',
    meaning: 'A fact that the import changed was changed again since, or another fact speaks of a site that the import brought. '
      + 'Undoing it would undo that too. The refusal names the facts: undo or correct the later ones first.',
  },
  'column-unknown': {
    kind: 'invalid', title: 'The table has no such column',
    meaning: 'A mapping or a correction names a column that the file does not have. The import lists its columns as they were read.',
  },
  'dataset-not-importable': {
    kind: 'conflict', title: 'This dataset is not one of imports',
    meaning: 'The number of the dataset belongs to facts that were compiled, or to an import of another kind. Choose another.',
  },
  'row-unknown': {
    kind: 'absent', title: 'There is no such row',
    meaning: 'The import has no row on this line. Lines are counted as in the file, the column names included.',
  },
  'row-published': {
    kind: 'conflict', title: 'The row is published',
    meaning: 'A published row is part of the record; its decision can no longer be changed here. '
      + 'Undo the import, correct the site, or merge it.',
  },
  'row-has-errors': {
    kind: 'unmet', title: 'The row has errors',
    meaning: 'A row with errors can be corrected or rejected, not published. Its problems say what is wrong; many bring a suggestion.',
  },
  'site-needed': {
    kind: 'invalid', title: 'The decision does not say which site',
    meaning: '`match` needs `siteId`; `merge` needs `siteId`, the site that stays, and `mergedSiteId`, the record that leads to it.',
  },
  'identifier-elsewhere': {
    kind: 'conflict', title: 'Another site carries this identifier',
    meaning: 'The row has an identifier that another site of ours carries. Match the row to that site, or merge the two records.',
  },
  'merge-with-itself': {
    kind: 'invalid', title: 'A site cannot be merged into itself',
    meaning: 'Both numbers lead to the same record. Name two different sites.',
  },
  'site-already-merged': {
    kind: 'conflict', title: 'The site was merged already',
    meaning: 'The address of a merged site leads on for ever and cannot be turned elsewhere. Merge the site it leads to.',
  },
}

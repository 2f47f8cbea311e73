// Where a fact comes from. Every published fact carries at least one citation, and names the dataset whose licence it is under.
import { z } from 'zod'
import { WebAddress, longText, shortText } from '#src/kernel/text.ts'
import { factKind } from '#src/transparency/fact.ts'

/** One citation of a fact. A page has an address; a figure of a printed edition may have none. */
export const Citation = z.object({
  /** Who says it and where: publisher, title, edition, page or row. */
  text: shortText(600),
  url: WebAddress.optional(),
  note: longText(800).optional(),
})
export type Citation = z.infer<typeof Citation>

/** A file or list that facts were compiled or imported from, with its licence. The attribution page lists these. */
export const Dataset = z.object({
  title: shortText(300),
  /** The file of `data/` that holds it, or the name of the uploaded file. */
  file: shortText(200),
  licence: shortText(200),
  licenceUrl: WebAddress.optional(),
  attribution: shortText(600),
  url: WebAddress.optional(),
  /** True where the licence passes on to what is derived (CC BY-SA): shown beside every such figure. */
  isShareAlike: z.boolean(),
  /** How the facts came in. Only `mark-owner` and a decision made here give a live status. */
  origin: z.enum(['compiled', 'imported', 'mark-owner']),
})
export type Dataset = z.infer<typeof Dataset>
export const datasetFact = factKind('dataset', Dataset)

// How answers about lots, disclosure and inquiries say no.
import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const provenanceRefusals: RefusalCatalogue = {
  'lot-unseen': { kind: 'absent', title: 'There is no such lot', meaning: 'The name is of no lot that this account may see. A lot is named by its book and its reference, such as org_1:L-7; one sees the lots of one\'s own book.' },
  'book-unseen': { kind: 'absent', title: 'There is no such book', meaning: 'No organisation of this id keeps a book that this account may see. The operator reads a book within an open inquiry.' },
  'lineage-too-large': { kind: 'unmet', title: 'The lot rests on too many others', meaning: 'One question reads at most 200,000 lots. Ask for a lot nearer to the mine.' },
  'records-restated': { kind: 'unmet', title: 'The records do not hold what was known then', meaning: 'The lot, or one it rests on, was recorded or corrected after the instant of `knownAt`. Ask of a later one.' },
  'demand-above-lot': { kind: 'invalid', title: 'The amount is more than the lot', meaning: 'What a lot needed is asked for the lot or a part of it. Ask for less.' },
  'range-reversed': { kind: 'invalid', title: 'The range ends before it begins', meaning: '`to` is a day before `from`. Exchange them.' },
  'disclosure-level-unfit': { kind: 'invalid', title: 'This field has no such level', meaning: 'Papers, footprint and shares are shown whole (`site`) or not at all (`nothing`); origin and handling know region and country as well.' },
  'disclosure-to-oneself': { kind: 'invalid', title: 'A party sees its own book', meaning: 'What a party lets others see is chosen for others. Choose a partner, everyone, or the public.' },
  'partner-unseen': { kind: 'absent', title: 'There is no such partner', meaning: 'No organisation of this id is known here. Find it by its name first.' },
  'inquiry-open': { kind: 'conflict', title: 'An inquiry into this book is open', meaning: 'One inquiry into a book is open at a time. Close it, or go on with it.' },
  'inquiry-must-be-told': { kind: 'unmet', title: 'The party must be told', meaning: 'This scheme does not allow an inquiry without telling the party. Leave the exception out, or change the setting.' },
  'inquiry-unknown': { kind: 'absent', title: 'There is no such inquiry', meaning: 'No inquiry has this number. The list of inquiries has those that were opened.' },
  'inquiry-closed': { kind: 'conflict', title: 'The inquiry is closed', meaning: 'Its time is over, or it was closed before. Open another with its own reason.' },
}

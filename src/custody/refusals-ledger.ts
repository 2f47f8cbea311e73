// How the ledger says no: one code per law and per way in which a line can be wrong (custody notes 8).
import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

/** What is wrong with a line before any book is looked at. */
export const lineRefusals = {
  'line-not-json': { kind: 'invalid', title: 'The line is not JSON', meaning: 'A line of a bulk is one JSON object. The detail says where reading stopped. The other lines of the bulk are not touched by it.' },
  'line-not-text': { kind: 'invalid', title: 'The line is not UTF-8 text', meaning: 'The bytes of the line are no text in UTF-8. Save the file as UTF-8 and send the line again.' },
  'line-not-event': { kind: 'invalid', title: 'The line is no event', meaning: 'The line is JSON, but a list, a number or a text. An event is an object with `kind`, `event`, `at` and `site`.' },
  'line-too-long': { kind: 'too-large', title: 'The line is too long', meaning: 'A line may have one megabyte. Record the event in parts, each under a number of its own.' },
  'line-malformed': { kind: 'invalid', title: 'A field does not have the right form', meaning: 'A field is missing, of the wrong kind or too long. `errors` names each place and what is wanted there; `/custody/event-schemas` has the whole form.' },
  'event-kind-unknown': { kind: 'invalid', title: 'There is no such kind of event', meaning: 'The ledger knows extract, transform, split, merge, aggregate, ship, receive, sell, adjust, void and correct.' },
  'field-unknown': { kind: 'invalid', title: 'There is no such field', meaning: 'The line has a field that its kind of event does not have. A field that is passed over could be a weight that nobody counts, so that it is refused: correct its name, or leave it out.' },
  'text-unstorable': { kind: 'invalid', title: 'A text cannot be stored', meaning: 'A text holds NUL or half of a surrogate pair, which no database keeps. Remove the character.' },
  'mass-not-text': { kind: 'invalid', title: 'A mass is a bare number', meaning: 'A mass is written as text with its unit, such as "25.5 t". A number alone leaves the unit open, and loses digits.' },
  'mass-negative': { kind: 'invalid', title: 'A mass is negative', meaning: 'Nothing weighs less than nothing. What leaves a lot is drawn of it; what was too much is settled by a second weight.' },
  'mass-malformed': { kind: 'invalid', title: 'A mass cannot be read', meaning: 'A mass is a decimal number with at most 15 digits before and 9 behind the point, and a unit: t, kg, g, mg, lb or oz.' },
  'mass-ambiguous': { kind: 'invalid', title: 'A mass could be two', meaning: 'A comma before three digits parts thousands for some and decimals for others. Write the number with a point, or without a mark for thousands: 1234 t or 1.234 t.' },
  'fraction-malformed': { kind: 'invalid', title: 'A fraction cannot be read', meaning: 'Grades, moistures and recoveries are text between "0" and "1" with at most nine digits behind the point, such as "0.28".' },
  'time-malformed': { kind: 'invalid', title: 'A time cannot be read', meaning: 'A time is written in UTC, such as 2026-03-01T08:00:00Z, and is one that the calendar has since 1900.' },
  'site-number-malformed': { kind: 'invalid', title: 'A site number is written wrong', meaning: 'A site number looks like CHL-7K2QXM4, and its last character checks the others.' },
} as const satisfies RefusalCatalogue

/** What the law of one book refuses. */
export const lawRefusals = {
  'event-in-future': { kind: 'invalid', title: 'The event has not happened yet', meaning: 'An event is recorded when it has happened. Check the day and the time zone: times are in UTC.' },
  'event-too-old': { kind: 'unmet', title: 'The event is too long ago', meaning: 'The operator of this scheme set how many days back an event may be recorded. Ask the operator.' },
  'event-ref-taken': { kind: 'conflict', title: 'This event number says something else already', meaning: 'A number names one event of a book for ever. The same number with the same line is taken as the same event; here the lines differ. Use another number, or correct the first event.' },
  'event-kind-misplaced': { kind: 'invalid', title: 'This kind of event stands by itself', meaning: 'A void or a correction names the event it takes back, and is no part of another.' },
  'batch-refused': { kind: 'unmet', title: 'Another line of the batch was refused', meaning: 'The batch was to be recorded whole or not at all. Correct the line that the detail names and send all again.' },
  'site-absent': { kind: 'unmet', title: 'There is no such site', meaning: 'Every event has a place, and the place is a registered site. Check its number, or register it first.' },
  'site-not-yours': { kind: 'forbidden', title: 'The site is not one of this book', meaning: 'A party records what happens at its own sites, and an account what its role reaches. Choose a site of the book, or ask its owner for the role.' },
  'lot-absent': { kind: 'unmet', title: 'There is no such lot', meaning: 'The book has no lot of this reference. Record how it came in first, or check the reference.' },
  'lot-void': { kind: 'unmet', title: 'The lot was taken back', meaning: 'The event that made the lot was voided, so that there is nothing to draw.' },
  'lot-overdrawn': { kind: 'conflict', title: 'The lot does not hold that much', meaning: 'More is drawn than the lot holds, now or at the time of the event: no tonne is used twice. The detail says what is left. Draw less, or settle the weight of the lot.' },
  'lot-empty': { kind: 'conflict', title: 'Nothing is left of the lot', meaning: 'The lot was used up, or the draw takes nothing of it.' },
  'lot-metal-missing': { kind: 'invalid', title: 'The lot does not hold this metal', meaning: 'A draw or a new lot names a metal that is not stated in the lot.' },
  'lot-drawn-twice': { kind: 'invalid', title: 'A lot stands twice among the inputs', meaning: 'Draw a lot once in an event, with the sum of what is taken.' },
  'lot-already-recorded': { kind: 'conflict', title: 'The lot is in the book already', meaning: 'A reference names one lot of a book. Give the new lot another one.' },
  'lot-cycle': { kind: 'invalid', title: 'A lot would be made of itself', meaning: 'An event names the same lot as input and as output. Give the output a reference of its own.' },
  'lot-unquantified': { kind: 'invalid', title: 'The lot has no quantity', meaning: 'A lot has a weight with an assay, or a stated contained mass, or both.' },
  'contained-disagrees': { kind: 'invalid', title: 'Stated and computed metal differ', meaning: 'Weight, moisture and assay give another contained mass than is stated. Correct one of them, or leave the stated one out.' },
  'quantity-invalid': { kind: 'invalid', title: 'A quantity cannot be counted', meaning: 'A quantity is more than can be counted exactly, leaves nothing dry, or wins nothing. The detail names the lot.' },
  'output-before-input': { kind: 'invalid', title: 'The event is older than its lot', meaning: 'What is drawn or weighed must be there at the time of the event. Correct the time of one of the two.' },
  'yield-above-one': { kind: 'invalid', title: 'More metal comes out than went in', meaning: 'No process yields more of a metal than went in. Check weights and assays, or draw the input that is missing; metal from the stock of the plant is drawn from a lot of its own. A lot that was made here is not weighed into more either, beyond the tolerance of the book: correct the event that made it.' },
  'mass-not-conserved': { kind: 'invalid', title: 'Inputs and outputs do not balance', meaning: 'What went in differs from outputs, losses and change of stock by more than the tolerance of the book; a split or merge must balance to the gram.' },
  'loss-unstated': { kind: 'invalid', title: 'Metal is missing without a reason', meaning: 'More went in than came out, beyond the tolerance of the book. State it as a loss or as a change of stock.' },
  'model-stronger-than-input': { kind: 'invalid', title: 'The claim is stronger than its inputs allow', meaning: 'Material may be handed on under a looser chain-of-custody model than it came in, never under a stricter one (ISO 22095).' },
  'identity-mixed': { kind: 'invalid', title: 'Mixed sources keep no identity', meaning: 'Identity-preserved material comes from one source. Call the mixture segregated or looser.' },
  'scrap-class-missing': { kind: 'invalid', title: 'Scrap has no class', meaning: 'Scrap says whether it is internal, pre-consumer or post-consumer (ISO 14021).' },
  'scrap-class-wrong': { kind: 'invalid', title: 'Scrap cannot be of this class here', meaning: 'What arises in a process is internal or pre-consumer; what is bought is pre-consumer or post-consumer (ISO 14021). Splitting, merging and putting together change no class, and make nothing else of scrap.' },
  'scrap-not-extracted': { kind: 'invalid', title: 'Scrap is not extracted', meaning: 'Scrap is received, or arises in a process. Record it so.' },
} as const satisfies RefusalCatalogue

export const ledgerRefusals: RefusalCatalogue = {
  ...lineRefusals, ...lawRefusals,
  'book-absent': { kind: 'absent', title: 'There is no such book', meaning: 'No organisation of this id keeps a book that this account may see.' },
  'lot-not-found': { kind: 'absent', title: 'There is no such lot', meaning: 'No book that this account may see has a lot of this name.' },
  'event-not-found': { kind: 'absent', title: 'There is no such event', meaning: 'No book that this account may see has an event of this number.' },
  'custody-document-absent': { kind: 'absent', title: 'There is no such document', meaning: 'No lot that this account may see has this document.' },
  'custody-document-shown': { kind: 'conflict', title: 'Others were shown this document', meaning: 'Metal of the lot was shipped, sold or credited, or a claim or a passport names it: what that rests on stays. Attach the right document beside it.' },
  'custody-file-unreadable': { kind: 'invalid', title: 'The file cannot be read as a table', meaning: 'The file is neither a CSV nor an XLSX with the columns of the template. Download the template and fill it in.' },
  'custody-file-rows-disagree': { kind: 'invalid', title: 'Rows of one event do not fit together', meaning: 'Rows with one event number make one event. They say its kind, time, site and partner once or alike, each lot once for each metal, and nothing that its kind has no place for. The detail names the lines. Nothing was recorded.' },
  'custody-file-empty': { kind: 'invalid', title: 'The file has no rows', meaning: 'Below the row of column names stands nothing. Fill in at least one row.' },
  'custody-file-too-long': { kind: 'too-large', title: 'The file has too many rows', meaning: 'A file may have 20,000 rows. Send more than that as NDJSON to `/custody/events`.' },
  'period-inverted': { kind: 'invalid', title: 'The period ends before it begins', meaning: 'The first day lies after the last day. Exchange them.' },
  'stock-not-countable': { kind: 'unmet', title: 'The stock is more than can be counted exactly', meaning: 'Metal is counted in whole grams (milligrams of gold and silver), up to 9 × 10^15 of them. What moved at the site sums to more: a shorter period may not, and a quantity may have been written in the wrong unit.' },
}

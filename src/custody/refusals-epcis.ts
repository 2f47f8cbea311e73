// How EPCIS says no, and why an event is kept without effect. The titles are read by people who integrate software.
import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

/** Nothing is booked, and the event is kept: said in the answer, never as a refusal of the whole. */
const kept = {
  'epcis-kind-not-booked': { kind: 'unmet', title: 'The event changes nothing in a book', meaning: 'The kind of event, its action or its business step has no meaning for custody. It is kept and can be queried.' },
  'epcis-place-unknown': { kind: 'unmet', title: 'The place is no site here', meaning: 'bizLocation or readPoint must be a site of this installation: its address, or the GLN that stands among its identifiers. The event is kept.' },
  'epcis-lot-undescribed': { kind: 'unmet', title: 'The event does not say how much metal a lot holds', meaning: 'A weight alone is no metal. Add material, metal and assay (in ilmd, or in cupel:lots), or the contained metal. The event is kept.' },
  'epcis-lot-unknown': { kind: 'unmet', title: 'The lot is not in this book', meaning: 'An amount is drawn by weight of a lot that was never recorded here. Record how it came in, then send the event under another eventID. The event is kept.' },
  'epcis-uom-unknown': { kind: 'unmet', title: 'The unit is no unit of mass that is booked', meaning: 'Amounts are booked in TNE, KGM, GRM, MGM, LBR and APZ (troy ounce). The event is kept.' },
  'epcis-party-missing': { kind: 'unmet', title: 'The event does not say to whom it was shipped', meaning: 'A shipment names the other party in destinationList. The event is kept.' },
  'epcis-original-unknown': { kind: 'unmet', title: 'What is declared wrong is not in this book', meaning: 'The error declaration names an event that was never booked here, so that nothing is taken back. The declaration is kept.' },
} as const satisfies RefusalCatalogue

export const epcisRefusals: RefusalCatalogue = {
  ...kept,
  'epcis-book-unnamed': { kind: 'invalid', title: 'It is not said whose book it is', meaning: 'This account reaches several books. Name the organisation by organisationId.' },
  'epcis-document-malformed': { kind: 'invalid', title: 'The body is no JSON', meaning: 'The body is not well-formed JSON in UTF-8, or holds characters that cannot be stored. Nothing was captured.' },
  'epcis-document-too-deep': { kind: 'too-large', title: 'The document is nested too deep or holds too many values', meaning: 'A document has at most 24 levels and two million values. Nothing was captured.' },
  'epcis-document-invalid': { kind: 'invalid', title: 'This is no EPCIS 2.0 document', meaning: 'The envelope is not that of an EPCISDocument of schema version 2: `errors` names the places. Nothing was captured.' },
  'epcis-context-wrong': { kind: 'invalid', title: 'The JSON-LD context is not that of EPCIS 2.0', meaning: 'The @context names https://ref.gs1.org/standards/epcis/epcis-context.jsonld, alone or in a list with others. It is never fetched. Nothing was captured.' },
  'epcis-events-too-many': { kind: 'too-large', title: 'The document holds too many events', meaning: 'At most 10,000 events are captured at once (header GS1-EPCIS-Capture-Limit). Split the document.' },
  'epcis-event-invalid': { kind: 'invalid', title: 'An event is not of the form of EPCIS 2.0', meaning: '`errors` names each event and field. Under `rollback` nothing was captured.' },
  'epcis-quantity-invalid': { kind: 'invalid', title: 'A quantity is not above zero', meaning: 'Quantities are numbers above zero. Under `rollback` nothing was captured.' },
  'epcis-quantity-inexact': { kind: 'invalid', title: 'A quantity cannot be booked exactly', meaning: 'A number has at most 15 digits before and 9 behind the point. Choose a unit in which it fits.' },
  'epcis-quantity-above-lot': { kind: 'unmet', title: 'More is drawn than the lot weighed', meaning: 'The weight is above that of the whole lot. Check the weight and its unit.' },
  'epcis-extension-disagrees': { kind: 'invalid', title: 'A field and an extension say different things', meaning: 'The quantity of a lot and what cupel:lots says of it are not the same, or one contained mass stands for several lots. Correct one of them.' },
  'epcis-books-mixed': { kind: 'unmet', title: 'The event reaches into another book', meaning: 'Lots of another organisation stand in its own book. Send its events there, and record here what was received.' },
  'epcis-event-in-future': { kind: 'invalid', title: 'The event has not happened yet', meaning: 'eventTime or declarationTime lies behind the present. Send the event when it has happened.' },
  'epcis-event-id-taken': { kind: 'conflict', title: 'Another event has this eventID', meaning: 'An eventID names one event for ever. The same event sent again is known; a changed one is declared wrong first, and its correction has an id of its own.' },
  'epcis-event-id-twice': { kind: 'invalid', title: 'The document has an eventID twice', meaning: 'Two events of one document have the same eventID, and neither declares the other wrong. Send each once.' },
  'event-hash-differs': { kind: 'invalid', title: 'The event is not what its hash says', meaning: 'The eventID is an event hash (CBV 2.0), and the hash of this event is another: it was changed after it was named. Compute it anew, or use another kind of id.' },
  'epcis-event-refused': { kind: 'unmet', title: 'The event was kept back', meaning: 'Another event of the same document was refused, and all were to be captured or none.' },
  'epcis-capture-failed': { kind: 'unavailable', title: 'The document could not be captured', meaning: 'A fault of the program stopped the capture; nothing of it was kept. Send the document again, and tell the operator.' },
  'epcis-capture-running': { kind: 'conflict', title: 'The same event is being captured by somebody else', meaning: 'Two requests sent the same eventID at the same moment, and the other came first. Send the events again: what is there is known, and nothing is booked twice.' },
  'epcis-capture-absent': { kind: 'absent', title: 'There is no such capture', meaning: 'There is no capture of this number, or this account may not see it.' },
  'epcis-event-absent': { kind: 'absent', title: 'There is no such event', meaning: 'No event of this book is called so, or this account may not see it.' },
  'epcis-query-invalid': { kind: 'invalid', title: 'The question cannot be read', meaning: 'A parameter is misspelt or has a value it cannot have. `GET /epcis` lists the parameters.' },
  'epcis-query-unsupported': { kind: 'invalid', title: 'The parameter is not supported', meaning: 'The parameter is of EPCIS 2.0, and not among the supported ones, which `GET /epcis` lists.' },
  'epcis-page-token-invalid': { kind: 'invalid', title: 'The page token is not one of ours', meaning: 'A token belongs to the question it was given for. Begin again without it.' },
  'epcis-page-token-expired': { kind: 'invalid', title: 'The page token has expired', meaning: 'A token is good for 24 hours. Begin again without it.' },
  'epcis-result-too-large': { kind: 'too-large', title: 'More events meet the question than maxEventCount allows', meaning: 'Narrow the question, raise maxEventCount, or page through the events.' },
}

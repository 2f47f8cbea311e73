// Why hand-overs, links and taking back are refused, and what to do then.
import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const shipmentRefusals: RefusalCatalogue = {
  // Taking back.
  'event-absent': { kind: 'unmet', title: 'There is no such event to take back', meaning: 'The book has no event of this number. Check it in the list of events.' },
  'event-already-void': { kind: 'conflict', title: 'The event was taken back before', meaning: 'An event is taken back once. Correct the entry that took its place, or record the event anew under another number.' },
  'event-not-reversible': { kind: 'conflict', title: 'Taking back is not itself taken back', meaning: 'A void stays. Record the event anew, under a number of its own.' },
  'event-has-successors': { kind: 'conflict', title: 'Something was built on this event', meaning: 'A lot of the event was drawn from or weighed again since, a lot it settled was settled later, or a balance account is credited for one. Take the later event back first, or correct the credit to 0; or correct the event so that each lot still covers what was drawn from it and credited for it, at a time before the draws and under no looser model.' },
  'shipment-linked': { kind: 'conflict', title: 'The other side recorded this hand-over too', meaning: 'What both sides recorded is not taken back by one of them. Undo the link with a reason, which the other side reads; then take the event back.' },
  'correction-invalid': { kind: 'invalid', title: 'The corrected line is not an event', meaning: '`instead` holds the line that should have stood: every field of its kind, without a number of its own. It may not itself be a void or a correction.' },

  // Shipments.
  'shipment-absent': { kind: 'absent', title: 'There is no such shipment', meaning: 'No shipment that this account may see has this number.' },
  'shipment-ref-taken': { kind: 'conflict', title: 'The shipment number is taken', meaning: 'A shipment number stands for one shipment of a book. Give this one another, or take the other back.' },
  'counterparty-absent': { kind: 'unmet', title: 'There is no such organisation here', meaning: 'The other side of a hand-over is an organisation of this installation, found by its name, or a name alone where it keeps no book here.' },
  'shipment-already-answered': { kind: 'conflict', title: 'The shipment was answered already', meaning: 'Somebody accepted it, or it stands in a state that does not take this answer. Read it again to see what was recorded.' },
  'shipment-state-forbids': { kind: 'conflict', title: 'The shipment does not take this step now', meaning: 'A dispute is raised by the receiver of a shipment that was not taken back; weights are settled while a dispute stands or after it was settled.' },
  'shipped-lot-absent': { kind: 'unmet', title: 'The shipment holds no such lot', meaning: 'Lots of a shipment are named as the sender calls them. Read the shipment for their names.' },
  'weights-missing': { kind: 'invalid', title: 'No weight is stated', meaning: 'A dispute and a settlement state a weight for at least one lot of the shipment.' },
  'nothing-settled': { kind: 'conflict', title: 'No settlement weight stands yet', meaning: 'Both sides propose the same weights first; after that each records the settlement in its own book.' },
  'nothing-to-adjust': { kind: 'conflict', title: 'Your book has no lot to adjust', meaning: 'The settlement changes lots of this shipment in your own book. Accept the shipment first; or nothing differs.' },

  // Links.
  'receipt-absent': { kind: 'absent', title: 'There is no such receipt', meaning: 'No received lot that this account may see has this number.' },
  'custody-link-absent': { kind: 'unmet', title: 'Nothing is linked there', meaning: 'The shipment has no link to undo, or not that one.' },
  'link-reverses-time': { kind: 'invalid', title: 'It was received before it was shipped', meaning: 'Nothing arrives before it left. Correct the time of one side, or look for another shipment.' },
  'link-makes-cycle': { kind: 'invalid', title: 'The link would make metal its own origin', meaning: 'At one instant the shipment was made of what this receipt brought in. Correct the times, so that one follows the other.' },
  'link-substance-differs': { kind: 'invalid', title: 'The shipment does not hold that metal', meaning: 'What was received is traded for a metal that is not in the shipped lot. It is another lot or another shipment.' },
  'link-scrap-differs': { kind: 'invalid', title: 'The sender does not call it scrap of that class', meaning: 'Metal begins anew as pre-consumer or post-consumer scrap only where its sender ships it as scrap of that class (ISO 14021): a hand-over makes nothing scrap, and internal scrap never becomes recycled content. Take it in as what it was sent as; or the sender takes the shipment back, corrects the class, and ships it anew.' },
  'shipment-already-linked': { kind: 'conflict', title: 'All of it is linked already', meaning: 'Each shipped gram is linked once, and other receipts account for all of this one. What came beyond it stays of unknown origin.' },
  'shipped-lot-unnamed': { kind: 'conflict', title: 'It is not said which of many lots it is', meaning: 'A receipt that names no lot is linked to every lot of its shipment. Where that would be more than 20,000 links, the rest wait: name in `sentAs` the lot as the sender calls it, when you link the receipt by hand or by correcting it.' },
  'link-relied-on': { kind: 'conflict', title: 'A statement or a credit rests on this link', meaning: 'A transfer statement that was issued for this shipment, or a credit of what was received of it, says where metal comes from. Void the statement, or correct the credit to 0; then undo the link.' },
}

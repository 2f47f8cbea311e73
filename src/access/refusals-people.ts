import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const peopleRefusals = {
  'scope-absent': { kind: 'absent', title: 'There is no such place', meaning: 'The organisation, site or firm that a role was to be held on is not there, or is not one that this account may see.' },
  'scope-not-of-role': { kind: 'invalid', title: 'This role is not held there', meaning: 'Each role is held on certain kinds of scope only, such as a site owner on a site or an organisation. The permission table lists them.' },
  'grant-by-assignment': { kind: 'unmet', title: 'This role comes with an assignment', meaning: 'Roles on a case are given and ended by assigning people to it, where conflicts of interest are looked for. Use the page of the case.' },
  'role-not-yours-to-give': { kind: 'forbidden', title: 'This role is not yours to give', meaning: 'A site owner invites owners and contributors of its sites, a firm its administrators and assessors, and an operator everybody. Nobody gives more than that.' },
  'grant-to-self': { kind: 'forbidden', title: 'Nobody gives a role to themselves', meaning: 'Another operator, owner or administrator gives it.' },
  'grant-held': { kind: 'conflict', title: 'The role is held already', meaning: 'The account holds this role on this scope. Nothing needs to be done.' },
  'grant-absent': { kind: 'absent', title: 'There is no such role of a person', meaning: 'The role was ended before, or is not one that this account may see.' },
  'operator-last': { kind: 'unmet', title: 'This is the last operator', meaning: 'The scheme would be left without anybody who runs it. Invite another operator first; when that one has accepted, try again.' },
  'person-absent': { kind: 'absent', title: 'There is no such person', meaning: 'The account is gone, or is not one that this account may see. Somebody without an account is invited by address.' },
  'invitation-absent': { kind: 'absent', title: 'There is no such invitation', meaning: 'The link is not complete, was replaced by a newer one, or the invitation is not one that this account may see.' },
  'invitation-used': { kind: 'conflict', title: 'The invitation was accepted', meaning: 'A link works once. Whoever accepted it signs in.' },
  'invitation-revoked': { kind: 'unmet', title: 'The invitation was taken back', meaning: 'Whoever sent it took it back, or may no longer give this role.' },
  'invitation-expired': { kind: 'unmet', title: 'The invitation has expired', meaning: 'Ask whoever invited you to send it again: that makes a new link.' },
  'invitation-needs-sign-in': { kind: 'unmet', title: 'There is an account with this address', meaning: 'Sign in with it, then open the link again: the role is added to that account.' },
  'invitation-for-another': { kind: 'forbidden', title: 'The invitation is for another address', meaning: 'An invitation is accepted by the address it was sent to. Sign out and open the link again, or ask for one to your own address.' },
  'invitation-needs-account': { kind: 'invalid', title: 'A name and a password are wanted', meaning: 'Without an account, accepting an invitation makes one: give a name and a password of at least twelve characters.' },
  'session-absent': { kind: 'absent', title: 'There is no such sign-in', meaning: 'It ended before, or belongs to another account.' },
  'key-by-key': { kind: 'forbidden', title: 'A key may not do this', meaning: 'Keys are made, and accounts are erased, by a person who is signed in: a key that was taken must not outlive its end.' },
  'duties-open': { kind: 'unmet', title: 'There are open duties', meaning: 'The account is still named in running cases, or is the only owner there. Assign others first; the answer lists where.' },
  'address-wrong': { kind: 'invalid', title: 'The address does not fit', meaning: 'To erase an account, its address is typed again. It does not fit the account.' },
} as const satisfies RefusalCatalogue

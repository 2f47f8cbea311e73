// How engagement, plan, desk review, visit and report say no.
import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const assessmentRefusals = {
  'engagement-absent': {
    kind: 'absent', title: 'There is no such engagement',
    meaning: 'No engagement of this number that this account may see. The assessment page of the case and the page of the firm list them.',
  },
  'engagement-under-way': {
    kind: 'conflict', title: 'A firm is already proposed',
    meaning: 'One proposal at a time is under way for a case. Wait for the answer, or let the secretariat withdraw it.',
  },
  'engagement-state-forbids': {
    kind: 'unmet', title: 'Not at this point of the handshake',
    meaning: 'The firm accepts or declines what is proposed, the site then judges the team, the secretariat then confirms. The refusal names the state.',
  },
  'engagement-changed': {
    kind: 'conflict', title: 'The engagement was changed meanwhile',
    meaning: 'Somebody acted on it after it was read. Read it again, then decide.',
  },
  'assessor-not-approved': {
    kind: 'unmet', title: 'The approval is missing or lapsed',
    meaning: 'Firm and assessors are approved for the standards of the case on the day. The refusal names who lacks what, and when it lapsed. Renew the approval or name others.',
  },
  'conflict-found': {
    kind: 'unmet', title: 'A conflict of interest stands against it',
    meaning: 'A tie was declared or found: ownership, a common owner, employment, earlier consulting, kinship, or too many cycles in a row. The refusal names it. Name a firm and a team without it.',
  },
  'conflict-override-off': {
    kind: 'forbidden', title: 'A conflict cannot be set aside here',
    meaning: 'The setting `independence.override` of this scheme is off. Name another team.',
  },
  'declaration-absent': {
    kind: 'absent', title: 'There is no such declaration',
    meaning: 'No declared conflict of this number that this account may see. The page of the firm lists them.',
  },
  'declaration-ended': {
    kind: 'conflict', title: 'The declaration is ended or withdrawn',
    meaning: 'A declaration ends once. Declare a new one if a tie arises again.',
  },
  'declaration-of-another': {
    kind: 'forbidden', title: 'This is another person’s declaration',
    meaning: 'An assessor declares and ends for themselves; the administrator of the firm for the firm and its assessors.',
  },
  'day-ahead': {
    kind: 'invalid', title: 'The day lies ahead',
    meaning: 'What has happened is recorded on or after its day. Correct the day, or wait for it.',
  },
  'shareholding-absent': {
    kind: 'absent', title: 'There is no such shareholding',
    meaning: 'No shareholding of this number that had begun by that day. The list of shareholdings shows numbers and days.',
  },
  'shareholding-of-itself': {
    kind: 'invalid', title: 'Holder and held are the same',
    meaning: 'A shareholding names two parties. Correct one of them.',
  },
  'shareholding-dates-wrong': {
    kind: 'invalid', title: 'The holding ends before it begins',
    meaning: 'The last day of a holding lies on or after its first. Correct the dates.',
  },
  'plan-absent': {
    kind: 'absent', title: 'There is no plan yet',
    meaning: 'The lead assessor writes the plan of the assessment first.',
  },
  'plan-changed': {
    kind: 'conflict', title: 'The plan was changed meanwhile',
    meaning: 'Somebody saved the plan after it was read. Read it again; nothing of yours was stored.',
  },
  'plan-incomplete': {
    kind: 'unmet', title: 'The plan is not complete',
    meaning: 'Team, days, areas, sampling, interviews of every group, languages and media scan stand in a plan before it is confirmed. The refusal lists what is missing.',
  },
  'plan-not-confirmed': {
    kind: 'unmet', title: 'The site has not confirmed the plan',
    meaning: 'The secretariat approves what the site confirmed. A change of the plan takes the confirmation back.',
  },
  'team-missing': {
    kind: 'unmet', title: 'No team is engaged',
    meaning: 'A firm and its team are engaged and confirmed first, on the assessment page of the case.',
  },
  'notice-dates-wrong': {
    kind: 'invalid', title: 'The dates of the notice do not fit',
    meaning: 'The notice is published the set number of days before the visit, and concerns are heard until a day between today and the visit. Move the visit by reopening the plan, or correct the day.',
  },
  'criterion-unknown': {
    kind: 'invalid', title: 'The case has no such criterion',
    meaning: 'The criterion is not one of the standards of this case that apply to its site. Take it from the record.',
  },
  'desk-question-absent': {
    kind: 'absent', title: 'There is no such question',
    meaning: 'No question of this number that this account may see. The desk review lists them.',
  },
  'desk-question-closed': {
    kind: 'conflict', title: 'The question is closed',
    meaning: 'Nothing is added to a closed question. The assessor may ask a new one.',
  },
  'desk-questions-open': {
    kind: 'unmet', title: 'Questions are still open',
    meaning: 'The desk review ends when every question is closed. The refusal names those that are open.',
  },
  'desk-checks-missing': {
    kind: 'unmet', title: 'Recognised criteria wait for their desk check',
    meaning: 'What is covered by a certificate is checked at the desk before the visit: accepted, or taken into the visit. The refusal names the criteria.',
  },
  'recognition-not-usable': {
    kind: 'unmet', title: 'This certificate does not cover the criterion',
    meaning: 'A criterion is accepted on recognition only where an approved equivalence covers it in full by a certificate of the site that holds. Rate it on its evidence instead.',
  },
  'round-not-on-site': {
    kind: 'unmet', title: 'This round has no record open',
    meaning: 'Findings and ratings are written from the announcement of the assessment until its report is submitted, and again when a report is returned or a further round is opened.',
  },
  'round-criterion-closed': {
    kind: 'unmet', title: 'This criterion is not looked at in this round',
    meaning: 'A follow-up or remediation rates the criteria that were not fully met; the others stand as rated.',
  },
  'rating-level-unknown': {
    kind: 'invalid', title: 'The rating is not on the scale',
    meaning: 'A rating is a level of the scale of its standard, or a statement that the criterion does not apply. The refusal lists the levels.',
  },
  'rating-rationale-missing': {
    kind: 'invalid', title: 'The rating has no rationale',
    meaning: 'Every rating says why, in words of the assessor. Write the rationale.',
  },
  'rating-reason-missing': {
    kind: 'invalid', title: 'The change of the rating has no reason',
    meaning: 'Whoever changes a rating says why; the log keeps the old and the new rating with it. Give the reason.',
  },
  'rating-of-another': {
    kind: 'forbidden', title: 'Another assessor gave this rating',
    meaning: 'Only its assessor or the lead assessor of the case changes a rating. A reviewer returns the report instead.',
  },
  'record-changed': {
    kind: 'conflict', title: 'Somebody wrote there meanwhile',
    meaning: 'The value was changed after it was read. Read it again; both values are kept until one of you settles them.',
  },
  'record-value-wrong': {
    kind: 'invalid', title: 'The value does not fit its place',
    meaning: 'Each field of the record takes its own kind of value. The refusal names field and fault.',
  },
  'finding-clause-missing': {
    kind: 'invalid', title: 'The finding touches no clause',
    meaning: 'A finding names the criteria it touches in the standards of the visit. Choose at least one.',
  },
  'closing-meeting-missing': {
    kind: 'unmet', title: 'The closing meeting is not recorded',
    meaning: 'A visit ends with a meeting in which findings are told and differences are noted. Record its day and who was there, by role and number.',
  },
  'interviews-short': {
    kind: 'unmet', title: 'Fewer interviews than the minimum',
    meaning: 'The scheme sets a least number of interviews of each group of employees. Record those that were held, or why fewer were possible.',
  },
  'report-changed': {
    kind: 'conflict', title: 'The report was changed meanwhile',
    meaning: 'Somebody saved the report after it was read. Read it again; nothing of yours was stored.',
  },
  'report-incomplete': {
    kind: 'unmet', title: 'The report is not complete',
    meaning: 'Every criterion of the round is rated with rationale and evidence, nothing is left to settle, and the report has its days and its summary. The refusal lists what is missing.',
  },
  'report-absent': {
    kind: 'absent', title: 'There is no such report',
    meaning: 'No report of this round that this account may see. A site sees the report when it is final.',
  },
  'record-archive-invalid': {
    kind: 'invalid', title: 'This is no archive of this record',
    meaning: 'The archive is the one that was taken from this record, with its file record.json inside. Take it out anew if it was damaged on the way.',
  },
  'record-archive-of-another': {
    kind: 'invalid', title: 'The archive is of another record',
    meaning: 'The file belongs to another case or round. Bring it to that one.',
  },
  'calibration-hidden': {
    kind: 'forbidden', title: 'Calibration of another assessor is not shown',
    meaning: 'The comparison with peers is seen by the secretariat and by the assessor concerned alone.',
  },
} as const satisfies RefusalCatalogue

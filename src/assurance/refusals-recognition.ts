// Why a certificate, a row of the equivalence matrix, a request or a link of evidence is refused.
import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const recognitionRefusals = {
  'link-absent': { kind: 'absent', title: 'There is no such link', meaning: 'The case has no link of this number. Somebody may have taken it away meanwhile: load the evidence of the case again.' },
  'evidence-rated': { kind: 'conflict', title: 'A rating leans on the link', meaning: 'What an assessor named in a rating stays linked, so that the rating can be understood. Let another item take its place instead: the rating is then marked with the cause.' },
  'certificate-absent': { kind: 'absent', title: 'There is no such certificate', meaning: 'The site of this case has no certificate of this number. Its page lists those it has.' },
  'certificate-changed': { kind: 'conflict', title: 'Somebody changed the certificate meanwhile', meaning: 'The version sent is not the one that stands. Nothing was changed. Load the certificate, look at what is new, and change it again.' },
  'certificate-withdrawn': { kind: 'conflict', title: 'The certificate was withdrawn', meaning: 'A withdrawn certificate stays as it was, so that earlier scopes can be understood. Enter a new one.' },
  'certificate-known': { kind: 'conflict', title: 'The site has this certificate already', meaning: 'A certificate is known by its scheme, version and number, and entered once. Correct or renew the one that is there.' },
  'certificate-days-reversed': { kind: 'invalid', title: 'It would end before it begins', meaning: 'The last day of validity lies before the first. Exchange or correct the days. Nothing was changed.' },
  'certificate-evidence-unfit': { kind: 'unmet', title: 'That item cannot be the file of the certificate', meaning: 'The file of a certificate is an item of evidence of the same organisation that stands and that assessors may see. Show it to assessors first, or choose another.' },
  'equivalence-absent': { kind: 'absent', title: 'There is no such row', meaning: 'The equivalence matrix has no row of this number. The list of rows holds all of them.' },
  'equivalence-changed': { kind: 'conflict', title: 'Somebody changed the row meanwhile', meaning: 'The version sent is not the one that stands. Nothing was changed. Load the row, look at what is new, and change it again.' },
  'equivalence-unsound': { kind: 'invalid', title: 'The row contradicts itself', meaning: 'A partial equivalence names its gap and others have none, a part is of a criterion, and a standard does not stand for itself. The detail says which of these is not met.' },
  'equivalence-approved': { kind: 'conflict', title: 'The row was approved once', meaning: 'A row that was approved may stand behind a decision and stays. Revoke its approval instead.' },
  'equivalence-not-approved': { kind: 'conflict', title: 'The row is not approved', meaning: 'Only an approval that stands is revoked. The row decides nothing as it is.' },
  'approval-day-past': { kind: 'invalid', title: 'The approval would have ended already', meaning: 'An approval holds from today until a day that is not past. Name a later day.' },
  'requirement-absent': { kind: 'unmet', title: 'The standard has no such criterion', meaning: 'A row about a standard of this installation names a criterion that it has, or the standard as a whole. Correct the criterion, or load the standard first.' },
  'matrix-file-invalid': { kind: 'invalid', title: 'The file of rows cannot be read', meaning: 'A file of rows is YAML of the form cupel-equivalences-1. `errors` names line and place of each fault. Nothing was taken over.' },
  'recognition-request-absent': { kind: 'absent', title: 'There is no such request', meaning: 'No request has this number, or this account may not see it. The list of requests holds those you may see.' },
  'recognition-request-changed': { kind: 'conflict', title: 'Somebody changed the request meanwhile', meaning: 'The version sent is not the one that stands. Nothing was changed. Load the request again.' },
  'recognition-request-not-open': { kind: 'conflict', title: 'The request is not at that step', meaning: 'A request is received, taken up, and answered, each once. The detail says where it stands.' },
} as const satisfies RefusalCatalogue

// The areas of the message catalogue, typed by their English files (languages/en/<area>.json). A new area adds one line.
import type standards from '../../../languages/en/standards.json'
import type lookup from '../../../languages/en/lookup.json'
import type imports from '../../../languages/en/imports.json'
import type account from '../../../languages/en/account.json'
import type figures from '../../../languages/en/figures.json'
import type registry from '../../../languages/en/registry.json'
import type shell from '../../../languages/en/shell.json'
import type site from '../../../languages/en/site.json'
import type people from '../../../languages/en/people.json'
import type cases from '../../../languages/en/cases.json'
import type workbook from '../../../languages/en/workbook.json'
import type evidence from '../../../languages/en/evidence.json'
import type assessment from '../../../languages/en/assessment.json'
import type decision from '../../../languages/en/decision.json'
import type inbox from '../../../languages/en/inbox.json'
import type desk from '../../../languages/en/desk.json'
import type published from '../../../languages/en/published.json'
import type grievance from '../../../languages/en/grievance.json'
import type notices from '../../../languages/en/notices.json'
import type documents from '../../../languages/en/documents.json'
import type demo from '../../../languages/en/demo.json'
import type switchOver from '../../../languages/en/switch-over.json'
import type log from '../../../languages/en/log.json'
import type custody from '../../../languages/en/custody.json'
import type shipments from '../../../languages/en/shipments.json'
import type balance from '../../../languages/en/balance.json'
import type lots from '../../../languages/en/lots.json'
import type claims from '../../../languages/en/claims.json'
import type passports from '../../../languages/en/passports.json'
import type setting from '../../../languages/en/setting.json'

export type MessageAreas = {
  /** Titles of refusals by their code; the server writes the English from the catalogue of refusals. */
  problem: Readonly<Record<string, string>>
  standards: typeof standards
  lookup: typeof lookup
  imports: typeof imports
  account: typeof account
  figures: typeof figures
  shell: typeof shell
  registry: typeof registry
  site: typeof site
  people: typeof people
  cases: typeof cases
  workbook: typeof workbook
  evidence: typeof evidence
  assessment: typeof assessment
  decision: typeof decision
  inbox: typeof inbox
  desk: typeof desk
  published: typeof published
  grievance: typeof grievance
  notices: typeof notices
  documents: typeof documents
  log: typeof log
  setting: typeof setting
  passports: typeof passports
  claims: typeof claims
  lots: typeof lots
  balance: typeof balance
  shipments: typeof shipments
  custody: typeof custody
  'switch-over': typeof switchOver
  demo: typeof demo
}

export type MessageArea = keyof MessageAreas
export type MessageKey<A extends MessageArea> = keyof MessageAreas[A] & string

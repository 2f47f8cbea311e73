// The areas of the message catalogue, typed by their English files (languages/en/<area>.json). A new area adds one line.
import type standards from '../../../languages/en/standards.json'
import type lookup from '../../../languages/en/lookup.json'
import type imports from '../../../languages/en/imports.json'
import type account from '../../../languages/en/account.json'
import type figures from '../../../languages/en/figures.json'
import type registry from '../../../languages/en/registry.json'
import type shell from '../../../languages/en/shell.json'
import type site from '../../../languages/en/site.json'

export type MessageAreas = {
  standards: typeof standards
  lookup: typeof lookup
  imports: typeof imports
  account: typeof account
  figures: typeof figures
  shell: typeof shell
  registry: typeof registry
  site: typeof site
}

export type MessageArea = keyof MessageAreas
export type MessageKey<A extends MessageArea> = keyof MessageAreas[A] & string

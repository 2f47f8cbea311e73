// The badge speaks in the name of a mark. It exists only for an award that the owner of the mark decided in this
// installation and that is in force; a compiled fact never has one.
import { html } from 'hono/html'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import { surelyBy, type Day } from '#src/kernel/time.ts'
import type { Mark, MilestoneKind } from '#src/awards/milestone.ts'
import type { IndexedSite } from './site-index.ts'
import { markStandings } from './site-standing.ts'

export type Badge = { readonly siteName: string; readonly mark: Mark; readonly validUntil: Day | null; readonly asOf: Day }

const GRANTS: ReadonlySet<MilestoneKind> = new Set(['award', 're-award', 'extension'])

export function badgeFor(site: IndexedSite, mark: Mark, day: Day): Outcome<Badge> {
  // An award imported from the owner's list is live too, but it was not decided here.
  const decided = site.milestones.filter(({ value }) => value.origin === 'decided' && value.mark === mark)
  const isGranted = decided.some(({ value }) => value.register === 'mark' && GRANTS.has(value.kind) && surelyBy(value.date, day))
  const standing = markStandings(site.milestones, day).find((one) => one.mark === mark)
  if (!isGranted || standing?.status !== 'live-awarded') {
    return deny(refuse('badge-needs-decided-award',
      `${site.value.name} has no ${mark} award in force that was decided in this installation. Link to /sites/${site.siteId} instead.`))
  }
  return accept({ siteName: site.value.name, mark, validUntil: standing.validUntil, asOf: day })
}

const WIDTH = 320

export async function badgeSvg({ siteName, mark, validUntil, asOf }: Badge): Promise<string> {
  const name = siteName.length > 38 ? `${siteName.slice(0, 37).toWellFormed()}…` : siteName
  const line = validUntil === null ? `as of ${asOf}` : `valid until ${validUntil}, as of ${asOf}`
  return String(await html`<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="72"
 viewBox="0 0 ${WIDTH} 72" role="img" aria-labelledby="t">
<title id="t">${siteName}: ${mark} award, ${line}</title>
<rect x="0.5" y="0.5" width="${WIDTH - 1}" height="71" rx="8" fill="#FFFDFB" stroke="#A8552B"/>
<path d="M16 30h28l-4 14a10 10 0 0 1-20 0z" fill="#A8552B"/><circle cx="30" cy="24" r="5" fill="#A8552B"/>
<text x="58" y="26" font-family="system-ui,sans-serif" font-size="14" font-weight="600" fill="#2B2019">${name}</text>
<text x="58" y="45" font-family="system-ui,sans-serif" font-size="13" fill="#2B2019">${mark} award</text>
<text x="58" y="61" font-family="system-ui,sans-serif" font-size="11" fill="#5C4A3E">${line}</text>
</svg>
`)
}

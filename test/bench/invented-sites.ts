// Invented sites for measurements: as many as asked for, spread over the world, a third with an award.
import { siteIdFrom } from '#src/kernel/id.ts'
import { milestoneFact, type Milestone } from '#src/awards/milestone.ts'
import { datasetFact } from '#src/parties/source.ts'
import { siteFact, type Site } from '#src/parties/site.ts'
import { putFact, type FactLine } from '#src/transparency/fact.ts'

const countries = ['CHL', 'PER', 'AUS', 'ZMB', 'COD', 'USA', 'CAN', 'MEX', 'POL', 'KAZ']
const words = ['Red', 'Deep', 'North', 'Old', 'Silver', 'High', 'Long', 'Quiet', 'Bright', 'Grey']
const places = ['Hollow', 'Ridge', 'Creek', 'Pass', 'Basin', 'Mesa', 'Fork', 'Bluff', 'Spring', 'Flat']

const citation = { text: 'Invented for a measurement' }

function siteAt(i: number): { id: string; site: Site } {
  const country = countries[i % countries.length]!
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, Math.imul(i + 1, 2654435761) >>> 0)
  return {
    id: siteIdFrom(country, bytes),
    site: {
      name: `${words[i % 10]} ${places[Math.floor(i / 10) % 10]} ${i}`, aliases: [], identifiers: [{ scheme: 'bench', value: String(i) }], types: [i % 7 === 0 ? 'smelter' : 'mine'],
      country, metals: ['copper'], operator: `Operator ${i % 200}`, dataset: 'bench', citations: [citation],
      position: { latitude: ((i * 37) % 13000) / 100 - 55, longitude: ((i * 91) % 35000) / 100 - 175, precision: 'approximate' },
    },
  }
}

const awardAt = (siteId: string, name: string, i: number): Milestone => {
  const day = `${2020 + i % 6}-0${1 + i % 9}-15`
  return { siteId, subjectAsFound: name, register: 'mark', kind: 'award', mark: 'copper', date: { from: day, to: day, precision: 'day', printed: day }, asFound: 'awarded', origin: 'compiled', dataset: 'bench', citations: [citation] }
}

export function inventedSites(count: number): FactLine[] {
  const lines: FactLine[] = [putFact(datasetFact, 'bench', { title: 'Invented', file: 'none', licence: 'CC0', attribution: 'Invented', isShareAlike: false, origin: 'compiled' })]
  for (let i = 0; i < count; i++) {
    const { id, site } = siteAt(i)
    lines.push(putFact(siteFact, id, site))
    if (i % 3 === 0) lines.push(putFact(milestoneFact, `ms-${id}`, awardAt(id, site.name, i)))
  }
  return lines
}

// Which columns of the export stand for a column of the screen.

/** The orders the export knows; any other is the screen's alone. */
export const EXPORT_SORTS: ReadonlySet<string> = new Set(['name', 'country', 'lastAward'])

export const EXPORT_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  name: ['siteId', 'name'],
  status: ['status', 'statement'],
  marks: ['marks'],
  lastAward: [
    'lastAwardMark',
    'lastAwardFrom',
    'lastAwardTo',
    'lastAwardPrinted',
    'lastAwardSource',
    'lastAwardSourceUrl',
  ],
  country: ['country'],
  type: ['types'],
  operator: ['operator'],
  metals: ['metals'],
  place: ['place'],
  activity: ['activity'],
  origin: ['origin'],
  disputed: ['isDisputed'],
  position: ['latitude', 'longitude', 'coordinatePrecision'],
  siteId: [],
}

/** What every exported row carries, whatever columns are shown: without source and licence a fact is hearsay. */
export const EXPORT_ALWAYS: readonly string[] = ['sourceUrls', 'licences', 'attributions', 'page', 'asOf']

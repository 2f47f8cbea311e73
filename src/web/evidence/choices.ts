// What can be chosen in the forms, as the contract has it: the types hold the lists to it, and no page loads a validator.
import type { InputFor, Result } from '../api/client.ts'

type Item = Result<'getEvidence'>
type Row = Result<'getEquivalence'>

export const KINDS = ['permit', 'certificate', 'policy', 'procedure', 'record', 'report', 'training', 'plan', 'map', 'photograph', 'contract', 'correspondence', 'other'] as const satisfies readonly Item['kind'][]
export const LAYERS = ['private', 'assessor', 'partner', 'public'] as const satisfies readonly Item['layer'][]
export const BOUNDARIES = ['same', 'partial', 'other'] as const satisfies readonly Result<'addCertificate'>['boundary'][]
export const ROW_STATES = ['proposed', 'approved', 'expired', 'revoked'] as const satisfies readonly Row['state'][]
export const VALUES = ['none', 'partial', 'full'] as const satisfies readonly Row['value'][]
export const DIRECTIONS = ['recognises', 'recognised-by', 'both'] as const satisfies readonly Row['direction'][]
export const ALIGNMENTS = ['exact-match', 'close-match', 'broad-match', 'narrow-match', 'related-match'] as const satisfies readonly NonNullable<Row['alignment']>[]
export const OUTCOMES = ['recognised', 'recognised-in-part', 'declined'] as const satisfies readonly NonNullable<InputFor<'answerRecognitionRequest'>['outcome']>[]

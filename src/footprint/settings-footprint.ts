// What a scheme may set of how footprints are counted.
import { schemeSetting } from '#src/access/scheme-setting.ts'
import { ElectricityBasis } from './burden-vector.ts'
import { Decimal } from './exact.ts'

/** Above this ratio of values of co-products, value decides how they share a burden, else mass (PACT order; number from a secondary source). */
export const valueRatioSetting = schemeSetting('footprint.value-ratio-cut-off', Decimal, '5', 'inferred')
/** Which of the two values of electricity counts in totals; both are always shown. */
export const electricityBasisSetting = schemeSetting('footprint.electricity-basis', ElectricityBasis, 'location', 'inferred')

export const footprintSettings = [valueRatioSetting, electricityBasisSetting] as const

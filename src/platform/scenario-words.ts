// The words of the house that a scenario may use; the language itself knows none of them.
import { Characteristic } from '#src/custody/balance-profile.ts'
import { CustodyModel, ScrapClass } from '#src/custody/custody-model.ts'
import { TransportLeg } from '#src/custody/event.ts'
import { Material } from '#src/custody/lot.ts'
import { Substance } from '#src/custody/substance.ts'
import type { ScenarioWords } from '#src/exchange/scenario/scenario.ts'
import { FactorUnit } from '#src/footprint/emission-factor.ts'
import { BurdenStage } from '#src/provenance/burden.ts'

export const scenarioWords: ScenarioWords = {
  substances: Substance.options, materials: Material.options, models: CustodyModel.options, scrapClasses: ScrapClass.options, modes: TransportLeg.shape.mode.options,
  characteristics: Characteristic.options, stages: BurdenStage.options, units: [...FactorUnit.options, 'tCO2e'], registers: [...Substance.options, 'chain-of-custody', 'due-diligence'],
}

// Why a footprint, a factor or an activity figure is refused.
import type { RefusalCatalogue } from '#src/kernel/refusal.ts'

export const footprintRefusals = {
  'activity-absent': { kind: 'absent', title: 'There are no such activity figures', meaning: 'The number names no figures that this account may see. The list of the site shows those there are.' },
  'activity-overlaps': { kind: 'conflict', title: 'This period has figures already', meaning: 'A stage of a site has one set of figures for any day, so that nothing is counted twice. Revise the set that is there, or choose another period.' },
  'activity-version-stale': { kind: 'conflict', title: 'The figures were revised meanwhile', meaning: 'A revision names the version it takes the place of, and that one is not the newest. Read the newest version and revise that.' },
  'activity-unchanged': { kind: 'conflict', title: 'The revision changes nothing', meaning: 'The figures are those of the version before. Nothing was recorded.' },
  'activity-moved': { kind: 'conflict', title: 'A revision keeps site and stage', meaning: 'Figures of another site or another stage are a new set. Record it, and revise this one to what is left.' },
  'activity-invalid': { kind: 'invalid', title: 'The figures contradict each other', meaning: 'The place named is wrong, such as a period that ends before it begins, or a factor on an amount in t CO2e.' },
  'activity-columns-missing': { kind: 'invalid', title: 'The file lacks columns', meaning: 'The file of activity figures has the columns of its template. Download it and fill it.' },
  'activity-rows-wrong': { kind: 'invalid', title: 'Figures cannot be recorded', meaning: 'A file of figures is recorded whole or not at all. Each row that is wrong is named with what to do; correct them and send the file again.' },
  'factor-invalid': { kind: 'invalid', title: 'The factor is not whole', meaning: 'Electricity says whether it is location- or market-based; freight says its mode and counts per tonne and kilometre.' },
  'emission-factor-unknown': { kind: 'invalid', title: 'There is no such emission factor', meaning: 'The line names a factor that is neither in the shipped list nor entered by you. Enter it with its source, or put a number and its source on the line.' },
  'emission-factor-unchanged': { kind: 'conflict', title: 'The factor changes nothing', meaning: 'The newest version of the factor says the same. Nothing was recorded.' },
  'emission-factor-reason-missing': { kind: 'invalid', title: 'A new version of a factor gives its reason', meaning: 'You have a factor of this name. A version that takes its place says why.' },
  'factor-unit-differs': { kind: 'invalid', title: 'Amount and factor are in different units', meaning: 'State the amount in the unit of the factor; kWh and MWh, kg and t are turned into each other.' },
  'output-missing': { kind: 'invalid', title: 'Nothing came out', meaning: 'The burden of a period weighs on what came out of it. State at least one output above zero.' },
  'output-value-missing': { kind: 'invalid', title: 'The value of an output is missing', meaning: 'A split by value, and the choice between mass and value, need the value of a tonne of every output, in one currency.' },
  'displaced-product-missing': { kind: 'invalid', title: 'No displaced product is stated', meaning: 'System expansion gives a credit for a product that an output displaces. State which, its factor and its source; at least one other output bears the burden.' },
  'factor-version-unknown': { kind: 'invalid', title: 'There is no such factor version yet', meaning: 'An answer can be given again as of a factor version that was reached. Leave it out for the newest.' },
  'factor-edition-absent': { kind: 'unmet', title: 'The edition of factors of that time is not here', meaning: 'The answer rests on an edition of the shipped factors that this release no longer holds. Put the file of that edition back, or ask of a later time.' },
  'footprint-lot-absent': { kind: 'absent', title: 'There is no such lot', meaning: 'The name is of no lot whose footprint this account may see. A lot is named by its book and its reference.' },
  'footprint-site-absent': { kind: 'absent', title: 'There is no such site', meaning: 'The number is of no site whose figures this account may see.' },
  'lot-past-too-large': { kind: 'too-large', title: 'The past of the lot is too large to work out at once', meaning: 'More lots lie above it than one exact answer reads. The index answers for such a lot; ask for an earlier lot to get an exact one.' },
  'methods-differ': { kind: 'unmet', title: 'The two numbers are of different methods', meaning: 'Numbers are compared only where boundary, characterisation factors, electricity basis and missing parts are alike. Read them side by side instead, each with its method.' },
} as const satisfies RefusalCatalogue

// The command line. Every operation is a command, and what belongs to an installation (backup, restore, fsck) is one too.
import { Command, Option } from 'commander'
import { StartRefused } from '#src/platform/config.ts'
import { version } from '#src/platform/house.ts'
import { addHouseCommands } from './house-command.ts'
import { addImportCommand } from './import-command.ts'
import { addOperationCommands } from './operation-command.ts'
import { err } from './print.ts'
import { addScenarioCommand } from './scenario-command.ts'
import { addSimulateCommand } from './simulate-command.ts'

const program = new Command('cupel')
  .description('Runs a responsible-metals assurance scheme, and follows the metal.\n\nCommands run on the server that holds the data folder, on the data folder itself when none runs,\nor on any server with --server and an API key.')
  .version(version)
  .enablePositionalOptions()
  .option('--server <url>', 'a server, such as https://registry.example.org')
  .option('--key <key>', 'an API key of that server (or CUPEL_KEY)')
  .option('--data <folder>', 'the data folder (or CUPEL_DATA; default .cupel)')
  .option('--json', 'answer in JSON, for programs')
  .showHelpAfterError('Run "cupel --help" for all commands, "cupel <command> --help" for one.')
  .configureHelp({ showGlobalOptions: true })
  .addHelpText('after', `
Examples:
  cupel list-sites --metal copper --status awarded --as-of 2023-12-31
  cupel get-coverage --metal copper --year 2023 --json
  cupel import directory.xlsx --title "Our suppliers" --dry-run
  cupel export sites --format csv --output sites.csv
  cupel backup cupel-backup.gz
  cupel fsck`)

// After the command an option is the command's own where it has one of that name: `--version` of a standard, `--key` of
// a text. All others of the program may stand there too, where people write them.
const target = () => program.opts<{ server?: string; key?: string; data?: string; json?: boolean }>()

addHouseCommands(program, target)
addImportCommand(program, target)
addScenarioCommand(program, target)
addSimulateCommand(program, target)
addOperationCommands(program, target)
for (const command of program.commands) {
  for (const { long, flags, description } of program.options) {
    if (long === undefined || long === null || long === '--version' || command.options.some((own) => own.long === long)) continue
    const name = long.slice(2)
    command.addOption(new Option(flags, description).hideHelp())
      .on(`option:${name}`, (value: string | undefined) => program.setOptionValue(name, value ?? true))
  }
}

try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof StartRefused)) throw error
  err(error.message)
  process.exitCode = 2
}

import { migratePlace } from '#app/open-instance';
import { EXIT, type Command } from './command.ts';
import { say } from './io.ts';
import { DATA, HELP } from './shared-options.ts';

export const migrateCommand: Command = {
  name: 'migrate',
  summary: 'Bring the database up to date without starting the server',
  usage: 'migrate [--data DIR]',
  options: [DATA, HELP],
  examples: [{ line: 'migrate --data ./data', what: 'What was applied, one line each' }],
  run: async (given, { io, place }) => {
    const applied = await migratePlace(place(given.one('data')), (error) => say(io, error.message));
    for (const name of applied) io.stdout.write(`Applied ${name}\n`);
    if (applied.length === 0) io.stdout.write('The database is up to date\n');
    return EXIT.done;
  },
};

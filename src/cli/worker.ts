import { EXIT, type Command } from './command.ts';
import { DATA, HELP } from './shared-options.ts';

export const workerCommand: Command = {
  name: 'worker',
  summary: 'Carry jobs out beside the servers of a PostgreSQL database',
  usage: 'worker [options]',
  options: [DATA, HELP],
  examples: [{ line: 'worker', what: 'With DATABASE_URL and PATCHWARD_KEY as the servers have them' }],
  run: async (given, session) => {
    await session.work(given.one('data'));
    return EXIT.done;
  },
};

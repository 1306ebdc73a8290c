import { EXIT, type Command } from './command.ts';
import { type Given, UsageError } from './options.ts';
import { HELP } from './shared-options.ts';

const PORT_MAX = 65_535;

export const serveCommand: Command = {
  name: 'serve',
  summary: 'Serve the web app',
  usage: 'serve [options]',
  options: [
    { name: 'port', value: 'N', help: 'Port to listen on; 8080 unless given' },
    { name: 'host', value: 'ADDRESS', help: 'Address to listen on; this machine alone unless given' },
    {
      name: 'data',
      value: 'DIR',
      help: 'Keep everything in this folder; PATCHWARD_DATA or ./data unless given. DATABASE_URL names a PostgreSQL server instead',
    },
    {
      name: 'demo',
      help: 'Fill an empty inventory with a demonstration hospital; without --data it is gone when the server ends',
    },
    {
      name: 'feeds',
      value: 'PATH',
      repeatable: true,
      help: 'Feeds to match against; the sample feeds unless given',
    },
    { name: 'catalogue', value: 'FILE', help: 'Compiled catalogue to use instead of feeds' },
    HELP,
  ],
  examples: [
    { line: 'serve --port 9000', what: 'The web app at http://localhost:9000, kept in ./data' },
    { line: 'serve --data /srv/patchward', what: 'Everything is kept in /srv/patchward' },
    { line: 'serve --demo', what: 'A look around in an invented hospital' },
  ],
  run: async (given, session) => {
    await session.serve({
      port: portOf(given),
      host: given.one('host'),
      data: given.one('data'),
      demo: given.has('demo'),
      feeds: given.all('feeds'),
      catalogue: given.one('catalogue'),
    });
    return EXIT.done;
  },
};

function portOf(given: Given): number | null {
  const written = given.one('port');
  if (written === null) return null;
  if (!/^\d{1,5}$/.test(written) || Number(written) > PORT_MAX)
    throw new UsageError(`Cannot read --port "${written}": it is a number from 0 to ${PORT_MAX}`);
  return Number(written);
}

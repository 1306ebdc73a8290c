import { startRunner } from '#app/jobs/start-runner';
import { JOBS } from '#app/jobs/kinds';
import { systemOutgoing } from '#app/outgoing/ports';
import { openInstance } from '#app/open-instance';
import { startServer } from '#http/server';

// One node, to be killed: what `patchward serve` runs, without the web app. Arguments: data folder, database address or "".

const [folder = '', url = '', key = ''] = process.argv.slice(2);
const now = () => new Date();
const onFault = (error: Error) => process.stderr.write(`${error.stack ?? error.message}\n`);
const instance = await openInstance(
  { folder: url === '' ? folder : null, databaseUrl: url === '' ? null : url, key: key === '' ? null : key },
  { now, onFault, outgoing: systemOutgoing(null) },
);
await startRunner({ instance, jobs: JOBS, node: `kill-${process.pid}`, slots: 2, onFault });
const server = await startServer({
  port: 0,
  host: '127.0.0.1',
  version: '0.0.0',
  log: (line) => process.stderr.write(`${line}\n`),
  now,
  knowledge: { kind: 'feeds', paths: [] },
  knowledgeName: 'no feeds',
  samplePaths: [],
  webFolder: null,
  instance,
});
process.stdout.write(`${server.url}\n`);

import { recordServer } from '../record-server.ts';
import { sharedFile } from '../shared.ts';
import { deviceOf, hostOf, type LabelledDevice, type LabelledHost, readLines } from './labels.ts';
import { saidByCommandLine, saidByServer } from './server-labels.ts';

/**
 * Holds every labelled device as the server answers for it against what the command line says: `npm run quality:server`.
 * On PostgreSQL where PATCHWARD_TEST_DATABASE_URL names one.
 */
const FEEDS = ['csaf', 'nvd/api2', 'nvd/feed20-original', 'cve5', 'kev'];

const found = ['labels.dev.jsonl', 'labels.os.dev.jsonl', ...FEEDS].map((it) => sharedFile(`data/${it}`));
if (found.includes(null)) {
  process.stderr.write('Cannot compare: no labelled devices and feeds in ../shared/data\n');
  process.exit(2);
}
const [labels, hosts, ...feeds] = found as string[];
const closing: (() => unknown)[] = [];
const standIn = {
  after: (act: () => unknown) => void closing.push(act),
  skip: () => {},
} as unknown as Parameters<typeof recordServer>[0];
const engine = process.env['PATCHWARD_TEST_DATABASE_URL'] ? 'postgresql' : 'embedded';
const server = await recordServer(standIn, engine);
if (server === null) throw new Error('Cannot compare: no database');
const devices = [
  ...readLines<LabelledDevice>(labels as string).map(deviceOf),
  ...readLines<LabelledHost>(hosts as string).map(hostOf),
];
const expected = await saidByCommandLine(devices, feeds);
const said = await saidByServer(server, devices, feeds);
let findings = 0;
let differing = 0;
for (const [id, it] of expected) {
  findings += it.affected.length + it.undetermined.length;
  if (JSON.stringify(said.get(id)) === JSON.stringify(it)) continue;
  differing += 1;
  process.stdout.write(
    `${id}: command line ${JSON.stringify(it)}\n  server ${JSON.stringify(said.get(id))}\n`,
  );
}
process.stdout.write(
  `${devices.length} devices, ${findings} findings, ${differing} devices differ (${engine})\n`,
);
for (const act of closing) await act();
process.exitCode = differing === 0 ? 0 : 1;

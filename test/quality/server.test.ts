import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shuffled } from '#test/quality/sample';
import { recordServer } from '#test/record-server';
import { sharedOrSkip } from '#test/shared';
import { deviceOf, hostOf, type LabelledDevice, type LabelledHost, readLines } from './labels.ts';
import { saidByCommandLine, saidByServer } from './server-labels.ts';

/** Another seed looks at other devices; `npm run quality:server` looks at all. */
const SEED = 20_261;
const DEVICES = 40;
const HOSTS = 5;

test('the server says of labelled devices what the command line says, device by device', async (t) => {
  const labels = sharedOrSkip(t, 'data/labels.dev.jsonl');
  const hosts = sharedOrSkip(t, 'data/labels.os.dev.jsonl');
  const feeds = ['data/csaf/icsma', 'data/nvd/api2', 'data/kev'].map((it) => sharedOrSkip(t, it));
  if (labels === null || hosts === null || feeds.includes(null)) return;
  const server = await recordServer(t, 'embedded');
  if (server === null) return;
  const paths = feeds.filter((it) => it !== null);
  const devices = [
    ...shuffled(readLines<LabelledDevice>(labels), SEED).slice(0, DEVICES).map(deviceOf),
    ...shuffled(readLines<LabelledHost>(hosts), SEED).slice(0, HOSTS).map(hostOf),
  ];
  const expected = await saidByCommandLine(devices, paths);
  const said = await saidByServer(server, devices, paths);
  for (const [id, it] of expected) assert.deepEqual(said.get(id), it, id);
  assert([...expected.values()].some((it) => it.affected.length > 0));
  assert([...expected.values()].some((it) => it.undetermined.length > 0));
});

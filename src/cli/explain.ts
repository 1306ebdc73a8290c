import type { AssessedDevice } from '#app/vulnerabilities/assessment';
import { runAssessment } from '#app/vulnerabilities/run-assessment';
import type { Command } from './command.ts';
import { explanationLines, isAbout } from './explain-text.ts';
import { nearest } from './nearest.ts';
import { type Given, UsageError } from './options.ts';
import { orderOf, shownOn } from './order.ts';
import { paintFor } from './paint.ts';
import { createProgressBar } from './progress.ts';
import { answer, asLines } from './result.ts';
import type { Session } from './session.ts';
import { INVENTORY_OPTIONS, POLICY_OPTIONS, REJECTS } from './shared-options.ts';

export const explainCommand: Command = {
  name: 'explain',
  summary:
    'Explain a device: what it was recognised as, and why each vulnerability does or does not concern it',
  usage: 'explain --inventory FILE --feeds PATH --device ID [--vulnerability CVE] [options]',
  options: [
    {
      name: 'device',
      short: 'd',
      value: 'ID',
      help: 'The device, by its id, asset tag, serial number or host name',
    },
    { name: 'vulnerability', value: 'CVE', help: 'Only this vulnerability, by its id or an alias' },
    ...INVENTORY_OPTIONS.slice(0, -2),
    ...POLICY_OPTIONS,
    REJECTS,
    ...INVENTORY_OPTIONS.slice(-2),
  ],
  examples: [
    {
      line: 'explain --inventory devices.csv --feeds feeds/ --device BIO-00412',
      what: 'Everything about one device',
    },
    {
      line: 'explain -i devices.csv --feeds feeds/ -d BIO-00412 --vulnerability CVE-2020-12345',
      what: 'One chain: identification, criterion, versions, points, tier, deadlines',
    },
  ],
  run: runExplain,
};

async function runExplain(given: Given, session: Session) {
  const wanted = given.one('device');
  if (wanted === null) throw new UsageError('No device is given: add --device ID');
  const order = await orderOf(given, session, 'candidate');
  const bar = createProgressBar(session.io, given.has('quiet'), session.monotonicMs);
  try {
    const { assessment } = await runAssessment(order, { signal: session.signal, onProgress: shownOn(bar) });
    bar.end();
    const device = deviceCalled(wanted, assessment.devices);
    const lines = explanation(device, given.one('vulnerability'), order.asOf, session);
    return await answer(assessment, asLines(lines), null, given, session);
  } finally {
    bar.end();
  }
}

function deviceCalled(wanted: string, devices: readonly AssessedDevice[]): AssessedDevice {
  const byId = devices.find((it) => it.device.id === wanted);
  if (byId !== undefined) return byId;
  const others = devices.filter(({ device }) =>
    [device.assetTag, device.serial, device.hostname].includes(wanted),
  );
  const [only] = others;
  if (only !== undefined && others.length === 1) return only;
  const ids = (others.length > 1 ? others : devices).map((it) => it.device.id);
  if (others.length > 1)
    throw new UsageError(`"${wanted}" is the name of ${others.length} devices: ${ids.join(', ')}`);
  const close = nearest(wanted, ids);
  throw new UsageError(
    `No device "${wanted}" is in the inventory${close === null ? '' : `: did you mean "${close}"?`}`,
  );
}

function* explanation(
  device: AssessedDevice,
  vulnerability: string | null,
  asOf: string,
  { io }: Session,
): Generator<string> {
  yield* explanationLines(device, vulnerability, { asOf, width: io.width, paint: paintFor(io) });
  if (vulnerability === null) return;
  const known = [...device.judgements, ...device.notAffected].some((it) => isAbout(it, vulnerability));
  if (!known)
    yield* ['', `No feed that was read connects ${vulnerability} with what this device was recognised as`];
}

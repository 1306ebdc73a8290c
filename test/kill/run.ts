import { parseArgs } from 'node:util';
import { killAtRandom, type Setting } from './kill.ts';

const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    devices: { type: 'string', default: '60' },
    on: { type: 'string', multiple: true },
  },
});
const settings = (values.on ?? ['embedded', 'postgresql', 'two-nodes']) as Setting[];
for (const setting of settings) {
  const report = await killAtRandom(setting, {
    times: Number(values.times),
    seed: Number(values.seed),
    devices: Number(values.devices),
    server: process.env['PATCHWARD_TEST_DATABASE_URL'] || null,
  });
  process.stdout.write(`${setting}: ${JSON.stringify(report)}\n`);
}

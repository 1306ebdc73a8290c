import { test } from 'node:test';
import { killAtRandom } from './kill.ts';

const SERVER = process.env['PATCHWARD_TEST_DATABASE_URL'] || null;

for (const setting of ['embedded', 'two-nodes'] as const)
  test(`a server killed while it imports, edits, reads feeds and matches loses nothing (${setting})`, async (t) => {
    if (setting !== 'embedded' && SERVER === null)
      return t.skip('PATCHWARD_TEST_DATABASE_URL names no PostgreSQL server');
    await killAtRandom(setting, { times: 3, seed: 7, server: SERVER, devices: 60 });
  });

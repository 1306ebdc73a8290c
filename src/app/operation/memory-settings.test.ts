import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';

const PROGRAM = `
  import { takeMemorySettings } from '#app/operation/memory-settings';
  takeMemorySettings(process);
  const { MALLOC_TRIM_THRESHOLD_: trim, MALLOC_ARENA_MAX: arenas } = process.env;
  const young = process.execArgv.find((it) => it.startsWith('--max-semi-space-size'));
  console.log(JSON.stringify({ pid: process.pid, trim, arenas, young, args: process.argv.slice(1) }));
`;

async function run(env: NodeJS.ProcessEnv): Promise<Record<string, unknown>> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM, 'serve', '--port', '1'], {
    env,
  });
  return { begun: child.pid, ...(JSON.parse(await text(child.stdout)) as object) };
}

const onLinux = process.platform === 'linux' ? {} : { skip: 'the C library is told so on Linux alone' };
const untold = Object.fromEntries(Object.entries(process.env).filter(([it]) => !it.startsWith('MALLOC_')));

test(
  'A process starts over in its own place, told to give memory back and to keep room for what is new',
  onLinux,
  async () => {
    const { begun, ...is } = await run(untold);
    assert.deepEqual(is, {
      pid: begun,
      trim: '262144',
      arenas: '2',
      young: '--max-semi-space-size=32',
      args: ['serve', '--port', '1'],
    });
  },
);

test('What a hospital says of memory itself stands', async () => {
  const { arenas, trim } = await run({ ...untold, MALLOC_ARENA_MAX: '8' });
  assert.deepEqual({ arenas, trim }, { arenas: '8', trim: undefined });
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { COMMANDS } from './commands.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BIN = `${ROOT}bin/patchward.mjs`;
/** Tells on stderr every module of the product that a process loads. */
const TELLS_WHAT_IS_LOADED = `import module from 'node:module';
module.registerHooks({ load(url, context, next) {
  if (url.includes('/src/')) process.stderr.write(url.split('/src/').at(-1) + '\\n');
  return next(url, context);
} });`;

test('every command goes by the name under which it is found', async () => {
  for (const { name, load } of COMMANDS) assert.equal((await load()).name, name);
});

test('every file that a command writes is looked at before it begins', async () => {
  for (const { name, load } of COMMANDS)
    for (const option of (await load()).options)
      if (['out', 'rejects'].includes(option.name))
        assert.equal(option.isWritten, true, `${name} --${option.name}`);
});

test('a command that works on files loads neither server nor database', () => {
  const { stderr } = spawnSync(
    process.execPath,
    [
      `--import=data:text/javascript,${encodeURIComponent(TELLS_WHAT_IS_LOADED)}`,
      BIN,
      'assess',
      '--inventory=samples/hospital',
      '--feeds=samples/feeds',
      '--format=json',
    ],
    { encoding: 'utf8', cwd: ROOT, timeout: 60_000 },
  );
  const loaded = stderr.split('\n');
  assert.ok(loaded.includes('engine/match/mod.ts'));
  assert.deepEqual(
    loaded.filter((it) => /^(?:http|store|sim|contract)\/|^serving\.ts$/.test(it)),
    [],
  );
});

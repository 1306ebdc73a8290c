import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';
import tar from 'tar-fs';

const SYSTEM_BROWSERS = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser'];
const ARGS = ['--no-sandbox', '--disable-dev-shm-usage'];

/**
 * A browser that is here: the system's Chromium, or else the one npm brought; the reason where neither can run.
 * `packaged`, asked for here or as CHROME_PATH, means the latter, whose fonts are the same everywhere.
 */
export async function openBrowser(
  wish: 'any' | 'packaged' = 'any',
): Promise<Browser | { readonly missing: string }> {
  const wanted = process.env['CHROME_PATH'];
  const system = [wanted, ...SYSTEM_BROWSERS].find((it) => it !== undefined && existsSync(it));
  if (system !== undefined && wish === 'any' && wanted !== 'packaged')
    return chromium.launch({ executablePath: system, args: ARGS });
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return {
      missing: `no Chromium found, and the packaged one does not run on ${process.platform} ${process.arch}`,
    };
  return launchPackaged();
}

/**
 * The npm package ships its own libraries and fonts but unpacks them only where it was made for; here they are put
 * beside the browser, with a font configuration that names the folder they really are in (else no text is drawn).
 */
async function launchPackaged(): Promise<Browser | { readonly missing: string }> {
  const root = fileURLToPath(new URL('../../node_modules/@sparticuz/chromium/', import.meta.url));
  if (!existsSync(root)) return { missing: 'no Chromium found, and @sparticuz/chromium is not installed' };
  const home = await unpacked(root);
  return launchOnceWritten({
    executablePath: join(home, 'chromium'),
    args: [
      ...ARGS,
      '--headless=shell',
      '--use-gl=angle',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
    ],
    env: {
      ...process.env,
      HOME: home,
      LD_LIBRARY_PATH: join(home, 'lib'),
      FONTCONFIG_PATH: home,
      FONTCONFIG_FILE: join(home, 'fonts.conf'),
    },
  });
}

/**
 * A program that was just written cannot be started as long as a process that was forked meanwhile still holds the file;
 * it lets go of it as soon as it runs a program of its own.
 */
async function launchOnceWritten(options: LaunchOptions, triesLeft = 20): Promise<Browser> {
  try {
    return await chromium.launch(options);
  } catch (error) {
    if (triesLeft === 0 || (error as NodeJS.ErrnoException).code !== 'ETXTBSY') throw error;
    await setTimeout(250);
    return launchOnceWritten(options, triesLeft - 1);
  }
}

async function unpacked(root: string): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  const home = join(tmpdir(), `patchward-chromium-${version}-${userInfo().uid}`);
  if (existsSync(join(home, '.complete'))) return home;
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const brotli = () => createBrotliDecompress({ chunkSize: 1 << 20 });
  const packed = (name: string) => createReadStream(join(root, 'bin', name));
  await pipeline(packed('chromium.br'), brotli(), createWriteStream(join(home, 'chromium'), { mode: 0o700 }));
  for (const name of ['al2023.tar.br', 'swiftshader.tar.br', 'fonts.tar.br'])
    await pipeline(packed(name), brotli(), tar.extract(home));
  writeFileSync(join(home, 'fonts.conf'), fontConfiguration(home));
  writeFileSync(join(home, '.complete'), '');
  return home;
}

function fontConfiguration(home: string): string {
  const folders = [join(home, 'fonts'), '/usr/share/fonts'].map((it) => `<dir>${it}</dir>`).join('');
  return `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${folders}<cachedir>${home}/cache</cachedir></fontconfig>`;
}

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';

// The three walls of ARCHITECTURE.md, checked on every import statement of the source tree.

const sources = globSync('src/**/*.{ts,tsx}').map((it) => normalize(it));

/** Layers a layer may import besides itself. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  engine: [],
  contract: ['engine'],
  feeds: ['engine'],
  // Exports write what a use case yields: its types, never its acts.
  exports: ['engine', 'app'],
  store: ['engine'],
  app: ['engine', 'feeds', 'exports', 'contract', 'store', 'sim'],
  jobs: ['app', 'engine'],
  http: ['app', 'contract', 'engine'],
  cli: ['app', 'engine', 'contract'],
  web: ['contract', 'engine'],
  sim: ['engine'],
  'main.ts': ['app', 'cli', 'serving.ts'],
  'serving.ts': ['app', 'http', 'cli'],
};

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/(?<![\w.])(?:from|import)\s*\(?\s*'([^']+)'/g)].map((it) => it[1] as string);
}

/** `src/engine/match/x.ts` → `engine`; `src/main.ts` → `main.ts`. */
function layerOf(path: string): string {
  return path.split('/')[1] as string;
}

const SHORTCUTS: Record<string, string> = {
  engine: 'src/engine',
  feeds: 'src/feeds',
  inventory: 'src/feeds/inventory',
  exports: 'src/exports',
  app: 'src/app',
  contract: 'src/contract',
  http: 'src/http',
  sim: 'src/sim',
  store: 'src/store',
};

function targetOf(file: string, specifier: string): string | null {
  if (specifier.startsWith('.')) return normalize(join(dirname(file), specifier));
  const shortcut = /^#(\w+)\/(.+)$/.exec(specifier);
  if (shortcut === null) return null;
  const root = SHORTCUTS[shortcut[1] as string];
  return root === undefined ? null : `${root}/${shortcut[2]}`;
}

test('every layer imports only what its wall allows', () => {
  const offences = sources
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap((file) =>
      importsOf(file).flatMap((specifier) => {
        const target = targetOf(file, specifier);
        if (target === null || !target.startsWith('src/')) return [];
        const from = layerOf(file);
        const to = layerOf(target);
        const allowed = from === to || (MAY_IMPORT[from] ?? []).includes(to);
        return allowed
          ? []
          : [
              `${file} imports ${specifier}: ${from} may import only ${MAY_IMPORT[from]?.join(', ') || 'itself'}`,
            ];
      }),
    );
  assert.deepEqual(offences, []);
});

test('the engine imports no package and nothing of Node, and reads no clock', () => {
  const offences = sources
    .filter((file) => file.startsWith('src/engine/') && !file.endsWith('.test.ts'))
    .flatMap((file) => {
      const foreign = importsOf(file).filter((it) => !it.startsWith('.') && !it.startsWith('#engine/'));
      const text = readFileSync(file, 'utf8');
      const impure = /\b(Date\.now\(|new Date\(\)|Math\.random\(|Temporal\.Now|\basync\b|\bawait\b)/.exec(
        text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ''),
      );
      return [
        ...foreign.map((it) => `${file} imports ${it}: the engine imports nothing outside itself`),
        ...(impure === null ? [] : [`${file} uses ${impure[0]}: time and chance are arguments`]),
      ];
    });
  assert.deepEqual(offences, []);
});

test('a room of the engine is entered only through its mod.ts', () => {
  const offences = sources
    .filter((file) => file.startsWith('src/engine/'))
    .flatMap((file) => {
      const room = file.split('/')[2];
      return importsOf(file)
        .filter((it) => it.startsWith('.'))
        .filter((it) => normalize(join(dirname(file), it)).split('/')[2] !== room)
        .map((it) => `${file} imports ${it}: use #engine/<room>`);
    });
  assert.deepEqual(offences, []);
});

test('process.env and the wall clock are read only in main.ts', () => {
  const offences = sources
    .filter((file) => file !== 'src/main.ts' && !file.startsWith('src/web/') && !file.endsWith('.test.ts'))
    .filter((file) => /process\.env|Date\.now\(|new Date\(\)|Temporal\.Now/.test(readFileSync(file, 'utf8')));
  assert.deepEqual(offences, []);
});

test('SQL and its libraries live only in store/', () => {
  const libraries = ['kysely', 'pg', 'pg-boss', '@electric-sql/pglite'];
  const offences = sources
    .filter((file) => !file.startsWith('src/store/'))
    .flatMap((file) =>
      importsOf(file)
        .filter((it) => libraries.some((library) => it === library || it.startsWith(`${library}/`)))
        .map((it) => `${file} imports ${it}: SQL lives only in src/store`),
    );
  assert.deepEqual(offences, []);
});

test('other servers are asked through app/outgoing alone', () => {
  // The web app and the command line ask Patchward's own server, which their user names.
  const own = ['src/web/', 'src/cli/', 'src/contract/client.ts'];
  const offences = sources
    .filter((file) => !file.startsWith('src/app/outgoing/') && !file.endsWith('.test.ts'))
    .filter((file) => !own.some((it) => file.startsWith(it)))
    .flatMap((file) =>
      [
        ...readFileSync(file, 'utf8').matchAll(
          /(?<![\w.])fetch\(|import \{[^}]*\b(?:request|get|Agent|connect)\b[^}]*\} from 'node:(?:https?|http2|net|tls)'|'undici'|'nodemailer'/g,
        ),
      ].map(([what]) => `${file} has ${what}: use fetchOutgoing of #app/outgoing/fetch-outgoing`),
    );
  assert.deepEqual(offences, []);
});

test('what a module exports is used by another module or test', () => {
  const everything = [...sources, ...globSync('{test,bin}/**/*.{ts,tsx,mjs}'), 'vite.config.ts'];
  const texts = new Map(
    everything.flatMap((file) => {
      try {
        return [[file, readFileSync(file, 'utf8')] as const];
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
        throw error;
      }
    }),
  );
  const words = new Map<string, Set<string>>();
  for (const [file, text] of texts)
    for (const [word] of text.matchAll(/[A-Za-z_$][\w$]*/g)) {
      const files = words.get(word) ?? new Set<string>();
      files.add(file);
      words.set(word, files);
    }
  const unused = sources
    .filter((file) => !file.endsWith('mod.ts') && !file.endsWith('.test.ts'))
    .flatMap((file) =>
      [
        ...(texts.get(file) ?? '').matchAll(
          /^export (?:async )?(?:const|function\*?|class|type|interface) (\w+)/gm,
        ),
      ]
        .map((it) => it[1] as string)
        .filter((name) => {
          const users = [...(words.get(name) ?? [])].filter((it) => it !== file);
          const own = [...(texts.get(file) ?? '').matchAll(new RegExp(`\\b${name}\\b`, 'g'))].length;
          const kind = new RegExp(`^export (?:type|interface) ${name}\\b`, 'm').test(texts.get(file) ?? '');
          return users.length === 0 && !(kind && own > 1);
        })
        .map((name) => `${file} exports ${name}, which nothing uses`),
    );
  assert.deepEqual(unused, []);
});

test('every decision page has a status', () => {
  const pages = globSync('docs/decisions/*.md');
  const without = pages.filter(
    (it) => !/^Status: (proposed|accepted|replaced)/m.test(readFileSync(it, 'utf8')),
  );
  assert.deepEqual(without, []);
});

test('every file that the security table leans on is there', () => {
  const table = readFileSync('docs/security/asvs.md', 'utf8');
  const named = [...table.matchAll(/`((?:src|test)\/[\w./-]+\.ts)`/g)].map((it) => it[1] as string);
  assert(named.length > 50);
  const known = new Set(globSync('{src,test}/**/*.ts').map((it) => normalize(it)));
  assert.deepEqual(
    named.filter((it) => !known.has(it)),
    [],
  );
});

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { cyclonedxFaults } from '#test/vex-validators';
import { readOwnSbom, WEB_PACKAGES } from './own-parts.ts';

test('the product’s own bill of materials names every part once, with its licence and hash', async () => {
  const sbom = await readOwnSbom();
  const names = sbom.components.map((it) => it.name);
  for (const name of ['fastify', 'pg', 'zod', 'react', '@mantine/core', 'echarts', 'scheduler'])
    assert(names.includes(name), name);
  for (const name of ['typescript', 'playwright-core', 'oidc-provider', 'fast-check'])
    assert(!names.includes(name), `${name} is for development alone`);
  const refs = sbom.components.map((it) => it['bom-ref']);
  assert.equal(new Set(refs).size, refs.length);
  for (const it of sbom.components) {
    assert(it.licenses !== undefined, `${it.name} has a licence`);
    assert.match(it.hashes?.[0]?.content ?? '', /^[0-9a-f]{128}$/, it.name);
  }
  for (const { dependsOn } of sbom.dependencies) for (const ref of dependsOn) assert(refs.includes(ref), ref);
  assert.deepEqual(cyclonedxFaults(sbom), []);
});

test('what the pages import is what the bill of materials counts as theirs', () => {
  const imported = new Set(
    globSync('src/web/**/*.{ts,tsx,css}')
      // What translates the pages while they are built stands beside them, and is none of them.
      .filter((it) => !it.endsWith('.test.ts') && !it.startsWith('src/web/texts/'))
      .flatMap((file) =>
        [
          ...readFileSync(file, 'utf8').matchAll(
            /(?:from|import)\s*\(?\s*['"]((?:@[\w-]+\/)?[\w-]+)[^'"]*['"]/g,
          ),
        ].map((it) => it[1] as string),
      )
      .filter((it) => it !== 'zod' && it !== 'node'),
  );
  assert.deepEqual([...imported].toSorted(), WEB_PACKAGES);
});

import { buildCatalogue } from '#app/vulnerabilities/build-catalogue';
import type { Command } from './command.ts';
import { feedWords } from './assessment-text.ts';
import { counted } from './layout.ts';
import { type Given, UsageError } from './options.ts';
import { shownOn } from './order.ts';
import { createProgressBar } from './progress.ts';
import { answer, asLines } from './result.ts';
import type { Session } from './session.ts';
import { FEEDS, HELP, OUT, QUIET, REJECTS } from './shared-options.ts';

export const catalogueBuildCommand: Command = {
  name: 'catalogue build',
  summary: 'Compile feeds once into a file that "assess --catalogue" opens in a moment',
  usage: 'catalogue build --feeds PATH --out FILE [options]',
  options: [
    FEEDS,
    { ...OUT, help: 'The catalogue to write, customarily ending in .pwc' },
    REJECTS,
    QUIET,
    HELP,
  ],
  examples: [
    { line: 'catalogue build --feeds feeds/ --out catalogue.pwc', what: 'Compile a folder of feeds' },
  ],
  run: runCatalogueBuild,
};

async function runCatalogueBuild(given: Given, session: Session) {
  const outFile = given.one('out');
  if (given.all('feeds').length === 0) throw new UsageError('No feeds are given: add --feeds PATH');
  if (outFile === null)
    throw new UsageError('No file is given to write the catalogue to: add --out catalogue.pwc');
  const bar = createProgressBar(session.io, given.has('quiet'), session.monotonicMs);
  const show = shownOn(bar);
  try {
    const built = await buildCatalogue(given.all('feeds'), outFile, {
      signal: session.signal,
      onProgress: ({ file, bytesRead, bytesTotal }) =>
        show({ phase: 'feeds', file, done: bytesRead, total: bytesTotal }),
    });
    bar.end();
    const { catalogue, feeds } = built;
    const lines = [
      `Wrote ${outFile}: ${counted(catalogue.size, 'vulnerability', 'vulnerabilities')}`,
      `Feeds: ${feedWords(feeds)}`,
    ];
    return await answer(built, asLines(lines), null, given, session);
  } finally {
    bar.end();
  }
}

import type { FeedSource } from '#engine/words';
import type { Source } from '../source.ts';
import { csafSource } from './csaf-provider.ts';
import { cveListSource } from './cve-list.ts';
import { epssSource } from './epss.ts';
import { folderSource } from './folder.ts';
import { kevSource } from './kev.ts';
import { noticesSource } from './notices.ts';
import { nvdSource } from './nvd-api.ts';
import { openFdaSource } from './openfda.ts';

/** Files that were brought are read when they come; there is nothing to ask. */
const broughtSource: Source = async ({ feed }) => ({
  gone: [],
  expected: null,
  gaps: [],
  cursor: feed.cursor,
  asOf: null,
});

export const SOURCES: Readonly<Record<FeedSource, Source>> = {
  'nvd-api': nvdSource,
  kev: kevSource,
  epss: epssSource,
  'csaf-provider': csafSource,
  'cve-list': cveListSource,
  openfda: openFdaSource,
  folder: folderSource,
  files: broughtSource,
  notices: noticesSource,
};

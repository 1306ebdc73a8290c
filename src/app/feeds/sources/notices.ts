import { noticeCsaf } from '#exports/notice-csaf';
import { readVector } from '#feeds/cvss';
import { onePiece, plainFile, type Source } from '../source.ts';

/** Notices of vendors that people entered, each as the CSAF document it would have been. */
export const noticesSource: Source = async ({ feed, current, notices, stage, now }) => {
  const gone: string[] = [];
  for (const it of await notices()) {
    const name = `${it.id}.json`;
    if (it.withdrawnAt === null) {
      const document = noticeCsaf(it, it.cvss === null ? null : scored(it.cvss));
      await stage(plainFile(name, null), onePiece(Buffer.from(JSON.stringify(document))));
    } else if (current.has(name)) gone.push(name);
  }
  return { gone, expected: null, gaps: [], cursor: feed.cursor, asOf: now() };
};

/** @throws where a vector was kept that cannot be read */
function scored(vector: string) {
  const read = readVector(vector);
  if ('problem' in read) throw new Error(read.problem);
  return read;
}

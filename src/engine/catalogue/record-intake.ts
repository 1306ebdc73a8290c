import type { CpeConfiguration, CpeMatch, CpeNode, VulnerabilityRecord } from '#engine/words';
import { literalOf, SOURCE } from './intake.ts';
import type { VulnerabilityIntake } from './intake.ts';
import { encodeUtf8 } from './utf8.ts';

/** Takes in a record that a reader has made an object of. A criterion that is no CPE name is passed over. */
export function addVulnerability(intake: VulnerabilityIntake, record: VulnerabilityRecord): void {
  intake.begin();
  withBytes(record.id, (...bytes) => intake.id(...bytes));
  for (const alias of record.aliases) withBytes(alias, (...bytes) => intake.alias(...bytes));
  intake.state(record.state);
  if (record.publishedAt !== null) withBytes(record.publishedAt, (...bytes) => intake.published(...bytes));
  if (record.modifiedAt !== null) withBytes(record.modifiedAt, (...bytes) => intake.modified(...bytes));
  if (record.summary !== null) withBytes(record.summary, (...bytes) => intake.summary(...bytes));
  for (const { version, vector, baseScore, by } of record.cvss) {
    const text = intake.texts.internText(vector);
    intake.scores.set(text, { version, baseScore });
    intake.vector(text, intake.texts.internText(by));
  }
  for (const cwe of record.cwes) intake.cwe(intake.texts.internText(cwe));
  for (const it of record.configurations) addConfiguration(intake, it);
  intake.commit(record.feed === 'nvd' ? SOURCE.nvd : SOURCE.cve);
}

function addConfiguration(intake: VulnerabilityIntake, it: CpeConfiguration): void {
  const at = intake.open();
  for (const node of it.nodes) addNode(intake, node);
  intake.close(at, it.nodes.length, it.operator, it.negate);
}

function addNode(intake: VulnerabilityIntake, node: CpeNode): void {
  const at = intake.open();
  let count = 0;
  for (const it of node.matches) {
    const criterion = criterionOf(intake, it);
    if (criterion === -1) continue;
    intake.literal(literalOf(criterion, it.vulnerable));
    count++;
  }
  intake.close(at, count, node.operator, node.negate);
}

function criterionOf(intake: VulnerabilityIntake, it: CpeMatch): number {
  const cpe = withBytes(it.criteria, (...bytes) => intake.cpes.intern(...bytes));
  if (cpe === -1) return -1;
  const bound = (text: string | undefined) =>
    text === undefined ? -1 : withBytes(text, (...bytes) => intake.bound(...bytes));
  return intake.criterion(
    cpe,
    bound(it.versionStartIncluding),
    bound(it.versionStartExcluding),
    bound(it.versionEndIncluding),
    bound(it.versionEndExcluding),
  );
}

function withBytes<T>(text: string, use: (bytes: Uint8Array, start: number, end: number) => T): T {
  const bytes = encodeUtf8(text);
  return use(bytes, 0, bytes.length);
}

import { present, type Statement } from './documents.ts';
import type { Row } from './rows.ts';

/** How lease files of a Kea server begin: the memory file's columns, which are the same since version 1.0. */
const HEADERS = ['address,hwaddr,client_id,valid_lifetime,expire', 'address,duid,valid_lifetime,expire'];

export function isKeaFile(start: string): boolean {
  return HEADERS.some((it) => start.startsWith(it));
}

/** States of a lease in the file (Kea's lease database): any further one is an ended lease too. */
const ACTIVE = '0';
const DECLINED = '1';
/** A lease of a whole prefix names no address of a device. */
const PREFIX_LEASE = '2';

/**
 * Leases of a Kea DHCP server (`kea-leases4.csv`, `kea-leases6.csv`). The file is a journal: the last line of an address
 * rules. An address whose lease has ended is the device's no more, so only its hardware address and name are taken.
 */
export async function* readKeaLeases(blocks: AsyncIterable<readonly Row[]>): AsyncIterable<Statement> {
  let columns: readonly string[] | null = null;
  const latest = new Map<string, Statement | null>();
  for await (const rows of blocks)
    for (const row of rows) {
      if (columns === null) {
        columns = row.cells;
        continue;
      }
      if (row.problem !== undefined) yield { line: row.line, problem: row.problem };
      else if (row.cells.length > 1) {
        const cells = new Map(columns.map((name, i) => [name, row.cells[i] ?? '']));
        latest.set(cells.get('address') ?? '', statementOf(cells, row.line));
      }
    }
  for (const it of latest.values()) if (it !== null) yield it;
}

/** Null: the lease is of no device, and of none that ever held it. */
function statementOf(cells: ReadonlyMap<string, string>, line: number): Statement | null {
  const textOf = (name: string) => (cells.get(name) ?? '').trim();
  const [address, state] = [textOf('address'), textOf('state')];
  if (textOf('lease_type') === PREFIX_LEASE) return null;
  if (state === DECLINED)
    return { line, problem: `${address} was declined: something unknown uses it beside the server` };
  const isActive = state === ACTIVE || state === '';
  const texts = present({
    ip: isActive ? address : undefined,
    mac: textOf('hwaddr') || macInDuid(textOf('duid')),
    hostname: unescaped(textOf('hostname')),
  });
  if (Object.keys(texts).length === 0) return null;
  return {
    line,
    source: 'discovery',
    texts,
    unmapped: present({
      'Lease ends': momentOf(textOf('expire')),
      'Lease of': isActive ? undefined : `${address}, ended`,
      'Subnet id': textOf('subnet_id'),
      'Client id': textOf('client_id') || textOf('duid'),
    }),
  };
}

/** DUID-LLT and DUID-LL of Ethernet hold the hardware address (RFC 8415, section 11). */
function macInDuid(duid: string): string | undefined {
  return /^00:01:00:01:(?:[\da-f]{2}:){4}((?:[\da-f]{2}:){5}[\da-f]{2})$|^00:03:00:01:((?:[\da-f]{2}:){5}[\da-f]{2})$/i
    .exec(duid)
    ?.slice(1)
    .find((it) => it !== undefined);
}

/** Kea writes a comma in a text as `&#x2c`. */
function unescaped(text: string): string {
  return text.replaceAll('&#x2c', ',');
}

/** Seconds since 1970 as an instant. */
function momentOf(seconds: string): string | undefined {
  return /^\d{9,11}$/.test(seconds) ? new Date(Number(seconds) * 1000).toISOString() : undefined;
}

import type { Hospital } from './hospital.ts';
import { billsOfMaterial } from './sources/boms.ts';
import { createCmms } from './sources/cmms.ts';
import { createDiscovery } from './sources/discovery.ts';
import { installedBase } from './sources/installed-base.ts';
import { leaseFile } from './sources/leases.ts';
import { scanReport } from './sources/scan.ts';
import { dayOf, WEEKS } from './weeks.ts';

/** A file that one source brings on one day of the year. */
export interface Chapter {
  /** Name of the source. */
  readonly source: string;
  readonly file: string;
  /** ISO day. */
  readonly on: string;
  readonly text: string;
}

/** How many files a year brings, about: enough for a progress bar. */
export const CHAPTERS = 57;

/** All that the hospital's sources say through the year, in the order it arrives. */
export function* chaptersOf(hospital: Hospital): Generator<Chapter> {
  const cmms = createCmms(hospital);
  const discovery = createDiscovery(hospital);
  for (let week = 0; week <= WEEKS; week++) {
    const on = dayOf(hospital.asOf, week);
    if (week % 4 === 0) yield { source: 'WebTMA', file: `webtma-${on}.csv`, on, text: cmms(week) };
    for (const [maker, short] of week % 26 === 2 ? MAKERS_THAT_TELL : [])
      yield {
        source: `${short} installed base`,
        file: `${short.toLowerCase()}-${on}.csv`,
        on,
        text: installedBase(hospital, maker, week),
      };
    const news = week % 2 === 0 ? discovery(week) : null;
    if (news !== null) yield { source: 'Passive discovery', file: `discovery-${on}.csv`, on, text: news };
    if (week % 13 === 0)
      yield { source: 'Wireless DHCP', file: `dhcpd-${on}.leases`, on, text: leaseFile(hospital, week) };
    // Its licence ran out in summer, and nobody noticed.
    if (week % 6 === 0 && week <= SCANNED_UNTIL)
      yield { source: 'Nessus', file: `nessus-${on}.nessus`, on, text: scanReport(hospital, week) };
    if (week === 8) yield* bills(on);
  }
}

const SCANNED_UNTIL = 30;

const MAKERS_THAT_TELL = [
  ['Philips', 'Philips'],
  ['GE Healthcare', 'GE'],
] as const;

function bills(on: string): Chapter[] {
  return billsOfMaterial().map(({ name, text }) => ({
    source: `SBOM ${name}`,
    file: `${name.toLowerCase().replaceAll(' ', '-')}.cdx.json`,
    on,
    text,
  }));
}

import type { Hospital, Unit } from '../hospital.ts';
import { systemOf } from '../systems.ts';
import { at } from '../weeks.ts';
import { chanceFor } from './slips.ts';

// Hosts of a Nessus report. Only servers and desktops are scanned: medical devices may not be.

const SCAN = 4;
const TYPES: ReadonlySet<string> = new Set([
  'Server',
  'Clinical workstation',
  'PACS server',
  'Cardiology information system',
  'Dispensing server',
  'Integration server',
  'Radiation oncology information system',
]);

/** Programs found on such hosts: name, CPE, and how many hosts have them. */
const PROGRAMS = [
  ['cpe:/a:google:chrome:126.0.6478.61', 0.35],
  ['cpe:/a:google:chrome:142.0.7444.60', 0.3],
  ['cpe:/a:7-zip:7-zip:22.01', 0.2],
  ['cpe:/a:apache:log4j:2.14.1', 0.05],
  ['cpe:/a:openssl:openssl:1.1.1k', 0.08],
  ['cpe:/a:vmware:tools:11.3.5', 0.12],
] as const;

export function scanReport(hospital: Hospital, week: number): string {
  const hosts = hospital.units
    .filter((it) => TYPES.has(it.model.type.name) && it.arrives <= week && it.mac !== null)
    .filter((it) => it.leaves === null || it.leaves > week)
    .map((unit) => hostOf(hospital, unit, week));
  return `<?xml version="1.0" ?>
<NessusClientData_v2>
<Report name="Servers and desktops">
${hosts.join('')}</Report>
</NessusClientData_v2>
`;
}

function hostOf({ seed }: Hospital, unit: Unit, week: number): string {
  const random = chanceFor(seed, unit, SCAN);
  if (random.next() < 0.1) return '';
  const { ip } = at(unit.places, week);
  if (ip === null) return '';
  const tags = [
    ['host-ip', ip],
    ['mac-address', unit.mac],
    ['netbios-name', unit.hostname],
    ['operating-system', unit.model.os === null ? null : systemOf(unit.model.os).name],
    ...PROGRAMS.filter(([, share]) => random.next() < share).map(([cpe], index) => [`cpe-${index + 1}`, cpe]),
  ].filter(([, value]) => value !== null);
  return `<ReportHost name="${ip}"><HostProperties>${tags
    .map(([name, value]) => `<tag name="${name}">${value}</tag>`)
    .join('')}</HostProperties>
<ReportItem port="445" svc_name="cifs" protocol="tcp" severity="0" pluginID="11011" pluginName="SMB Service Detection"/>
</ReportHost>
`;
}

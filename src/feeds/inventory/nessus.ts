import type { Component } from '#engine/words';
import { present, type Statement } from './documents.ts';
import { cveIdsIn } from './table.ts';
import { readComponents } from './value-components.ts';
import { childOf, childrenOf, type XmlChoice, type XmlElement } from './xml.ts';

/** Everything long about a finding is left out: the feeds say it better. */
export const NESSUS_CHOICE: XmlChoice = {
  records: new Set(['ReportHost']),
  leaveOut: new Set([
    'plugin_output',
    'description',
    'synopsis',
    'solution',
    'see_also',
    'xref',
    'fname',
    'script_version',
    'attachment',
    'compliance',
    'cm:compliance-info',
    'vuln_publication_date',
    'plugin_publication_date',
    'plugin_modification_date',
  ]),
};

/** One `ReportHost` of a Nessus v2 report, with the CVE ids that its items claim. */
export function readNessusHost(host: XmlElement): Statement {
  const properties = new Map(
    childrenOf(childOf(host, 'HostProperties') ?? host, 'tag').map((it) => [
      it.attributes.get('name') ?? '',
      it.text.trim(),
    ]),
  );
  const items = childrenOf(host, 'ReportItem');
  const name = host.attributes.get('name');
  const address = properties.get('host-ip') ?? (isAddress(name) ? name : undefined);
  const hostname =
    properties.get('host-fqdn') ?? properties.get('netbios-name') ?? (isAddress(name) ? undefined : name);
  if (address === undefined && hostname === undefined)
    return { line: host.line, problem: 'the host has no name' };
  const systems = (properties.get('operating-system') ?? '')
    .split('\n')
    .map((it) => it.trim())
    .filter((it) => it !== '');
  const certain = systems.length === 1 ? systems[0] : undefined;
  return {
    line: host.line,
    source: 'scanner',
    texts: present({
      ip: address,
      hostname,
      mac: properties.get('mac-address')?.split('\n')[0],
      os: certain,
      deviceType: properties.get('system-type'),
    }),
    components: componentsOf(properties),
    unmapped: present({
      'Open ports': portsOf(items),
      'OS guesses': certain === undefined ? systems.join(', ') : undefined,
      'Findings reported': items.length === 0 ? undefined : String(items.length),
    }),
    reported: cveIdsIn(items.flatMap((it) => childrenOf(it, 'cve').map((cve) => cve.text)).join('\n')),
  };
}

function isAddress(name: string | undefined): boolean {
  return name !== undefined && /^[\d.]+$|^[\da-f]*:[\da-f:]+$/i.test(name);
}

/** `cpe-1`: `cpe:/a:openbsd:openssh:7.4 -> OpenBSD OpenSSH`. The plain `cpe` tag is the operating system. */
function componentsOf(properties: ReadonlyMap<string, string>): Component[] {
  const names = [...properties].filter(
    ([name, value]) => /^cpe-\d+$/.test(name) && /^cpe:(?:\/a|2\.3:a)/.test(value),
  );
  return names.flatMap(([, value]) => {
    const read = readComponents((value.split('->')[0] ?? '').trim());
    if (read === null || !('value' in read)) return [];
    return read.value.map((it): Component => ({ ...it, kind: 'application' }));
  });
}

function portsOf(items: readonly XmlElement[]): string | undefined {
  const ports = new Set<string>();
  for (const { attributes } of items) {
    const port = attributes.get('port');
    if (port !== undefined && port !== '0')
      ports.add(`${port}/${attributes.get('protocol') ?? '?'} ${attributes.get('svc_name') ?? ''}`.trim());
  }
  return ports.size === 0 ? undefined : [...ports].join(', ');
}

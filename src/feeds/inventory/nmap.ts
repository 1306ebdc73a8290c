import type { Component } from '#engine/words';
import { present, type Statement } from './documents.ts';
import { cveIdsIn } from './table.ts';
import { childOf, childrenOf, type XmlChoice, type XmlElement } from './xml.ts';

/** `hosthint` repeats hosts before they are scanned; tables repeat what `script` says in its output. */
export const NMAP_CHOICE: XmlChoice = {
  records: new Set(['host']),
  leaveOut: new Set([
    'table',
    'elem',
    'trace',
    'times',
    'distance',
    'tcpsequence',
    'ipidsequence',
    'tcptssequence',
  ]),
};

/** One `host` of Nmap's XML output. Services become components; an operating system counts only where it is certain. */
export function readNmapHost(host: XmlElement): Statement {
  const state = childOf(host, 'status')?.attributes.get('state');
  const addresses = childrenOf(host, 'address');
  const addressOf = (type: string) => addresses.find((it) => it.attributes.get('addrtype') === type);
  const ipv6 = addressOf('ipv6')?.attributes.get('addr');
  const ip = addressOf('ipv4')?.attributes.get('addr') ?? ipv6;
  if (state === 'down') return { line: host.line, problem: `host ${ip ?? ''} did not answer the scan` };
  const mac = addressOf('mac');
  const ports = childrenOf(childOf(host, 'ports') ?? host, 'port');
  const open = ports.filter((it) => childOf(it, 'state')?.attributes.get('state') === 'open');
  const hostname = childOf(childOf(host, 'hostnames'), 'hostname')?.attributes.get('name');
  if (ip === undefined && mac === undefined && hostname === undefined)
    return { line: host.line, problem: 'the host has neither address nor name' };
  const { os, guesses } = operatingSystemOf(host);
  return {
    line: host.line,
    source: 'scanner',
    texts: present({
      ip,
      ipv6: ipv6 === ip ? undefined : ipv6,
      mac: mac?.attributes.get('addr'),
      hostname,
      os,
    }),
    components: open.flatMap(componentOf),
    unmapped: present({
      'Open ports': open.map(portText).join(', '),
      'MAC vendor': mac?.attributes.get('vendor'),
      'OS guesses': guesses,
    }),
    reported: reportedBy(host),
  };
}

/** Nmap guesses: only a match it calls certain, and that has no rival of another family, is a statement. */
function operatingSystemOf(host: XmlElement): { os: string | undefined; guesses: string | undefined } {
  const matches = childrenOf(childOf(host, 'os') ?? host, 'osmatch');
  const certain = matches.filter((it) => it.attributes.get('accuracy') === '100');
  const families = new Set(certain.map((it) => childOf(it, 'osclass')?.attributes.get('osfamily')));
  if (certain.length > 0 && families.size === 1)
    return { os: certain[0]?.attributes.get('name'), guesses: undefined };
  const guesses = matches
    .slice(0, 5)
    .map((it) => `${it.attributes.get('name') ?? '?'} (${it.attributes.get('accuracy') ?? '?'} %)`);
  return { os: undefined, guesses: guesses.length === 0 ? undefined : guesses.join(', ') };
}

function componentOf(port: XmlElement): Component[] {
  const service = childOf(port, 'service');
  const name = service?.attributes.get('product');
  if (service === undefined || name === undefined || name === '') return [];
  const version = service.attributes.get('version');
  const cpe = childrenOf(service, 'cpe')
    .map((it) => it.text.trim())
    .find((it) => it.startsWith('cpe:/a:'));
  return [
    {
      kind: 'application',
      name,
      ...(version === undefined || version === '' ? {} : { version }),
      ...(cpe === undefined ? {} : { cpe }),
    },
  ];
}

function portText(port: XmlElement): string {
  const service = childOf(port, 'service')?.attributes.get('name');
  const number = `${port.attributes.get('portid') ?? '?'}/${port.attributes.get('protocol') ?? '?'}`;
  return service === undefined ? number : `${number} ${service}`;
}

function reportedBy(host: XmlElement): string[] {
  const scripts: string[] = [];
  const collect = (element: XmlElement): void => {
    if (element.name === 'script') scripts.push(element.attributes.get('output') ?? '');
    for (const child of element.children) collect(child);
  };
  collect(host);
  return cveIdsIn(scripts.join('\n'));
}

import { present, type Statement } from './documents.ts';

/** Leases of an ISC DHCP server (`dhcpd.leases`); the last lease of an address rules, older ones are passed over. */
export function* readDhcpLeases(text: string): Generator<Statement> {
  const latest = new Map<string, Statement>();
  let line = 1;
  let counted = 0;
  for (const match of text.matchAll(/lease\s+([\d.a-f:]+)\s*\{([^}]*)\}/g)) {
    const [, ip, body] = match as unknown as [string, string, string];
    for (; counted < match.index; counted++) if (text[counted] === '\n') line += 1;
    latest.set(ip, {
      line,
      source: 'discovery',
      texts: present({
        ip,
        mac: /hardware\s+ethernet\s+([\da-f:]+)/i.exec(body)?.[1],
        hostname: /client-hostname\s+"([^"]*)"/.exec(body)?.[1],
      }),
      unmapped: present({ 'Lease ends': /ends\s+\d?\s*([\d/]+ [\d:]+)/.exec(body)?.[1] }),
    });
  }
  yield* latest.values();
}

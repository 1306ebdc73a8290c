import { isIP, isIPv4 } from 'node:net';
import type { ValueRead } from './values.ts';

const MAC_WRITTEN_WELL = /^[\da-f]{2}(?::[\da-f]{2}){5}$/;
const MAC_DIGITS = /^[\da-f]{12}$/i;

/** `aa:bb:cc:dd:ee:ff`, from the ways it is written. Of several, the first counts. */
export function readMac(text: string): ValueRead<string> {
  if (MAC_WRITTEN_WELL.test(text)) return { value: text };
  const parts = listed(text);
  for (const part of parts) {
    const digits = part.replaceAll(/[:.-]/g, '');
    if (MAC_DIGITS.test(digits))
      return { value: (digits.toLowerCase().match(/../g) ?? []).join(':'), partial: parts.length > 1 };
  }
  return { problem: `"${text}" is no MAC address` };
}

/** IPv4 as written, IPv6 in its shortest form; a prefix length or port is left off. Of several, the first counts. */
export function readIp(text: string): ValueRead<string> {
  if (isIPv4(text)) return { value: text };
  const parts = listed(text);
  for (const part of parts) {
    const bare = part
      .replace(/^\[(.+)\](?::\d+)?$/, '$1')
      .replace(/\/\d{1,3}$/, '')
      .replace(/%\w+$/, '');
    const address = isIP(bare) === 0 ? bare.replace(/^([\d.]+):\d+$/, '$1') : bare;
    if (isIPv4(address)) return { value: address, partial: parts.length > 1 };
    if (isIP(address) === 6)
      return { value: new URL(`http://[${address}]/`).hostname.slice(1, -1), partial: parts.length > 1 };
  }
  return { problem: `"${text}" is no IP address` };
}

/** Of several addresses, the first of version 6. */
export function readIpv6(text: string): ValueRead<string> {
  const parts = listed(text);
  for (const part of parts) {
    const read = readIp(part);
    if (read !== null && 'value' in read && isIP(read.value) === 6)
      return { value: read.value, partial: parts.length > 1 };
  }
  return { problem: `"${text}" is no IPv6 address` };
}

function listed(text: string): string[] {
  return text.split(/[\s,;|]+/).filter((it) => it !== '');
}

import { type Cidr, contains, readAddress, readCidr } from '#engine/segments';

/** A range of addresses that is not the public internet. */
export interface SpecialRange {
  readonly block: Cidr;
  /** After "is a": "private address". */
  readonly name: string;
  /**
   * What may open it to outgoing requests: a name or a block on the list of the administrator, a block alone, or
   * nothing, because no server of a hospital lives there.
   */
  readonly openedBy: 'name or block' | 'block' | 'nothing';
}

type Row = readonly [cidr: string, name: string, openedBy: SpecialRange['openedBy']];

/**
 * IANA IPv4 and IPv6 Special-Purpose Address Registries, and RFC 5771, 4291 for multicast. The first that holds an
 * address decides. Addresses where clouds answer with credentials of the machine stand first:
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html,
 * https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16,
 * https://www.alibabacloud.com/help/ecs/user-guide/view-instance-metadata.
 */
const ROWS: readonly Row[] = [
  ['168.63.129.16/32', 'cloud metadata address', 'nothing'],
  ['100.100.100.200/32', 'cloud metadata address', 'nothing'],
  ['fd00:ec2::254/128', 'cloud metadata address', 'nothing'],
  ['169.254.0.0/16', 'link-local address', 'nothing'],
  ['10.0.0.0/8', 'private address', 'name or block'],
  ['172.16.0.0/12', 'private address', 'name or block'],
  ['192.168.0.0/16', 'private address', 'name or block'],
  ['100.64.0.0/10', 'shared address', 'name or block'],
  ['127.0.0.0/8', 'loopback address', 'block'],
  ['0.0.0.0/8', 'reserved address', 'nothing'],
  ['192.0.0.0/24', 'reserved address', 'nothing'],
  ['192.0.2.0/24', 'documentation address', 'nothing'],
  ['192.88.99.0/24', 'reserved address', 'nothing'],
  ['198.18.0.0/15', 'reserved address', 'nothing'],
  ['198.51.100.0/24', 'documentation address', 'nothing'],
  ['203.0.113.0/24', 'documentation address', 'nothing'],
  ['224.0.0.0/4', 'multicast address', 'nothing'],
  ['240.0.0.0/4', 'reserved address', 'nothing'],
  ['::1/128', 'loopback address', 'block'],
  ['fc00::/7', 'private address', 'name or block'],
  ['fe80::/10', 'link-local address', 'nothing'],
  ['ff00::/8', 'multicast address', 'nothing'],
  ['64:ff9b:1::/48', 'local translator address', 'block'],
  ['2001::/23', 'reserved address', 'nothing'],
  ['2001:db8::/32', 'documentation address', 'nothing'],
  ['2002::/16', 'tunnel address', 'nothing'],
  ['3fff::/20', 'documentation address', 'nothing'],
];

export const SPECIAL_RANGES: readonly SpecialRange[] = ROWS.map(([text, name, openedBy]) => ({
  block: blockOf(text),
  name,
  openedBy,
}));

/** Of IPv6, only 2000::/3 is given out as public addresses (RFC 4291). */
const PUBLIC_V6 = blockOf('2000::/3');
/** A translator turns the last 32 bits into an IPv4 address (RFC 6052). */
const NAT64 = blockOf('64:ff9b::/96');
const REST_V6: SpecialRange = { block: blockOf('::/0'), name: 'reserved address', openedBy: 'nothing' };

/** The range an address lies in; null: it is public. */
export function specialRangeOf(address: Cidr): SpecialRange | null {
  if (contains(NAT64, address)) return specialRangeOf(embeddedV4(address));
  const special = SPECIAL_RANGES.find((it) => contains(it.block, address));
  if (special !== undefined) return special;
  return address.bits === 32 || contains(PUBLIC_V6, address) ? null : REST_V6;
}

/** An address as a block of one, the IPv4 address in a translated one taken out; null: the text is no address. */
export function addressBlock(text: string): Cidr | null {
  if (readAddress(text) === null) return null;
  const block = blockOf(text.replace(/%.*$/, ''));
  return contains(NAT64, block) ? embeddedV4(block) : block;
}

function embeddedV4({ base }: Cidr): Cidr {
  return { bits: 32, base: base & 0xffff_ffffn, prefix: 32, text: '' };
}

function blockOf(text: string): Cidr {
  const block = readCidr(text);
  if ('problem' in block) throw new Error(block.problem);
  return block;
}

import { type Cidr, contains, readCidr } from '#engine/segments';
import { SPECIAL_RANGES, specialRangeOf } from './special-ranges.ts';

/** What an administrator lets requests go to although it is not public: a block of addresses, or servers by name. */
export type Allowed =
  | { readonly kind: 'block'; readonly block: Cidr; readonly text: string }
  /** `below`: names below it, not itself. */
  | { readonly kind: 'name'; readonly name: string; readonly below: boolean; readonly text: string };

const LABEL = /^(?!-)[a-z\d_-]{1,63}(?<!-)$/;
const NAME_MAX = 253;

/** Reads "10.20.0.0/16", "10.20.3.4", "cmms.hospital.example" or "*.hospital.example". */
export function readAllowed(written: string): Allowed | { readonly problem: string } {
  const text = written.trim().toLowerCase().replace(/\.$/, '');
  return /^[\d.]+$|[:/]/.test(text) ? readBlock(text) : readName(text);
}

function readBlock(text: string): Allowed | { readonly problem: string } {
  const block = readCidr(text);
  if ('problem' in block) return block;
  const around = SPECIAL_RANGES.find((it) => contains(it.block, block));
  if (around === undefined)
    return {
      problem:
        specialRangeOf(block) === null && !SPECIAL_RANGES.some((it) => contains(block, it.block))
          ? `${block.text} is public: public addresses are reached without being listed`
          : `${block.text} holds more than one kind of address: list blocks of private addresses alone`,
    };
  if (around.openedBy === 'nothing')
    return { problem: `${block.text} is a ${around.name}: no request goes there, whatever is listed` };
  return { kind: 'block', block, text: block.text };
}

function readName(text: string): Allowed | { readonly problem: string } {
  const below = text.startsWith('*.');
  const name = below ? text.slice(2) : text;
  if (name.length > NAME_MAX || !name.split('.').every((it) => LABEL.test(it)))
    return {
      problem: `"${text}" is neither a block of addresses nor the name of a server: write 10.20.0.0/16, cmms.hospital.example or *.hospital.example`,
    };
  if (below && !name.includes('.'))
    return { problem: `"${text}" is too wide: name at least two parts, such as *.hospital.example` };
  return { kind: 'name', name, below, text };
}

/** Whether a server's name is listed. */
export function isNamed(host: string, allowed: readonly Allowed[]): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  return allowed.some(
    (it) => it.kind === 'name' && (it.below ? name.endsWith(`.${it.name}`) : name === it.name),
  );
}

/** Whether an address lies in a listed block. */
export function isInBlock(address: Cidr, allowed: readonly Allowed[]): boolean {
  return allowed.some((it) => it.kind === 'block' && contains(it.block, address));
}

import type { ModelMention } from '#engine/identify';
import { contains, readVersion, standsForNone } from '#engine/versions';
import { type Truth, type Verdict, verdictOf } from '#engine/words';
import type { RecallCodes } from './codes.ts';
import { isListed } from './serials.ts';

/** What of a device a recall can be held against. */
export interface RecalledDevice {
  readonly version: string | null;
  readonly serial: string | null;
  readonly lot: string | null;
  /** GS1 device identifier of its UDI, fourteen digits. */
  readonly deviceId: string | null;
  readonly productCode: string | null;
}

/** One thing that was compared, and what came of it. */
export interface RecallGround {
  readonly what: 'maker' | 'model' | 'product-code' | 'device-id' | 'serial' | 'lot' | 'version' | 'units';
  readonly truth: Truth;
  readonly because: string;
}

export interface RecallJudgement {
  readonly verdict: Verdict;
  readonly grounds: readonly RecallGround[];
}

export interface RecallMatch {
  /** How the maker's name agrees with the recalling firm's. */
  readonly maker: string;
  readonly mention: ModelMention;
  readonly codes: RecallCodes;
  readonly productCode: string | null;
}

/**
 * Whether a recall means a device whose maker and model it names. What it says of units decides; where it says nothing, or
 * nothing that can be compared, it cannot be told. Doubt never turns into "not affected".
 */
export function judgeRecalled(recall: RecallMatch, device: RecalledDevice): RecallJudgement {
  const named: RecallGround[] = [
    { what: 'maker', truth: true, because: recall.maker },
    { what: 'model', truth: recall.mention.kind === 'family' ? null : true, because: recall.mention.how },
    ...productCodeGround(recall.productCode, device.productCode),
  ];
  const units = unitGrounds(recall.codes, device);
  const truth = truthOf(named, units);
  return { verdict: verdictOf(truth), grounds: [...named, ...units] };
}

function productCodeGround(theirs: string | null, own: string | null): RecallGround[] {
  if (theirs === null || own === null) return [];
  const same = theirs.toUpperCase() === own.toUpperCase();
  return [
    {
      what: 'product-code',
      truth: same ? true : null,
      because: same
        ? `product code ${own} is the same`
        : `the recall is of product code ${theirs}, the device of ${own}: it may be of a part or accessory`,
    },
  ];
}

function unitGrounds(codes: RecallCodes, device: RecalledDevice): RecallGround[] {
  const grounds: RecallGround[] = [];
  const { text } = codes;
  if (codes.deviceIds.length > 0) grounds.push(deviceIdGround(codes, device));
  if (codes.serials !== null) {
    const listed = isListed(codes.serials, device.serial, { what: 'serial number', text });
    grounds.push({ what: codes.serials.all ? 'units' : 'serial', ...listed });
  }
  if (codes.lots !== null) {
    const listed = isListed(codes.lots, device.lot, { what: 'lot', text });
    grounds.push({ what: codes.lots.all ? 'units' : 'lot', ...listed });
  }
  if (codes.versions !== null) grounds.push(versionGround(codes.versions, device));
  if (codes.saysAll && grounds.every((it) => it.what !== 'units'))
    grounds.push({ what: 'units', truth: true, because: 'the recall says that all units are meant' });
  if (codes.narrowed !== null)
    grounds.push({
      what: 'units',
      truth: null,
      because: `“${codes.narrowed}” narrows it by something the inventory does not hold`,
    });
  if (grounds.length === 0)
    grounds.push({ what: 'units', truth: null, because: 'the recall does not say which units' });
  return grounds;
}

/** Another identifier is no proof: a device has one for each package, and lists are not always whole. */
function deviceIdGround({ deviceIds }: RecallCodes, { deviceId }: RecalledDevice): RecallGround {
  const what = 'device-id';
  if (deviceId === null) return { what, truth: null, because: 'the UDI of the device is not recorded' };
  return deviceIds.includes(deviceId)
    ? { what, truth: true, because: `device identifier ${deviceId} is named` }
    : { what, truth: null, because: `device identifier ${deviceId} is not among those named` };
}

function versionGround(
  { text, range }: NonNullable<RecallCodes['versions']>,
  { version }: RecalledDevice,
): RecallGround {
  const what = 'version';
  if (range === null)
    return { what, truth: null, because: `“${text.slice(0, 80)}” cannot be read as versions` };
  const own = version === null || standsForNone(version) ? null : readVersion(version);
  const { truth, because } = contains(range, own);
  return { what, truth, because };
}

/**
 * The serial number, lot and "all units" tell of units and stand for each other; the version must hold as well. A device
 * identifier names the kind only: it affirms where nothing else is said.
 */
function truthOf(named: readonly RecallGround[], units: readonly RecallGround[]): Truth {
  const of = (...what: RecallGround['what'][]) => units.filter((it) => what.includes(it.what));
  const version = of('version')[0]?.truth;
  const said = of('serial', 'lot', 'units').map((it) => it.truth);
  const numbered = of('serial', 'lot').map((it) => it.truth);
  let truth: Truth;
  if (numbered.includes(true)) truth = version === false ? null : true;
  else if (version === false) truth = false;
  else if (numbered.length > 0 && numbered.every((it) => it === false) && !said.includes(null)) truth = false;
  else if (said.length > 0) truth = said.every((it) => it === true) && version !== null ? true : null;
  else if (version !== undefined) truth = version;
  else truth = of('device-id').some((it) => it.truth === true) ? true : null;
  return truth === true && named.some((it) => it.truth === null) ? null : truth;
}

import type { Random } from '../random.ts';
import type { Model } from './models.ts';
import { type Department, DEPARTMENTS, type Segment, segmentAt, type Site, SITES } from './sites.ts';
import { systemOf } from './systems.ts';
import type { DeviceType, Zone } from './types.ts';
import { type Since, WEEKS } from './weeks.ts';

/** Where a unit stands, and where it hangs on the network. */
export interface Place {
  readonly site: Site;
  readonly department: Department;
  readonly room: string;
  readonly segment: Segment | null;
  readonly ip: string | null;
}

/** A department that has such devices, the likelier ones more often, at a site that has the department. */
export function placeFor({ departments }: DeviceType, random: Random): Place {
  const among = departments.length;
  const key = departments[Math.floor(random.next() ** 1.6 * among)];
  const department = DEPARTMENTS.find((it) => it.key === key);
  if (department === undefined) throw new Error(`Cannot place device: there is no department "${key}"`);
  return roomIn(siteWith(department, random), department, random);
}

function siteWith(department: Department, random: Random): Site {
  const sites = SITES.filter((it) => department.sites.includes(it.code));
  let left = random.next() * sites.reduce((sum, it) => sum + it.share, 0);
  return sites.find((it) => (left -= it.share) < 0) ?? (sites[0] as Site);
}

function roomIn(site: Site, department: Department, random: Random): Place {
  const room = `${department.rooms}-${String(1 + random.below(department.roomCount)).padStart(2, '0')}`;
  return { site, department, room, segment: null, ip: null };
}

const MOVING = 0.06;
/** Of those that move, how many go to another site. */
const FAR = 0.2;

interface Moving {
  readonly model: Model;
  readonly random: Random;
  readonly addresses: (segment: Segment) => string;
  readonly isNetworked: boolean;
}

/** Where a unit is through the year; a few are moved once. */
export function placesOver(first: Place, moving: Moving): Since<Place>[] {
  const { model, random } = moving;
  const here = connected(first, moving);
  if (random.next() >= MOVING) return [{ week: 0, value: here }];
  const week = 2 + random.below(WEEKS - 3);
  const isFar = random.next() < FAR;
  const next = isFar
    ? placeFor(model.type, random)
    : roomIn(first.site, departmentNear(first, model, random), random);
  const there =
    next.site === here.site ? { ...next, segment: here.segment, ip: here.ip } : connected(next, moving);
  return [
    { week: 0, value: here },
    { week, value: there },
  ];
}

function departmentNear({ site, department }: Place, model: Model, random: Random): Department {
  const near = DEPARTMENTS.filter(
    (it) => model.type.departments.includes(it.key) && it.sites.includes(site.code),
  );
  return near.length === 0 ? department : random.pick(near);
}

function connected(place: Place, { model, random, addresses, isNetworked }: Moving): Place {
  if (!isNetworked) return place;
  const segment = segmentAt(place.site, zoneOf(model, random));
  return { ...place, segment, ip: segment === null ? null : addresses(segment) };
}

/** Machines whose system nobody mends any more stand apart, at least half of them. */
function zoneOf({ type, os }: Model, random: Random): Zone {
  const isLegacy = os !== null && systemOf(os).isLegacy;
  return isLegacy && random.next() < 0.5 ? 'legacy' : type.zone;
}

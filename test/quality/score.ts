import type { LabelledDevice, LabelledHost } from './labels.ts';

/** What was answered for a device: asserted affected, and affected or not can't be told. */
export interface Answer {
  readonly cves: ReadonlySet<string>;
  readonly possible: ReadonlySet<string>;
}

export interface Tally {
  devices: number;
  found: number;
  missed: number;
  wrong: number;
  /** Wrong although the labels say fixed or out of range. */
  hardWrong: number;
  hardTotal: number;
  exact: number;
  possibleFound: number;
  possibleTotal: number;
}

export function precisionOf(it: Tally): number {
  return it.found + it.wrong === 0 ? 1 : it.found / (it.found + it.wrong);
}

export function recallOf(it: Tally): number {
  return it.found + it.missed === 0 ? 1 : it.found / (it.found + it.missed);
}

function emptyTally(): Tally {
  return {
    devices: 0,
    found: 0,
    missed: 0,
    wrong: 0,
    hardWrong: 0,
    hardTotal: 0,
    exact: 0,
    possibleFound: 0,
    possibleTotal: 0,
  };
}

export interface DeviceScore {
  readonly missed: readonly string[];
  readonly wrong: readonly string[];
  readonly hardWrong: readonly string[];
}

/**
 * Scores answers by the rules of ../shared/data/score.py: only CVEs of the universe count, disputed ones never;
 * devices of unknown version are counted apart.
 */
export function scoreDevices(
  labels: readonly LabelledDevice[],
  answers: ReadonlyMap<string, Answer>,
  universe: ReadonlySet<string>,
): { readonly tallies: Map<string, Tally>; readonly devices: Map<string, DeviceScore> } {
  const tallies = new Map<string, Tally>();
  const devices = new Map<string, DeviceScore>();
  for (const label of labels) {
    const answer = answers.get(label.id);
    const said = new Set([...(answer?.cves ?? [])].filter((it) => universe.has(it)));
    const possible = new Set([...said, ...[...(answer?.possible ?? [])].filter((it) => universe.has(it))]);
    const disputed = new Set(label.disputed);
    const affected = new Set(label.affected.map((it) => it.cve));
    const clear = new Set(label.not_affected.map((it) => it.cve));
    const keys = [
      'ALL',
      `case:${label.case}`,
      label.medical ? 'medical' : 'building/ot',
      ...label.variants.map((it) => `var:${it}`),
    ];
    const mine = keys.map((key) => {
      const tally = tallies.get(key) ?? emptyTally();
      tallies.set(key, tally);
      return tally;
    });
    if (label.case === 'version_unknown') {
      const expected = new Set(label.possible);
      const wrong = [...said].filter((it) => !expected.has(it) && !disputed.has(it));
      const missed = [...expected].filter((it) => !possible.has(it));
      devices.set(label.id, { missed, wrong, hardWrong: [] });
      for (const it of mine) {
        it.possibleTotal += expected.size;
        it.possibleFound += expected.size - missed.length;
        it.wrong += wrong.length;
      }
      continue;
    }
    const wrong = [...said].filter((it) => !affected.has(it) && !disputed.has(it));
    const missed = [...affected].filter((it) => !said.has(it));
    const hardWrong = wrong.filter((it) => clear.has(it));
    devices.set(label.id, { missed, wrong, hardWrong });
    for (const it of mine) {
      it.devices++;
      it.found += affected.size - missed.length;
      it.missed += missed.length;
      it.wrong += wrong.length;
      it.hardWrong += hardWrong.length;
      it.hardTotal += clear.size;
      if (missed.length === 0 && wrong.length === 0) it.exact++;
    }
  }
  return { tallies, devices };
}

/** Hosts are judged on the CVEs their record lists, disputed ones left out. */
export function scoreHosts(
  labels: readonly LabelledHost[],
  answers: ReadonlyMap<string, Answer>,
): { readonly tally: Tally; readonly hosts: Map<string, DeviceScore> } {
  const tally = emptyTally();
  const hosts = new Map<string, DeviceScore>();
  for (const label of labels) {
    const said = answers.get(label.id)?.cves ?? new Set<string>();
    const disputed = new Set(label.disputed);
    const missed = label.affected.filter((it) => !said.has(it) && !disputed.has(it));
    const wrong = label.not_affected.filter((it) => said.has(it) && !disputed.has(it));
    tally.devices++;
    tally.found += label.affected.filter((it) => said.has(it) && !disputed.has(it)).length;
    tally.missed += missed.length;
    tally.wrong += wrong.length;
    tally.hardWrong += wrong.length;
    tally.hardTotal += label.not_affected.length;
    if (missed.length === 0 && wrong.length === 0) tally.exact++;
    hosts.set(label.id, { missed, wrong, hardWrong: wrong });
  }
  return { tally, hosts };
}

import type { Catalogue } from './catalogue.ts';
import { EPSS_ABSENT } from './tables.ts';
import { createCatalogue } from './view.ts';

/** Puts the forecasts of a catalogue that has nothing else in the place of all forecasts of another. */
export function withForecasts(below: Catalogue, forecasts: Catalogue): Catalogue {
  const [x, y] = [below.tables, forecasts.tables];
  const texts = x.texts.extended(y.texts);
  const epssProbability = new Uint32Array(below.size).fill(EPSS_ABSENT);
  const epssPercentile = new Uint32Array(below.size);
  const epssScoredOn = new Int32Array(below.size).fill(-1);
  for (let it = 0; it < forecasts.size; it++) {
    const row = below.indexOf(y.ids.text(y.idOfVulnerability[it] as number));
    if (row === -1) continue;
    const scoredOn = y.epssScoredOn[it] as number;
    epssProbability[row] = y.epssProbability[it] as number;
    epssPercentile[row] = y.epssPercentile[it] as number;
    epssScoredOn[row] = scoredOn === -1 ? -1 : (texts.places[scoredOn] as number);
  }
  return createCatalogue({ ...x, texts: texts.pool, epssProbability, epssPercentile, epssScoredOn });
}

/**
 * Vulnerabilities whose forecast changed so that something else follows from it, by their index in the later catalogue.
 * @param follows what follows from a forecast, 0 to 1; null: there is none
 */
export function forecastsThatCount(
  before: Catalogue,
  now: Catalogue,
  follows: (probability: number | null) => number,
): number[] {
  const [x, y] = [before.tables, now.tables];
  const probability = (it: number) => (it === EPSS_ABSENT ? null : it / 1e9);
  const found: number[] = [];
  for (let it = 0; it < now.size; it++) {
    const its = y.epssProbability[it] as number;
    const known =
      x.idOfVulnerability[it] === y.idOfVulnerability[it]
        ? it
        : before.indexOf(y.ids.text(y.idOfVulnerability[it] as number));
    if (known === -1 || x.epssProbability[known] === its) continue;
    if (follows(probability(x.epssProbability[known] as number)) !== follows(probability(its)))
      found.push(it);
  }
  return found;
}

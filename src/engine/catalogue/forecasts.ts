import type { Catalogue } from './catalogue.ts';
import { EPSS_ABSENT } from './tables.ts';
import { TextCollector } from './text-pool.ts';
import { createCatalogue } from './view.ts';

/**
 * Puts the forecasts of one catalogue in the place of those of another.
 * @param asked which vulnerabilities, by id, are to have them; those that the first does not know have none then
 */
export function withForecasts(
  below: Catalogue,
  forecasts: Catalogue,
  asked: (id: string) => boolean = () => true,
): Catalogue {
  const [x, y] = [below.tables, forecasts.tables];
  const epssProbability = x.epssProbability.slice();
  const epssPercentile = x.epssPercentile.slice();
  const epssScoredOn = x.epssScoredOn.slice();
  const days = new TextCollector();
  const placeOfDay = new Map<number, number>();
  for (let row = 0; row < below.size; row++) {
    const id = x.ids.text(x.idOfVulnerability[row] as number);
    if (!asked(id)) continue;
    const its = forecasts.indexOf(id);
    const scoredOn = its === -1 ? -1 : (y.epssScoredOn[its] as number);
    if (scoredOn !== -1 && !placeOfDay.has(scoredOn))
      placeOfDay.set(scoredOn, days.addText(y.texts.text(scoredOn)));
    epssProbability[row] = its === -1 ? EPSS_ABSENT : (y.epssProbability[its] as number);
    epssPercentile[row] = its === -1 ? 0 : (y.epssPercentile[its] as number);
    epssScoredOn[row] = scoredOn === -1 ? -1 : -2 - (placeOfDay.get(scoredOn) as number);
  }
  const texts = x.texts.extended(days.toPool());
  return createCatalogue({
    ...x,
    texts: texts.pool,
    epssProbability,
    epssPercentile,
    epssScoredOn: epssScoredOn.map((it) => (it < -1 ? (texts.places[-2 - it] as number) : it)),
  });
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

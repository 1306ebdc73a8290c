import { useElementSize } from '@mantine/hooks';
import { TreemapChart, type TreemapSeriesOption } from 'echarts/charts';
import { AriaComponent } from 'echarts/components';
import { type ComposeOption, type EChartsType, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import type { PlaceRow } from '#contract/assessments/lists';
import type { Tier } from '#engine/words';
import { painterOf, useScheme } from '../ui/chart-colours.ts';
import { whole } from '../ui/words.ts';
import { TIER_LOOKS } from './states.tsx';

use([TreemapChart, AriaComponent, SVGRenderer]);

interface RiskTreemapProps {
  readonly places: readonly PlaceRow[];
  /** Leads to the findings behind an area. */
  readonly onOpen: (place: Pick<PlaceRow, 'site' | 'department'>) => void;
}

const HEIGHT = 384;

/** Departments as areas inside their sites. A click leads to the findings behind the area. */
export default function RiskTreemap({ places, onOpen }: RiskTreemapProps) {
  const { ref, width } = useElementSize();
  const canvas = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const open = useRef(onOpen);
  open.current = onOpen;
  const scheme = useScheme();

  useEffect(() => {
    if (canvas.current === null || width === 0) return;
    const made = init(canvas.current, null, { renderer: 'svg', width, height: HEIGHT });
    chart.current = made;
    made.setOption(optionOf(places, canvas.current));
    made.on('click', (event) => {
      const { site, department } = (event.data ?? {}) as Partial<PlaceRow>;
      if (site === undefined || department === undefined) return;
      open.current({ site, department });
    });
    return () => made.dispose();
    // Colours are read from the page, so another scheme means another drawing.
  }, [places, width, scheme]);

  return (
    <div ref={ref}>
      <div
        ref={canvas}
        role="img"
        aria-label={`Treemap of open risk: ${places.length} departments; the largest is ${places[0]?.department ?? ''} with ${whole(places[0]?.riskPoints ?? 0)} points. The table has every value`}
        style={{ height: HEIGHT }}
      />
    </div>
  );
}

type Option = ComposeOption<TreemapSeriesOption>;

function optionOf(places: readonly PlaceRow[], element: HTMLElement): Option {
  const paint = painterOf(element);
  const bySite = Map.groupBy(places, (it) => it.site);
  const all = riskOf(places);
  const strength = strengthAmong(places);
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(element).fontFamily },
    series: [
      {
        type: 'treemap',
        left: 0,
        right: 0,
        top: 0,
        bottom: 0,
        roam: false,
        nodeClick: false,
        breadcrumb: { show: false },
        silent: false,
        levels: [
          { itemStyle: { gapWidth: 4, borderWidth: 0, borderColor: paint('--surface') } },
          {
            itemStyle: { gapWidth: 2, borderWidth: 2, borderColor: paint('--sunk') },
            upperLabel: {
              show: true,
              height: 24,
              padding: [0, 6],
              color: paint('--text'),
              fontWeight: 600,
              fontSize: 12,
              backgroundColor: paint('--sunk'),
              overflow: 'truncate',
            },
          },
        ],
        emphasis: { disabled: true },
        label: {
          position: [7, 7],
          fontSize: 12,
          lineHeight: 16,
          overflow: 'truncate',
          ellipsis: '…',
          color: paint('--text'),
          rich: { ...shapesOf(paint), small: { fontSize: 11, lineHeight: 16, color: paint('--text-2') } },
        },
        data: [...bySite].map(([site, departments]) => ({
          name: `${site}  ${whole(riskOf(departments))}`,
          value: riskOf(departments),
          upperLabel: { show: riskOf(departments) / all > SITE_LABELLED_FROM_SHARE },
          children: departments.map((it) => ({
            ...it,
            name: it.department,
            value: it.riskPoints,
            itemStyle: { color: paint(`--map-${it.highestTier}`, strength(it)) },
            label: {
              show:
                it.riskPoints / all > LABELLED_FROM_SHARE &&
                riskOf(departments) / all > SITE_LABELLED_FROM_SHARE,
              formatter: `{${it.highestTier}|} ${it.department}\n{small|${amountOf(it)}}`,
            },
          })),
        })),
      },
    ],
  };
}

/** A smaller area has no room for words, nor has anything in a site that is a mere strip. */
const SITE_LABELLED_FROM_SHARE = 0.08;
const LABELLED_FROM_SHARE = 0.025;

/** From faintest to full in so many steps: more could not be told apart. */
const STEPS = [0.25, 0.5, 0.75, 1] as const;

/** How strong a colour is: the more critical findings on each device, compared with the other areas, the stronger. */
function strengthAmong(places: readonly PlaceRow[]): (it: PlaceRow) => number {
  const sorted = places.map(criticalPerDevice).toSorted((a, b) => a - b);
  return (it) => {
    const below = sorted.filter((other) => other < criticalPerDevice(it)).length;
    return STEPS[Math.floor((below / sorted.length) * STEPS.length)] ?? 1;
  };
}

function criticalPerDevice({ critical, devices }: PlaceRow): number {
  return devices === 0 ? 0 : critical / devices;
}

function riskOf(places: readonly PlaceRow[]): number {
  return places.reduce((sum, it) => sum + it.riskPoints, 0);
}

function amountOf({ riskPoints, critical }: PlaceRow): string {
  return critical === 0 ? whole(riskPoints) : `${whole(riskPoints)} · ${whole(critical)} critical`;
}

const DRAWINGS: Readonly<Record<Tier, (color: string) => string>> = {
  critical: (color) => `<path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" fill="${color}"/>`,
  high: (color) => `<path d="M8 1.200 15.400 14.500H.600z" fill="${color}"/>`,
  unscored: (color) =>
    `<circle cx="8" cy="8" r="6" fill="none" stroke="${color}" stroke-width="2" stroke-dasharray="3 2.600"/>`,
  medium: (color) =>
    `<circle cx="8" cy="8" r="6.200" fill="none" stroke="${color}" stroke-width="1.800"/><path d="M8 2a6 6 0 0 1 0 12z" fill="${color}"/>`,
  low: (color) => `<circle cx="8" cy="8" r="6" fill="none" stroke="${color}" stroke-width="2"/>`,
};

/** The shapes of the tiers as pictures inside labels, each in the colour of its state. */
function shapesOf(paint: (token: string) => string) {
  return Object.fromEntries(
    Object.entries(DRAWINGS).map(([tier, draw]) => {
      const color = paint(`--${TIER_LOOKS[tier as Tier].tone}`);
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${draw(color)}</svg>`;
      const image = `data:image/svg+xml,${encodeURIComponent(svg)}`;
      return [tier, { backgroundColor: { image }, width: 11, height: 11, align: 'left' as const }];
    }),
  );
}

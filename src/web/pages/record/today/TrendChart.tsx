import { useElementSize } from '@mantine/hooks';
import { LineChart, type LineSeriesOption } from 'echarts/charts';
import {
  GridComponent,
  type GridComponentOption,
  LegendComponent,
  type LegendComponentOption,
} from 'echarts/components';
import { type ComposeOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { painterOf, useScheme } from '../../../ui/chart-colours.ts';
import { day, percent, whole } from '../../../ui/words.ts';

use([LineChart, GridComponent, LegendComponent, SVGRenderer]);

export interface Line {
  readonly title: string;
  readonly points: readonly { readonly on: string; readonly value: number | null }[];
}

interface TrendChartProps {
  readonly lines: readonly Line[];
  /** Shares run up to all; counts begin at none. */
  readonly of: 'shares' | 'counts';
}

const HEIGHT = 260;

/** Numbers over time. Lines differ by dash and mark as well as by colour. */
export default function TrendChart({ lines, of }: TrendChartProps) {
  const { ref, width } = useElementSize();
  const canvas = useRef<HTMLDivElement>(null);
  const scheme = useScheme();
  useEffect(() => {
    if (canvas.current === null || width === 0) return;
    const made = init(canvas.current, null, { renderer: 'svg', width, height: HEIGHT });
    made.setOption(optionOf({ lines, of }, canvas.current));
    return () => made.dispose();
    // Colours are read from the page, so another scheme means another drawing.
  }, [lines, of, width, scheme]);
  return (
    <div ref={ref}>
      <div ref={canvas} role="img" aria-label={sayLines({ lines, of })} style={{ height: HEIGHT }} />
    </div>
  );
}

function sayLines({ lines, of }: TrendChartProps): string {
  const words = (value: number | null | undefined) =>
    value == null ? 'unknown' : of === 'shares' ? percent(value) : whole(value);
  const said = lines.map(
    ({ title, points }) => `${title} from ${words(points[0]?.value)} to ${words(points.at(-1)?.value)}`,
  );
  return `Lines over time: ${said.join('; ')}. The table has every value`;
}

type Option = ComposeOption<LineSeriesOption | GridComponentOption | LegendComponentOption>;

const DASHES = ['solid', 'dashed', 'dotted', [8, 3, 2, 3]] as const;
const MARKS = ['circle', 'rect', 'triangle', 'diamond'] as const;
const COLOURS = ['--accent', '--text-2', '--warn', '--bad'] as const;
const ROOM_ABOVE = 0.05;

function optionOf({ lines, of }: TrendChartProps, element: HTMLElement): Option {
  const paint = painterOf(element);
  const values = lines.flatMap((it) => it.points.flatMap(({ value }) => value ?? []));
  const floor = Math.max(0, Math.floor((Math.min(...values) - ROOM_ABOVE) * 10) / 10);
  const label = { color: paint('--text-2'), fontSize: 11 };
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(element).fontFamily },
    grid: { left: 40, right: 12, top: 52, bottom: 24 },
    legend: {
      top: 0,
      left: 0,
      itemWidth: 26,
      itemHeight: 8,
      textStyle: { color: paint('--text'), fontSize: 12 },
      data: lines.map((it) => it.title),
    },
    xAxis: {
      type: 'category',
      data: lines[0]?.points.map((it) => day(it.on).slice(0, -5)) ?? [],
      axisLabel: label,
      axisLine: { lineStyle: { color: paint('--line-strong') } },
      axisTick: { show: false },
    },
    yAxis: {
      type: 'value',
      ...(of === 'shares' ? { min: floor, max: 1 } : { min: 0, minInterval: 1 }),
      axisLabel: { ...label, formatter: of === 'shares' ? percent : whole },
      splitLine: { lineStyle: { color: paint('--line') } },
    },
    series: lines.map((it, index) => {
      const color = paint(COLOURS[index % COLOURS.length] as string);
      return {
        type: 'line',
        name: it.title,
        data: it.points.map(({ value }) => value),
        connectNulls: false,
        symbol: MARKS[index % MARKS.length] as string,
        symbolSize: 5,
        lineStyle: { color, width: 2, type: DASHES[index % DASHES.length] as 'solid' },
        itemStyle: { color },
      };
    }),
  };
}

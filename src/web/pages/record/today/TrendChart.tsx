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
import { day, percent } from '../../../ui/words.ts';

use([LineChart, GridComponent, LegendComponent, SVGRenderer]);

export interface Line {
  readonly title: string;
  readonly points: readonly { readonly on: string; readonly share: number | null }[];
}

const HEIGHT = 260;

/** Shares over time. Lines differ by dash and mark as well as by colour. */
export default function TrendChart({ lines }: { readonly lines: readonly Line[] }) {
  const { ref, width } = useElementSize();
  const canvas = useRef<HTMLDivElement>(null);
  const scheme = useScheme();
  useEffect(() => {
    if (canvas.current === null || width === 0) return;
    const made = init(canvas.current, null, { renderer: 'svg', width, height: HEIGHT });
    made.setOption(optionOf(lines, canvas.current));
    return () => made.dispose();
    // Colours are read from the page, so another scheme means another drawing.
  }, [lines, width, scheme]);
  return (
    <div ref={ref}>
      <div ref={canvas} role="img" aria-label={sayLines(lines)} style={{ height: HEIGHT }} />
    </div>
  );
}

function sayLines(lines: readonly Line[]): string {
  const said = lines.map(({ title, points }) => {
    const [first, last] = [points[0]?.share, points.at(-1)?.share];
    return `${title} from ${first == null ? 'unknown' : percent(first)} to ${last == null ? 'unknown' : percent(last)}`;
  });
  return `Lines over time: ${said.join('; ')}. The table has every value`;
}

type Option = ComposeOption<LineSeriesOption | GridComponentOption | LegendComponentOption>;

const DASHES = ['solid', 'dashed', 'dotted', [8, 3, 2, 3]] as const;
const MARKS = ['circle', 'rect', 'triangle', 'diamond'] as const;
const COLOURS = ['--accent', '--text-2', '--warn', '--bad'] as const;
const ROOM_ABOVE = 0.05;

function optionOf(lines: readonly Line[], element: HTMLElement): Option {
  const paint = painterOf(element);
  const shares = lines.flatMap((it) => it.points.flatMap(({ share }) => share ?? []));
  const floor = Math.max(0, Math.floor((Math.min(...shares) - ROOM_ABOVE) * 10) / 10);
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
      min: floor,
      max: 1,
      axisLabel: { ...label, formatter: (it: number) => percent(it) },
      splitLine: { lineStyle: { color: paint('--line') } },
    },
    series: lines.map((it, index) => {
      const color = paint(COLOURS[index % COLOURS.length] as string);
      return {
        type: 'line',
        name: it.title,
        data: it.points.map(({ share }) => share),
        connectNulls: false,
        symbol: MARKS[index % MARKS.length] as string,
        symbolSize: 5,
        lineStyle: { color, width: 2, type: DASHES[index % DASHES.length] as 'solid' },
        itemStyle: { color },
      };
    }),
  };
}

import * as echarts from 'echarts';
import { type Rounds, median } from './measure.ts';

/** One bar for each system, with the median written on it. Readable on a light and on a dark page. */
export function bars(title: string, unit: string, rounds: Rounds, ours: readonly string[]): string {
  const names = [...rounds.keys()].toReversed();
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 800, height: 60 + 32 * names.length });
  const ink = '#777';
  chart.setOption({
    animation: false,
    title: { text: `${title} (${unit})`, textStyle: { fontSize: 14, color: ink } },
    grid: { left: 210, right: 70, top: 36, bottom: 8 },
    xAxis: { type: 'value', show: false },
    yAxis: {
      type: 'category',
      data: names,
      axisLabel: { color: ink },
      axisTick: { show: false },
      axisLine: { show: false },
    },
    series: [
      {
        type: 'bar',
        data: names.map((name) => ({
          value: median(rounds.get(name)!),
          itemStyle: { color: ours.includes(name) ? '#2a7de1' : '#9aa5b1' },
        })),
        label: {
          show: true,
          position: 'right',
          color: ink,
          formatter: ({ value }: { value: number }) => value.toFixed(1),
        },
      },
    ],
  } as echarts.EChartsCoreOption);
  const svg = chart.renderToSVGString();
  chart.dispose();

  return svg;
}

// Bars in groups from zero up, with the interval of each and the value that was published.
import * as d3 from '../d3.js';
import {known} from '../format.js';

import {cross, drawing, legend, textWidth, valueAxis, valueLabelsWidth, vertical, words} from './frame.js';

const kHeight = 300, kFoot = 34, kWidest = 52;

function drawBar(svg, bar, middle, width, y) {
  svg.append('rect')
      .attr('class', `bar ${bar.light ? 'light' : 'full'}`)
      .attr('x', middle - width / 2)
      .attr('width', width)
      .attr('y', y(bar.mean))
      .attr('height', y(0) - y(bar.mean));
  if (known(bar.low)) vertical(svg, 'interval', middle, y(bar.low), y(bar.high));
  if (known(bar.observed)) cross(svg, middle, y(bar.observed));
}

function legendOf(groups) {
  const bars = groups[0].bars.map((bar) => ({
    label: bar.label,
    sample: (group) => group.append('rect').attr('class', `bar ${bar.light ? 'light' : 'full'}`).attr('x', 4)
                            .attr('y', -6).attr('width', 14).attr('height', 12)
  }));
  const observed = groups.some((group) => group.bars.some((bar) => known(bar.observed)));
  return observed ? [...bars, {label: 'published', sample: (group) => cross(group, 12, 0)}] : bars;
}

/** A name on two lines where it does not fit on one. */
function linesOf(name, width) {
  const parts = name.split(' ');
  if (textWidth(name) <= width || parts.length < 2) return [name];
  const first = (count) => parts.slice(0, count).join(' ');
  const count = 1 + d3.scan(d3.range(1, parts.length).map((count) => Math.abs(first(count).length - name.length / 2)));
  return [first(count), parts.slice(count).join(' ')];
}

/** chart: groups [{name, bars [{label, light, mean, low, high, observed}]}], write. */
export function barChart(width, chart) {
  const groups = chart.groups.map((group) => ({...group, bars: group.bars.filter((bar) => known(bar.mean))}));
  const values = groups.flatMap((group) => group.bars.flatMap((bar) => [bar.mean, bar.high, bar.observed])).filter(known);
  if (!values.length) return null;
  const svg = drawing(width, kHeight), top = 8 + legend(svg, width, legendOf(groups)), bottom = kHeight - kFoot;
  const y = d3.scaleLinear().domain([0, d3.max(values) || 1]).range([bottom, top]).nice(5);
  const left = valueLabelsWidth(y, chart.write), room = (width - left - 10) / groups.length;
  valueAxis(svg, y, left, width - 10, chart.write);
  groups.forEach((group, g) => {
    const step = room / (group.bars.length + 1), middle = left + room * (g + 0.5);
    group.bars.forEach((bar, i) => drawBar(
        svg, bar, middle + step * (i - (group.bars.length - 1) / 2), Math.min(kWidest, 0.72 * step), y));
    if (groups.length === 1) return;
    linesOf(group.name, room - 8).forEach((line, i) => words(svg, 'label', middle, bottom + 15 + 14 * i, line, 'middle'));
  });
  return {svg: svg.node()};
}

// One row per target, each with its own scale: the target with its tolerance, and the result with its interval.
import * as d3 from '../d3.js';
import {known} from '../format.js';

import {dot, drawing, horizontal, label, legend, textWidth, vertical, words} from './frame.js';

const kRow = 40;

function drawRow(svg, row, left, right, y, write) {
  const values = [row.value, row.value - row.tolerance, row.value + row.tolerance, row.mean, row.low, row.high, row.theory];
  const [low, high] = d3.extent(values.filter(known)), room = (high - low || Math.abs(high) || 1) * 0.15;
  const x = d3.scaleLinear().domain([low - room, high + room]).range([left, right]);
  horizontal(svg, 'grid', left, right, y);
  if (row.tolerance > 0)
    svg.append('rect')
        .attr('class', 'band other')
        .attr('x', x(row.value - row.tolerance))
        .attr('width', x(row.value + row.tolerance) - x(row.value - row.tolerance))
        .attr('y', y - 9)
        .attr('height', 18);
  vertical(svg, 'target-mark', x(row.value), y - 11, y + 11);
  words(svg, 'label faint', x(row.value), y + 21, write(row.value), 'middle');
  if (known(row.theory)) vertical(svg, 'mark', x(row.theory), y - 11, y + 11);
  if (known(row.low)) horizontal(svg, 'whisker', x(row.low), x(row.high), y);
  if (known(row.mean)) dot(svg, 'variant', x(row.mean), y, 4.5);
}

/** chart: rows [{label, value, tolerance, mean, low, high, theory, text}], write. */
export function targetChart(width, chart) {
  if (!chart.rows.length) return null;
  const left = 14 + d3.max(chart.rows, (row) => textWidth(row.label, 13));
  const right = width - 14 - d3.max(chart.rows, (row) => textWidth(row.text, 12.5));
  const svg = drawing(width, 10);
  const top = legend(svg, width, [
    {label: 'target', sample: (group) => vertical(group, 'target-mark', 12, -8, 8)},
    {label: 'theory', sample: (group) => vertical(group, 'mark', 12, -8, 8)},
    {
      label: 'came out, 95 % interval',
      sample: (group) => {
        horizontal(group, 'whisker', 0, 24, 0);
        dot(group, 'variant', 12, 0, 4.5);
      }
    }
  ]);
  chart.rows.forEach((row, i) => {
    const y = top + kRow * (i + 0.5);
    label(svg, 'row-name', 0, y, row.label);
    drawRow(svg, row, left, right, y, chart.write);
    label(svg, 'row-text', right + 12, y, row.text);
  });
  const height = top + kRow * chart.rows.length + 6;
  svg.attr('height', height).attr('viewBox', `0 0 ${width} ${height}`);
  return {svg: svg.node()};
}

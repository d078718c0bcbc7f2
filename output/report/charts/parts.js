// A whole in parts that may be negative: bars that go both ways from zero, each part with a hatch of its own.
import * as d3 from '../d3.js';
import {known} from '../format.js';

import {drawing, hatch, label, legend, textWidth, valueAxisBelow, vertical} from './frame.js';

const kRow = 30;

/** chart: rows [{name, parts: [value], whole, text}], parts [{label, kind: 'plain'|'lines'|'dots'}], write. */
export function partsChart(width, chart) {
  const rows = chart.rows.filter((row) => row.parts.some(known));
  if (!rows.length) return null;
  const svg = drawing(width, 10);
  const fills = chart.parts.map((part, i) => (part.kind === 'plain' ? null : hatch(svg, part.kind, `part-${i}`)));
  const sample = (i) => (group) => group.append('rect')
                                       .attr('class', `part part-${i}`)
                                       .attr('y', -6)
                                       .attr('width', 24)
                                       .attr('height', 12)
                                       .attr('fill', fills[i]);
  const whole = (group) => vertical(group, 'whole', 12, -8, 8);
  const top = legend(svg, width, [
    ...chart.parts.map((part, i) => ({label: part.label, sample: sample(i)})), {
      label: 'the ' +
          'whole',
      sample: whole
    }
  ]);
  const nameWidth = 14 + d3.max(rows, (row) => textWidth(row.name, 13)),
        textRoom = 14 + d3.max(rows, (row) => textWidth(row.text, 12.5));
  const beside = width - nameWidth - textRoom > 160, left = beside ? nameWidth : 24,
        right = beside ? width - textRoom : width - 24, step = beside ? kRow : 48;
  const height = top + step * rows.length + 28, bottom = height - 26;
  svg.attr('height', height).attr('viewBox', `0 0 ${width} ${height}`);
  const sum = (row, sign) => d3.sum(row.parts.filter((value) => known(value) && value * sign > 0));
  const x = d3.scaleLinear()
                .domain([d3.min(rows, (row) => sum(row, -1)), d3.max(rows, (row) => sum(row, 1)) || 1])
                .range([left + 6, right - 6])
                .nice(4);
  valueAxisBelow(svg, x, top, bottom, chart.write);
  rows.forEach(
      (row, i) => drawRow(svg, row, fills, x, top + step * i + (beside ? 0 : 18), {beside, width, y: top + step * i}));
  return {svg: svg.node()};
}

function drawRow(svg, row, fills, x, y, place) {
  const middle = place.beside ? y + kRow / 2 : place.y + 8;
  label(svg, 'row-name', 0, middle, row.name);
  label(svg, 'row-text', place.width, middle, row.text, 'end');
  const ends = {1: 0, '-1': 0};
  row.parts.forEach((value, i) => {
    if (!known(value) || value === 0) return;
    const sign = Math.sign(value), from = ends[sign], to = from + value;
    ends[sign] = to;
    svg.append('rect')
        .attr('class', `part part-${i}`)
        .attr('fill', fills[i])
        .attr('x', Math.min(x(from), x(to)))
        .attr('y', y + 6)
        .attr('width', Math.abs(x(to) - x(from)))
        .attr('height', kRow - 12);
  });
  if (known(row.whole)) vertical(svg, 'whole', x(row.whole), y + 3, y + kRow - 3);
}

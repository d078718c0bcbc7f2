// A matrix with numbers in its cells: darker is more; losses are hatched, so that it is readable without colour.
import * as d3 from '../d3.js';
import {known, tight} from '../format.js';

import {drawing, hatch, label, textWidth} from './frame.js';

const kCell = 46, kRow = 27;

/** Ink on dark cells, paper on light ones. */
const inkClass = (strength) => (strength > 0.55 ? 'on-dark' : 'on-light');

/** chart: rows, columns (names), values [row][column], signed (0 in the middle), write, ringed(row, column),
 * clear(row, column): false where a value may be noise, which is drawn without shade. */
export function matrixChart(width, chart) {
  const largest = d3.max(chart.values.flat().filter(known), Math.abs);
  if (largest === undefined) return null;
  const left = 16 + d3.max(chart.rows, (name) => textWidth(name)), narrowest = chart.narrowest ?? kCell,
        roomFor = (end) => Math.max(narrowest, (width - left - end) / chart.columns.length);
  const slanted = d3.max(chart.columns, (name) => textWidth(name, 11)) > roomFor(0), head = slanted ? 62 : 24,
        overhang = slanted ? 34 : 0, cell = roomFor(overhang);
  const full = left + cell * chart.columns.length + overhang, height = head + kRow * chart.rows.length + 4;
  const svg = drawing(full, height);
  const lost = hatch(svg, 'lines', 'loss');
  chart.columns.forEach((name, j) => {
    const x = left + cell * (j + 0.5);
    svg.append('text')
        .attr('class', 'label')
        .attr('text-anchor', slanted ? 'start' : 'middle')
        .attr('transform', slanted ? `translate(${x - 8},${head - 8}) rotate(-38)` : `translate(${x},${head - 8})`)
        .text(name);
  });
  chart.rows.forEach((name, i) => {
    const y = head + kRow * i;
    label(svg, 'label', left - 8, y + kRow / 2, name, 'end');
    chart.columns.forEach((_, j) => drawCell(svg, chart, i, j, left + cell * j, y, cell, largest, lost));
  });
  return {svg: svg.node()};
}

function drawCell(svg, chart, i, j, x, y, cell, largest, lost) {
  const value = chart.values[i]?.[j], strength = known(value) && largest > 0 ? Math.sqrt(Math.abs(value) / largest) : 0;
  const box = svg.append('rect').attr('x', x + 1).attr('y', y + 1).attr('width', cell - 2).attr('height', kRow - 2);
  const unclear = chart.clear && !chart.clear(i, j);
  if (unclear)
    box.attr('class', 'cell').attr('fill', 'none');
  else if (chart.signed && value < 0)
    box.attr('fill', lost).attr('fill-opacity', 0.12 + 0.88 * strength).attr('class', 'cell');
  else
    box.attr('class', 'cell shade').attr('fill-opacity', strength);
  if (chart.ringed?.(i, j))
    svg.append('rect')
        .attr('class', 'ring')
        .attr('x', x + 1.5)
        .attr('y', y + 1.5)
        .attr('width', cell - 3)
        .attr('height', kRow - 3);
  label(
      svg, `cell-text ${unclear ? 'faint' : chart.signed && value < 0 ? 'on-hatch' : inkClass(strength)}`, x + cell / 2, y + kRow / 2,
      (chart.write ?? tight)(value), 'middle');
}

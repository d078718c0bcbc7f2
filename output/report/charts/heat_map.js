// Two factors at once: cells for values that recur, coloured points for others.
import * as d3 from '../d3.js';
import {known} from '../format.js';

import {drawing, fitted, horizontal, label, textWidth, vertical, words} from './frame.js';
import {shadedDots, shadeLegend, shading} from './shades.js';

const kLeastCell = 26, kMostCell = 120, kLeastRow = 26, kMostRow = 46, kPlot = 320, kWidestName = 150, kDarkShade = 5, kInset = 8;

/** Names of rows, widest first cut; the room they take. */
const roomFor = (names) => 14 + Math.min(kWidestName, d3.max(names, (name) => textWidth(name)));

function drawColumnNames(svg, names, left, cell, y) {
  const slanted = d3.max(names, (name) => textWidth(name, 11) + 6) > cell;
  names.forEach((name, j) => {
    const x = left + cell * (j + 0.5);
    const text = words(svg, 'label faint', slanted ? 0 : x, slanted ? 0 : y + 14, fitted(name, 84, 11), slanted ? 'end' : 'middle');
    if (slanted) text.attr('transform', `translate(${x + 4},${y + 12}) rotate(-40)`);
  });
  return slanted ? 66 : 22;
}

function drawCell(svg, cell, shades, box, write) {
  const shade = shades.shadeOf(cell?.value), text = cell && known(cell.value) ? write(cell.value) : '';
  svg.append('rect').attr('class', `cell heat-${shade ?? 'none'}`).attr('x', box.x + 1).attr('y', box.y + 1)
      .attr('width', box.width - 2).attr('height', box.height - 2).append('title').text(cell?.text ?? 'no points');
  if (textWidth(text, 11.5) + 4 < box.width)
    label(svg, `cell-text ${shade >= kDarkShade ? 'on-dark' : ''}`, box.x + box.width / 2, box.y + box.height / 2, text, 'middle')
        .style('pointer-events', 'none');
}

/**
 * chart: columns, rows (names; the first row lies at the foot), cells [row][column]: {value, text} or undefined,
 * xLabel, yLabel, title (of the legend), write, writeCell.
 */
export function heatMapChart(width, chart) {
  const shades = shading(chart.cells.flat().map((cell) => cell?.value));
  if (!known(shades.low)) return null;
  const left = roomFor(chart.rows), cell = Math.max(kLeastCell, Math.min(kMostCell, (width - left - 4) / chart.columns.length)),
        row = Math.max(kLeastRow, Math.min(kMostRow, kPlot / chart.rows.length));
  const full = Math.max(width, left + cell * chart.columns.length + 4), svg = drawing(full, 10);
  const top = shadeLegend(svg, width, shades, chart.title, chart.write) + 24, bottom = top + row * chart.rows.length;
  words(svg, 'label faint', 0, top - 9, fitted(`Up: ${chart.yLabel}`, width, 11));
  chart.rows.forEach((name, i) => {
    const y = bottom - row * (i + 1);
    label(svg, 'label faint', left - 8, y + row / 2, fitted(name, kWidestName), 'end').append('title').text(name);
    chart.columns.forEach((_, j) => drawCell(
        svg, chart.cells[i][j], shades, {x: left + cell * j, y, width: cell, height: row}, chart.writeCell));
  });
  const foot = drawColumnNames(svg, chart.columns, left, cell, bottom);
  words(svg, 'label faint', left, bottom + foot + 12, fitted(`Across: ${chart.xLabel}`, width - left, 11));
  const height = bottom + foot + 20;
  svg.attr('height', height).attr('viewBox', `0 0 ${full} ${height}`);
  return {svg: svg.node()};
}

/** chart: points [[x, y, value]] with places from 0 to 1, x and y (axes), xLabel, yLabel, title, write. */
export function colouredPointsChart(width, chart) {
  const shades = shading(chart.points.map(([, , value]) => value));
  if (!known(shades.low)) return null;
  const names = chart.y.ticks(5).map((tick) => tick.text), left = names.length ? roomFor(names) : 14, svg = drawing(width, 10);
  const top = shadeLegend(svg, width, shades, chart.title, chart.write) + 24, bottom = top + kPlot, right = Math.min(width, 820);
  const x = d3.scaleLinear().range([left + kInset, right - kInset]), y = d3.scaleLinear().range([bottom - kInset, top + kInset]);
  words(svg, 'label faint', 0, top - 9, fitted(`Up: ${chart.yLabel}`, width, 11));
  for (const tick of chart.y.ticks(5)) {
    horizontal(svg, 'grid', left, right, y(tick.at));
    label(svg, 'label faint', left - 8, y(tick.at), fitted(tick.text, kWidestName), 'end');
  }
  let end = -Infinity;
  for (const tick of chart.x.ticks(Math.max(2, Math.floor((right - left) / 90)))) {
    const half = textWidth(tick.text, 11) / 2;
    vertical(svg, 'grid', x(tick.at), top, bottom);
    if (x(tick.at) - half < end + 4) continue;
    end = x(tick.at) + half;
    words(svg, 'label faint', x(tick.at), bottom + 15, tick.text, 'middle');
  }
  shadedDots(svg, chart.points.filter(([a, b]) => known(a) && known(b))
      .map(([a, b, value]) => [x(a), y(b), shades.shadeOf(value)]));
  words(svg, 'label faint', left, bottom + 34, fitted(`Across: ${chart.xLabel}`, width - left, 11));
  svg.attr('height', bottom + 42).attr('viewBox', `0 0 ${width} ${bottom + 42}`);
  return {svg: svg.node()};
}

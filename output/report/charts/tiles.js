// A map of equal tiles: where markets lie, roughly, and no borders.
import * as d3 from '../d3.js';
import {known} from '../format.js';

import {drawing, hatch, vertical, words} from './frame.js';

const kColumns = 7, kDarkest = 0.5;  // light enough for ink on it
const kPlaces = {
  EU: [0, 0],
  CN: [2, 0],
  KR: [3, 0],
  JP: [4, 0],
  US: [6, 0],
  HK: [2, 1],
  TW: [3, 1],
  TH: [1, 2],
  VN: [2, 2],
  PH: [3, 2],
  LA: [6, 2],
  MY: [1, 3],
  SG: [2, 3],
  ID: [3, 3]
};

/** Column and row of each code; those that the map does not know follow below, in order. */
function placesOf(codes) {
  const rows = d3.max(codes, (code) => (kPlaces[code] ? kPlaces[code][1] + 1 : 0)) ?? 0;
  let more = 0;
  return codes.map((code) => kPlaces[code] ?? [more % kColumns, rows + Math.floor(more++ / kColumns)]);
}

function drawLine(group, xs, values, x, y, className) {
  group.append('path')
      .attr('class', `line spark ${className}`)
      .attr('d', d3.line().defined(known).x((_, i) => x(xs[i])).y((value) => y(value))(values));
}

/**
 * chart: codes, titles, values, signed, write, series [{className, rows: [market][year]}], xs (years of the series).
 */
export function tileChart(width, chart) {
  const values = chart.values.filter(known);
  if (!values.length) return null;
  const places = placesOf(chart.codes), rows = 1 + d3.max(places, ([, row]) => row),
        columns = 1 + d3.max(places, ([column]) => column);
  const largest = d3.max(values, Math.abs), size = Math.min(width / columns, 150), height = Math.min(size, 96);
  const svg = drawing(width, rows * height + 4), shift = (width - columns * size) / 2, roomy = size >= 84;
  const lost = hatch(svg, 'lines', 'loss');
  chart.codes.forEach((code, i) => {
    const [column, row] = places[i], value = chart.values[i],
                   strength = known(value) && largest > 0 ? Math.abs(value) / largest : 0;
    const group = svg.append('g').attr('transform', `translate(${shift + column * size},${row * height})`);
    group.append('title').text(`${chart.titles[i]}: ${chart.write(value)}`);
    group.append('rect')
        .attr('class', 'tile-ground')
        .attr('x', 2)
        .attr('y', 2)
        .attr('width', size - 4)
        .attr('height', height - 4);
    group.append('rect')
        .attr('class', 'tile shade')
        .attr('x', 2)
        .attr('y', 2)
        .attr('width', size - 4)
        .attr('height', height - 4)
        .attr('fill-opacity', kDarkest * strength)
        .attr('fill', chart.signed && value < 0 ? lost : null);
    if (roomy) drawSpark(group, chart, i, size, height);
    words(group, 'tile-code', 9, 20, code);
    words(
        group, 'tile-value', roomy ? size - 9 : size / 2, roomy ? 20 : height - 11,
        (roomy ? chart.write : chart.tight ?? chart.write)(value), roomy ? 'end' : 'middle');
  });
  return {svg: svg.node()};
}

function drawSpark(group, chart, market, size, height) {
  const all = chart.series.flatMap((series) => series.rows[market] ?? []).filter(known);
  if (!all.length || chart.xs.length < 2) return;
  const x = d3.scaleLinear().domain(d3.extent(chart.xs)).range([9, size - 9]);
  const y = d3.scaleLinear().domain([0, d3.max(all) || 1]).range([height - 10, 32]);
  for (const series of chart.series) drawLine(group, chart.xs, series.rows[market] ?? [], x, y, series.className);
  if (known(chart.year)) vertical(group, 'mark', x(chart.year), 30, height - 8);
}

// Rows of a name, a place on a line and the number in words: intervals around a difference, or a level before and
// after.
import * as d3 from '../d3.js';
import {hasInterval, known} from '../format.js';

import {dot, drawing, horizontal, label, legend, textWidth, valueAxisBelow, vertical} from './frame.js';

const kRow = 34;

/** Names and numbers beside the plot where there is room; else above it, on two lines where one is too short. */
function layout(width, names, texts) {
  const nameWidth = Math.min(330, 14 + d3.max(names, (name) => textWidth(name, 13))),
        textRoom = 14 + d3.max(texts, (text) => textWidth(text, 12.5));
  if (width - nameWidth - textRoom > 160)
    return {left: nameWidth, right: width - textRoom, row: kRow, middle: kRow / 2, name: 0, text: 0};
  const onOneLine = names.every((name, i) => textWidth(name, 13) + textWidth(texts[i], 12.5) + 12 < width);
  return onOneLine ? {left: 8, right: width - 20, row: 50, middle: 34, name: -19, text: -19} :
                     {left: 8, right: width - 20, row: 64, middle: 48, name: -35, text: -18, under: true};
}

function drawNames(svg, place, width, y, name, text) {
  label(svg, 'row-name', 0, y + place.name, name);
  label(svg, 'row-text', place.under ? 0 : width, y + place.text, text, place.under ? 'start' : 'end');
}

/** Ticks of a scale of logarithms where the factors are round. */
export function roundFactors(x, count) {
  const [low, high] = x.domain().map(Math.exp);
  if (high / low < 4) return d3.ticks(low, high, count).filter((factor) => factor > 0).map(Math.log);
  const decades = Math.log10(high / low), least = Math.ceil(Math.log10(low)), most = Math.floor(Math.log10(high));
  if (decades < count / 3)
    return [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50].filter((factor) => factor >= low && factor <= high).map(Math.log);
  const step = Math.ceil(decades / count);
  return d3.range(Math.ceil(least / step) * step, most + 1, step).map((power) => power * Math.LN10);
}

const kBetween = 6;  // a second interval lies so far below the first

/**
 * chart: rows [{name, range {mean, low, high}, className, below (a second range), singles, text}], write and ticks (of the
 * axis), names [{label, className}] of the first and second range.
 */
export function intervalChart(width, chart) {
  const rows = chart.rows.filter((row) => known(row.range?.mean));
  if (!rows.length) return null;
  const place = layout(width, rows.map((row) => row.name), rows.map((row) => row.text)), svg = drawing(width, 10);
  const sample = (className) => (group) => dot(group, className, 14, 0);
  const top = legend(svg, width, (chart.names ?? []).map((name) => ({label: name.label, sample: sample(name.className)})));
  const height = top + 10 + place.row * rows.length + 26, bottom = height - 26;
  svg.attr('height', height).attr('viewBox', `0 0 ${width} ${height}`);
  const ends = (range) => [range?.mean, range?.low, range?.high];
  const values = rows.flatMap((row) => [...ends(row.range), ...ends(row.below), ...(row.singles ?? [])]).filter(known);
  const [low, high] = d3.extent([...values, 0]);
  const x = d3.scaleLinear()
                .domain(low === high ? [low - 1, high + 1] : [low, high])
                .range([place.left + 8, place.right - 8])
                .nice(4);
  valueAxisBelow(svg, x, top + 4, bottom, chart.write, chart.ticks);
  const drawRange = (range, className, y) => {
    if (hasInterval(range)) horizontal(svg, `whisker ${className ?? ''}`, x(range.low), x(range.high), y);
    dot(svg, className ?? 'variant', x(range.mean), y);
  };
  rows.forEach((row, i) => {
    const y = top + 10 + place.row * i + place.middle, apart = known(row.below?.mean) ? kBetween : 0;
    drawNames(svg, place, width, y, row.name, row.text);
    for (const single of (row.singles ?? []).filter(known)) vertical(svg, 'single-tick', x(single), y - 6, y + 6);
    drawRange(row.range, row.className, y - apart);
    if (apart) drawRange(row.below, row.below.className, y + apart);
  });
  return {svg: svg.node()};
}

/**
 * chart: rows [{name, base, variant, text}], names [{label, className}], write: levels from zero on, open before and
 * full after.
 */
export function beforeAfterChart(width, chart) {
  const rows = chart.rows.filter((row) => known(row.base) || known(row.variant));
  if (!rows.length) return null;
  const svg = drawing(width, 10), sample = (className) => (group) => dot(group, className, 14, 0);
  const top = legend(svg, width, chart.names.map((name) => ({label: name.label, sample: sample(name.className)})));
  const place = layout(width, rows.map((row) => row.name), rows.map((row) => row.text));
  const height = top + 6 + place.row * rows.length + 26, bottom = height - 26;
  svg.attr('height', height).attr('viewBox', `0 0 ${width} ${height}`);
  const largest = d3.max(rows.flatMap((row) => [row.base, row.variant]).filter(known)) || 1;
  const x = d3.scaleLinear().domain([0, largest]).range([place.left + 8, place.right - 8]).nice(4);
  valueAxisBelow(svg, x, top, bottom, chart.write);
  rows.forEach((row, i) => {
    const y = top + 6 + place.row * i + place.middle;
    drawNames(svg, place, width, y, row.name, row.text);
    if (!chart.names.length && known(row.variant)) horizontal(svg, 'stem', x(0), x(row.variant), y);
    if (known(row.base) && known(row.variant)) horizontal(svg, 'join', x(row.base), x(row.variant), y);
    if (known(row.base)) dot(svg, 'base', x(row.base), y);
    if (known(row.variant)) dot(svg, 'variant', x(row.variant), y, 4);
  });
  return {svg: svg.node()};
}

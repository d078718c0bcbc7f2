// Lines over the years, with a band, single pairs and dated marks.
import * as d3 from '../d3.js';
import {known} from '../format.js';

import {apart, dot, drawing, label, legend, textWidth, valueAxis, valueLabelsWidth, vertical, wholeYears, words, yearAxis} from './frame.js';

const kNarrow = 560;

const kBandReach = 2;  // a band reaches so many times as far as the values in it; that of two pairs is much wider

function domainOf(chart) {
  const inside = [
    ...chart.series.flatMap((series) => series.values), ...(chart.singles ?? []).flat(), ...(chart.zero ? [0] : [])
  ].filter(known);
  const farthest = kBandReach * d3.max(inside, Math.abs);
  const band = (chart.band ? [...chart.band.low, ...chart.band.high] : []).filter(known);
  const values = [...inside, ...band.map((value) => Math.max(-farthest, Math.min(farthest, value)))];
  if (!values.length) return null;
  const [low, high] = d3.extent(values);
  if (low !== high) return [low, high];
  return chart.signed || low !== 0 ? [low - (Math.abs(low) || 1), high + (Math.abs(high) || 1)] : [0, 1];
}

const line = (x, y, xs) => d3.line().defined(known).x((_, i) => x(xs[i])).y((value) => y(value));

/** Where a series ends: its last known value. */
function endOf(series) {
  for (let i = series.values.length - 1; i >= 0; --i)
    if (known(series.values[i])) return series.values[i];
  return null;
}

function drawBand(svg, {low, high}, xs, x, y) {
  const [least, most] = y.domain(), within = (value) => y(Math.max(least, Math.min(most, value)));
  const area = d3.area()
                   .defined((_, i) => known(low[i]) && known(high[i]))
                   .x((_, i) => x(xs[i]))
                   .y0((_, i) => within(low[i]))
                   .y1((_, i) => within(high[i]));
  svg.append('path').attr('class', 'band').attr('d', area(low));
}

/** Years after the record: a ground behind the plot, and words at its foot. */
function shadeAfter(svg, end, x, top, bottom) {
  const [left, right] = x.range(), from = Math.max(left, x(end));
  if (from >= right) return;
  svg.append('rect').attr('class', 'after-record').attr('x', from).attr('y', top).attr('width', right - from).attr('height', bottom - top);
  const text = 'after the record';
  if (textWidth(text, 11) + 8 < right - from) words(svg, 'label mark-label', right - 4, bottom - 6, text, 'end');
}

function drawMarks(svg, marks, x, top, bottom, right) {
  marks.forEach((mark, i) => {
    const at = x(mark.x), flip = at + textWidth(mark.label, 11) + 8 > right;
    vertical(svg, 'mark', at, top, bottom);
    words(svg, 'label mark-label', at + (flip ? -5 : 5), top + 10 + 14 * (i % 3), mark.label, flip ? 'end' : 'start');
  });
}

function drawEndLabels(svg, chart, y, left, top, bottom) {
  const labelled = chart.series.filter((series) => series.label && known(endOf(series)));
  const places = apart(labelled.map((series) => y(endOf(series))), 14, top + 6, bottom - 2);
  labelled.forEach((series, i) => {
    label(svg, `label end ${series.className}`, left + 7, places[i], series.label);
  });
}

/**
 * chart: xs (years), series [{label, values, className}], band {low, high}, singles [[value]], marks [{x, label}],
 * recordEnds (years after it are no record; null: all are),
 * write (values of the axis), zero (whether 0 must be seen),
 * signed (values are differences), height, read(i) -> what stands at xs[i] in words.
 */
export function lineChart(width, chart) {
  const domain = domainOf(chart);
  if (!domain || !chart.xs.length) return null;
  const narrow = width < kNarrow, height = chart.height ?? (narrow ? 280 : 340);
  const svg = drawing(width, height);
  const labelled = chart.series.filter((series) => series.label);
  const top = 10 + (narrow ? legend(svg, width, labelled) : 0), bottom = height - 26;
  const y = d3.scaleLinear().domain(domain).range([bottom, top]).nice(5);
  const left = valueLabelsWidth(y, chart.write);
  const right = width - (narrow ? 8 : 14 + (d3.max(labelled, (series) => textWidth(series.label, 13)) ?? 0));
  const x = d3.scaleLinear().domain(d3.extent(chart.xs)).range([left, right]);
  if (known(chart.recordEnds)) shadeAfter(svg, chart.recordEnds, x, top, bottom);
  valueAxis(svg, y, left, right, chart.write);
  yearAxis(svg, x, bottom, chart.xs.length > 1 ? wholeYears(x, right - left) : chart.xs);
  if (chart.band) drawBand(svg, chart.band, chart.xs, x, y);
  const path = line(x, y, chart.xs);
  for (const single of chart.singles ?? []) svg.append('path').attr('class', 'single').attr('d', path(single));
  for (const series of chart.series) {
    svg.append('path').attr('class', `line ${series.className}`).attr('d', path(series.values));
    if (chart.xs.length === 1) dot(svg, series.className, x(chart.xs[0]), y(endOf(series) ?? 0), 4);
  }
  drawMarks(svg, chart.marks ?? [], x, top, bottom, right);
  if (!narrow) drawEndLabels(svg, chart, y, right, top, bottom);
  const readings = chart.read ?
      {positions: chart.xs.map((at) => x(at)), texts: chart.xs.map((_, i) => chart.read(i)), top, bottom} :
      null;
  return {svg: svg.node(), readings};
}

// Lines and points over any numeric axis, with bands, and with targets marked.
import * as d3 from '../d3.js';
import {known} from '../format.js';

import {apart, cross, dot, drawing, label, legend, roundTicks, textWidth, valueAxis, valueAxisBelow, valueLabelsWidth, vertical, words} from './frame.js';

const kNarrow = 560;

function extentOf(values) {
  const [low, high] = d3.extent(values.filter(known));
  if (low === undefined) return null;
  return low === high ? [low - (Math.abs(low) || 1) / 2, high + (Math.abs(high) || 1) / 2] : [low, high];
}

/** A target: a cross with its tolerance. */
function drawTarget(svg, target, x, y) {
  const reach = target.tolerance ?? 0;
  if (reach > 0) vertical(svg, 'target-mark', x(target.x), y(target.y - reach), y(target.y + reach));
  cross(svg, x(target.x), y(target.y));
}

/** A line across the axis below, with its name at its foot. */
function drawEdge(svg, edge, x, top, bottom) {
  vertical(svg, 'mark', x(edge.x), top, bottom);
  const [first, last] = x.range(), leftwards = x(edge.x) > (first + last) / 2;
  words(svg, 'mark-label', x(edge.x) + (leftwards ? -5 : 5), bottom - 7, edge.label, leftwards ? 'end' : 'start');
}

function drawBand(svg, series, x, y) {
  const area = d3.area()
                   .defined((_, i) => known(series.low[i]) && known(series.high[i]))
                   .x((_, i) => x(series.x[i]))
                   .y0((_, i) => y(series.low[i]))
                   .y1((_, i) => y(series.high[i]));
  svg.append('path').attr('class', `band ${series.className}`).attr('d', area(series.x));
}

function drawSeries(svg, series, x, y, has) {
  if (series.points) {
    series.x.forEach((at, i) => has(series.y[i]) && dot(svg, series.className, x(at), y(series.y[i]), 2.5));
    return;
  }
  const path = d3.line().defined(has).x((_, i) => x(series.x[i])).y((value) => y(value));
  for (const single of series.single ?? []) svg.append('path').attr('class', 'single').attr('d', path(single));
  svg.append('path').attr('class', `line ${series.className}`).attr('d', path(series.y));
}

/** Whether a value has a place on the axis. */
const placed = (chart) => (value) => known(value) && (!chart.logarithmic || value > 0);

function scalesOf(chart) {
  const has = placed(chart), make = chart.logarithmic ? d3.scaleLog : d3.scaleLinear;
  const xs = extentOf([
    ...chart.series.flatMap((one) => one.x), ...chart.targets.map((one) => one.x),
    ...(chart.diagonal && chart.fromZero ? [0] : [])
  ].filter(has));
  const ys = extentOf([
    ...chart.series.flatMap((one) => [...one.y, ...(one.low ?? []), ...(one.high ?? []), ...(one.single ?? []).flat()]),
    ...chart.targets.flatMap((one) => [one.y - (one.tolerance ?? 0), one.y + (one.tolerance ?? 0)]),
    ...(chart.fromZero ? [0] : [])
  ].filter(has));
  return xs && ys ? {x: make().domain(xs), y: make().domain(ys)} : null;
}

/** The legend shows points for series of points. */
function withSample(series) {
  return series.points ? {...series, sample: (group) => dot(group, series.className, 12, 0, 3.5)} : series;
}

function drawDiagonal(svg, x, y) {
  const low = Math.max(x.domain()[0], y.domain()[0]), high = Math.min(x.domain()[1], y.domain()[1]);
  svg.append('line').attr('class', 'mark').attr('x1', x(low)).attr('y1', y(low)).attr('x2', x(high)).attr('y2', y(high));
}

/**
 * chart: series [{label, className, x, y, low, high, single, points}], targets [{x, y, tolerance}], edges [{x, label}],
 * xLabel, yLabel, write, fromZero, diagonal (a line where y is x), logarithmic (both axes).
 */
export function curveChart(width, chart) {
  const scales = scalesOf(chart);
  if (!scales) return null;
  const {x, y} = scales, has = placed(chart), ticksOf = chart.logarithmic ? roundTicks : undefined;
  const narrow = width < kNarrow, height = narrow ? 300 : 360, svg = drawing(width, height);
  const named = chart.series.filter((one) => one.label).map(withSample), alone = named.length === 1 && !chart.targets.length;
  const samples = chart.targets.length ? [{label: 'target', sample: (group) => cross(group, 12, 0)}] : [];
  const inLegend = (narrow || named.length > 4 || named.some((one) => one.points)) && !alone;
  const top = 24 + legend(svg, width, inLegend ? [...named, ...samples] : samples), bottom = height - 44;
  y.range([bottom, top]);
  if (!chart.logarithmic) y.nice(5);
  const write = chart.write ?? String, left = valueLabelsWidth(y, write, 5, ticksOf), atEnd = !inLegend && !alone;
  const right = width - (atEnd ? 16 + (d3.max(named, (one) => textWidth(one.label, 13)) ?? 0) : 10);
  x.range([left, right]);
  valueAxis(svg, y, left, right, write, 5, ticksOf);
  valueAxisBelow(svg, x, top, bottom, String, ticksOf);
  words(svg, 'label faint', left, top - 8, chart.yLabel);
  words(svg, 'label faint', right, height - 6, chart.xLabel, 'end');
  if (chart.diagonal) drawDiagonal(svg, x, y);
  for (const edge of chart.edges ?? []) drawEdge(svg, edge, x, top, bottom);
  for (const series of chart.series)
    if (series.low) drawBand(svg, series, x, y);
  for (const series of chart.series) drawSeries(svg, series, x, y, has);
  for (const target of chart.targets) drawTarget(svg, target, x, y);
  if (atEnd) drawNames(svg, named, y, right, top, bottom);
  return {svg: svg.node()};
}

function lastKnown(values) {
  for (let i = values.length - 1; i >= 0; --i)
    if (known(values[i])) return values[i];
  return 0;
}

function drawNames(svg, named, y, right, top, bottom) {
  const places = apart(named.map((one) => y(lastKnown(one.y))), 14, top + 6, bottom - 2);
  named.forEach((one, i) => label(svg, `label end ${one.className}`, right + 7, places[i], one.label));
}

// Lines and points over any numeric axis, with bands, and with targets marked.
import {known} from '../format.js';

import {apart, dot, drawing, label, legend, textWidth, valueAxis, valueAxisBelow, valueLabelsWidth, vertical, words} from './frame.js';

const kNarrow = 560, kCross = 5;

function extentOf(values) {
  const [low, high] = d3.extent(values.filter(known));
  if (low === undefined) return null;
  return low === high ? [low - (Math.abs(low) || 1) / 2, high + (Math.abs(high) || 1) / 2] : [low, high];
}

/** A cross with its tolerance: what should come out. */
function drawTarget(svg, target, x, y) {
  const at = x(target.x), value = y(target.y), reach = target.tolerance ?? 0;
  if (reach > 0) vertical(svg, 'target-mark', at, y(target.y - reach), y(target.y + reach));
  svg.append('path')
      .attr('class', 'target-mark')
      .attr('d', `M${at - kCross},${value - kCross}L${at + kCross},${value + kCross}M${at - kCross},${value + kCross}L${
                     at + kCross},${value - kCross}`);
}

function drawBand(svg, series, x, y) {
  const area = d3.area()
                   .defined((_, i) => known(series.low[i]) && known(series.high[i]))
                   .x((_, i) => x(series.x[i]))
                   .y0((_, i) => y(series.low[i]))
                   .y1((_, i) => y(series.high[i]));
  svg.append('path').attr('class', `band ${series.className}`).attr('d', area(series.x));
}

function drawSeries(svg, series, x, y) {
  if (series.points) {
    series.x.forEach((at, i) => known(series.y[i]) && dot(svg, series.className, x(at), y(series.y[i]), 2.5));
    return;
  }
  const path = d3.line().defined(known).x((_, i) => x(series.x[i])).y((value) => y(value));
  for (const single of series.single ?? []) svg.append('path').attr('class', 'single').attr('d', path(single));
  svg.append('path').attr('class', `line ${series.className}`).attr('d', path(series.y));
}

/**
 * chart: series [{label, className, x, y, low, high, single, points}], targets [{x, y, tolerance}], xLabel, yLabel,
 * write, fromZero.
 */
export function curveChart(width, chart) {
  const xs = extentOf([...chart.series.flatMap((one) => one.x), ...chart.targets.map((one) => one.x)]);
  const ys = extentOf([
    ...chart.series.flatMap((one) => [...one.y, ...(one.low ?? []), ...(one.high ?? []), ...(one.single ?? []).flat()]),
    ...chart.targets.flatMap((one) => [one.y - (one.tolerance ?? 0), one.y + (one.tolerance ?? 0)]),
    ...(chart.fromZero ? [0] : [])
  ]);
  if (!xs || !ys) return null;
  const narrow = width < kNarrow, height = narrow ? 300 : 360, svg = drawing(width, height);
  const named = chart.series.filter((one) => one.label);
  const samples = chart.targets.length ? [{label: 'target', sample: (group) => drawSample(group)}] : [];
  const top = 24 + legend(svg, width, narrow || named.length > 4 ? [...named, ...samples] : samples), bottom = height - 44;
  const y = d3.scaleLinear().domain(ys).range([bottom, top]).nice(5), write = chart.write ?? String;
  const left = valueLabelsWidth(y, write), atEnd = !narrow && named.length <= 4;
  const right = width - (atEnd ? 16 + (d3.max(named, (one) => textWidth(one.label, 13)) ?? 0) : 10);
  const x = d3.scaleLinear().domain(xs).range([left, right]);
  valueAxis(svg, y, left, right, write);
  valueAxisBelow(svg, x, top, bottom, String);
  words(svg, 'label faint', left, top - 8, chart.yLabel);
  words(svg, 'label faint', right, height - 6, chart.xLabel, 'end');
  for (const series of chart.series)
    if (series.low) drawBand(svg, series, x, y);
  for (const series of chart.series) drawSeries(svg, series, x, y);
  for (const target of chart.targets) drawTarget(svg, target, x, y);
  if (atEnd) drawNames(svg, named, y, right, top, bottom);
  return {svg: svg.node()};
}

function drawSample(group) {
  group.append('path').attr('class', 'target-mark').attr('d', 'M7,-5L17,5M7,5L17,-5');
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

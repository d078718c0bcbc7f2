// Parallel axes, a line a point, coloured by its value. A range of an axis is chosen by dragging along it, or by keys.
import * as d3 from '../d3.js';
import {known} from '../format.js';

import {drawing, fitted, label, linesWithin, vertical, words} from './frame.js';
import {kShades, shadeLegend, shading} from './shades.js';

const kLeastGap = 108, kSide = 80, kPlot = 300, kHead = 26, kLine = 14, kMostLines = 5, kNameSize = 12.5, kStrip = 30, kStep = 0.05, kLeastRange = 0.02, kTickLetters = 11, kMany = 400;

function drawAxis(svg, axis, lines, x, y) {
  lines.forEach((line, i) => words(svg, 'axis-name', x, y(1) - 12 - kLine * (lines.length - 1 - i), line, 'middle'));
  vertical(svg, 'whole', x, y(1), y(0));
  let end = Infinity;
  for (const tick of axis.ticks(5)) {
    if (end - y(tick.at) < 12) continue;
    end = y(tick.at);
    label(svg, 'halo', x - 6, y(tick.at), fitted(tick.text, kTickLetters * 6.6, 11), 'end');
  }
}

/** Lines of the same shade are one path: thousands of them stay quick. */
function paintLines(layer, chart, shades, x, y) {
  const selected = chart.selected(), paths = new Map();
  for (const line of chart.lines) {
    const stops = line.places.map((at, a) => (known(at) ? `${x(a).toFixed(1)},${y(at).toFixed(1)}` : null)).filter(Boolean);
    if (!stops.length) continue;
    const key = !selected[line.point] ? 'out' : shades.shadeOf(line.value) ?? 'none';
    paths.set(key, (paths.get(key) ?? '') + 'M' + stops.join('L') + (stops.length === 1 ? 'h0' : ''));
  }
  layer.selectAll('*').remove();
  for (const key of ['out', 'none', ...d3.range(kShades)])
    if (paths.has(key)) layer.append('path').attr('class', `strand heat-${key}`).attr('d', paths.get(key));
}

/** The range after a key, or undefined for keys with another meaning. Shift moves the lower end. */
function afterKey(event, range) {
  const [from, to] = range ?? [0, 1], step = {ArrowUp: kStep, ArrowRight: kStep, ArrowDown: -kStep, ArrowLeft: -kStep}[event.key];
  if (event.key === 'Escape') return null;
  if (step === undefined) return undefined;
  return event.shiftKey ? [Math.max(0, Math.min(to, from + step)), to] : [from, Math.min(1, Math.max(from, to + step))];
}

/** A strip along the axis that takes the pointer and the keys; returns what shows its range. */
function addBrush(svg, chart, axis, x, y, changed) {
  const strip = svg.append('g').attr('class', 'brush').attr('tabindex', 0).attr('role', 'slider').attr('aria-orientation', 'vertical')
                    .attr('aria-valuemin', 0).attr('aria-valuemax', 100).attr('aria-label', `Range of ${axis.name}`).attr('data-screen-only', '');
  strip.append('rect').attr('class', 'brush-ground').attr('x', x - kStrip / 2).attr('width', kStrip).attr('y', y(1) - 6)
      .attr('height', y(0) - y(1) + 12);
  const shown = strip.append('rect').attr('class', 'brush-range').attr('x', x - kStrip / 2 + 7).attr('width', kStrip - 14);
  const show = () => {
    const range = chart.range(axis.key);
    shown.attr('visibility', range ? 'visible' : 'hidden');
    if (range) shown.attr('y', y(range[1])).attr('height', Math.max(2, y(range[0]) - y(range[1])));
    strip.attr('aria-valuenow', Math.round(100 * (range?.[1] ?? 1))).attr('aria-valuetext', range ? axis.rangeText(range) : 'all values');
  };
  const set = (range) => {
    chart.onrange(axis.key, range && range[0] <= 0 && range[1] >= 1 ? null : range);
    show();
    changed();
  };
  const node = strip.node(), placeOf = (event) => {
    const box = svg.node().getBoundingClientRect(), height = svg.node().viewBox.baseVal.height;
    return Math.max(0, Math.min(1, y.invert((event.clientY - box.top) * height / box.height)));
  };
  let start = null;
  node.addEventListener('pointerdown', (event) => {
    start = placeOf(event);
    node.setPointerCapture(event.pointerId);
  });
  node.addEventListener('pointermove', (event) => {
    if (start === null) return;
    const at = placeOf(event);
    if (Math.abs(at - start) > kLeastRange) set([Math.min(at, start), Math.max(at, start)]);
  });
  for (const ends of ['pointerup', 'pointercancel']) node.addEventListener(ends, () => start = null);
  node.addEventListener('dblclick', () => set(null));
  node.addEventListener('keydown', (event) => {
    const range = afterKey(event, chart.range(axis.key));
    if (range === undefined) return;
    event.preventDefault();
    set(range);
  });
  show();
}

/**
 * chart: axes [{key, name, ticks(count), rangeText(range)}], lines [{point, places: [0 to 1, or NaN], value}],
 * selected() -> [whether each point is], range(key) -> [from, to] or undefined, onrange(key, range or null),
 * title (of the legend), write.
 */
export function parallelChart(width, chart) {
  if (!chart.lines.length || !chart.axes.length) return null;
  const full = Math.max(width, kLeastGap * chart.axes.length), side = Math.min(kSide, full / chart.axes.length / 2),
        gap = (full - 2 * side) / Math.max(1, chart.axes.length - 1), svg = drawing(full, 10);
  const shades = shading(chart.lines.map((line) => line.value));
  const names = chart.axes.map((axis) => linesWithin(axis.name, Math.min(gap, 2 * side) - 8, kMostLines, kNameSize));
  const top = kHead + kLine * (d3.max(names, (lines) => lines.length) - 1) + (known(shades.low) ? shadeLegend(svg, width, shades, chart.title, chart.write) : 0), bottom = top + kPlot;
  const x = (a) => side + gap * a, y = d3.scaleLinear().range([bottom, top]);
  const layer = svg.append('g').attr('class', chart.lines.length > kMany ? 'strands thin' : 'strands');
  const paint = () => paintLines(layer, chart, shades, x, y);
  paint();
  chart.axes.forEach((axis, a) => {
    drawAxis(svg, axis, names[a], x(a), y);
    addBrush(svg, chart, axis, x(a), y, paint);
  });
  svg.attr('height', bottom + 14).attr('viewBox', `0 0 ${full} ${bottom + 14}`);
  return {svg: svg.node(), interactive: true};
}

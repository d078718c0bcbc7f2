// All points at once: parallel axes on which ranges are chosen.
import {parallelChart} from '../charts/parallel.js';
import {section} from '../dom.js';
import {figure} from '../figure.js';

import {kMostDrawn} from './curves.js';
import {evenly} from './model.js';
import {chooseRange, kMeasureRange, measureAxis, meansIn, nameOf, selectionOf, writeIn} from './view.js';

function chartOf(view) {
  const {sweep} = view, means = meansIn(view), own = measureAxis(view);
  const factors = sweep.factors.map((factor, f) => ({key: f, name: factor.name, ...factor.axis}));
  return {
    axes: [...factors, {key: kMeasureRange, name: nameOf(view), ...own}],
    lines: evenly(sweep.points.length, kMostDrawn).map((p) => ({
      point: p,
      value: means[p],
      places: [...sweep.factors.map((factor) => factor.axis.place(factor.values[p])), own.place(means[p])]
    })),
    selected: () => selectionOf(view),
    range: (key) => view.ranges.get(key),
    onrange: (key, range) => chooseRange(view, key, range),
    title: nameOf(view),
    write: writeIn(view)
  };
}

/** Every point with its factors and the values of every seed. */
function dataOf(view) {
  const {sweep} = view, means = meansIn(view), selected = selectionOf(view);
  return {
    columns: ['point', ...sweep.factors.map((factor) => factor.name), 'mean', ...sweep.seeds.map((seed) => `seed ${seed}`), 'selected'].map(
        (label) => ({label})),
    rows: sweep.points.map((point, p) => [
      point.number ?? p, ...sweep.factors.map((factor) => factor.values[p]), means[p],
      ...sweep.seeds.map((_, s) => point.measures?.[view.measure]?.[s] ?? null), selected[p] ? 'yes' : 'no'
    ])
  };
}

export function selectionSection(view) {
  const {points} = view.sweep, drawn = points.length > kMostDrawn ?
      ` ${kMostDrawn.toLocaleString('en-US')} of ${points.length.toLocaleString('en-US')} points are drawn, evenly chosen.` : '';
  const all = figure({
    id: 'all-points',
    title: 'Points over all factors and the measure',
    sub: 'A line is a point, at its mean over seeds. Drag along an axis to select a range; the tables below follow. ' +
        'Double-click the axis or press Escape to clear it. With the keyboard: arrow keys move the upper end of the ' +
        `range, with Shift the lower end.${drawn}`,
    wide: true,
    nothing: 'The sweep has no points.',
    draw: (width) => parallelChart(width, chartOf(view)),
    data: () => dataOf(view)
  });
  // The open table says which points are selected.
  view.followers.push(() => all.querySelectorAll('details[open]').forEach((table) => table.fill?.()));
  return section('selection', 'All points', null, all);
}

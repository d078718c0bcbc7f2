// The measure over two factors at once.
import {colouredPointsChart, heatMapChart} from '../charts/heat_map.js';
import {section} from '../dom.js';
import {figure} from '../figure.js';
import {bare, count, level} from '../format.js';

import {kMostDrawn} from './curves.js';
import {evenly, meanOverSeeds} from './model.js';
import {meansIn, nameOf, unitOf, writeIn} from './view.js';

const kMostCells = 24;

const isCells = (factors) => factors.every((factor) => factor.distinct.length <= kMostCells);

/** Points of each pair of values: groups[row][column]. */
function cellsOf(sweep, across, up) {
  const groups = up.distinct.map(() => across.distinct.map(() => []));
  sweep.points.forEach((_, p) => {
    const i = up.distinct.indexOf(up.values[p]), j = across.distinct.indexOf(across.values[p]);
    if (i >= 0 && j >= 0) groups[i][j].push(p);
  });
  return groups;
}

function cellChart(width, view, across, up) {
  const unit = unitOf(view);
  const cells = cellsOf(view.sweep, across, up).map((row, i) => row.map((points, j) => {
    if (!points.length) return undefined;
    const value = meanOverSeeds(view.sweep, view.measure, points).mean;
    const place = `${across.name} ${across.write(across.distinct[j])}, ${up.name} ${up.write(up.distinct[i])}`;
    return {value, text: `${place}: ${level(value, unit)}, ${count(points.length, 'point')}`};
  }));
  return heatMapChart(width, {
    columns: across.distinct.map(across.write),
    rows: up.distinct.map(up.write),
    cells,
    xLabel: across.name,
    yLabel: up.name,
    title: nameOf(view),
    write: writeIn(view),
    writeCell: (value) => bare(value, unit).replace('\u00a0', '')
  });
}

function pointsChart(width, view, across, up) {
  const means = meansIn(view);
  return colouredPointsChart(width, {
    points: evenly(means.length, kMostDrawn)
                .map((p) => [across.axis.place(across.values[p]), up.axis.place(up.values[p]), means[p]]),
    x: across.axis,
    y: up.axis,
    xLabel: across.name,
    yLabel: up.name,
    title: nameOf(view),
    write: writeIn(view)
  });
}

function dataOf(view, across, up) {
  const means = meansIn(view), titles = [across.name, up.name];
  if (!isCells([across, up]))
    return {
      columns: [...titles, 'mean'].map((label) => ({label})),
      rows: means.map((mean, p) => [across.values[p], up.values[p], mean])
    };
  return {
    columns: [...titles, 'points', 'mean', 'low', 'high'].map((label) => ({label})),
    rows: cellsOf(view.sweep, across, up).flatMap((row, i) => row.map((points, j) => {
      const {mean, low, high} = meanOverSeeds(view.sweep, view.measure, points);
      return [across.distinct[j], up.distinct[i], points.length, mean, low, high];
    }))
  };
}

function howToRead(factors, points) {
  const cells = factors.filter((factor) => factor.distinct.length <= kMostCells).length > 1, texts = [];
  if (cells)
    texts.push(`Cells: mean over seeds${
        factors.length > 2 ? ' and over all points with both values, whatever their other factors' : ''}.`);
  if (!isCells(factors))
    texts.push(`${cells ? `Factors with more than ${kMostCells} values: dots` : 'Dots'} are points, at their mean over seeds${
        points > kMostDrawn ? `; ${kMostDrawn.toLocaleString('en-US')} are drawn, evenly chosen` : ''}.`);
  return texts.join(' ');
}

export function pairsSection(view) {
  const {factors, points} = view.sweep;
  if (factors.length < 2) return null;
  const chosen = (state) => [factors[+state.across], factors[+state.up]];
  const options = factors.map((factor, f) => ({value: String(f), label: factor.name}));
  const control = (key, label) => ({key, label, options});
  return section('pairs', 'Two factors at once', null, figure({
    id: 'two-factors',
    title: 'The measure over two factors',
    sub: howToRead(factors, points.length),
    wide: true,
    state: {across: '0', up: '1'},
    controls: factors.length > 2 ? [control('across', 'Across'), control('up', 'Up')] : [],
    nothing: 'Choose two different factors, and a measure that has values.',
    draw: (width, state) => {
      const [across, up] = chosen(state);
      return across === up ? null : (isCells([across, up]) ? cellChart : pointsChart)(width, view, across, up);
    },
    data: (state) => dataOf(view, ...chosen(state))
  }));
}

// Scenes by market: the map of markets and the matrix of market by scene.
import * as d3 from '../d3.js';
import {matrixChart} from '../charts/matrix.js';
import {tileChart} from '../charts/tiles.js';
import {section} from '../dom.js';
import {figure} from '../figure.js';
import {bare, kMissing, known, signedBare, tight} from '../format.js';
import {armsOf, minus, partialYears, rowOf, sum, variantOf, windowText} from '../model.js';

export function geographySection(model) {
  return section('geography', 'Markets', null, mapFigure(model), flowFigure(model));
}

const kMapViews = [
  {
    value: 'share',
    label: 'share, difference in points',
    key: 'share_by_year',
    signed: true,
    write: (value) => signedBare(value, 'share'),
    tight: (value) => signedBare(value, 'share', 1)
  },
  {
    value: 'people',
    label: 'people, difference',
    key: 'engaged_by_year',
    signed: true,
    write: (value) => (value > 0 ? '+' : '') + tight(value)
  },
  {value: 'share-what-if', label: 'share, what-if', key: 'share_by_year', write: (value) => bare(value, 'share', 2)},
  {value: 'people-what-if', label: 'people, what-if', key: 'engaged_by_year', write: tight},
];

function mapViews(model) {
  return model.isRun ? kMapViews.slice(2).map((view) => ({...view, label: view.label.replace(', what-if', '')})) :
                       kMapViews;
}

function mapFigure(model) {
  const {markets, marketTitles, years} = model.axes, views = mapViews(model), arms = armsOf(model);
  const at = (arm, key, m, year) => rowOf(arm[key], m, years.length)[years.indexOf(year)];
  const valuesOf = (view, year) => markets.map(
      (_, m) =>
          (view.signed ? minus(at(arms[1].arm, view.key, m, year), at(arms[0].arm, view.key, m, year)) :
                         at(arms[arms.length - 1].arm, view.key, m, year)));
  const viewOf = (state) => views.find((view) => view.value === state.view);
  return figure({
    id: 'map-of-markets',
    wide: true,
    title: `${model.scene ?? 'The scene'} on the map`,
    state: {view: views[0].value, year: years[years.length - 1]},
    sub: `One tile for each market, roughly in its place on a map. Small lines show all years${
        model.isRun ? '' : ': baseline dashed, what-if solid; losses are hatched'}.${partialYears(model)}`,
    controls: [
      {key: 'view', label: 'Show', options: views},
      ...(years.length > 1 ? [{key: 'year', label: 'Year', min: years[0], max: years[years.length - 1]}] : [])
    ],
    draw: (width, state) => {
      const view = viewOf(state);
      return tileChart(width, {
        codes: markets,
        titles: marketTitles,
        values: valuesOf(view, state.year),
        signed: view.signed,
        write: view.write,
        tight: view.tight,
        xs: years,
        year: state.year,
        series: arms.map(({arm, className}) => ({className, rows: arm[view.key] ?? []}))
      });
    },
    data: (state) => ({
      columns: [{label: 'market'}, {label: 'title'}, {label: `${viewOf(state).label}, ${state.year}`}],
      rows: valuesOf(viewOf(state), state.year).map((value, m) => [markets[m], marketTitles[m], value])
    }),
  });
}

function flowFigure(model) {
  const {markets, marketTitles, scenes} = model.axes, variant = variantOf(model), arms = armsOf(model),
                                last = arms[arms.length - 1];
  const cells = (arm) => markets.map((_, m) => rowOf(arm.flow, m, scenes.length));
  const gap = (m) => d3.sum(scenes, (_, s) => Math.abs(minus(rowOf(variant?.flow, m, scenes.length)[s], rowOf(model.base.flow, m, scenes.length)[s]) ?? 0));
  const inShares = (rows) => rows.map((row) => {
    const all = sum(row);
    return row.map((value) => (known(value) && all > 0 ? value / all : null));
  });
  const views = model.isRun ? [{value: 'variant', label: 'this run'}] : [
    {value: 'difference', label: 'difference'}, {
      value: 'variant',
      label: 'what-if'
    },
    {value: 'base', label: 'baseline'}
  ];
  const valuesOf = ({view, unit}) => {
    const form = unit === 'share' ? inShares : (rows) => rows;
    if (view !== 'difference') return form(cells(view === 'base' ? model.base : last.arm));
    const before = form(cells(model.base)), after = form(cells(variant));
    return after.map((row, i) => row.map((value, j) => minus(value, before[i][j])));
  };
  // Of engaged pairs, whether the interval of the difference leaves 0 out; comparisons of earlier versions do not say.
  const apart = variant?.flow_difference;
  const clear = ({view, unit}) => view !== 'difference' || unit !== 'pairs' || apart === undefined ? null :
      apart === null ? () => false :  // one pair
      (i, j) => apart.low[i]?.[j] > 0 || apart.high[i]?.[j] < 0;
  // The markets with the largest differences first.
  const order = model.isRun ? markets.map((_, m) => m) : markets.map((_, m) => m).sort((a, b) => gap(b) - gap(a));
  const write = ({view, unit}) => (value) => {
    if (!known(value)) return kMissing;
    const sign = view === 'difference' && value > 0 ? '+' : '';
    if (value === 0) return '0';
    return unit === 'share' ? sign + tight(value * 100) : sign + tight(value);
  };
  return figure({
    id: 'flow-matrix',
    wide: true,
    title: 'Engagement by market and scene',
    state: {view: views[0].value, unit: 'pairs'},
    sub: `Engaged pairs of a person in the market (row) and an act of the scene (column), mean over ${
        windowText(model)}. Cells hold pairs, or per cent of the market\u2019s pairs. A scene\u2019s home is framed${
        model.isRun ? '' : '; losses are hatched'}.${apart ? ' Differences whose 95 % interval includes 0 have no shade.' : ''}`,
    controls: [
      ...(views.length > 1 ? [{key: 'view', label: 'Show', options: views}] : []), {
        key: 'unit',
        label: 'Unit',
        options: [{value: 'pairs', label: 'engaged pairs'}, {value: 'share', label: 'per cent of the market'}]
      }
    ],
    draw: (width, state) => matrixChart(width, {
      rows: order.map((m) => (width < 560 ? markets : marketTitles)[m]),
      columns: scenes,
      values: order.map((m) => valuesOf(state)[m]),
      signed: state.view === 'difference',
      write: write(state),
      ringed: (i, j) => order[i] === j,
      clear: clear(state) && ((i, j) => clear(state)(order[i], j))
    }),
    data: (state) => ({
      columns: [{label: 'market'}, ...scenes.map((label) => ({label}))],
      rows: valuesOf(state).map((row, m) => [markets[m], ...row])
    }),
  });
}

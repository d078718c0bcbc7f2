// Figures of published experiments, drawn as their papers draw them.
import {barChart} from './charts/bars.js';
import {curveChart} from './charts/curves.js';
import {matrixChart} from './charts/matrix.js';
import {targetChart} from './charts/targets.js';
import {figure} from './figure.js';
import {kMissing, known} from './format.js';

const kClasses = ['scene-0', 'scene-1', 'scene-2', 'whole-row'];

export const write = (value) => (known(value) ? String(Number(value.toPrecision(4))) : kMissing);
const unitOf = (unit) => (unit && unit !== '1' ? unit : '');
export const withUnit = (name, unit) => (unitOf(unit) ? `${name} (${unit})` : name);
const measuredOf = (one, name) => one.measured.find((measured) => measured.name === name);
const namedOr = (text, otherwise) => (text ? text : otherwise);

/** "z 5: cascade", or only the measure where there is one case. */
export const titleOf = (target) => [target.case, target.measures.join(' < ')].filter(Boolean).join(': ');

function caseOf(experiment, target) {
  return experiment.cases.find((one) => one.case === target.case) ??
      (experiment.cases.length === 1 ? experiment.cases[0] : undefined);
}

/** Curves of one figure of the model. */
function courseSeries(experiment, index) {
  const several = experiment.cases.length > 1, series = [], drawn = experiment.figures[index];
  let theory = 'theory';
  experiment.cases.forEach((one, c) => {
    const curves = one.curves.filter((curve) => curve.figure === index);
    curves.forEach((curve, i) => {
      const className = kClasses[(several ? c : i) % kClasses.length];
      const name = [several ? one.case : '', curves.length > 1 ? curve.name : ''].filter(Boolean).join(': ');
      series.push({...curve, className, label: namedOr(name, curve.name), points: drawn.points});
    });
    for (const curve of one.theory_curves.filter((curve) => curve.figure === index)) {
      series.push({...curve, className: 'base', label: theory});
      theory = '';
    }
  });
  return series;
}

function courseFigure(experiment, index, id, wide) {
  const series = courseSeries(experiment, index), drawn = experiment.figures[index];
  if (!series.length) return null;
  const seeds = drawn.points ? 'first seed' : experiment.replicates > 1 ? 'mean of the first seeds, single seeds thin' : '';
  const how = [experiment.label, seeds, drawn.diagonal ? 'dotted: both equal' : ''].filter(Boolean).join('; ');
  return figure({
    id,
    title: drawn.y,
    sub: how ? how[0].toUpperCase() + how.slice(1) + '.' : '',
    wide,
    draw: (width) => curveChart(width, {
      series,
      targets: [],
      xLabel: drawn.x,
      yLabel: drawn.y,
      write,
      fromZero: true,
      diagonal: drawn.diagonal,
      logarithmic: drawn.logarithmic
    }),
    data: () => ({
      columns: [{label: 'curve'}, {label: drawn.x}, {label: drawn.y}],
      rows: series.flatMap((one) => one.x.map((x, i) => [one.label, x, one.y[i]]))
    })
  });
}

/** Bars of the model's figure, a group for each case of each experiment. */
function barGroups(experiments, drawn) {
  return experiments.flatMap((experiment) => experiment.cases.map((one) => ({
    name: one.case || experiment.label || experiment.title,
    bars: drawn.bars.map((bar, i) => {
      const measured = measuredOf(one, bar.measure);
      const target = experiment.targets.find(
          (target) => target.case === one.case && target.measures[0] === bar.measure && known(target.value) &&
              target.result !== 'changed' && target.rule !== 'shown');
      return {
        label: bar.label,
        light: i === 0,
        mean: measured.mean,
        low: measured.seeds_low,
        high: measured.seeds_high,
        observed: target?.value
      };
    })
  })));
}

function barFigure(experiments, index, id) {
  const drawn = experiments[0].figures[index], groups = barGroups(experiments, drawn);
  const observed = groups.some((group) => group.bars.some((bar) => known(bar.observed)));
  return figure({
    id,
    title: drawn.y,
    sub: `Bars: mean over seeds, with the range of the middle 95 %${observed ? '; crosses: as published' : ''}.`,
    draw: (width) => barChart(width, {groups, write}),
    data: () => ({
      columns: ['experiment', 'condition', 'mean', 'low', 'high', 'published'].map((label) => ({label})),
      rows: groups.flatMap(
          (group) => group.bars.map((bar) => [group.name, bar.label, bar.mean, bar.low, bar.high, bar.observed]))
    })
  });
}

/** The model's figures, in pairs with the experiment of figure.beside, or where there are two. */
export function modelFigures(experiment) {
  const pair = experiment.beside ? [experiment, experiment.beside] : [experiment];
  pair.sort((a, b) => (a.name < b.name ? -1 : 1));
  const wide = pair.length === 1 && experiment.figures.filter((drawn) => !drawn.bars.length).length % 2 === 1;
  const id = (index) => `${experiment.name}-figure-${index + 1}`;
  return experiment.figures.flatMap(
      (drawn, index) => drawn.bars.length ?
          [barFigure(pair, index, id(index))] :
          pair.map((one, i) => courseFigure(one, index, id(index) + (pair.length > 1 ? 'ab'[i] : ''), wide)));
}

function targetRows(experiment) {
  return experiment.targets.filter((target) => known(target.value) && target.result !== 'changed').map((target) => {
    const measured = measuredOf(caseOf(experiment, target), target.measures[0]);
    const ofSeeds = target.rule !== 'within' && target.rule !== 'shown';
    return {
      label: titleOf(target),
      value: target.value,
      tolerance: target.tolerance ?? 0,
      mean: measured.mean,
      low: ofSeeds ? measured.seeds_low : measured.low,
      high: ofSeeds ? measured.seeds_high : measured.high,
      theory: measured.theory,
      text: `${write(measured.mean)}, ${target.result}`
    };
  });
}

export function targetFigure(experiment) {
  const rows = targetRows(experiment);
  if (!rows.length) return null;
  return figure({
    id: `${experiment.name}-targets`,
    title: 'Comparison with the published figures',
    sub: 'Each row has its own scale; the shaded range is the tolerance.',
    wide: true,
    draw: (width) => targetChart(width, {rows, write}),
    data: () => ({
      columns: ['target', 'value', 'tolerance', 'measured', 'low', 'high', 'theory'].map((label) => ({label})),
      rows: rows.map((row) => [row.label, row.value, row.tolerance, row.mean, row.low, row.high, row.theory])
    })
  });
}

/** Targets of an experiment that lie on a sweep over one of its parameters. */
function targetsOn(experiment, sweep, measure) {
  const axis = sweep.axes[0].name;
  return (experiment?.targets ?? []).filter((target) => known(target.value) && target.measures[0] === measure)
      .map((target) => ({
             x: caseOf(experiment, target)?.parameters[axis],
             y: target.value,
             tolerance: target.tolerance ?? 0
           }))
      .filter((target) => known(target.x));
}

function sweepSeries(sweep, measures) {
  const names = [...new Set(sweep.points.map((point) => point.case))], series = [];
  let theory = 'theory';
  for (const measure of measures)
    for (const name of names) {
      const points = sweep.points.filter((point) => point.case === name);
      const values = points.map((point) => measuredOf(point, measure.name)), x = points.map((point) => point.at[0]);
      series.push({
        label: [name, measures.length > 1 || !name ? measure.name : ''].filter(Boolean).join(': '),
        className: kClasses[series.filter((one) => one.low).length % kClasses.length],
        x,
        y: values.map((value) => value.mean),
        low: values.map((value) => value.low),
        high: values.map((value) => value.high)
      });
      if (!values.some((value) => known(value.theory))) continue;
      series.push({label: theory, className: 'base', x, y: values.map((value) => value.theory)});
      theory = '';
    }
  return series;
}

/** The marks of the evidence file on the axis of its sweep. */
function edgesOn(sweep) {
  const {name, values} = sweep.axes[0];
  return name !== sweep.edges_on ? [] :
      Object.entries(sweep.edges).map(([label, x]) => ({label, x}))
          .filter(({x}) => x >= values[0] && x <= values[values.length - 1]);
}

/** Measures of one unit over one axis. */
function lineFigure(sweep, measures, experiment) {
  const axis = sweep.axes[0], series = sweepSeries(sweep, measures), names = measures.map((measure) => measure.name);
  return figure({
    id: `${sweep.name}-sweep-${names.join('-')}`,
    title: measures.map((measure) => `${measure.name}: ${measure.meaning}`).join('; '),
    sub: sweep.replicates > 1 ? `Means over ${sweep.replicates} seeds per point, with their 95 % interval.` : '',
    wide: true,
    draw: (width) => curveChart(width, {
      series,
      targets: names.flatMap((name) => targetsOn(experiment, sweep, name)),
      edges: edgesOn(sweep),
      xLabel: withUnit(axis.name, axis.unit),
      yLabel: unitOf(measures[0].unit),
      write
    }),
    data: () => sweepData(sweep, measures)
  });
}

function sweepData(sweep, measures) {
  return {
    columns: [...sweep.axes.map((axis) => axis.name), 'case', 'measure', 'mean', 'low', 'high', 'theory'].map(
        (label) => ({label})),
    rows: sweep.points.flatMap((point) => measures.map((measure) => {
      const value = measuredOf(point, measure.name);
      return [...point.at, point.case, measure.name, value.mean, value.low, value.high, value.theory];
    }))
  };
}

/** A grid of the two axes; the first runs up, as an axis does. */
function gridFigure(sweep, measure) {
  const [up, across] = sweep.axes, rows = [...up.values].reverse();
  const at = (a, b) => sweep.points.find((point) => point.at[0] === a && point.at[1] === b);
  return figure({
    id: `${sweep.name}-sweep-${measure.name}`,
    title: `${measure.name}: ${measure.meaning}`,
    sub: `${withUnit(up.name, up.unit)} up, ${withUnit(across.name, across.unit)} across; means over ${
        sweep.replicates} seeds.`,
    wide: true,
    draw: (width) => matrixChart(width, {
      rows: rows.map(String),
      columns: across.values.map(String),
      values: rows.map((a) => across.values.map((b) => measuredOf(at(a, b), measure.name).mean)),
      write: (value) => (known(value) ? String(Number(value.toPrecision(2))) : ''),
      narrowest: 34
    }),
    data: () => sweepData(sweep, [measure])
  });
}

const kApart = 5;  // a measure so many times smaller than another would lie on the floor of its chart

/** Groups of measures that share an axis: of one unit and of like size. */
function onOneAxis(sweep, measures) {
  const groups = [];
  for (const measure of measures) {
    const top = Math.max(...sweep.points.map((point) => Math.abs(measuredOf(point, measure.name).mean || 0)));
    const group = groups.find((one) => one.unit === measure.unit && top * kApart >= one.top && top <= one.top * kApart);
    if (group)
      group.measures.push(measure);
    else
      groups.push({unit: measure.unit, top, measures: [measure]});
  }
  return groups.map((group) => group.measures);
}

export function sweepFigures(sweep, experiment) {
  const shown = sweep.measures.filter((measure) => !sweep.shown?.length || sweep.shown.includes(measure.name));
  if (sweep.axes.length > 1) return shown.map((measure) => gridFigure(sweep, measure));
  return onOneAxis(sweep, shown).map((measures) => lineFigure(sweep, measures, experiment));
}

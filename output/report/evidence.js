// Published experiments: what was published, what came out of them here.
import {curveChart} from './charts/curves.js';
import {matrixChart} from './charts/matrix.js';
import {targetChart} from './charts/targets.js';
import {element, note, section, table} from './dom.js';
import {figure, redrawFigures} from './figure.js';
import {kMissing, known, typeset} from './format.js';
import {masthead} from './masthead.js';

const {result} = JSON.parse(document.getElementById('data').textContent);
const kClasses = ['scene-0', 'scene-1', 'scene-2', 'whole-row'];
const kMarks = {
  pass: '✓ comes out',
  fail: '✗ does not come out',
  shown: '· shown, not judged',
  changed: '– for other parameters'
};

const write = (value) => (known(value) ? String(Number(value.toPrecision(4))) : kMissing);
const withUnit = (name, unit) => (unit && unit !== '1' ? `${name} (${unit})` : name);
const measuredOf = (one, name) => one.measured.find((measured) => measured.name === name);
const namedOr = (text, otherwise) => (text ? text : otherwise);

/** "z 5: cascade", or what it is of where there is one case. */
const titleOf = (target) => [target.case, target.measures.join(' < ')].filter(Boolean).join(': ');

function caseOf(experiment, target) {
  return experiment.cases.find((one) => one.case === target.case) ??
      (experiment.cases.length === 1 ? experiment.cases[0] : undefined);
}

// Figures

function courseSeries(experiment) {
  const several = experiment.cases.length > 1, series = [];
  experiment.cases.forEach((one, c) => {
    one.curves.forEach((curve, i) => {
      const className = kClasses[(several ? c : i) % kClasses.length];
      const name = [several ? one.case : '', one.curves.length > 1 ? curve.name : ''].filter(Boolean).join(': ');
      series.push({...curve, className, label: namedOr(name, curve.name), points: experiment.figure.points});
    });
    one.theory_curves.forEach((curve) => series.push({...curve, className: 'base', label: 'theory'}));
  });
  return series;
}

function courseFigure(experiment) {
  const series = courseSeries(experiment);
  if (!series.length) return null;
  return figure({
    id: `${experiment.name}-course`,
    title: experiment.figure.y,
    sub: experiment.figure.points ? 'The first seed.' :
                                    'Mean of the first seeds, and single seeds as thin lines.',
    wide: true,
    draw: (width) => curveChart(
        width, {series, targets: [], xLabel: experiment.figure.x, yLabel: experiment.figure.y, write, fromZero: true}),
    data: () => ({
      columns: [{label: 'curve'}, {label: experiment.figure.x}, {label: experiment.figure.y}],
      rows: series.flatMap((one) => one.x.map((x, i) => [one.label, x, one.y[i]]))
    })
  });
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

function targetFigure(experiment) {
  const rows = targetRows(experiment);
  if (!rows.length) return null;
  return figure({
    id: `${experiment.name}-targets`,
    title: 'Beside the published figures',
    sub: 'Each row has a scale of its own; the shaded stretch is the tolerance.',
    wide: true,
    draw: (width) => targetChart(width, {rows, write}),
    data: () => ({
      columns: ['target', 'value', 'tolerance', 'came out', 'low', 'high', 'theory'].map((label) => ({label})),
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

/** Measures of one unit over one axis. */
function lineFigure(sweep, measures, experiment) {
  const axis = sweep.axes[0], series = sweepSeries(sweep, measures), names = measures.map((measure) => measure.name);
  return figure({
    id: `${sweep.name}-sweep-${names.join('-')}`,
    title: measures.map((measure) => `${measure.name}: ${measure.meaning}`).join('; '),
    sub: sweep.replicates > 1 ? `Means over ${sweep.replicates} seeds a point, with their 95 % interval.` : '',
    wide: true,
    draw: (width) => curveChart(width, {
      series,
      targets: names.flatMap((name) => targetsOn(experiment, sweep, name)),
      xLabel: withUnit(axis.name, axis.unit),
      yLabel: measures[0].unit,
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

function sweepFigures(sweep, experiment) {
  const shown = sweep.measures.filter((measure) => !sweep.shown?.length || sweep.shown.includes(measure.name));
  if (sweep.axes.length > 1) return shown.map((measure) => gridFigure(sweep, measure));
  const units = [...new Set(shown.map((measure) => measure.unit))];
  return units.map((unit) => lineFigure(sweep, shown.filter((measure) => measure.unit === unit), experiment));
}

// Tables

function targetTable(experiment) {
  return table({
    caption: `Targets of ${experiment.title}`,
    className: 'cards',
    columns: [
      {label: 'What'}, {label: 'Target'}, {label: 'Came out'}, {label: ''}, {label: 'Where the target is from'}
    ],
    rows: experiment.targets.map((target) => {
      const cameOut = !known(target.came_out)    ? kMissing :
          known(target.share_of_seeds)           ? `in ${write(100 * target.came_out)} % of seeds` :
          target.rule === 'ordered_means'        ? `smallest step ${write(target.came_out)}` :
                                                   write(target.came_out);
      return [
        titleOf(target), `${typeset(target.text.replace('+-', '±'))} [${target.mark}]`, cameOut,
        element('span', {class: `result-${target.result}`}, kMarks[target.result]), target.source
      ];
    })
  });
}

function parameterTable(experiment) {
  return element(
      'details', {class: 'more'}, element('summary', {}, 'Parameters'), table({
        caption: `Parameters of ${experiment.title}`,
        columns: [{label: 'Parameter'}, {label: 'Value', numeric: true}, {label: 'What it is'}, {label: 'Where it is from'}],
        rows: experiment.parameters.map(
            (one) =>
                [one.name, write(one.value), withUnit(one.meaning, one.unit), `[${one.mark}] ${one.source ?? ''}`])
      }));
}

function seedsText(experiment) {
  const last = experiment.seed + experiment.replicates - 1;
  return experiment.replicates > 1 ? `seeds ${experiment.seed} to ${last}` : `seed ${experiment.seed}`;
}

function experimentSection(experiment) {
  return section(
      experiment.name, experiment.title, experiment.question,
      note(`${experiment.source}. Model ${experiment.model}, ${seedsText(experiment)}.`),
      experiment.kind === 'sweep' ? sweepFigures(experiment) : [
        targetTable(experiment), courseFigure(experiment),
        experiment.sweep ? sweepFigures(experiment.sweep, experiment) : null, targetFigure(experiment)
      ],
      parameterTable(experiment));
}

function summary(experiments) {
  const failed = experiments.filter((one) => one.kind !== 'sweep' && !one.passed);
  if (experiments.length < 2) return null;
  return element(
      'p', {class: 'verdict'},
      `${experiments.length - failed.length} of ${experiments.length} experiments come out as published` +
          (failed.length ? `; not: ${failed.map((one) => one.title).join(', ')}.` : '.'));
}

function contents(sections) {
  if (sections.length < 2) return null;
  const link = (one) => element('li', {}, element('a', {href: '#' + one.id}, one.querySelector('h2').textContent));
  return element('nav', {class: 'contents', 'aria-label': 'Contents'}, element('ol', {}, sections.map(link)));
}

const experiments = result.kind === 'reproductions' ? result.reproductions : [result];
const sections = experiments.map(experimentSection);
document.getElementById('page').append(
    masthead('published experiments', 'Published models, repeated on the network and the draws of the engine', null),
    element(
        'main', {id: 'main', tabindex: -1},
        element(
            'div', {class: 'headline'},
            element('h1', {}, experiments.length > 1 ? 'What the engine reproduces' : 'A published experiment, repeated')),
        ...[summary(experiments), contents(sections)].filter(Boolean), ...sections),
    element(
        'footer', {},
        `Made by hibiki ${experiments[0]?.program ?? ''}. This page holds all its data and fetches nothing.`));
addEventListener('beforeprint', () => redrawFigures(true));
addEventListener('afterprint', () => redrawFigures());

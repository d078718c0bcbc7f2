// Published experiments: targets and reproduced results.
import {contents, element, note, section, table} from './dom.js';
import {modelFigures, sweepFigures, targetFigure, titleOf, withUnit, write} from './evidence_figures.js';
import {redrawFigures} from './figure.js';
import {count, kMissing, known, seedRange, typeset} from './format.js';
import {masthead} from './masthead.js';

const {result} = JSON.parse(document.getElementById('data').textContent);
const kMarks = {
  pass: '✓ reproduced',
  fail: '✗ not reproduced',
  shown: '· shown, not judged',
  changed: '– for other parameters'
};

/** What was fitted to the experiment's figures fits them, which is no reproduction. */
function markOf(experiment, target) {
  return target.result === 'pass' && (experiment.fitted ?? []).length ? '✓ fits' : kMarks[target.result];
}

function calibrationNote(experiment) {
  const fitted = experiment.fitted ?? [];
  return fitted.length ?
      note(`Calibration, no reproduction: fitted to figures of the experiment ${fitted.length === 1 ? 'was' : 'were'} ${fitted.join(', ')}.`) :
      null;
}

/** Wrong parameters, which some target must refute. */
function wrongList(experiment) {
  const wrongs = experiment.wrong ?? [];
  if (!wrongs.length) return null;
  return element(
      'details', {class: 'more', open: wrongs.some((one) => !one.refuted)},
      element('summary', {}, `Wrong on purpose: ${count(wrongs.filter((one) => one.refuted).length, 'wrong model')} of ${wrongs.length} refuted`),
      element('ul', {class: 'wrong'}, wrongs.map((one) => element(
          'li', {class: one.refuted ? undefined : 'result-fail'}, typeset(one.text.replaceAll('+-', '±')), one.why ? ` (${one.why})` : ''))));
}

function targetTable(experiment) {
  return table({
    caption: `Targets of ${experiment.title}`,
    className: 'cards',
    columns: [
      {label: 'Measure'}, {label: 'Target'}, {label: 'Result'}, {label: ''}, {label: 'Source of the target'}
    ],
    rows: experiment.targets.map((target) => {
      const cameOut = !known(target.came_out)    ? kMissing :
          known(target.share_of_seeds)           ? `in ${write(100 * target.came_out)} % of seeds` :
          target.rule === 'ordered_means'        ? `smallest step ${write(target.came_out)}` :
                                                   write(target.came_out);
      return [
        titleOf(target), `${typeset(target.text.replace('+-', '±'))} [${target.mark}]`, cameOut,
        element('span', {class: `result-${target.result}`}, markOf(experiment, target)), target.source
      ];
    })
  });
}

function parameterTable(experiment) {
  return element(
      'details', {class: 'more'}, element('summary', {}, 'Parameters'), table({
        caption: `Parameters of ${experiment.title}`,
        columns: [{label: 'Parameter'}, {label: 'Value', numeric: true}, {label: 'Meaning'}, {label: 'Source'}],
        rows: experiment.parameters.map(
            (one) =>
                [one.name, write(one.value), withUnit(one.meaning, one.unit), `[${one.mark}] ${one.source ?? ''}`])
      }));
}

function seedsText(experiment) {
  return `${experiment.replicates > 1 ? 'seeds' : 'seed'} ${seedRange(experiment.seed, experiment.replicates)}`;
}

function experimentSection(experiment) {
  return section(
      experiment.name, experiment.title, experiment.question,
      note(`${experiment.source}. Model ${experiment.model}, ${seedsText(experiment)}.`), calibrationNote(experiment),
      experiment.kind === 'sweep' ? sweepFigures(experiment) : [
        targetTable(experiment), modelFigures(experiment),
        experiment.sweep ? sweepFigures(experiment.sweep, experiment) : null, targetFigure(experiment),
        wrongList(experiment)
      ],
      parameterTable(experiment));
}

function summary(experiments) {
  const failed = experiments.filter((one) => one.kind !== 'sweep' && !one.passed);
  if (experiments.length < 2) return null;
  return element(
      'p', {class: 'verdict'},
      `${experiments.length - failed.length} of ${experiments.length} experiments are reproduced` +
          (failed.length ? `; not: ${failed.map((one) => one.title).join(', ')}.` : '.'));
}

const experiments = result.kind === 'reproductions' ? result.reproductions : [result];
const sections = experiments.map(experimentSection);
document.getElementById('page').append(
    masthead('published experiments', 'Published models, repeated on the engine\u2019s network and random numbers', null),
    element(
        'main', {id: 'main', tabindex: -1},
        element(
            'div', {class: 'headline'},
            element('h1', {}, experiments.length > 1 ? 'Published experiments' : 'A published experiment')),
        ...[summary(experiments), sections.length > 1 ? contents(sections) : null].filter(Boolean), ...sections),
    element(
        'footer', {},
        `Made by hibiki ${experiments[0]?.program ?? ''}. This page contains all its data and makes no network requests.`));
addEventListener('beforeprint', () => redrawFigures(true));
addEventListener('afterprint', () => redrawFigures());

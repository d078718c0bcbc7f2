// The head of the page: the sweep in facts, its factors, and the chosen measure.
import {element, note, table} from '../dom.js';
import {count, date, kMissing, known, seedRange} from '../format.js';

import {measureName, missingRuns} from './model.js';
import {chooseMeasure, clearRanges, following, meansIn, nameOf, selectionOf, unitOf} from './view.js';

const kDesigns = {
  grid: 'Full grid',
  zip: 'Values side by side',
  sobol: 'Sobol sequence',
  latin_hypercube: 'Latin hypercube',
  one_at_a_time: 'One factor at a time',
  morris: 'Morris trajectories',
  saltelli: 'Saltelli sample',
  csv: 'Points of a CSV file'
};
const kMostSeedsNamed = 8, kMostValuesNamed = 8;

function seedsText(seeds) {
  if (!seeds.length) return kMissing;
  if (seeds.every((seed, i) => known(seed) && seed === seeds[0] + i)) return seedRange(seeds[0], seeds.length);
  const named = seeds.slice(0, kMostSeedsNamed).join(', ');
  return seeds.length > kMostSeedsNamed ? `${named} and ${seeds.length - kMostSeedsNamed} more` : named;
}

function missingNote({result, points, seeds}) {
  const shown = points.length, all = result.points_in_all ?? shown, missing = missingRuns({points, seeds});
  const texts = [];
  if (all > shown)
    texts.push(`This page holds ${shown.toLocaleString('en-US')} of the ${count(all, 'point')}; points.csv holds all.`);
  if (missing)
    texts.push(`${count(missing, 'run')} of ${(shown * seeds.length).toLocaleString('en-US')} ${
        missing === 1 ? 'is' : 'are'} missing and left out of all means.`);
  return texts.length ? element('p', {class: 'implausible'}, texts.join(' ')) : null;
}

function facts({result, points, seeds}) {
  const all = result.points_in_all ?? points.length;
  const rows = [
    ['Design', kDesigns[result.design] ?? result.design ?? kMissing],
    ['Points', all.toLocaleString('en-US')],
    [seeds.length === 1 ? 'Seed' : 'Seeds of each point', seedsText(seeds)],
    ['Runs', (all * seeds.length).toLocaleString('en-US')],
    ['Fans simulated', known(result.fans) ? result.fans.toLocaleString('en-US') : kMissing],
    ['Measured from', date(result.window_from)],
    ['Model version', result.model_version ?? kMissing],
    ['Scenario', element('code', {}, result.scenario ?? kMissing)]
  ];
  return element(
      'dl', {class: 'facts small'},
      rows.map(([name, value]) => element('div', {class: 'fact'}, element('dt', {}, name), element('dd', {}, value))));
}

function valuesText({distinct, numeric, logarithmic, write}) {
  if (!distinct.length) return kMissing;
  if (distinct.length <= kMostValuesNamed) return distinct.map(write).join(', ');
  return (numeric ? `${write(distinct[0])} to ${write(distinct[distinct.length - 1])}` : distinct.slice(0, 3).join(', ') + ', …') +
      ` (${count(distinct.length, 'value')}${logarithmic ? ', logarithmic' : ''})`;
}

function factorTable({factors}) {
  return table({
    caption: 'Factors',
    className: 'cards',
    columns: [{label: 'Factor'}, {label: 'Key'}, {label: 'Values'}],
    rows: factors.map((factor) => [factor.name, element('code', {}, factor.key), valuesText(factor)])
  });
}

export function headline({result}) {
  return element(
      'div', {class: 'headline'}, element('h1', {}, result.title || result.name || 'A sweep'));
}

export function overview(sweep) {
  return element(
      'div', {class: 'overview'}, missingNote(sweep), facts(sweep), factorTable(sweep),
      element('p', {class: 'note'}, 'A point is one combination of values of the factors, simulated with each seed.'));
}

const unitText = (unit) => (unit && unit !== '1' ? `, ${unit}` : '');

/** The chosen measure and the selected points; stays in sight while the page scrolls. */
export function measureBar(view) {
  const {measures, points} = view.sweep;
  const select = element(
      'select', {id: 'measure', onchange: () => chooseMeasure(view, +select.value)},
      measures.map((measure, i) => element('option', {value: i, selected: i === view.measure}, measureName(measure) + unitText(measure.unit))));
  const clear = element('button', {type: 'button', class: 'clear', onclick: () => clearRanges(view)}, 'Select all points');
  const told = element('span', {class: 'soft', 'aria-live': 'polite'});
  view.followers.push(() => {
    const all = points.length, selected = selectionOf(view).filter(Boolean).length;
    told.textContent = view.ranges.size ? `${selected.toLocaleString('en-US')} of ${count(all, 'point')} selected` : '';
    clear.hidden = !view.ranges.size;
  });
  clear.hidden = true;
  return element(
      'div', {class: 'controls measure-bar'},
      element('label', {class: 'choice'}, element('span', {}, 'Measure'), select), told, clear);
}

/** The chosen measure on paper, where there is no chooser, and whether values of it are missing. */
export function measureText(view) {
  return following(view, () => {
    const missing = meansIn(view).filter((mean) => mean === null).length;
    return [
      element('p', {class: 'lead paper-only'}, nameOf(view) + unitText(unitOf(view))),
      missing ? note(`Missing at ${count(missing, 'point')}.`) : null
    ];
  });
}

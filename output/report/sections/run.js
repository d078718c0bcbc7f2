// Page one of a single run: its results.
import * as d3 from '../d3.js';
import {element, note} from '../dom.js';
import {bare, hasInterval, interval, known, level} from '../format.js';
import {measureOf, rowOf, windowText} from '../model.js';

import {measureName} from './definitions.js';
import {oversized} from './implausible.js';

/** The leading scenes and the years in which they lead. */
function leadersText(model) {
  const {scenes, years} = model.axes, leaders = years.map((_, i) => {
    const best =
        d3.scan(scenes.map((_, s) => rowOf(model.base.leadership_by_year, s, years.length)[i] ?? -1), (a, b) => b - a);
    return model.base.leadership_by_year?.[best]?.[i] > 0 ? scenes[best] : null;
  });
  const there = leaders.map((leader, i) => [leader, years[i]]).filter(([leader]) => leader);
  if (!there.length) return null;
  const spells = [];
  for (const [leader, year] of there) {
    const last = spells[spells.length - 1];
    if (last?.leader === leader)
      last.to = year;
    else
      spells.push({leader, from: year, to: year});
  }
  if (spells.length > 4)
    return `${there[0][0]} leads abroad in ${there[0][1]}, ${there[there.length - 1][0]} in ${
        there[there.length - 1][1]}; the lead changes hands ${spells.length - 1} times between.`;
  return spells.map((spell, i) => `${spell.leader} ${i ? 'from' : 'leads abroad from'} ${spell.from} to ${spell.to}`)
             .join(', ') +
      '.';
}

/** An interval of two or three replicates that reaches below 0 is not shown. */
function intervalText(range, unit) {
  if (!hasInterval(range) || range.mean === 0) return '';
  return range.mean > 0 && range.low < 0 ? '95 % interval wider than the value' :
                                           `95 % interval ${interval(range, (value) => bare(value, unit))}`;
}

export function runSection(model) {
  const there = Object.entries(model.base.levels ?? {}).filter(([, range]) => known(range?.mean));
  const levels =
      [...there.filter(([, range]) => range.mean !== 0), ...there.filter(([, range]) => range.mean === 0)].slice(0, 8);
  return element(
      'div', {class: 'page-one'},
      element(
          'p', {class: 'verdict'},
          leadersText(model) ??
              'Results of this run.'),
      oversized(model.base, 'this run'),
      levels.length ? element('p', {class: 'lead'}, `${model.scene ?? 'The scene'}, ${windowText(model)}:`) : null,
      levels.length ? element('dl', {class: 'facts'}, levels.map(([name, range]) => {
        const {unit} = measureOf(model, name);
        return element(
            'div', {class: 'fact'}, element('dt', {}, measureName(model, name)),
            element(
                'dd', {}, element('strong', {}, level(range?.mean, unit)),
                element('span', {}, intervalText(range, unit))));
      })) :
                      note('The run has no measures.'),
      element(
          'aside', {class: 'how', 'aria-label': 'How to read this'},
          element(
              'p', {}, element('strong', {}, 'How to read this. '),
              `One scenario, simulated with ${
                  model.result.replicates > 1 ? `${model.result.replicates} seeds; figures are means over them` :
                                                'one seed: one possible course of events'}. Measures cover ${
                  windowText(model)}. To measure the effect of a change, use `,
              element('code', {}, 'hibiki compare'), ', which runs two scenarios with the same seeds.')));
}

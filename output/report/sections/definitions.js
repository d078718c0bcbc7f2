// Every measure's definition in one place, and names that lead to it.
import {element, section} from '../dom.js';
import {capital, kMissing} from '../format.js';
import {measureOf, windowText} from '../model.js';

/** A measure's title that tells its definition when pointed at, and leads to it. */
export function measureName(model, name) {
  const measure = measureOf(model, name);
  return element(
      'a', {class: 'measure', href: `#measure-${name}`, title: measure.definition || undefined}, measure.title);
}

const kTerms = [
  ['engaged', 'A person who follows an act closely: engagement above the threshold under assumptions.'],
  [
    'engaged pair',
    'One person and one act that the person is engaged with. Shares of markets are shares of these pairs.'
  ],
  [
    'leadership',
    'A scene\u2019s share of the engaged pairs that foreign scenes hold in the third markets; the mean over ' +
        'markets, or of all their people together.'
  ],
  [
    'pair',
    'A baseline and a what-if with the same seed. Both draw the same luck, so their difference is the levers\u2019 ' +
        'doing.'
  ],
  [
    '95 % interval',
    'Holds the mean effect in 95 of 100 such comparisons, as far as chance between replicates goes. Of ratios it is ' +
        'taken on the logarithm.'
  ],
  [
    'geometric, arithmetic mean',
    'Over worlds. The geometric mean is that of the typical world, and the one of the what-if is that of the baseline ' +
        'times the mean ratio; it needs a value above 0 in every world. The arithmetic mean is the sum over worlds ' +
        'divided by their number, so that one large world can decide it.'
  ],
  [
    'variance saved',
    'How many times smaller the variance of the difference is than it would be between worlds of different luck.'
  ],
  [
    'Gini, HHI, diversity, turnover',
    'Inequality of plays over releases; concentration of plays over acts; distance of styles between two plays ' +
        'drawn at random; share of a week\u2019s top 20 that were not there the week before. Means over markets.'
  ],
];

function unitText(unit) {
  if (unit === 'share') return 'A share; differences are in points, hundredths.';
  return unit && unit !== '1' ? `Unit: ${unit}.` : 'A plain number.';
}

export function definitionsSection(model) {
  const measures = model.measures.map(
      (measure) =>
          [element('dt', {id: `measure-${measure.name}`}, capital(measure.title ?? measure.name)),
           element(
               'dd', {},
               `${measure.definition || kMissing} ${unitText(measure.unit)} Taken over ${windowText(model)}.`)]);
  const terms = kTerms.map(([term, meaning]) => [element('dt', {}, term), element('dd', {}, meaning)]);
  return section(
      'definitions', 'Definitions', 'The same number has the same definition and the same period wherever it stands.',
      element('dl', {class: 'definitions'}, measures, terms));
}

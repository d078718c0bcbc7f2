// The definitions of measures and terms, and measure names that link to them. The terms are those of the glossary in
// scenarios/README.md.
import {element, section} from '../dom.js';
import {capital, kMissing} from '../format.js';
import {measureOf, windowText} from '../model.js';

/** A measure's title, with the definition as its tooltip and a link to it. */
export function measureName(model, name) {
  const measure = measureOf(model, name);
  return element(
      'a', {class: 'measure', href: `#measure-${name}`, title: measure.definition || undefined}, measure.title);
}

const kTerms = [
  [
    'fan',
    'A simulated person with tastes, up to 4 favourite acts and ties to other fans; stands for a number of real people.'
  ],
  ['act', 'A singer or group under contract with one label.'],
  ['scene', 'All acts of one home market, for example J-pop.'],
  ['abroad, third market', 'Abroad: every market but the scene\u2019s home. Third market: a market that counts in leadership.'],
  ['engagement, engaged', 'A fan\u2019s attachment to a favourite act, from 0 to 1. A fan above the threshold is engaged.'],
  ['engaged pair', 'One person and one act with which that person is engaged.'],
  ['reach', 'People who tried at least one of the scene\u2019s releases in a week: its weekly listeners.'],
  ['leadership', 'A scene\u2019s share of the engaged pairs that foreign scenes hold in the third markets.'],
  ['lever, intervention', 'A lever is a decision of labels, such as posts a week. An intervention changes levers from a date on.'],
  ['replicate', 'One run of a scenario from one seed.'],
  ['pair', 'The run of the baseline and the run of the what-if from the same seed, hence with the same random numbers.'],
  ['effect', 'The what-if less the baseline, or divided by it; mean over pairs.'],
  [
    '95 % interval',
    'Covers the mean effect in 95 of 100 comparisons like this one. It measures sampling noise, not errors of the model.'
  ],
  ['chance of a rise', 'Probability that the mean effect is positive, given the sampling noise between pairs.'],
  [
    'geometric, arithmetic mean',
    'Means over replicates. The geometric mean fits effects that multiply: that of the what-if is that of the baseline ' +
        'times the mean ratio. It needs values above 0. One large replicate can dominate the arithmetic mean.'
  ],
  ['gain', 'Variance reduction by pairing: unpaired runs would need this many times as many replicates.'],
  ['point', 'A hundredth of a share, for differences between shares: from 20 % to 23 % is 3 points.'],
  ['ensemble', 'The parameter sets that the calibration kept, for measuring parameter uncertainty.'],
  [
    'Gini, HHI, diversity, turnover',
    'Inequality of plays over releases; concentration of plays on acts; distance in style between two plays drawn at ' +
        'random; share of the week\u2019s top 20 that was not in the top 20 a week before. Means over markets.'
  ],
];

function unitText(unit) {
  if (unit === 'share') return 'A share; differences are in points.';
  return unit && unit !== '1' ? `Unit: ${unit}.` : 'No unit.';
}

export function definitionsSection(model) {
  const measures = model.measures.map(
      (measure) =>
          [element('dt', {id: `measure-${measure.name}`}, capital(measure.title ?? measure.name)),
           element(
               'dd', {},
               `${measure.definition || kMissing} ${unitText(measure.unit)} Period: ${windowText(model)}.`)]);
  const terms = kTerms.map(([term, meaning]) => [element('dt', {}, term), element('dd', {}, meaning)]);
  return section(
      'definitions', 'Definitions', 'These definitions and periods hold for the whole page.',
      element('dl', {class: 'definitions'}, measures, terms));
}

// All measures, in the baseline and the variant.
import {intervalChart, roundFactors} from '../charts/rows.js';
import {element, note, section, table} from '../dom.js';
import {figure} from '../figure.js';
import {bare, chance, difference, factorTick, hasInterval, interval, isShare, kMissing, known, ratio, ratioInterval, signedBare} from '../format.js';
import {gapsOf, heldTogether, isGeometric, isNothing, measureOf, minus, variantOf} from '../model.js';

import {measureName} from './definitions.js';

export function effectsSection(model) {
  const effects = variantOf(model).effects ?? [];
  const multiplies = (effect) => measureOf(model, effect.measure).scale === 'ratio' && known(effect.ratio?.mean);
  const proportional = effects.filter(multiplies),
        points = effects.filter(
            (effect) => known(effect.difference?.mean) && isShare(measureOf(model, effect.measure).unit));
  if (!effects.length) return section('effects', 'All measures', null, note('No pair of replicates finished, so no effect was measured.'));
  if (effects.every(isNothing))
    return section(
        'effects', 'All measures',
        'No measure differs between baseline and what-if in any pair: the change has no effect here.',
        effectsTable(model, effects));
  return section(
      'effects', 'All measures',
      (effects[0].pairs === 1 ? 'Differences in the only pair; one pair proves no effect. ' :
                                'Levers also change measures at which they are not aimed. ') +
          'Effects that multiply are shown as ratios, differences of shares in points. Each row of the table uses one ' +
          'mean over replicates: the geometric mean, with the interval of the ratio, or the arithmetic mean, with the ' +
          'interval of the difference. ' +
          (known(effects[0].simultaneous?.low) ?
               'The interval of the first measure, the headline, holds by itself; those of all others hold together: in ' +
                   'at most one of twenty comparisons without any effect does one of them exclude it.' :
               ''),
      proportional.length ? proportionFigure(model, proportional) : null,
      points.length ? pointsFigure(model, points) : null, effectsTable(model, effects));
}

function withInterval(range, write, writeInterval = (range) => interval(range, write)) {
  return `${write(range.mean)}${hasInterval(range) ? ` (${writeInterval(range)})` : ''}`;
}

const columnsOf = (names) => ({columns: names.map((label) => ({label}))});

function proportionFigure(model, effects) {
  const logs = (range) => ({
    mean: Math.log(range.mean),
    low: range.low > 0 ? Math.log(range.low) : null,
    high: range.high > 0 ? Math.log(range.high) : null
  });
  return figure({
    id: 'effects-in-proportion',
    title: 'Ratios',
    sub: 'What-if divided by baseline; lines are 95 % intervals. The axis is logarithmic.',
    draw: (width) => intervalChart(width, {
      rows: effects.map(
          (effect) => ({
            name: measureOf(model, effect.measure).title,
            range: logs(heldTogether(effect, effect.ratio)),
            text: withInterval(heldTogether(effect, effect.ratio), ratio, ratioInterval)
          })),
      write: (value) => factorTick(Math.exp(value)),
      ticks: roundFactors,
    }),
    data: () => ({
      ...columnsOf(['measure', 'ratio', 'low', 'high']),
      rows: effects.map((effect) => heldTogether(effect, effect.ratio))
                .map(({mean, low, high}, i) => [effects[i].measure, mean, low, high])
    }),
  });
}

function pointsFigure(model, effects) {
  return figure({
    id: 'effects-in-points',
    title: 'Differences of shares',
    sub: 'What-if minus baseline, in points. Ticks are single pairs.',
    draw: (width) => intervalChart(width, {
      rows: effects.map((effect) => ({
                          name: measureOf(model, effect.measure).title,
                          range: heldTogether(effect, effect.difference),
                          singles: effect.singles,
                          text: withInterval(heldTogether(effect, effect.difference), (value) => signedBare(value, 'share'))
                        })),
      write: (value) => signedBare(value, 'share'),
    }),
    data: () => ({
      ...columnsOf(['measure', 'pair', 'difference']),
      rows: effects.flatMap((effect) => (effect.singles ?? []).map((single, i) => [effect.measure, i + 1, single]))
    }),
  });
}

function effectsTable(model, effects) {
  const settles = (effect) => known(effect.pairs_to_settle) ? String(effect.pairs_to_settle) : kMissing;
  return table({
    caption: 'All measures in baseline and what-if',
    className: 'effects',
    columns: [
      {label: 'Measure'}, {label: 'Mean'}, {label: 'Baseline', numeric: true}, {label: 'What-if', numeric: true},
      {label: 'Difference (95 % interval)', numeric: true}, {label: 'Ratio (95 % interval)', numeric: true},
      {label: 'Chance of a rise', numeric: true}, {label: 'Pairs up / down / equal', numeric: true}, {
        label: 'Gain',
        numeric: true,
        title: 'Variance reduction by pairing: unpaired runs would need this many times as many replicates'
      },
      {
        label: 'Pairs needed',
        numeric: true,
        title: 'Pairs that show the effect with 80 % probability, if it is as measured; \u2013 if its interval excludes 0 already, and below 8 pairs'
      }
    ],
    rows: effects.map((effect) => {
      const {unit, scale} = measureOf(model, effect.measure), factor = scale === 'ratio' ? effect.ratio : null;
      const geometric = isGeometric(effect), gaps = gapsOf(model, effect), own = heldTogether(effect, effect.difference),
            apart = geometric ? minus(effect.variant, effect.base) : effect.difference?.mean;
      return [
        element('span', {}, measureName(model, effect.measure), gaps ? element('small', {}, gaps) : ''),
        geometric ? 'geometric' : 'arithmetic', bare(effect.base, unit), bare(effect.variant, unit),
        element(
            'span', {}, isNothing(effect) ? 'none' : difference(apart, unit),
            hasInterval(effect.difference) && !isNothing(effect) && !geometric ?
                element('small', {}, interval(own, (value) => signedBare(value, unit))) :
                ''),
        element(
            'span', {}, ratio(factor?.mean),
            hasInterval(factor) && !isNothing(effect) ? element('small', {}, ratioInterval(heldTogether(effect, factor))) : ''),
        isNothing(effect) ? kMissing : chance(effect.chance_positive),
        `${effect.pairs_positive ?? kMissing} / ${effect.pairs_negative ?? kMissing} / ${
            effect.pairs_equal ?? kMissing}`,
        known(effect.variance_saved) ? `${bare(effect.variance_saved, '1', 2)}\u00d7` : kMissing, settles(effect)
      ];
    }),
  });
}

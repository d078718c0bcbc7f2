// Everything that was measured, before and after.
import {intervalChart, roundFactors} from '../charts/rows.js';
import {element, note, section, table} from '../dom.js';
import {figure} from '../figure.js';
import {bare, chance, difference, factorTick, hasInterval, interval, isShare, kMissing, known, ratio, ratioInterval, signedBare} from '../format.js';
import {gapsOf, isGeometric, isNothing, measureOf, minus, variantOf} from '../model.js';

import {measureName} from './definitions.js';

export function effectsSection(model) {
  const effects = variantOf(model).effects ?? [];
  const multiplies = (effect) => measureOf(model, effect.measure).scale === 'ratio' && known(effect.ratio?.mean);
  const proportional = effects.filter(multiplies),
        points = effects.filter(
            (effect) => known(effect.difference?.mean) && isShare(measureOf(model, effect.measure).unit));
  if (!effects.length) return section('effects', 'Everything measured', null, note('No effect could be measured.'));
  if (effects.every(isNothing))
    return section(
        'effects', 'Everything measured',
        'No measure differs between the arms, in any pair: what was changed has no effect here.',
        effectsTable(model, effects));
  return section(
      'effects', 'Everything measured',
      (effects[0].pairs === 1 ? 'What differs in the only pair of worlds: one draw of luck, so no effect is claimed. ' :
                                'The levers move more than what they are aimed at. ') +
          'Effects that multiply are shown in proportion, shares in ' +
          'points. In a row levels and effect are of one mean over worlds: the geometric one, whose interval is that of ' +
          'the proportion, or the arithmetic one, whose interval is that of the difference.',
      proportional.length ? proportionFigure(model, proportional) : null,
      points.length ? pointsFigure(model, points) : null, effectsTable(model, effects));
}

function withInterval(range, write) {
  return `${write(range.mean)}${hasInterval(range) ? ` (${interval(range, write)})` : ''}`;
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
    title: 'In proportion',
    sub: 'What if over baseline; the line is the 95 % interval. Equal steps are equal factors.',
    draw: (width) => intervalChart(width, {
      rows: effects.map(
          (effect) => ({
            name: measureOf(model, effect.measure).title,
            range: logs(effect.ratio),
            text: ratio(effect.ratio.mean) + (hasInterval(effect.ratio) ? ` (${ratioInterval(effect.ratio)})` : '')
          })),
      write: (value) => factorTick(Math.exp(value)),
      ticks: roundFactors,
    }),
    data: () => ({
      ...columnsOf(['measure', 'ratio', 'low', 'high']),
      rows: effects.map((effect) => [effect.measure, effect.ratio.mean, effect.ratio.low, effect.ratio.high])
    }),
  });
}

function pointsFigure(model, effects) {
  return figure({
    id: 'effects-in-points',
    title: 'In points',
    sub: 'Shares: what if less baseline, in points of a hundred. Ticks are single pairs.',
    draw: (width) => intervalChart(width, {
      rows: effects.map((effect) => ({
                          name: measureOf(model, effect.measure).title,
                          range: effect.difference,
                          singles: effect.singles,
                          text: withInterval(effect.difference, (value) => signedBare(value, 'share'))
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
    caption: 'Every measure in both arms',
    className: 'effects',
    columns: [
      {label: 'Measure'}, {label: 'Mean'}, {label: 'Baseline', numeric: true}, {label: 'What if', numeric: true},
      {label: 'Difference (95 % interval)', numeric: true}, {label: 'In proportion', numeric: true},
      {label: 'Chance of a rise', numeric: true}, {label: 'Pairs up / down / equal', numeric: true}, {
        label: 'Variance saved',
        numeric: true,
        title: 'How many times smaller pairing made the variance of the difference'
      },
      {
        label: 'Pairs to settle it',
        numeric: true,
        title: 'How many pairs until the 95 % interval leaves out no effect, if the effect stays as it is seen; \u2013 where it does'
      }
    ],
    rows: effects.map((effect) => {
      const {unit, scale} = measureOf(model, effect.measure), factor = scale === 'ratio' ? effect.ratio : null;
      const geometric = isGeometric(effect), gaps = gapsOf(model, effect),
            apart = geometric ? minus(effect.variant, effect.base) : effect.difference?.mean;
      return [
        element('span', {}, measureName(model, effect.measure), gaps ? element('small', {}, gaps) : ''),
        geometric ? 'geometric' : 'arithmetic', bare(effect.base, unit), bare(effect.variant, unit),
        element(
            'span', {}, isNothing(effect) ? 'none' : difference(apart, unit),
            hasInterval(effect.difference) && !isNothing(effect) && !geometric ?
                element('small', {}, interval(effect.difference, (value) => signedBare(value, unit))) :
                ''),
        element(
            'span', {}, ratio(factor?.mean),
            hasInterval(factor) && !isNothing(effect) ? element('small', {}, ratioInterval(factor)) : ''),
        isNothing(effect) ? kMissing : chance(effect.chance_positive),
        `${effect.pairs_positive ?? kMissing} / ${effect.pairs_negative ?? kMissing} / ${
            effect.pairs_equal ?? kMissing}`,
        known(effect.variance_saved) ? `${bare(effect.variance_saved, '1', 2)}\u00d7` : kMissing, settles(effect)
      ];
    }),
  });
}

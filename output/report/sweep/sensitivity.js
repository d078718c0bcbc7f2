// Sensitivity indices: the factors' shares of the variance (Sobol), or elementary effects (Morris).
import {intervalChart} from '../charts/rows.js';
import {element, note, section, table} from '../dom.js';
import {figure} from '../figure.js';
import {bare, count, hasInterval, interval, kMissing, known, signedBare} from '../format.js';

import {following, unitOf} from './view.js';

const kSobolNote = 'Alone (first-order index): the share of the variance between runs that this factor explains by itself. Total: ' +
    'the share that it explains alone and together with other factors or with luck. ' +
    'Luck is the variation between seeds: alone, what a seed shifts at all points alike; total, all variation between the seeds of a point. Totals may sum to more than 100 %; estimates may lie slightly below 0.';
const kMorrisNote = 'An elementary effect is the change of the measure when one factor moves over its whole range at the rate seen in one ' +
    'step. Mean size: its mean without signs, which ranks the factors. Mean: with signs, so that rises and falls cancel. ' +
    'Deviation, without luck: how much the effect depends on the other factors, or on where the factor stands. ' +
    'Luck alone: the mean size that a factor without effect would have.';

const share = (value) => bare(value, 'share', 2);
const withInterval = (range, write) => `${write(range?.mean)}${hasInterval(range) ? ` (${interval(range, write)})` : ''}`;
/** An index as the charts take it. */
const rangeOf = (index) => ({mean: index?.value ?? null, low: index?.low, high: index?.high});

function chosenOf(view) {
  return view.sweep.result.sensitivity.measures?.find((one) => one.measure === view.measure);
}

const factorName = (view, row) => view.sweep.factors[row.factor]?.name ?? `factor ${row.factor}`;
const byLargest = (rows, key) => [...(rows ?? [])].sort((a, b) => (b[key]?.value ?? -Infinity) - (a[key]?.value ?? -Infinity));
const columns = (names) => names.map((label) => ({label}));

function sobolFigure(view) {
  const rows = () => byLargest(chosenOf(view)?.factors, 'total');
  return figure({
    id: 'sensitivity-indices',
    title: 'Shares of the variance',
    sub: 'Dots: estimates; lines: 95 % intervals. Sorted by the total index.',
    wide: true,
    nothing: 'The results hold no sensitivity indices of this measure.',
    draw: (width) => {
      const chosen = chosenOf(view);
      if (!chosen) return null;
      const luck = rangeOf(chosen.luck), alone = rangeOf(chosen.luck_first), luckRow = {
        name: 'luck (between seeds)',
        className: 'other',
        range: luck,
        below: known(alone.mean) ? {...alone, className: 'scene-1'} : undefined,
        text: `total ${share(luck.mean)}, alone ${share(alone.mean)}`
      };
      const factors = rows().map((row) => ({
        name: factorName(view, row),
        range: rangeOf(row.total),
        below: {...rangeOf(row.first), className: 'scene-1'},
        text: `total ${share(row.total?.value)}, alone ${share(row.first?.value)}`
      }));
      return intervalChart(width, {
        rows: known(luck.mean) ? [...factors, luckRow] : factors,
        names: [{label: 'total', className: 'variant'}, {label: 'alone', className: 'scene-1'}],
        write: share
      });
    },
    data: () => {
      const ends = (index) => [index?.value, index?.low, index?.high], {luck, luck_first: luckAlone} = chosenOf(view) ?? {};
      return {
        columns: columns(['factor', 'total', 'total low', 'total high', 'alone', 'alone low', 'alone high']),
        rows: [...rows().map((row) => [factorName(view, row), ...ends(row.total), ...ends(row.first)]),
               ...(luck ? [['luck', ...ends(luck), ...ends(luckAlone)]] : [])]
      };
    }
  });
}

function morrisFigure(view) {
  const rows = () => byLargest(chosenOf(view)?.factors, 'mean_abs'), write = (value) => bare(value, unitOf(view));
  return figure({
    id: 'elementary-effects',
    title: 'Mean size of elementary effects',
    sub: 'Dots: means without signs; lines: 95 % intervals.',
    wide: true,
    nothing: 'The results hold no elementary effects of this measure.',
    draw: (width) => intervalChart(width, {
      rows: rows().map((row) => {
        const range = rangeOf(row.mean_abs);
        return {name: factorName(view, row), range, text: withInterval(range, write)};
      }),
      write
    }),
    data: () => ({
      columns: columns(['factor', ...['mean size', 'mean', 'deviation'].flatMap((name) => [name, `${name} low`, `${name} high`]), 'luck alone']),
      rows: rows().map((row) => [
        factorName(view, row), ...[row.mean_abs, row.mean, row.deviation].flatMap((index) => [index?.value, index?.low, index?.high]), row.luck_alone
      ])
    })
  });
}

function morrisTable(view) {
  return following(view, () => {
    const chosen = chosenOf(view), unit = unitOf(view), write = (value) => bare(value, unit), signed = (value) => signedBare(value, unit, 3);
    if (!chosen) return [];
    const cell = (index, how) => {
      const range = rangeOf(index);
      return element('span', {}, how(range.mean), hasInterval(range) ? element('small', {}, interval(range, how)) : '');
    };
    return [
      table({
        caption: 'Elementary effects',
        className: 'cards',
        columns: [{label: 'Factor'}, ...['Mean size', 'Mean', 'Deviation', 'Luck alone'].map((label) => ({label, numeric: true}))],
        rows: byLargest(chosen.factors, 'mean_abs').map(
            (row) => [factorName(view, row), cell(row.mean_abs, write), cell(row.mean, signed), cell(row.deviation, write), write(row.luck_alone)])
      }),
      note(`Luck: ${known(chosen.luck?.value) ? withInterval(rangeOf(chosen.luck), share) : kMissing} of the variance ` +
           'between runs comes from the seed.')
    ];
  });
}

export function sensitivitySection(view) {
  const {sensitivity} = view.sweep.result;
  if (!sensitivity) return null;
  const sobol = sensitivity.method === 'sobol';
  const from = sobol ? count(sensitivity.rows, 'row') + ' of the Saltelli sample' : count(sensitivity.trajectories, 'trajectory', 'trajectories');
  return section(
      'sensitivity', 'Sensitivity', null, note(`From ${from}. ${sobol ? kSobolNote : kMorrisNote}`),
      sobol ? sobolFigure(view) : [morrisFigure(view), morrisTable(view)]);
}

// The share of each intervention in the effect, and interactions between interventions.
import {intervalChart, roundFactors} from '../charts/rows.js';
import {element, note, section, table} from '../dom.js';
import {figure} from '../figure.js';
import {count, factorTick, hasInterval, interval, kMissing, known, level, ratio, ratioInterval, signedBare, typeset} from '../format.js';
import {measureOf} from '../model.js';

export function attributionSection(model) {
  const attribution = model.attribution, effects = attribution?.effects ?? [];
  if (!attribution) return null;
  const measured = {...model, measures: [...(attribution.measures ?? []), ...model.measures]};
  const how = attribution.method === 'orders' ? 'over random orders' :
                                                'over all combinations of the others';
  return section(
      'attribution', 'Contribution of each intervention',
      `Shapley shares: the mean change when an intervention is added, ${how}; ${
          count(attribution.replicates, 'replicate')} with the same seeds. The shares add up to the whole effect.`,
      effects.length ? sharesFigure(measured, effects) : note('The results hold no effects.'),
      interactionsTable(measured, effects), subsetsTable(measured, attribution, effects));
}

/** Effects that multiply are shared as logarithms, which add. */
const writer = (effect, measure) =>
    (effect.scale === 'ratio' ? (value) => factorTick(Math.exp(value)) : (value) => signedBare(value, measure.unit));

function sharesFigure(model, effects) {
  const chosen = (state) => effects.find((effect) => effect.measure === state.measure) ?? effects[0];
  const rowsOf = (effect) =>
      [{name: 'All together', range: effect.whole, text: effect.text, className: 'whole-row'},
       ...(effect.shares ?? []).map((share) => ({name: share.intervention, range: share.share, text: share.text}))];
  return figure({
    id: 'attribution-shares',
    wide: true,
    title: 'Shares of the effect',
    state: {measure: effects[0].measure},
    sub: 'Dots are shares, lines their 95 % intervals. Effects that multiply are shared as logarithms, which add: ' +
        '10 log points are a factor of e^0.1, about +10.5 %.',
    controls: effects.length > 1 ? [{
      key: 'measure',
      label: 'Measure',
      options: effects.map((effect) => ({value: effect.measure, label: measureOf(model, effect.measure).title}))
    }] :
                                   [],
    draw: (width, state) => {
      const effect = chosen(state), write = writer(effect, measureOf(model, effect.measure));
      return intervalChart(width, {
        rows: rowsOf(effect).map((row) => ({...row, text: row.text ? typeset(row.text) : write(row.range?.mean)})),
        write,
        ticks: effect.scale === 'ratio' ? roundFactors : null
      });
    },
    data: () => ({
      columns: ['measure', 'scale', 'intervention', 'share', 'low', 'high'].map((label) => ({label})),
      rows: effects.flatMap(
          (effect) => rowsOf(effect).map(
              (row) => [effect.measure, effect.scale, row.name, row.range?.mean, row.range?.low, row.range?.high]))
    }),
  });
}

/** An interval on the logarithm, in factors. */
function factorsText(range) {
  return ratioInterval(hasInterval(range) ? {low: Math.exp(range.low), high: Math.exp(range.high)} : null);
}

function interactionsTable(model, effects) {
  // Every pair for the headline, for other measures those that are seen: six interventions make fifteen pairs.
  const rows = effects.flatMap(
      (effect, i) => (effect.interactions ?? [])
                      .filter((one) => i === 0 || one.seen !== false)
                      .map(
                          (one) =>
                              [one.interventions.join(' × '), measureOf(model, effect.measure).title,
                               known(one.log_ratio?.mean) ? ratio(Math.exp(one.log_ratio.mean)) : kMissing,
                               factorsText(one.log_ratio), typeset(one.text)]));
  if (!rows.length) return null;
  return element(
      'div', {}, element('h3', {}, 'Interactions'),
      note(
          'The interaction of two interventions is the effect of both minus the sum of their separate effects, in ' +
          'logarithms for effects that multiply. An interval that includes 0 shows no interaction. Expect about one ' +
          'false positive in twenty.'),
      table({
        caption: 'Interactions',
        className: 'cards',
        columns: [
          {label: 'Interventions'}, {label: 'Measure'}, {label: 'Interaction', numeric: true},
          {label: '95 % interval', numeric: true}, {label: 'In words'}
        ],
        rows
      }));
}

function subsetsTable(model, attribution, effects) {
  const ids = attribution.interventions ?? [], subsets = effects[0]?.subsets ?? [];
  if (!subsets.length) return null;
  const measure = measureOf(model, effects[0].measure);
  return element(
      'details', {class: 'more'}, element('summary', {}, `${measure.title} for each combination`), table({
        caption: 'Level for each combination of interventions',
        columns: [{label: 'Switched on'}, ...ids.map((label) => ({label})), {label: measure.title, numeric: true}],
        rows: subsets.map(
            (subset) =>
                [subset.on.length ? subset.on.join(', ') : 'nothing',
                 ...ids.map((id) => (subset.on.includes(id) ? '● on' : '○ off')), level(subset.level, measure.unit)])
      }));
}

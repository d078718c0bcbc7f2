// How sure the effect is, for two reasons kept apart: chance, and not knowing the parameters.
import {intervalChart, roundFactors} from '../charts/rows.js';
import {element, note, section} from '../dom.js';
import {figure} from '../figure.js';
import {count, difference, factorTick, interval, kMissing, known, ratio, signedBare} from '../format.js';
import {measureOf, variantOf} from '../model.js';

const kShown = ['engaged_abroad', 'leadership', 'revenue_abroad', 'engaged_home', 'home_share'];
const kReasons = [
  {key: 'chance', name: 'chance', className: 'variant'}, {key: 'parameters', name: 'parameters', className: 'other'}
];

/** Null where the comparison was made with one set of parameters. */
export function ensembleSection(model) {
  const about = model.result.ensemble, effects = (variantOf(model)?.ensemble ?? []).filter((one) => known(one.mean));
  if (!about || !effects.length) return null;
  const shown = kShown.map((name) => effects.find((one) => one.measure === name)).filter(Boolean);
  return section(
      'two-intervals', 'Chance, or not knowing the parameters',
      `The effect under each of ${count((about.sets ?? []).length, 'parameter set')} that the calibration kept, ${
          count(about.seeds, 'seed')} each. The upper line of a pair ` +
          'is chance with the parameters held: more seeds would narrow it. The lower is where the effect lies under ' +
          'other sets, with chance taken away: more computing would not narrow it, better evidence would.',
      ...shown.map((effect) => pairFigure(model, effect)), provenanceNote(about));
}

function provenanceNote(about) {
  const result = about.digest ? [' (result ', element('code', {}, about.digest), ')'] : [];
  return note('The sets are those of the plan ', element('code', {}, about.plan || kMissing), ...result, `: ${about.verdict ?? kMissing}.`);
}

function pairFigure(model, effect) {
  const {title, unit} = measureOf(model, effect.measure), multiplies = effect.scale === 'ratio';
  const place = multiplies ? Math.log : (value) => value;
  const write = multiplies ? ratio : (value) => signedBare(value, unit);
  const ranges = kReasons.map(({key}) => effect[key]);
  const rows = kReasons.map(({name, className}, i) => ({
                              name,
                              className,
                              singles: i === 1 ? (effect.sets ?? []).filter(known).map(place) : [],
                              range: {
                                mean: place(effect.mean),
                                low: known(ranges[i]?.low) ? place(ranges[i].low) : null,
                                high: known(ranges[i]?.high) ? place(ranges[i].high) : null
                              },
                              text: ranges[i] ? interval({mean: effect.mean, ...ranges[i]}, write) : 'no interval'
                            }));
  return figure({
    id: `two-intervals-${effect.measure}`,
    title: `${title}: ${multiplies ? ratio(effect.mean) : difference(effect.mean, unit)}`,
    sub: '95 % intervals, one above the other. Ticks are single parameter sets.',
    draw: (width) => intervalChart(
        width,
        multiplies ? {rows, write: (value) => factorTick(Math.exp(value)), ticks: roundFactors} :
                     {rows, write: (value) => signedBare(value, unit)}),
    data: () => ({
      columns: ['reason', 'mean', 'low', 'high'].map((label) => ({label})),
      rows: [
        ...kReasons.map(({name}, i) => [name, effect.mean, ranges[i]?.low ?? null, ranges[i]?.high ?? null]),
        ...(effect.sets ?? []).map((mean, i) => [`set ${model.result.ensemble.sets?.[i] ?? i + 1}`, mean, null, null])
      ]
    }),
  });
}

// The two uncertainties of an effect: sampling noise, and the uncertainty of the parameters.
import {intervalChart, roundFactors} from '../charts/rows.js';
import {element, note, section} from '../dom.js';
import {figure} from '../figure.js';
import {count, difference, factorTick, interval, kMissing, known, ratio, signedBare} from '../format.js';
import {measureOf, variantOf} from '../model.js';

const kShown = ['engaged_abroad', 'leadership', 'revenue_abroad', 'engaged_home', 'home_share'];
const kReasons = [
  {key: 'chance', name: 'sampling noise', className: 'variant'}, {key: 'parameters', name: 'parameters', className: 'other'}
];

/** Null where the comparison was made with one set of parameters. */
export function ensembleSection(model) {
  const about = model.result.ensemble, effects = (variantOf(model)?.ensemble ?? []).filter((one) => known(one.mean));
  if (!about || !effects.length) return null;
  const asked = model.measures.filter((measure) => measure.asked).map((measure) => measure.name);
  const shown = [...new Set([...asked, ...kShown])].map((name) => effects.find((one) => one.measure === name)).filter(Boolean);
  return section(
      'two-intervals', 'Sampling noise and parameter uncertainty',
      `The effect under each of ${count((about.sets ?? []).length, 'parameter set')} that the calibration kept, ${
          count(about.seeds, 'seed')} each. The upper line of a chart ` +
          'shows the sampling noise with the parameters held fixed; more seeds narrow it. The lower line shows how the ' +
          'effect varies over the sets, with the sampling noise removed; only better evidence narrows it.',
      ...shown.map((effect) => pairFigure(model, effect)), provenanceNote(about));
}

function provenanceNote(about) {
  const result = about.digest ? [' (result ', element('code', {}, about.digest), ')'] : [];
  return note('The sets come from the plan ', element('code', {}, about.plan || kMissing), ...result, `: ${about.verdict ?? kMissing}.`);
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
                              text: ranges[i] ? interval({mean: effect.mean, ...ranges[i]}, write) : i === 1 && effect.hidden ? 'within sampling noise' : 'no interval'
                            }));
  return figure({
    id: `two-intervals-${effect.measure}`,
    title: `${title}: ${multiplies ? ratio(effect.mean) : difference(effect.mean, unit)}`,
    sub: '95 % intervals. Ticks are single parameter sets.',
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

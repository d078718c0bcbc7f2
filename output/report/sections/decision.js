// Page one: the question, the answer, the levers, and the difference over time.
import {lineChart} from '../charts/lines.js';
import {intervalChart, roundFactors} from '../charts/rows.js';
import {element, note, section, table} from '../dom.js';
import {figure} from '../figure.js';
import {bare, chance, count, date, difference, factorTick, hasInterval, interval, kMissing, known, level, ratio, ratioInterval, signedBare, typeset, yearOf} from '../format.js';
import {afterRecord, headlineOf, isGeometric, isNothing, measureOf, rowOf, variantOf, windowText} from '../model.js';

import {measureName} from './definitions.js';
import {implausible, oversized} from './implausible.js';

export function decisionSection(model) {
  const variant = variantOf(model), effect = headlineOf(model);
  const levers = leversBlock(variant.levers ?? []);
  return element(
      'div', {class: 'page-one'},
      element('p', {class: 'verdict'}, variant.verdict ? typeset(variant.verdict) : answerOf(model, effect)),
      model.result.preregistration ? note(typeset(model.result.preregistration.text)) : null,
      ...(variant.implausible ?? []).map((text) => implausible('Implausible: ', text)),
      oversized(model.base, 'the base'), oversized(variant, 'the variant'),
      effect ? keyFigures(model, variant, effect) :
               note('This comparison holds no effects: no pair of replicates finished in both arms.'),
      pairedFigure(model, variant), levers, answersBlock(model), variantsFigure(model, effect), howToRead(model, effect));
}

/** The answer in one sentence, for comparisons without a verdict. */
function answerOf(model, effect) {
  if (!effect) return 'No answer: no pair of replicates finished.';
  const measure = measureOf(model, effect.measure);
  if (isNothing(effect)) return `${measure.title}: no difference in any pair.`;
  if (effect.pairs === 1) return `${measure.title}: one pair, so no effect is claimed.`;
  return `${measure.title}: ${difference(effect.difference?.mean, measure.unit)}` +
      (hasInterval(effect.difference) ?
           ` (95 % interval ${interval(effect.difference, (value) => signedBare(value, measure.unit, 3))})` :
           '') +
      (known(effect.chance_positive) ? `; chance of a rise ${chance(effect.chance_positive)}.` : '.');
}

function fact(value, label, ...more) {
  return element(
      'div', {class: 'fact'}, element('dt', {}, label),
      element('dd', {}, element('strong', {}, value), ...more.map((text) => element('span', {}, text))));
}

function keyFigures(model, variant, effect) {
  const measure = measureOf(model, effect.measure), write = (value) => bare(value, measure.unit);
  const name = measureName(model, effect.measure), nothing = isNothing(effect);
  if (effect.pairs === 1 && !nothing) return onePair(variant, effect, name, write);
  const levels = (base, variant, mean) => `${write(base)} in the baseline, ${write(variant)} in the what-if${mean}`;
  const differenceFact = (label, apart, ...more) => fact(
      difference(apart?.mean, measure.unit), label,
      nothing ? 'In every pair' :
          hasInterval(apart) ? `95 % interval ${interval(apart, (value) => signedBare(value, measure.unit, 3))}` :
                               'No interval',
      ...more);
  const facts = isGeometric(effect) && !nothing ?
      [
        fact(
            ratio(effect.ratio?.mean), name,
            hasInterval(effect.ratio) ? `95 % interval ${ratioInterval(effect.ratio)}` : 'No interval',
            levels(effect.base, effect.variant, ' (geometric means over replicates)')),
        // Comparisons of earlier versions have only the difference of arithmetic means.
        effect.difference_at_base ?
            differenceFact('Difference', effect.difference_at_base, 'At the level of the baseline, by the ratio') :
            differenceFact('Mean difference', effect.difference, levels(effect.means?.base, effect.means?.variant, ' (arithmetic means)'))
      ] :
      [differenceFact(name, effect.difference, levels(effect.base, effect.variant, nothing ? '' : ' (arithmetic means)'))];
  facts.push(fact(
      isNothing(effect) ? 'No difference' : chance(effect.chance_positive), 'Chance of a rise',
      pairsText(effect)));
  facts.push(moneyFact(variant));
  return element('dl', {class: 'facts'}, facts.filter(Boolean));
}

/** One pair gives no interval: its two runs are shown, and no effect is claimed. */
function onePair(variant, effect, name, write) {
  return element(
      'dl', {class: 'facts'},
      [
        fact(write(effect.base), name, 'In the baseline'), fact(write(effect.variant), 'The same', 'In the what-if'),
        fact('One pair', 'Pairs compared', 'No interval, and no effect is claimed'),
        moneyFact(variant, false)
      ].filter(Boolean));
}

function pairsText(effect) {
  const equal = effect.pairs_equal ? `, ${effect.pairs_equal} equal` : '';
  return `${count(effect.pairs, 'pair')}: ${effect.pairs_positive ?? kMissing} up, ${
      effect.pairs_negative ?? kMissing} down${equal}`;
}

/** The return of a dollar; for each dollar saved, the labels receive the opposite of what another dollar would bring. */
function returnText(back, saved) {
  if (!back || !known(back.mean)) return 'Return unknown';
  const turned = saved ? {mean: -back.mean, low: known(back.low) ? -back.high : null, high: known(back.high) ? -back.low : null} : back;
  return `Each dollar ${saved ? 'saved ' : ''}changed the labels' revenue by ${signedBare(turned.mean, 'USD', 3)}` +
      (hasInterval(turned) ? ` (${interval(turned, (value) => signedBare(value, 'USD', 3))})` : '');
}

function moneyFact(variant, claims = true) {
  const cost = variant.cost_usd, title = 'Spent on the levers';
  if (!known(cost)) return null;
  // Comparisons of earlier versions do not say whether a cost is stated.
  if (!(variant.cost_stated ?? cost !== 0)) return fact('No cost stated', title, 'Neither scenario states a cost of its interventions');
  if (cost === 0) return fact('No difference', title, 'The labels of the scene spend as much as in the baseline');
  const back = claims ? returnText(variant.return_per_usd, cost < 0) : 'One pair: no return is claimed';
  return cost < 0 ? fact(`${level(-cost, 'USD')} less`, title, 'Compared with the baseline', back) :
                    fact(level(cost, 'USD'), title, back);
}

function leverMarks(levers) {
  const days = new Map();
  for (const lever of levers)
    if (known(yearOf(lever.from))) days.set(lever.from, [...(days.get(lever.from) ?? []), lever.intervention]);
  return [...days].slice(0, 6).map(([from, names]) => ({
                                     x: yearOf(from),
                                     label: names.length > 2 ? `${names[0]} and ${names.length - 1} more begin` :
                                                               `${names.join(' and ')} begin${names.length > 1 ? '' : 's'}`
                                   }));
}

const kYearsBefore = 3;  // drawn before the first difference

/** The part of a paired series that is drawn: from some years before the window of the measures on. */
function nearWindow(model, variant, paired) {
  const times = paired.time ?? [], first = yearOf(model.result.window?.from) - kYearsBefore;
  const from = Math.max(0, times.findIndex((time) => !(yearOf(time) < first)));
  const rest = (values) => (values ?? []).slice(from);
  const near = {...paired, time: rest(times), mean: rest(paired.mean), low: rest(paired.low), high: rest(paired.high),
                pairs: (paired.pairs ?? []).map(rest)};
  return untilChange(model, firstChange(model, variant), near);
}

/** The first day on which the variant may differ, as far as is known; where several are compared, the window is that of all. */
function firstChange(model, variant) {
  const window = model.result.window?.from, dated = (variant.levers ?? []).map((lever) => lever.from).filter((day) => known(yearOf(day)));
  return model.variants.length > 1 && dated.length ? dated.sort()[0] : window;
}

function dayBefore(day) {
  const before = new Date(day);
  before.setUTCDate(before.getUTCDate() - 1);
  return before.toISOString().slice(0, 10);
}

/** The line at 0 up to the day of the change: quarters joined would seem to differ before anything does. */
function untilChange(model, change, paired) {
  const next = paired.mean.findIndex((value) => known(value) && value !== 0), begun = paired.time[next];
  // Something else differs before, such as the world at its start.
  if (next < 0 || !known(yearOf(change)) || change >= paired.time[next + 1]) return paired;
  const first = begun < change ? change : begun;  // within its quarter
  const zeros = (next > 0 ? [dayBefore(change)] : change > model.result.report_from ? [begun, dayBefore(change)] : []).filter(
      (time) => time < first && time >= (paired.time[next - 1] ?? begun));
  const still = (values) => values.length ?
      [...values.slice(0, next), ...zeros.map(() => known(values[next]) ? 0 : null), ...values.slice(next)] :
      values;
  return {...paired, time: [...paired.time.slice(0, next), ...zeros, first, ...paired.time.slice(next + 1)],
          mean: still(paired.mean), low: still(paired.low), high: still(paired.high), pairs: paired.pairs.map(still)};
}

function pairedFigure(model, variant) {
  const all = variant.paired ?? {}, paired = nearWindow(model, variant, all), xs = paired.time.map(yearOf), measure = measureOf(model, paired.measure ?? headlineOf(model)?.measure);
  const unit = paired.unit ?? measure.unit, length = xs.length, one = (paired.pairs ?? []).length === 1;
  const mean = rowOf([paired.mean], 0, length), low = rowOf([paired.low], 0, length),
        high = rowOf([paired.high], 0, length);
  const banded = low.some(known) && high.some(known);
  return figure({
    id: 'paired-difference',
    wide: true,
    heading: 'h2',
    title: `${measure.title}: ${one ? 'difference in this pair' : 'difference made by the levers'}`,
    sub: one ?
        'What-if minus baseline, by quarter. One pair has no interval, hence no band.' :
        `What-if minus baseline, by quarter. Each thin line is one pair of runs with the same seed; the thick line ` +
            `is their mean${banded ? ', the band is its 95 % interval, cut off where it reaches much further than they do' : ''}.`,
    draw: (width) => lineChart(width, {
      xs,
      series: [{label: one ? 'the only pair' : 'mean of pairs', className: 'variant', values: mean}],
      band: banded ? {low, high} : null,
      singles: one ? [] : paired.pairs ?? [],
      marks: leverMarks(variant.levers ?? []),
      recordEnds: model.recordEnds,
      zero: true,
      signed: true,
      height: Math.max(240, Math.min(380, width * 0.35)),
      write: (value) => signedBare(value, unit),
      read: (i) => `${date(paired.time[i])}${afterRecord(model, xs[i])}: ${difference(mean[i], unit)}` +
          (known(low[i]) && known(high[i]) ?
               `, 95 % interval ${signedBare(low[i], unit)} to ${signedBare(high[i], unit)}` :
               ''),
    }),
    data: () => ({
      columns: ['quarter', 'mean', 'low', 'high', ...(all.pairs ?? []).map((_, i) => `pair ${i + 1}`)].map(
          (label) => ({label})),
      rows: (all.time ?? []).map((time, i) => [time, ...[all.mean, all.low, all.high, ...all.pairs ?? []].map((row) => row?.[i] ?? null)]),
    }),
  });
}

/** All variants in one chart; null for a single one. */
function variantsFigure(model, effect) {
  if (model.variants.length < 2 || !effect) return null;
  const measure = measureOf(model, effect.measure), multiplies = measure.scale === 'ratio';
  const write = multiplies ? (value) => ratio(Math.exp(value)) : (value) => signedBare(value, measure.unit);
  const logs = (range) => ({
    mean: Math.log(range.mean),
    low: range.low > 0 ? Math.log(range.low) : null,
    high: range.high > 0 ? Math.log(range.high) : null
  });
  const order = model.result.ranking?.variants?.map((row) => row.variant) ?? model.variants.map((_, i) => i);
  const rows = order.map((i) => {
    const variant = model.variants[i];
    const found = (variant.effects ?? []).find((one) => one.measure === effect.measure), factor = found?.ratio;
    const range = multiplies ? (known(factor?.mean) ? logs(factor) : null) : found?.difference;
    return {
      name: `${variant.title ?? variant.name ?? i + 1}${i === model.chosen ? ' (above)' : ''}`,
      range,
      className: i === model.chosen ? 'variant' : 'other',
      text: range && known(range.mean) ? write(range.mean) +
              (hasInterval(range) ? ` (${multiplies ? ratioInterval(factor) : interval(range, write)})` : '') :
                                    kMissing
    };
  });
  return figure({
    id: 'variants',
    wide: true,
    title: `${measure.title}: all variants`,
    sub: 'Each variant against the same baseline, the largest effect first; lines are 95 % intervals.',
    draw: (width) => intervalChart(
        width, multiplies ? {rows, write: (value) => factorTick(Math.exp(value)), ticks: roundFactors} : {rows, write}),
    data: () => ({
      columns: ['variant', 'title', 'difference', 'low', 'high', 'ratio', 'ratio low', 'ratio high'].map(
          (label) => ({label})),
      rows: model.variants.map((variant) => {
        const found = (variant.effects ?? []).find((one) => one.measure === effect.measure);
        return [
          variant.name, variant.title,
          ...[found?.difference, found?.ratio].flatMap(
              (range) => [range?.mean ?? null, range?.low ?? null, range?.high ?? null])
        ];
      })
    }),
  });
}

function leversBlock(levers) {
  if (!levers.length)
    return note(
        'No lever changes. The differences between the scenarios, if any, are listed under ',
        element('a', {href: '#inputs'}, 'inputs'), '.');
  const lasting = (lever) => `${date(lever.from)} to ${lever.until ? date(lever.until) : 'the end'}` +
      (lever.ramp_weeks ? `, over ${count(lever.ramp_weeks, 'week')}` : '');
  return section('levers', 'The levers', null, table({
                   caption: 'The levers',
                   className: 'levers cards',
                   columns: [
                     {label: 'Intervention'}, {label: 'Labels'}, {label: 'Lever'}, {label: 'Change'}, {label: 'Period'},
                     {label: 'Cost', numeric: true}
                   ],
                   rows: levers.map(
                       (lever) =>
                           [lever.intervention,
                            element(
                                'span', {}, element('code', {}, lever.target ?? kMissing),
                                known(lever.labels) ? ` ${count(lever.labels, 'label')}` : ''),
                            element(
                                'span', {}, element('code', {}, lever.lever ?? kMissing),
                                lever.meaning ? element('small', {}, lever.meaning) : ''),
                            lever.change ?? kMissing, lasting(lever),
                            costOf(lever)]),
                 }));
}

/** What a lever costs, and what pays it. */
function costOf(lever) {
  if (lever.lever === 'production_budget') return 'what it adds to the budget, from cash';
  if (!lever.cost_usd_week_label) return 'none stated';
  return `${bare(lever.cost_usd_week_label, 'USD')} a week and label, from ${lever.paid_from ?? 'cash'}`;
}

/** Who answers the levers of this variant, and what that changes; null without --responses. */
function answersBlock(model) {
  const answered = (model.result.answered ?? []).find((one) => one.variant === model.chosen);
  if (!answered) return null;
  return section('answers', 'Answers of others', null, element('p', {}, typeset(answered.verdict)), table({
                   caption: 'Answers of others',
                   className: 'cards',
                   columns: [{label: 'Response'}, {label: 'By'}, {label: 'To'}, {label: 'How'}, {label: 'From'}],
                   rows: answered.responses.map((one) => [one.response, element('code', {}, one.by), one.to, one.how,
                                                          date(one.from)]),
                 }));
}

function howToRead(model, effect) {
  const ensemble = model.result.ensemble, times = effect ? `${count(effect.pairs, 'time')} ` : '';
  return element(
      'aside', {class: 'how', 'aria-label': 'How to read this'},
      element(
          'p', {}, element('strong', {}, 'How to read this. '),
          effect?.pairs === 1 ?
              'Baseline and what-if are simulated once, with the same seed. One pair cannot separate the effect of the ' +
                  'levers from sampling noise. ' :
              `Baseline and what-if are simulated ${
                  times}with the same seeds, hence with the same random numbers, so most of the sampling noise ` +
                  'cancels within a pair. ',
          `Levels and differences are means over ${windowText(model)}. `,
          'Ratios are given with geometric means over replicates, differences with arithmetic means. ',
          ensemble ?
              'Two intervals are given: one for the sampling noise between replicates, one for the uncertainty of the ' +
                  'parameters. ' :
              'The intervals measure sampling noise between replicates. They do not measure errors of the model or its ' +
                  'parameters: see ',
          ensemble ? null : element('a', {href: '#misfits'}, 'known misfits'), ensemble ? null : '.'));
}

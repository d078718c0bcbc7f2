// The page of an optimisation, top to bottom: the best plan, the front, the plans, the levers, the parameter sets.
import {frontChart} from './charts/front.js';
import {responseChart} from './charts/responses.js';
import {contents, element, note, section, table} from './dom.js';
import {figure, redrawFigures} from './figure.js';
import {bare, count, difference, factorTick, hasInterval, interval, known, level, percent, ratio, ratioInterval, signedBare} from './format.js';
import {kNoForecast, masthead} from './masthead.js';
import {implausible} from './sections/implausible.js';
import {numericAxis} from './sweep/axis.js';

const result = JSON.parse(document.getElementById('data').textContent).result;
const measures = result.measures ?? [], plans = result.finalists ?? [], levers = result.levers ?? [];
const kMillion = 1e6, kReach = 1.96;  // of a normal interval
const kUseful = 0.3;  // least R2 of a process that is told without a warning

const asRatio = (measure) => measures[measure].scale === 'ratio';
/** An effect of the process, or of a pair, as it is shown. */
const shown = (measure, effect) => (!known(effect) ? null : asRatio(measure) ? Math.exp(effect) : effect);
const effectText = (measure, effect) => (asRatio(measure) ? ratio(effect) : difference(effect, measures[measure].unit));
const rangeText = (measure, range) => !hasInterval(range) ? '' :
    asRatio(measure) ? ratioInterval(range) : interval(range, (value) => signedBare(value, measures[measure].unit));
const tick = (measure) => (asRatio(measure) ? (factor) => (factor > 0 ? factorTick(factor) : '') : (value) => signedBare(value, measures[measure].unit));
const money = (dollars) => level(dollars, 'USD');
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const nameOf = (i) => `Plan ${i + 1}`;

function marks(i) {
  const several = plans[i].by_set.length > 1;
  const beaten = known(plans[i].beaten_by) ? `beaten by plan ${plans[i].beaten_by + 1}` : '';
  return [i === result.best ? 'chosen' : '', several && i === result.robust ? 'most robust' : '', beaten].filter(Boolean).join(', ');
}

function nameCell(i) {
  const name = [nameOf(i), marks(i)].filter(Boolean).join(', '), doubts = plans[i].implausible ?? [];
  return doubts.length ? element('span', {}, name, element('small', {class: 'doubt', title: doubts.join(' ')}, 'implausible')) : name;
}

function limitText(measure) {
  const {least} = measures[measure];
  return asRatio(measure) ? `at least ${percent(least, 3)} of the base` : `at least ${difference(least, measures[measure].unit)}`;
}

function frontSection() {
  const options = measures.map((one, i) => ({value: i, label: one.title}));
  return section('front', 'Effect against cost', null, figure({
    id: 'front-chart',
    wide: true,
    title: 'What a budget buys',
    sub: `Plans that were tried (means of ${count(result.pairs, 'pair')}), and the best of them, simulated anew with ${
        count(result.fresh_pairs, 'pair')} of other random numbers; with 95 % probability all these intervals are right at once.`,
    state: {measure: 0},
    controls: options.length > 1 ? [{key: 'measure', label: 'Measure', options}] : [],
    draw: (width, state) => {
      const m = +state.measure;
      return frontChart(width, {
        tried: result.evaluated.map((one) => [one.cost_usd_year / kMillion, shown(m, mean(one.effects[m]))]),
        plans: plans.map((one, i) => ({
          cost: one.cost_usd_year / kMillion, ...one.effects[m], name: String(i + 1), best: i === result.best,
          text: `${nameOf(i)}: ${effectText(m, one.effects[m].mean)} (${rangeText(m, one.effects[m])}) for ${money(one.cost_usd_year)} a year`,
        })),
        none: asRatio(m) ? 1 : 0,
        logarithmic: asRatio(m),
        joined: measures.filter((one) => !known(one.least)).length === 1 && m === 0,
        most: result.budget_usd_year / kMillion,
        write: tick(m),
        writeCost: (value) => `$${value} M`,
        xLabel: 'a year, all labels together',
        yLabel: `effect on ${measures[m].title}`,
      });
    },
    data: () => ({
      columns: ['plan', 'cost, $ a year', ...measures.flatMap(({name}) => [name, `${name} low`, `${name} high`])].map((label) => ({label})),
      rows: plans.map((one, i) => [i + 1, one.cost_usd_year, ...one.effects.flatMap(({mean, low, high}) => [mean, low, high])]),
    }),
  }));
}

function plansSection() {
  const raised = measures.filter((one) => !known(one.least)).length;
  const cell = (one, m) => {
    const text = `${effectText(m, one.effects[m].mean)} (${rangeText(m, one.effects[m])})`;
    if (m < raised) return text;
    const kept = one.kept[m - raised];
    return `${text}: ${kept === null ? 'undecided' : kept ? 'kept' : 'not kept'}`;
  };
  const several = (plans[0].by_set?.length ?? 0) > 1;
  return section(
      'plans', 'The plans',
      'Before they were simulated anew, none of the plans that were tried was expected to do better in every measure for no more money.',
      table({
        caption: 'Plans, cheapest first',
        className: 'cards',
        columns: [
          {label: 'Plan'}, {label: 'Cost a year', numeric: true},
          ...measures.map((one, m) => ({label: known(one.least) ? `${one.title}, ${limitText(m)}` : one.title})),
          ...levers.map((lever) => ({label: lever.name, numeric: true})), ...(several ? [{label: 'Regret', numeric: true}] : [])
        ],
        rows: plans.map((one, i) => [
          nameCell(i), money(one.cost_usd_year), ...measures.map((_, m) => cell(one, m)),
          ...one.values.map((value) => bare(value, '')), ...(several ? [bare(one.regret, '', 2)] : [])
        ])
      }),
      note(`In the base: ${levers.map((lever) => `${lever.name} ${bare(lever.dated, '')}`).join(', ')}.` +
           (several ? ' Regret: how much less of the first effect the plan has, under the parameter set that is worst for it, than the best ' +
                   `plan there${asRatio(0) ? ' (a difference of logarithms)' : ''}.` : '')));
}

function leversSection() {
  const best = plans[result.best], more = (curve) => known(curve.per_million) ?
      effectText(0, asRatio(0) ? Math.exp(curve.per_million) : curve.per_million) :
      curve.at_end ? 'at the end of its range' : 'no price';
  const panel = (curve, i) => ({
    title: `${curve.lever}: ${bare(best.values[i], '')}`,
    axis: numericAxis(curve.values),
    named: false,
    dots: [],
    groups: curve.values.map((value, k) => {
      const at = (times) => shown(0, curve.expected[k] + times * kReach * curve.error[k]), middle = at(0);
      return {at: (value - curve.values[0]) / (curve.values[curve.values.length - 1] - curve.values[0] || 1), mean: middle,
              low: at(-1), high: at(1), text: `${bare(value, '')}: ${effectText(0, middle)}`};
    }),
  });
  return section('levers', 'Each lever at the chosen plan', null, figure({
    id: 'lever-curves',
    wide: true,
    title: 'Response to each lever',
    sub: `Effect on ${measures[0].title} as one lever changes and the others stay as in ${nameOf(result.best)} (its value beside the name): ` +
        'expectation of the Gaussian process with its 95 % interval. It smooths over what single plans showed.',
    draw: (width) => responseChart(width, {panels: result.curves.map(panel), write: tick(0), yLabel: measures[0].title}),
    data: () => ({
      columns: ['lever', 'value', 'expected', 'low', 'high'].map((label) => ({label})),
      rows: result.curves.flatMap((curve) => curve.values.map((value, k) => [
        curve.lever, value, ...[0, -1, 1].map((times) => shown(0, curve.expected[k] + times * kReach * curve.error[k]))])),
    }),
  }), table({
    caption: 'What a further million dollars a year for each lever is expected to bring',
    columns: [{label: 'Lever'}, {label: 'Price of one unit a year', numeric: true}, {label: 'Base', numeric: true},
              {label: nameOf(result.best), numeric: true}, {label: 'A further million, at the margin', numeric: true}],
    rows: result.curves.map((curve, i) => [
      curve.lever, levers[i].price_usd_year > 0 ? money(levers[i].price_usd_year) : 'none', bare(levers[i].dated, ''), bare(best.values[i], ''),
      more(curve)])
  }), note(`A million dollars a year on top of the budget, used as well as it can be, is expected to bring ${
      effectText(0, asRatio(0) ? Math.exp(result.further_million) : result.further_million)}. The process was made from ${
      count(result.evaluated.length, 'plan')} (R\u00b2 ${result.r2[0].toFixed(2)} for plans left out)${
      result.r2[0] < kUseful ? ': too few for its expectations to be of use' : ''}. Levers without a price are free here.`));
}

function setsSection() {
  const sets = plans[0]?.by_set.length ?? 0;
  if (sets < 2) return null;
  const best = Array.from({length: sets}, (_, s) => Math.max(...plans.map((one) => one.by_set[s])));
  return section(
      'sets', 'Under each parameter set', `Effect on ${measures[0].title}; the best of each set is marked.`,
      table({
        caption: 'Effects by parameter set',
        columns: [{label: 'Plan'}, ...best.map((_, s) => ({label: `Set ${s + 1}`, numeric: true}))],
        rows: plans.map((one, i) => [
          nameOf(i), ...one.by_set.map((effect, s) => element(
                         effect === best[s] ? 'strong' : 'span', {}, effectText(0, shown(0, effect))))])
      }));
}

const sections = plans.length ? [frontSection(), plansSection(), leversSection(), setsSection()].filter(Boolean) : [];
document.getElementById('page').append(
    masthead('optimisation', kNoForecast, null),
    element('main', {id: 'main', tabindex: -1},
            element('div', {class: 'headline'}, element('h1', {}, result.title || result.name), element('p', {class: 'lead'}, result.verdict),
                    ...(plans[result.best]?.implausible ?? []).map((text) => implausible('Implausible: ', text))),
            note(`Base: ${result.base.split('/').pop()}; worlds of ${result.fans.toLocaleString('en-US')} fans; budget ${
                money(result.budget_usd_year)} a year. Prices are estimates.`),
            sections.length ? contents(sections) : null, sections),
    element('footer', {},
            `Made by ${['hibiki', result.program].filter(Boolean).join(' ')}, model version ${
                result.model_version ?? '–'}. This page contains all its data and makes no network requests.`));
addEventListener('beforeprint', () => redrawFigures(true));
addEventListener('afterprint', () => redrawFigures());

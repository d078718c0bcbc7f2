// The answer: its state in words, the curves while they are simulated, and the result with the report's own parts.
import {lineChart} from '../charts/lines.js';
import {element, note, table} from '../dom.js';
import {forgetFigures} from '../figure.js';
import {bare, capital, count, difference, hasInterval, interval, known, level, ratio, ratioInterval, signedBare, yearOf} from '../format.js';
import {measureOf, modelOf} from '../model.js';
import {decisionSection} from '../sections/decision.js';
import {definitionsSection} from '../sections/definitions.js';
import {effectsSection} from '../sections/effects.js';
import {geographySection} from '../sections/geography.js';
import {leadershipSection} from '../sections/leadership.js';
import {misfitsSection} from '../sections/misfits.js';
import {reasonsSection} from '../sections/reasons.js';

import {kWeeksAYear} from './levers.js';

const kDrawnPoints = 400;

function timeLeft(seconds) {
  if (!known(seconds)) return '';
  if (seconds < 90) return `, about ${Math.max(5, Math.round(seconds / 5) * 5)} s left`;
  return `, about ${Math.round(seconds / 60)} min left`;
}

/** Where the answer stands, in one sentence. */
export function stateText(state, anyChange) {
  const rough = `${count(state.pairs, 'pair')} of ${state.fans.toLocaleString('en-US')} fans`;
  if (!anyChange) return state.pairs ? 'The baseline. Move a lever to ask a question.' : 'Simulating the baseline…';
  const few = state.pairs < 8 ? ' Intervals of so few pairs are themselves uncertain.' : '';
  const firm = state.wanted ? `; a firm answer follows (${state.firm_pairs} of about ${count(state.wanted, 'pair')} of ${
                                  state.firm_fans.toLocaleString('en-US')} fans${timeLeft(state.seconds_left)})` : '';
  switch (state.phase) {
    case 'first': return 'Simulating the first pair…';
    case 'rough': return `Rough answer: ${rough}${firm}.${few}`;
    case 'firm': return `Getting firmer: ${rough}, about ${state.wanted} needed${timeLeft(state.seconds_left)}.${few}`;
    case 'done': return state.settled ? `Settled: ${rough}.` : `Done: ${rough}, the most that are simulated here; the interval is still wide.`;
    default: return `Stopped: ${rough}.`;
  }
}

/** Means over equal stretches, so that a line has not more points than pixels. */
function thinned(values, size) {
  const means = [];
  for (let i = 0; i < values.length; i += size) {
    const there = values.slice(i, i + size).filter(known);
    means.push(there.length ? there.reduce((sum, value) => sum + value, 0) / there.length : null);
  }
  return means;
}

/** The curves of the pair that is being simulated. live: {from, fans, seed, arms}. */
export function liveChart(width, live, measure, start, end) {
  const first = yearOf(live.from), size = Math.max(1, Math.ceil((end - first) * kWeeksAYear / kDrawnPoints));
  const points = Math.ceil((end - first) * kWeeksAYear / size), xs = Array.from({length: points}, (_, i) => first + (i + 0.5) * size / kWeeksAYear);
  const from = Math.max(0, xs.findIndex((x) => x >= start - 3));
  const padded = (values) => Object.assign(Array(points).fill(null), thinned(values, size)).slice(from, points);
  const series = [
    {label: 'baseline', className: 'base', values: padded(live.arms[0] ?? [])},
    {label: 'what-if', className: 'variant', values: padded(live.arms[1] ?? [])}
  ].filter((one) => one.values.some(known));
  if (!series.length) return null;
  return lineChart(width, {xs: xs.slice(from), series, zero: true, height: Math.max(240, Math.min(380, width * 0.35)),
                           write: (value) => bare(value, measure.unit)})?.svg;
}

/** What a dollar bought: effect on the headline over what was spent, a year. */
function perMillion(variant, effect, unit, years) {
  const spent = variant.cost_usd, gained = effect?.difference?.mean;
  const clear = effect?.difference?.low > 0 || effect?.difference?.high < 0;
  if (!known(spent) || spent <= 0 || !known(gained) || !years || !clear) return '–';
  return difference(gained / (spent / 1e6 / years), unit);
}

/** All what-ifs, best first, with the interval of the difference from the best. Null for one alone. */
function rankingTable(model) {
  const ranking = model.result.ranking;
  if (!ranking || model.variants.length < 2) return null;
  const measure = measureOf(model, ranking.measure), asRatio = ranking.scale === 'ratio';
  const write = (range) => !known(range?.mean) ? '–' :
      asRatio ? `${ratio(range.mean)}${hasInterval(range) ? ` (${ratioInterval(range)})` : ''}` :
                `${difference(range.mean, measure.unit)}${hasInterval(range) ? ` (${interval(range, (value) => signedBare(value, measure.unit))})` : ''}`;
  const {window} = model.result, years = yearOf(window.to) - yearOf(window.from);
  return element('section', {id: 'ranking', 'aria-labelledby': 'ranking-title'},
      element('h2', {id: 'ranking-title'}, 'Side by side'),
      note(`Effect on ${measure.title.toLowerCase()} against the baseline, and against the best, with 95 % intervals. In the last ` +
           'column, the mean difference for each million dollars spent a year, where its interval leaves 0 out. Prices are estimates.'),
      table({
        caption: 'What-ifs, best first',
        className: 'cards',
        columns: [{label: 'What-if'}, {label: 'Effect'}, {label: 'Against the best'}, {label: 'Spent', numeric: true},
                  {label: 'Per M$ a year', numeric: true}],
        rows: ranking.variants.map((row) => {
          const variant = model.variants[row.variant];
          const effect = variant.effects.find((one) => one.measure === ranking.measure);
          const name = variant.title || variant.name, doubtful = variant.implausible?.length > 0;
          return [doubtful ? element('span', {}, name, element('small', {class: 'doubt'}, 'implausible: see above')) : name, write(row.effect), row.to_best ? write(row.to_best) : 'the best',
                  level(variant.cost_usd, 'USD'), perMillion(variant, effect, measure.unit, years)];
        })
      }));
}

/** Which of the three parts is the largest, in one sentence. */
function whySentence(model, why) {
  const row = why.parts?.find((one) => known(one.whole?.mean)), measure = measureOf(model, row?.measure);
  if (!row) return 'The effect has no parts: nothing differs.';
  const write = (range) => difference(range?.mean, measure.unit);
  return `Of ${write(row.whole)} in ${count(why.seeds?.length ?? 2, 'pair')}: ${write(row.direct)} directly, ${
      write(row.contagion)} by contagion between fans, ${write(row.feedback)} by rankings and income.`;
}

/** The button that asks why, and what it brings. ask(): why.json. */
export function whyBlock(ask) {
  const place = element('div');
  let round = 0;  // of the question: what an older one brings is not shown under a newer
  const node = element('section', {id: 'why', 'aria-labelledby': 'why-title'}, element('h2', {id: 'why-title'}, 'Why?'), place);
  const say = (...parts) => place.replaceChildren(...parts);
  const reset = (model) => ++round && say(element('button', {type: 'button', onclick: async () => {
    const mine = round;
    say(note('Simulating which part of the effect is direct, which is contagion, and which is the market\u2019s feedback; this takes some seconds…'));
    try {
      const why = await ask(), section = reasonsSection({...model, why});
      if (mine === round) say(element('p', {class: 'lead'}, whySentence(model, why)), section);
    } catch (error) {
      if (mine === round) say(element('p', {class: 'problem'}, error instanceof TypeError ? 'The studio does not answer.' : error.message));
    }
  }}, 'Split the effect into its parts'));
  return {node, reset};
}

/** Fills the page's answer with a result; parts that the user is in are left until the next one. */
export class AnswerView {
  /** why(): why.json of the answer that is shown; titles: of levers. */
  constructor(why, titles) {
    this.titles = titles;
    this.why = whyBlock(why);
    this.live = element('div', {class: 'canvas live'});
    this.first = element('div');
    this.evidence = element('div');
    this.node = element('div', {class: 'answer-body'}, this.live, this.first, this.why.node, this.evidence);
    this.why.node.hidden = true;
    this.model = null;
  }

  showLive(live, measure, start, end) {
    const width = Math.round(this.live.clientWidth);
    const svg = width ? liveChart(width, live, measure, start, end) : null;
    if (!svg) return;
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', `${measure.title}, week by week, while it is simulated`);
    this.live.replaceChildren(
        element('h2', {class: 'live-title'}, capital(measure.title)),
        element('p', {class: 'sub'}, `The first pair of worlds, of ${live.fans.toLocaleString('en-US')} fans, while it is simulated.`), svg);
  }

  show(result) {
    if (this.node.contains(document.activeElement) && this.model) {
      this.waiting = result;
      this.node.addEventListener('focusout', () => setTimeout(() => {
        const late = this.waiting;
        this.waiting = null;
        if (late) this.show(late);
      }), {once: true});
      return;
    }
    forgetFigures();
    this.model = modelOf({result});
    for (const variant of this.model.variants)
      for (const lever of variant.levers ?? []) lever.intervention = this.titles[lever.lever] ?? lever.intervention;
    this.live.replaceChildren();
    this.first.replaceChildren(decisionSection(this.model));
    if (this.why.node.hidden) this.why.reset(this.model);  // else it belongs to the same question
    this.why.node.hidden = false;
    this.evidence.replaceChildren(...[rankingTable(this.model), geographySection(this.model), effectsSection(this.model), leadershipSection(this.model), misfitsSection(this.model), definitionsSection(this.model)].filter(Boolean));
  }

  clear() {
    this.model = null;
    this.waiting = null;
    this.why.node.hidden = true;
    forgetFigures();
    this.live.replaceChildren();
    this.first.replaceChildren();
    this.evidence.replaceChildren();
  }
}

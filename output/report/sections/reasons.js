// Why: the effect split into direct, contagion and market feedback.
import {lineChart} from '../charts/lines.js';
import {matrixChart} from '../charts/matrix.js';
import {partsChart} from '../charts/parts.js';
import {beforeAfterChart} from '../charts/rows.js';
import {element, note, section, table} from '../dom.js';
import {figure} from '../figure.js';
import {bare, count, date, difference, hasInterval, interval, known, level, percent, signedBare, tight, yearOf} from '../format.js';
import {measureOf} from '../model.js';

const kParts = [
  {key: 'direct', label: 'direct', kind: 'plain'}, {key: 'contagion', label: 'contagion', kind: 'lines'},
  {key: 'feedback', label: 'market feedback', kind: 'dots'}
];
const kFirstWeeks = 26;

export function reasonsSection(model) {
  const why = model.why;
  if (!why) return null;
  return section(
      'reasons', 'Why',
      'The what-if is run three times: with shares, rankings and incomes replayed from the baseline (direct), with ' +
          'shares simulated (adds contagion), and with everything simulated (adds market feedback). The three parts ' +
          'add up to the whole effect exactly.',
      wholeFigure(model, why.parts ?? []), fansBlock(model, why.fans),
      groupsFigure('parts-by-market', 'By market', why.by_market ?? [], (row) => titleOf(model, row.market)),
      groupsFigure('parts-by-age', 'By age', why.by_age ?? [], (row) => row.age), channelsFigure(why.channels ?? []),
      weeksFigure(model, why.first_weeks ?? [], why.quarters ?? []), crossedFigure(model, why.first_weeks ?? []),
      chainsBlock(model, why.chains ?? []));
}

function titleOf(model, code) { return model.axes.marketTitles[model.axes.markets.indexOf(code)] ?? code ?? ''; }

/** A row of the chart of parts: its bars, the whole, and its text. */
function drawnRow(row, name, unit) {
  const words = signedBare(row.whole?.mean, unit, 3) +
      (hasInterval(row.whole) ? ` (${interval(row.whole, (value) => signedBare(value, unit))})` : '');
  return {name, parts: kParts.map((part) => row[part.key]?.mean), whole: row.whole?.mean, text: words};
}

const kPartColumns = [...kParts.map((part) => part.key), 'whole'].flatMap((key) => [key, `${key} low`, `${key} high`]);

function partValues(row) {
  return [...kParts.map((part) => row[part.key]), row.whole].flatMap((range) => [range?.mean, range?.low, range?.high]);
}

/** The parts of one measure, chosen by a control. */
function wholeFigure(model, rows) {
  const there = rows.filter((row) => known(row.whole?.mean));
  if (!there.length) return null;
  const options = there.map((row) => ({value: row.measure, label: measureOf(model, row.measure).title}));
  return figure({
    id: 'parts',
    wide: true,
    title: 'The effect in three parts',
    sub: 'The mark is the whole effect, the sum of the parts: the mean of the differences, pair by pair, which a typical ' +
        'ratio times the baseline need not equal. Differences of shares are in points.',
    state: {measure: there[0].measure},
    controls: there.length > 1 ? [{key: 'measure', label: 'Measure', options}] : [],
    draw: (width, state) => {
      const row = there.find((one) => one.measure === state.measure), {title, unit} = measureOf(model, row.measure);
      const write = (value) => signedBare(value, unit);
      return partsChart(width, {parts: kParts, rows: [drawnRow(row, title, unit)], write});
    },
    data: () => ({
      columns: ['measure', ...kPartColumns].map((label) => ({label})),
      rows: there.map((row) => [row.measure, ...partValues(row)]),
    }),
  });
}

function groupsFigure(id, title, rows, nameOf) {
  if (!rows.length) return null;
  return figure({
    id,
    title,
    wide: id !== 'parts-by-age',
    sub: 'Engaged people. The mark is the whole effect, the sum of the parts.',
    draw: (width) => partsChart(width, {
      parts: kParts,
      rows: rows.map((row) => drawnRow(row, nameOf(row), 'people')),
      write: (value) => signedBare(value, 'people'),
    }),
    data: () => ({
      columns: ['', ...kPartColumns].map((label) => ({label})),
      rows: rows.map((row) => [nameOf(row), ...partValues(row)]),
    }),
  });
}

function fansBlock(model, fans) {
  if (!fans) return null;
  const scene = model.scene ?? 'the scene', people = (value) => level(value, 'people');
  const sentences = [
    `In the last week, in all markets, home included, ${people(fans.gained)} are fans of ${scene} in the what-if but not in the baseline,`,
    `and ${people(fans.lost)} in the baseline but not in the what-if: net ${difference(fans.net, 'people')}.`,
    known(fans.from_other) ?
        `Of those gained, ${people(fans.from_other)} had been engaged with an act of another scene.` :
        null,
    known(fans.already) ?
        `${people(fans.already)} are fans of the scene in both, of different acts;` :
        null,
    known(fans.already) ? 'they do not count as gained.' : null,
  ];
  return element(
      'div', {}, element('p', {class: 'fans'}, sentences.filter(Boolean).join(' ')),
      fans.reached ? reachedTable(fans, people) : null);
}

/** Fans gained and lost by the change itself, and what the changed market adds, luck included. */
function reachedTable(fans, people) {
  const row = (name, told) => [name, people(told.gained), people(told.lost), difference(told.net, 'people')];
  return element(
      'div', {}, table({
        caption: 'Fans gained and lost, by what reached them',
        columns: [{label: 'Fans'}, ...['gained', 'lost', 'net'].map((label) => ({label, numeric: true}))],
        rows: [row('by the change itself', fans.reached), row('through the market', fans.market)],
      }),
      note(
          'By the change itself: directly and by friends, while rankings, incomes and acts’ careers stay those of the ' +
          'baseline. Through the market: what is added when these differ too. Gains and losses that cancel there are ' +
          'mostly luck: of acts that rise in one world and not in the other. The two nets add up to the whole.'));
}

function channelsFigure(channels) {
  if (!channels.length) return null;
  return figure({
    id: 'won-through',
    title: 'Channels of gained fans',
    sub: 'Fans gained, by the channel on which they met the act.',
    ...fansControl(known(channels[0].reached)),
    draw: (width, state) => {
      const people = (row) => (state.fans === 'reached' ? row.reached : row.people);
      const all = channels.reduce((sum, row) => sum + people(row), 0) || 1;
      return beforeAfterChart(width, {
        names: [],
        rows: [...channels].sort((a, b) => people(b) - people(a)).map((row) => ({
          name: row.channel,
          variant: people(row),
          text: `${bare(people(row), 'people')} (${percent(people(row) / all)})`,
        })),
        write: tight
      });
    },
    data: () => ({
      columns: ['channel', 'people', 'share', 'reached'].map((label) => ({label})),
      rows: channels.map((row) => [row.channel, row.people, row.share, row.reached])
    }),
  });
}

/** The choice between fans gained by the change itself, and by everything, in large part by acts' luck. */
function fansControl(there, state = {}, controls = []) {
  if (!there) return {state, controls};
  const options = [{value: 'reached', label: 'by the change itself'}, {value: 'all', label: 'by everything'}];
  return {state: {...state, fans: 'reached'}, controls: [...controls, {key: 'fans', label: 'Fans gained', options}]};
}

function weeksFigure(model, weeks, quarters) {
  if (!weeks.length) return null;
  const spans = {weeks, quarters};
  const rowsOf = (state) => spans[state.span].map((row) => ({...row, ...(state.fans === 'reached' ? row.reached : {})}));
  const words = (row) => `${date(row.week)}: ${level(row.gained, 'people')} gained, ${bare(row.lost, 'people')} lost`;
  return figure({
    id: 'first-weeks',
    wide: true,
    title: 'Fans gained and lost over time',
    sub: 'Gained: fans in the what-if only. Lost: fans in the baseline only.',
    ...fansControl(weeks[0].reached, {span: 'weeks'}, quarters.length ? [{
      key: 'span',
      label: 'Show',
      options: [{value: 'weeks', label: 'the first weeks'}, {value: 'quarters', label: 'the whole window'}],
    }] : []),
    draw: (width, state) => {
      const rows = rowsOf(state), byWeek = state.span === 'weeks';
      return lineChart(width, {
        xs: rows.map((row, i) => (byWeek ? i + 1 : yearOf(row.week))),
        series: [
          {label: 'gained', className: 'variant', values: rows.map((row) => row.gained)},
          {label: 'lost', className: 'base', values: rows.map((row) => row.lost)},
        ],
        recordEnds: byWeek ? null : model.recordEnds,
        zero: true,
        height: 240,
        write: tight,
        read: (i) => (byWeek ? `Week ${i + 1}, ` : '') + words(rows[i]),
      });
    },
    data: (state) => ({
      columns: ['week', 'gained', 'lost'].map((label) => ({label})),
      rows: rowsOf(state).map((row) => [row.week, row.gained, row.lost]),
    }),
  });
}

function crossedFigure(model, weeks) {
  const shown = weeks.filter((row) => Array.isArray(row.by_market)).slice(0, kFirstWeeks), {markets} = model.axes;
  if (!shown.length || !markets.length) return null;
  const valuesOf = (state) => markets.map(
      (_, m) => shown.map((row) => (state.fans === 'reached' ? row.reached : row).by_market[m] ?? null));
  return figure({
    id: 'markets-crossed',
    wide: true,
    title: 'Spread over markets',
    sub: 'Fans gained minus fans lost in each market, for each week from the first.',
    ...fansControl(shown[0].reached),
    draw: (width, state) => matrixChart(width, {
      rows: markets,
      narrowest: 36,
      columns: shown.map((_, i) => String(i + 1)),
      values: valuesOf(state),
      signed: true,
      write: (value) => (value ? tight(value) : '·')
    }),
    data: (state) => ({
      columns: [{label: 'market'}, ...shown.map((row) => ({label: row.week}))],
      rows: valuesOf(state).map((row, m) => [markets[m], ...row])
    }),
  });
}

function chainsBlock(model, chains) {
  if (!chains.length) return null;
  const link = (one) => element(
      'li', {}, element('span', {class: 'by'}, `${one.channel} \u2192 `),
      `a fan of ${one.age} in ${titleOf(model, one.market)}, ${date(one.week)}`,
      element('span', {class: 'act'}, `, ${one.act}`));
  return element(
      'div', {}, element('h3', {}, 'Examples of chains'),
      note(`${count(chains.length, 'chain')} of fans along ties, out of many. A chain shows how the effect spreads, ` +
           'not how often.'),
      element(
          'div', {class: 'chains'},
          chains.map((chain) => element('ol', {class: 'chain'}, (chain.links ?? []).map(link)))));
}

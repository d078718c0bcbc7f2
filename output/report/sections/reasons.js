// Why: how much is the levers' own doing, how much spread from fan to fan, how much the market answered.
import {lineChart} from '../charts/lines.js';
import {matrixChart} from '../charts/matrix.js';
import {partsChart} from '../charts/parts.js';
import {beforeAfterChart} from '../charts/rows.js';
import {element, note, section} from '../dom.js';
import {figure} from '../figure.js';
import {bare, count, date, difference, hasInterval, interval, known, level, percent, signedBare, tight, yearOf} from '../format.js';
import {measureOf} from '../model.js';

const kParts = [
  {key: 'direct', label: 'direct', kind: 'plain'}, {key: 'contagion', label: 'from fan to fan', kind: 'lines'},
  {key: 'feedback', label: 'the market\u2019s answer', kind: 'dots'}
];
const kFirstWeeks = 26;

export function reasonsSection(model) {
  const why = model.why;
  if (!why) return null;
  return section(
      'reasons', 'Why',
      'Measured, not guessed: the what-if is run again with the baseline\u2019s ties, rankings and incomes replayed ' +
          '(direct), then with ties free (from fan to fan), then with all free (the market\u2019s answer). The ' +
          'three add up to the whole exactly.',
      partsFigure(
          model, 'parts', 'The effect in three parts', why.parts ?? [], (row) => measureOf(model, row.measure).title,
          (row) => measureOf(model, row.measure).unit),
      fansBlock(model, why.fans),
      partsFigure(
          model, 'parts-by-market', 'By market', why.by_market ?? [], (row) => titleOf(model, row.market),
          () => 'people'),
      partsFigure(model, 'parts-by-age', 'By age', why.by_age ?? [], (row) => row.age, () => 'people'),
      channelsFigure(why.channels ?? []), weeksFigure(why.first_weeks ?? []),
      crossedFigure(model, why.first_weeks ?? []), chainsBlock(model, why.chains ?? []));
}

function titleOf(model, code) { return model.axes.marketTitles[model.axes.markets.indexOf(code)] ?? code ?? ''; }

function partsFigure(model, id, title, rows, nameOf, unitOf) {
  if (!rows.length) return null;
  const unit = unitOf(rows[0]);
  const drawn = id === 'parts' ? rows.slice(0, 1) : rows;
  const text = (row) => signedBare(row.whole?.mean, unit, 3) +
      (hasInterval(row.whole) ? ` (${interval(row.whole, (value) => signedBare(value, unit))})` : '');
  return figure({
    id,
    title,
    wide: id !== 'parts-by-age',
    sub: id === 'parts' ? null : 'The mark is the whole: the parts that add less those that take away.',
    draw: (width) => partsChart(width, {
      parts: kParts,
      rows: drawn.map((row) => ({
                        name: nameOf(row),
                        parts: kParts.map((part) => row[part.key]?.mean),
                        whole: row.whole?.mean,
                        text: text(row)
                      })),
      write: (value) => signedBare(value, unit)
    }),
    data: () => ({
      columns: [
        '', ...kParts.flatMap((part) => [part.key, `${part.key} low`, `${part.key} high`]), 'whole', 'whole low',
        'whole high'
      ].map((label) => ({label})),
      rows: rows.map(
          (row) =>
              [nameOf(row),
               ...[...kParts.map((part) => row[part.key]), row.whole].flatMap(
                   (range) => [range?.mean, range?.low, range?.high])])
    }),
  });
}

function fansBlock(model, fans) {
  if (!fans) return null;
  const scene = model.scene ?? 'the scene', people = (value) => level(value, 'people');
  const sentences = [
    `${people(fans.gained)} are fans of ${scene} in the what-if who are not in the baseline;`,
    `${people(fans.lost)} are the other way round; net ${difference(fans.net, 'people')}.`,
    known(fans.from_other) ?
        `Of those gained, ${people(fans.from_other)} had been engaged with another scene\u2019s act instead.` :
        null,
    known(fans.already) ?
        `${people(fans.already)} more took up an act while already fans of another of the scene\u2019s:` :
        null,
    known(fans.already) ? 'they are counted nowhere above as new.' : null,
  ];
  return element('p', {class: 'fans'}, sentences.filter(Boolean).join(' '));
}

function channelsFigure(channels) {
  if (!channels.length) return null;
  return figure({
    id: 'won-through',
    title: 'How they were won',
    sub: 'Fans gained, by the channel on which they met the act.',
    draw: (width) => beforeAfterChart(width, {
      names: [],
      rows: channels.map(
          (row) => (
              {name: row.channel, variant: row.people, text: `${bare(row.people, 'people')} (${percent(row.share)})`})),
      write: tight
    }),
    data: () => ({
      columns: ['channel', 'people', 'share'].map((label) => ({label})),
      rows: channels.map((row) => [row.channel, row.people, row.share])
    }),
  });
}

function weeksFigure(weeks) {
  if (!weeks.length) return null;
  const xs = weeks.map((row) => yearOf(row.week));
  return figure({
    id: 'first-weeks',
    wide: true,
    title: 'The first weeks',
    sub: 'People gained and lost as fans, what if against baseline, week by week after the levers begin.',
    draw: (width) => lineChart(width, {
      xs: weeks.map((_, i) => i + 1),
      series: [
        {label: 'gained', className: 'variant', values: weeks.map((row) => row.gained)},
        {label: 'lost', className: 'base', values: weeks.map((row) => row.lost)}
      ],
      zero: true,
      height: 240,
      write: tight,
      read: (i) => `Week ${i + 1} (${date(weeks[i].week)}): ${level(weeks[i].gained, 'people')} gained, ${
          bare(weeks[i].lost, 'people')} lost`
    }),
    data: () => ({
      columns: ['week', 'year', 'gained', 'lost'].map((label) => ({label})),
      rows: weeks.map((row, i) => [row.week, xs[i], row.gained, row.lost])
    }),
  });
}

function crossedFigure(model, weeks) {
  const shown = weeks.filter((row) => Array.isArray(row.by_market)).slice(0, kFirstWeeks), {markets} = model.axes;
  if (!shown.length || !markets.length) return null;
  const valuesOf = () => markets.map((_, m) => shown.map((row) => row.by_market[m] ?? null));
  return figure({
    id: 'markets-crossed',
    wide: true,
    title: 'The markets crossed',
    sub: 'People gained in each market, week by week from the first.',
    draw: (width) => matrixChart(width, {
      rows: markets,
      narrowest: 36,
      columns: shown.map((_, i) => String(i + 1)),
      values: valuesOf(),
      signed: true,
      write: (value) => (value ? tight(value) : '·')
    }),
    data: () => ({
      columns: [{label: 'market'}, ...shown.map((row) => ({label: row.week}))],
      rows: valuesOf().map((row, m) => [markets[m], ...row])
    }),
  });
}

function chainsBlock(model, chains) {
  if (!chains.length) return null;
  const link = (one, i) => element(
      'li', {},
      i ? element('span', {class: 'by'}, `by ${one.channel} `) : element('span', {class: 'by'}, `${one.channel} `),
      `a fan of ${one.age} in ${titleOf(model, one.market)}, ${date(one.week)}`,
      element('span', {class: 'act'}, ` ${one.act}`));
  return element(
      'div', {}, element('h3', {}, 'Single chains'),
      note(`Examples out of many, along ties: ${count(chains.length, 'chain')} that ${
          chains.length === 1 ? 'starts' : 'start'} from the levers. They show the way, not how much goes it.`),
      element(
          'div', {class: 'chains'},
          chains.map((chain) => element('ol', {class: 'chain'}, (chain.links ?? []).map(link)))));
}

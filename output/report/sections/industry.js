// Labels' revenue and engagement, sources of revenue, and channels.
import {panelChart} from '../charts/panels.js';
import {beforeAfterChart} from '../charts/rows.js';
import {section} from '../dom.js';
import {figure} from '../figure.js';
import {bare, change, kMissing, tight} from '../format.js';
import {armsOf, partialYears, rowOf, sum} from '../model.js';

export function industrySection(model) {
  const who = model.scene ? `${model.scene}\u2019s labels` : 'The scene\u2019s labels';
  const kinds = (key) => model.axes.kinds.map((name, i) => ({name, at: (arm) => arm[key]?.[i]}));
  const ages = (armsOf(model)[0].arm.label_revenue_by_age ??
                []).map((row, i) => ({
                          name: `founded ${row.founded}`.replace('founded before', 'before'),
                          at: (arm) => arm.label_revenue_by_age?.[i]?.value
                        }));
  return section(
      'industry', model.isRun ? 'Labels, money and channels' : 'Winners and losers', null,
      beforeAfterFigure(
          model, 'labels-revenue', `${who}: revenue by kind`, 'US dollars of 2015 a year, mean over the window. Closed labels count as long as they earn.',
          kinds('label_revenue'), 'USD'),
      beforeAfterFigure(
          model, 'labels-engaged', `${who}: engaged pairs by kind`,
          'Pairs of a person and an act of the labels with which that person is engaged.', kinds('label_engaged'), 'pairs'),
      beforeAfterFigure(
          model, 'labels-by-age', `${who}: revenue by age of the label`,
          'US dollars of 2015 a year, by the decade of founding.', ages, 'USD'),
      channelsFigure(model), sourcesFigure(model));
}

function beforeAfterFigure(model, id, title, sub, rows, unit) {
  const arms = armsOf(model), before = model.isRun ? null : arms[0].arm, after = arms[arms.length - 1].arm;
  const text = (row) =>
      (before ? `${bare(row.at(after), unit)} (${change(row.at(before), row.at(after))})` : bare(row.at(after), unit));
  return figure({
    id,
    title,
    sub,
    draw: (width) => beforeAfterChart(width, {
      names: before ? arms : [],
      write: (value) => bare(value, unit, 2),
      rows: rows.map(
          (row) => ({name: row.name, base: before ? row.at(before) : null, variant: row.at(after), text: text(row)}))
    }),
    data: () => ({
      columns: ['', ...arms.map(({label}) => label)].map((label) => ({label})),
      rows: rows.map((row) => [row.name, ...arms.map(({arm}) => row.at(arm) ?? null)])
    }),
  });
}

function channelsFigure(model) {
  const {markets, marketTitles, channels} = model.axes, arms = armsOf(model), before = model.isRun ? null : arms[0].arm,
                                after = arms[arms.length - 1].arm;
  const at = (arm, where, c) =>
      (where === 'all' ? sum((arm.channels ?? []).map((row) => row?.[c])) : arm.channels?.[+where]?.[c] ?? null);
  return figure({
    id: 'channels',
    title: 'Channels',
    sub: 'Releases tried in the window, all scenes, by the channel on which fans met them.',
    state: {where: 'all'},
    controls: [{
      key: 'where',
      label: 'Market',
      options:
          [{value: 'all', label: 'all markets'}, ...markets.map((_, m) => ({value: String(m), label: marketTitles[m]}))]
    }],
    draw: (width, {where}) => beforeAfterChart(width, {
      names: before ? arms : [],
      write: tight,
      rows: channels.map(
          (name, c) => ({
            name,
            base: before ? at(before, where, c) : null,
            variant: at(after, where, c),
            text: before ? `${bare(at(after, where, c), '')} (${change(at(before, where, c), at(after, where, c))})` :
                           bare(at(after, where, c), '')
          }))
    }),
    data: () => ({
      columns: ['market', 'channel', ...arms.map(({label}) => label)].map((label) => ({label})),
      rows: markets.flatMap(
          (market, m) => channels.map((channel, c) => [market, channel, ...arms.map(({arm}) => at(arm, String(m), c))]))
    }),
  });
}

function sourcesFigure(model) {
  const {years, sources} = model.axes, arms = armsOf(model);
  return figure({
    id: 'revenue-by-source',
    title: `${model.scene ?? 'The scene'}: spending of fans`,
    sub: `US dollars of 2015 a year, by source. Each panel has its own scale.${partialYears(model)}`,
    wide: true,
    draw: (width) => {
      const panels = sources.map(
          (title, k) => ({
            title,
            series: arms.map(({arm, className}) => ({className, values: rowOf(arm.revenue_by_source, k, years.length)}))
          }));
      return panels.some((panel) => panel.series.some((series) => series.values.some((value) => value !== null))) ?
          panelChart(
              width,
              {xs: years, names: arms, panels, write: (value) => (value === null ? kMissing : '$' + tight(value))}) :
          null;
    },
    data: () => ({
      columns: ['year', 'weeks', ...arms.flatMap(({label}) => sources.map((source) => `${source}, ${label}`))].map(
          (label) => ({label})),
      rows: years.map(
          (year, i) =>
              [year, model.axes.yearWeeks[i] ?? null,
               ...arms.flatMap(({arm}) => sources.map((_, k) => rowOf(arm.revenue_by_source, k, years.length)[i]))])
    }),
  });
}

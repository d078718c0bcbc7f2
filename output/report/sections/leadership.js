// Leadership abroad, and the scene's share of each market, over the years.
import * as d3 from '../d3.js';
import {lineChart} from '../charts/lines.js';
import {panelChart} from '../charts/panels.js';
import {section} from '../dom.js';
import {figure} from '../figure.js';
import {bare, known, tight} from '../format.js';
import {afterRecord, armsOf, partialYears, rowOf} from '../model.js';

export function leadershipSection(model) {
  return section(
      'leadership', 'Leadership',
      model.isRun ? 'Scenes over the years of this run.' : 'Solid lines are the what-if, dashed lines the baseline.',
      leadershipFigure(model), marketsFigure(model));
}

/** Scenes drawn in colour: the scene of the comparison, the challenger, and the incumbent. */
function featured(model) {
  const names = [model.scene, model.result.challenger, model.result.incumbent].filter(Boolean);
  return [...new Set(names)].filter((name) => model.axes.scenes.includes(name)).slice(0, 3);
}

/** The two leading scenes among the others, which get a label. */
function otherLeaders(model, rows, shown) {
  const last = (scene) => d3.max((rows?.[model.axes.scenes.indexOf(scene)] ?? []).filter(known)) ?? 0;
  return model.axes.scenes.filter((scene) => !shown.includes(scene)).sort((a, b) => last(b) - last(a)).slice(0, 2);
}

function leadershipSeries(model, key) {
  const {scenes, years} = model.axes, arms = armsOf(model), shown = featured(model), main = arms[arms.length - 1];
  const others = otherLeaders(model, main.arm[key], shown);
  const values = (arm, scene) => rowOf(arm[key], scenes.indexOf(scene), years.length);
  const grey = scenes.filter((scene) => !shown.includes(scene)).map((scene) => ({
                                                                      label: others.includes(scene) ? scene : null,
                                                                      className: 'other',
                                                                      values: values(main.arm, scene),
                                                                      scene,
                                                                      arm: main
                                                                    }));
  const colour = shown.flatMap((scene, i) => arms.map((arm) => ({
                                                        label: arm === main ? scene : `${scene}, baseline`,
                                                        className: `scene-${i} ${arm === main ? '' : 'dashed'}`,
                                                        values: values(arm.arm, scene),
                                                        scene,
                                                        arm
                                                      })));
  return [...grey, ...colour].filter((series) => series.values.some(known));
}

function leadershipFigure(model) {
  const {years} = model.axes;
  const read = (series, i) => `${years[i]}${afterRecord(model, years[i], true)}: ` +
      series.filter((one) => one.label && known(one.values[i]))
          .sort((a, b) => b.values[i] - a.values[i])
          .map((one) => `${one.label} ${bare(one.values[i], 'share', 2)}`)
          .join('; ');
  return figure({
    id: 'leadership-over-time',
    wide: true,
    title: 'Leadership abroad',
    state: {key: 'leadership_by_year'},
    sub: 'Share of what foreign scenes have in the third markets: of engaged pairs of a person and an act, of ' +
        `plays, or of engaged people; mean over markets.${partialYears(model)}`,
    controls: [{
      key: 'key',
      label: 'Of',
      options: [
        {value: 'leadership_by_year', label: 'engaged pairs'},
        {value: 'leadership_people_by_year', label: 'pairs, all markets together'},
        {value: 'leadership_plays_by_year', label: 'plays'},
        {value: 'leadership_engaged_by_year', label: 'engaged people'}
      ]
    }],
    draw: (width, state) => {
      const series = leadershipSeries(model, state.key);
      return series.length ? lineChart(width, {
        xs: years,
        series,
        recordEnds: model.recordEnds,
        zero: true,
        write: (value) => bare(value, 'share', 2),
        read: (i) => read(series, i)
      }) :
                             null;
    },
    data: (state) => ({
      columns: [
        'year', 'weeks', ...armsOf(model).flatMap(({label}) => model.axes.scenes.map((scene) => `${scene}, ${label}`))
      ].map((label) => ({label})),
      rows: years.map(
          (year, i) =>
              [year, model.axes.yearWeeks[i] ?? null,
               ...armsOf(model).flatMap(
                   ({arm}) => model.axes.scenes.map((_, s) => rowOf(arm[state.key], s, years.length)[i]))]),
    }),
  });
}

function marketsFigure(model) {
  const {markets, marketTitles, years} = model.axes, arms = armsOf(model), home = markets.indexOf(model.home);
  const panels = (key) =>
      markets.map((_, m) => ({
                    title: marketTitles[m] + (m === home ? ' (home)' : ''),
                    series: arms.map(({arm, className}) => ({className, values: rowOf(arm[key], m, years.length)})),
                  }));
  const abroad = (all) => all.filter((_, m) => m !== home)
                              .flatMap((panel) => panel.series.flatMap((series) => series.values))
                              .filter(known);
  return figure({
    id: 'markets-over-time',
    wide: true,
    title: `${model.scene ?? 'The scene'} in each market`,
    state: {key: 'share_by_year'},
    sub: 'Share of the market\u2019s engaged pairs, or people engaged. Shares have one scale abroad and another at ' +
        `home; numbers of people have one scale for each market.${partialYears(model)}`,
    controls: [{
      key: 'key',
      label: 'Show',
      options: [
        {value: 'share_by_year', label: 'share of engaged pairs'}, {value: 'engaged_by_year', label: 'people engaged'}
      ]
    }],
    draw: (width, state) => {
      const all = panels(state.key);
      if (!all.some((panel) => panel.series.some((series) => series.values.some(known)))) return null;
      if (state.key === 'share_by_year') {
        const domain = abroad(all);
        all.forEach((panel, m) => {
          panel.domain = m === home || !domain.length ? undefined : domain;
          panel.floor = 0;
        });
      }
      return panelChart(width, {
        xs: years,
        panels: all,
        names: arms,
        write: (value) => (state.key === 'share_by_year' ? bare(value, 'share', 2) : tight(value))
      });
    },
    data: (state) => ({
      columns: ['year', 'weeks', ...arms.flatMap(({label}) => markets.map((market) => `${market}, ${label}`))].map(
          (label) => ({label})),
      rows: years.map(
          (year,
           i) => [year, model.axes.yearWeeks[i] ?? null, ...arms.flatMap(({arm}) => markets.map((_, m) => rowOf(arm[state.key], m, years.length)[i]))]),
    }),
  });
}

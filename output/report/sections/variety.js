// Inequality, concentration, diversity and turnover of plays, and the age of fans.
import * as d3 from '../d3.js';
import {lineChart} from '../charts/lines.js';
import {panelChart} from '../charts/panels.js';
import {section} from '../dom.js';
import {figure} from '../figure.js';
import {bare, known} from '../format.js';
import {afterRecord, armsOf, partialYears, rowOf} from '../model.js';

const kIndices = [
  ['gini_by_year', 'Inequality of plays (Gini)'], ['hhi_by_year', 'Concentration on acts (HHI)'],
  ['diversity_by_year', 'Diversity of styles'], ['turnover_by_year', 'Turnover of the top 20', 'share']
];

export function varietySection(model) {
  return section('variety', 'Inequality, diversity and age', null, indicesFigure(model), ageFigure(model));
}

function indicesFigure(model) {
  const {years} = model.axes, arms = armsOf(model);
  const valuesOf = (arm, key) => rowOf([arm[key]], 0, years.length);
  return figure({
    id: 'inequality-and-diversity',
    wide: true,
    title: 'Plays',
    sub: `Means over markets and the weeks of a year; each panel has its own scale.${partialYears(model)}`,
    draw: (width) => {
      const panels = kIndices.map(([key, title, unit]) => ({
                                    title,
                                    write: (value) => bare(value, unit, 2),
                                    series: arms.map(({arm, className}) => ({className, values: valuesOf(arm, key)}))
                                  }));
      if (!panels.some((panel) => panel.series.some((series) => series.values.some(known)))) return null;
      for (const panel of panels)
        panel.floor = d3.min(panel.series.flatMap((series) => series.values).filter(known)) * 0.95;
      return panelChart(width, {xs: years, names: arms, panels, panelWidth: 240});
    },
    data: () => ({
      columns: ['year', 'weeks', ...arms.flatMap(({label}) => kIndices.map(([, title]) => `${title}, ${label}`))].map(
          (label) => ({label})),
      rows: years.map((year, i) => [year, model.axes.yearWeeks[i] ?? null, ...arms.flatMap(({arm}) => kIndices.map(([key]) => valuesOf(arm, key)[i]))])
    }),
  });
}

function ageFigure(model) {
  const {years, scenes} = model.axes, arms = armsOf(model), main = arms[arms.length - 1];
  const featured = [...new Set([model.scene, model.result.challenger, model.result.incumbent])].filter(
      (scene) => scenes.includes(scene));
  const seriesOf = () =>
      featured
          .flatMap((scene, i) => arms.map((arm) => ({
                                            label: arm === main ? scene : `${scene}, baseline`,
                                            className: `scene-${i} ${arm === main ? '' : 'dashed'}`,
                                            values: rowOf(arm.arm.fan_age_by_year, scenes.indexOf(scene), years.length)
                                          })))
          .filter((series) => series.values.some(known));
  return figure({
    id: 'age-of-fans',
    wide: true,
    title: 'Mean age of fans',
    sub: 'Years of age of the people engaged with a scene, in all markets. The scale does not start ' +
        `at 0.${partialYears(model)}`,
    draw: (width) => {
      const series = seriesOf();
      return series.length ? lineChart(width, {
        xs: years,
        series,
        recordEnds: model.recordEnds,
        height: 280,
        write: (value) => bare(value, 'years'),
        read: (i) => `${years[i]}${afterRecord(model, years[i], true)}: ` +
            series.filter((one) => known(one.values[i]))
                .map((one) => `${one.label} ${bare(one.values[i], 'years')}`)
                .join('; ')
      }) :
                             null;
    },
    data: () => ({
      columns:
          ['year', ...arms.flatMap(({label}) => scenes.map((scene) => `${scene}, ${label}`))].map((label) => ({label})),
      rows: years.map(
          (year, i) =>
              [year, ...arms.flatMap(({arm}) => scenes.map((_, s) => rowOf(arm.fan_age_by_year, s, years.length)[i]))])
    }),
  });
}

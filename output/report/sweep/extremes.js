// The highest and lowest points, with the commands that repeat them.
import {copyButton} from '../copy.js';
import {element, note, section, table} from '../dom.js';
import {bare} from '../format.js';

import {summariesOf} from './model.js';
import {following, nameOf, selectionOf, selectionText, unitOf} from './view.js';

const kShown = 5;

function commandCell(point, number) {
  if (!point.command) return '';
  return element(
      'span', {class: 'repeat'}, element('details', {}, element('summary', {}, 'Command'), element('code', {}, point.command)),
      copyButton(point.command, `the command of point ${number}`));
}

function pointTable(view, caption, points) {
  const {sweep} = view, unit = unitOf(view), summaries = summariesOf(sweep, view.measure), several = sweep.seeds.length > 1;
  return table({
    caption,
    className: 'cards extremes',
    columns: [
      {label: 'Point'}, ...sweep.factors.map((factor) => ({label: factor.name, numeric: factor.numeric})),
      {label: several ? 'Mean' : 'Value', numeric: true},
      ...(several ? [{label: 'Lowest seed', numeric: true}, {label: 'Highest seed', numeric: true}] : []), {label: 'Repeat'}
    ],
    rows: points.map((p) => {
      const {mean, low, high} = summaries[p], number = sweep.points[p].number ?? p;
      return [
        String(number), ...sweep.factors.map((factor) => factor.write(factor.values[p])), bare(mean, unit),
        ...(several ? [bare(low, unit), bare(high, unit)] : []), commandCell(sweep.points[p], number)
      ];
    })
  });
}

function tables(view) {
  const summaries = summariesOf(view.sweep, view.measure), selected = selectionOf(view);
  const order = summaries.map((_, p) => p).filter((p) => selected[p] && summaries[p].mean !== null)
                    .sort((a, b) => summaries[b].mean - summaries[a].mean || a - b);
  const told = note(`${nameOf(view)}: by the mean over seeds, ${
      view.ranges.size ? `among the selected ${selectionText(view)}` : 'among all points'}. ` +
      'A command simulates its point alone, from the folder in which the sweep was started.');
  if (!order.length) return [told, element('p', {class: 'nothing'}, 'No selected point has a value of this measure.')];
  if (order.length <= 2 * kShown)
    return [told, element('h3', {}, 'From highest to lowest'), pointTable(view, 'Points from highest to lowest', order)];
  return [
    told, element('h3', {}, 'Highest'), pointTable(view, 'Highest points', order.slice(0, kShown)),
    element('h3', {}, 'Lowest'), pointTable(view, 'Lowest points', order.slice(-kShown).reverse())
  ];
}

export function extremesSection(view) {
  return section('extremes', 'Highest and lowest points', null, following(view, () => tables(view)));
}

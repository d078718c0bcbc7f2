// The measure over each factor alone.
import * as d3 from '../d3.js';
import {responseChart} from '../charts/responses.js';
import {section} from '../dom.js';
import {figure} from '../figure.js';
import {count, hasInterval, interval, level} from '../format.js';

import {evenly, meanOverSeeds} from './model.js';
import {meansIn, nameOf, unitOf, writeIn} from './view.js';

const kFewValues = 12, kMostBins = 10, kLeastInBin = 3;
export const kMostDrawn = 2000;

/** Points whose other factors have the values of the first point, from which one_at_a_time departs. */
function onlyVaried({factors, points, result}, f) {
  const all = points.map((_, p) => p);
  if (result.design !== 'one_at_a_time') return all;
  return all.filter((p) => factors.every((factor, g) => g === f || factor.values[p] === factor.values[0]));
}

const isBinned = (factor) => factor.numeric && factor.distinct.length > kFewValues;

/** Groups of points: of one value each, or bins with like numbers of points in the order of the factor. */
function groupsOf(sweep, f) {
  const factor = sweep.factors[f], points = onlyVaried(sweep, f);
  if (!isBinned(factor)) {
    const groups = new Map(factor.distinct.map((value) => [value, []]));
    for (const p of points) groups.get(factor.values[p])?.push(p);
    return [...groups].filter(([, inside]) => inside.length)
        .map(([value, inside]) => ({at: factor.axis.place(value), value, name: factor.write(value), points: inside}));
  }
  const sorted = points.filter((p) => factor.values[p] !== null).sort((a, b) => factor.values[a] - factor.values[b]);
  const bins = Math.max(1, Math.min(kMostBins, Math.floor(sorted.length / kLeastInBin)));
  return d3.range(bins).map((b) => {
    const inside = sorted.slice(Math.floor(b * sorted.length / bins), Math.floor((b + 1) * sorted.length / bins));
    const [from, to] = [inside[0], inside[inside.length - 1]].map((p) => factor.values[p]);
    const name = `${factor.write(from)} to ${factor.write(to)}`;
    return {at: d3.sum(inside, (p) => factor.axis.place(factor.values[p])) / inside.length, value: name, name, points: inside};
  });
}

function panelOf(view, f, drawn) {
  const {sweep} = view, factor = sweep.factors[f], means = meansIn(view), write = (value) => level(value, unitOf(view));
  return {
    title: factor.name + (factor.logarithmic ? ' (logarithmic)' : ''),
    axis: factor.axis,
    named: !factor.numeric,
    dots: drawn.map((p) => [factor.axis.place(factor.values[p]), means[p]]),
    groups: groupsOf(sweep, f).map((group) => {
      const stated = meanOverSeeds(sweep, view.measure, group.points);
      const within = hasInterval(stated) ? ` (${interval(stated, writeIn(view))})` : '';
      return {...group, ...stated, text: `${group.name}: ${write(stated.mean)}${within}, ${count(group.points.length, 'point')}`};
    })
  };
}

function howToRead({factors, seeds, points, result}) {
  const several = seeds.length > 1, texts = [];
  texts.push(`Dots: points${several ? `, each at its mean over ${seeds.length} seeds` : ''}${
      points.length > kMostDrawn ? `; ${kMostDrawn.toLocaleString('en-US')} of them are drawn, evenly chosen` : ''}.`);
  const over = result.design === 'one_at_a_time' ?
      'the mean at each value of the factor while the other factors keep their first values' :
      'the mean over all points with that value of the factor';
  const few = factors.some((factor) => !isBinned(factor)), binned = factors.some(isBinned);
  if (few) texts.push(`Line, or large dot: ${over}.`);
  if (binned)
    texts.push(`${few ? `With more than ${kFewValues} values: means` : 'Line: means'} over up to ${
        kMostBins} bins with equal numbers of points, at the middle of their points.`);
  texts.push(several ? `Band, or bar: the 95 % interval of that mean (Student\u2019s t over the seeds, each with its own mean over the points; points that lack a seed are left out).` :
                       'One seed gives no interval.');
  return texts.join(' ');
}

export function curvesSection(view) {
  const {sweep} = view, drawn = evenly(sweep.points.length, kMostDrawn);
  if (!sweep.factors.length) return null;
  const panels = (which) => sweep.factors.map((_, f) => panelOf(view, f, which));
  return section('curves', 'Response to each factor', null, figure({
    id: 'response-curves',
    title: 'The measure over each factor',
    sub: howToRead(sweep),
    wide: true,
    draw: (width) => responseChart(width, {panels: panels(drawn), write: writeIn(view), yLabel: nameOf(view)}),
    data: () => ({
      columns: ['factor', 'value', 'points', 'mean', 'low', 'high'].map((label) => ({label})),
      rows: panels([]).flatMap(
          (panel, f) => panel.groups.map(
              (group) => [sweep.factors[f].name, group.value, group.points.length, group.mean, group.low, group.high]))
    })
  }));
}

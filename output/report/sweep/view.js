// What the reader has chosen: a measure, and ranges of the factors. Figures and tables follow it.
import {element} from '../dom.js';
import {redrawFigures} from '../figure.js';
import {bare, count, known, level} from '../format.js';

import {numericAxis} from './axis.js';
import {meansOf, measureName} from './model.js';

/** The key of the measure's own range; factors have their numbers. */
export const kMeasureRange = 'measure';

/** The first measure that differs between points; the first of all where none does. */
function firstThatVaries(sweep) {
  return Math.max(0, sweep.measures.findIndex((_, m) => new Set(meansOf(sweep, m).filter(known)).size > 1));
}

export function makeView(sweep) {
  return {sweep, measure: firstThatVaries(sweep), ranges: new Map(), followers: [], selected: null};
}

export const unitOf = (view) => view.sweep.measures[view.measure]?.unit ?? '';
export const nameOf = (view) => measureName(view.sweep.measures[view.measure]);
export const meansIn = (view) => meansOf(view.sweep, view.measure);
export const writeIn = (view) => (value) => bare(value, unitOf(view));

/** The axis of the chosen measure's means. */
export function measureAxis(view) {
  const unit = unitOf(view);
  return numericAxis(
      meansIn(view), {write: (value) => level(value, unit), writeTick: (value) => bare(value, unit)});
}

/** An element whose content `make` gives anew after every choice. */
export function following(view, make) {
  const place = element('div');
  const fill = () => place.replaceChildren(...[make()].flat().filter(Boolean));
  view.followers.push(fill);
  fill();
  return place;
}

function tell(view) {
  view.selected = null;
  for (const follow of view.followers) follow();
}

export function chooseMeasure(view, measure) {
  view.measure = measure;
  view.ranges.delete(kMeasureRange);
  tell(view);
  redrawFigures();
}

/** range: [from, to] between 0 and 1 of the axis, or null for all of it. */
export function chooseRange(view, key, range) {
  if (range)
    view.ranges.set(key, range);
  else
    view.ranges.delete(key);
  tell(view);
}

export function clearRanges(view) {
  view.ranges.clear();
  tell(view);
  redrawFigures();
}

/** "6 of 15 points: upload share 0.2 to 0.5" */
export function selectionText(view) {
  const {factors, points} = view.sweep;
  const texts = [...view.ranges].map(([key, range]) => {
    const [name, axis] = key === kMeasureRange ? [nameOf(view), measureAxis(view)] : [factors[key].name, factors[key].axis];
    return `${name} ${axis.rangeText(range)}`;
  });
  return `${selectionOf(view).filter(Boolean).length.toLocaleString('en-US')} of ${count(points.length, 'point')}: ${texts.join('; ')}`;
}

/** For each point, whether it lies in every chosen range. */
export function selectionOf(view) {
  if (view.selected) return view.selected;
  const {factors, points} = view.sweep, means = meansIn(view), own = measureAxis(view);
  const tests = [...view.ranges].map(([key, [from, to]]) => {
    const values = key === kMeasureRange ? means : factors[key].values,
          place = key === kMeasureRange ? own.place : factors[key].axis.place;
    return (p) => place(values[p]) >= from && place(values[p]) <= to;
  });
  view.selected = points.map((_, p) => tests.every((test) => test(p)));
  return view.selected;
}

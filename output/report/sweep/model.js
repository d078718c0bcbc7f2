// The sweep as the page uses it: factors with their values, and statistics over points and seeds.
import * as d3 from '../d3.js';
import {kMissing, known} from '../format.js';

import {factorText, namesAxis, numericAxis} from './axis.js';

const kMostMarked = 6;  // values of a factor that its axis names one by one

/** Values of a text factor are mostly paths: their last parts, where these tell all of them apart. */
function namesOf(values) {
  const texts = values.map((value) => String(value ?? kMissing)), lastPart = (text) => text.split('/').pop();
  const whole = new Set(texts), last = new Set([...whole].map(lastPart));
  return last.size === whole.size ? texts.map(lastPart) : texts;
}

function readFactor(factor, values) {
  const numeric = factor.numeric && values.some(known), named = numeric ? values : namesOf(values);
  const distinct = [...new Set(numeric ? named.filter(known) : named)];
  if (numeric) distinct.sort((a, b) => a - b);
  if (!numeric && distinct.every((value) => /^\d{4}-\d\d-\d\d$/.test(value))) distinct.sort();
  const logarithmic = numeric && factor.scale === 'log' && distinct[0] > 0;
  return {
    name: factor.name ?? factor.key ?? 'factor',
    key: factor.key ?? '',
    numeric,
    logarithmic,
    values: named,
    distinct,
    axis: numeric ? numericAxis(distinct, {logarithmic, marked: distinct.length <= kMostMarked ? distinct : undefined}) : namesAxis(distinct),
    write: numeric ? factorText : String
  };
}

/** The document with defaults; statistics are computed when they are first asked for. */
export function readSweep(result) {
  const points = result.points ?? [];
  return {
    result,
    points,
    seeds: result.seeds ?? [],
    factors: (result.factors ?? []).map((factor, f) => readFactor(factor, points.map((point) => point.values?.[f]))),
    measures: result.measures ?? [],
    summaries: []
  };
}

/** "People abroad engaged with the scene (J-pop)" */
export function measureName(measure) {
  const title = measure?.title || measure?.name || 'measure';
  return measure?.scene ? `${title} (${measure.scene})` : title;
}

const valuesOf = (sweep, measure, point) => sweep.points[point].measures?.[measure] ?? [];

/** {mean, low, high} of each point over its seeds; null where all are missing. */
export function summariesOf(sweep, measure) {
  sweep.summaries[measure] ??= sweep.points.map((_, p) => {
    const values = valuesOf(sweep, measure, p).filter(known);
    if (!values.length) return {mean: null, low: null, high: null};
    return {mean: d3.sum(values) / values.length, low: d3.min(values), high: d3.max(values)};
  });
  return sweep.summaries[measure];
}

export const meansOf = (sweep, measure) => summariesOf(sweep, measure).map((one) => one.mean);

const kTimes = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16];

/** The 97.5 % point of Student's t; above 13 degrees by its expansion in 1/degrees, right to 0.001. */
function student(degrees) {
  const z = 1.959964;
  return kTimes[degrees - 1] ??
      z + (z ** 3 + z) / (4 * degrees) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degrees ** 2);
}

/**
 * Mean of `points`, and its 95 % interval over seeds: each seed counts with its own mean over the points. Points that
 * lack a seed are left out, so that all seeds have the same points; where all lack one there is no interval.
 */
export function meanOverSeeds(sweep, measure, points) {
  const isWhole = (p) => sweep.seeds.every((_, s) => known(valuesOf(sweep, measure, p)[s]));
  const whole = points.filter(isWhole);
  if (!whole.length) {
    const means = points.map((p) => summariesOf(sweep, measure)[p].mean).filter(known);
    return {mean: means.length ? d3.sum(means) / means.length : null, low: null, high: null};
  }
  const means = sweep.seeds
                    .map((_, s) => d3.sum(whole, (p) => valuesOf(sweep, measure, p)[s]) / whole.length);
  const mean = d3.sum(means) / means.length, degrees = means.length - 1;
  if (!degrees) return {mean, low: null, high: null};
  const spread = Math.sqrt(d3.sum(means, (value) => (value - mean) ** 2) / degrees);
  const reach = student(degrees) * spread / Math.sqrt(means.length);
  return {mean, low: mean - reach, high: mean + reach};
}

/** Runs without any value, of those of the points on the page. */
export function missingRuns(sweep) {
  return d3.sum(
      sweep.points,
      (point) => sweep.seeds.filter((_, s) => !(point.measures ?? []).some((values) => known(values?.[s]))).length);
}

/** Indices of at most `most` of `count` things, evenly chosen. */
export function evenly(count, most) {
  if (count <= most) return d3.range(count);
  return d3.range(most).map((i) => Math.floor(i * count / most));
}

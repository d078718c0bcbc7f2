// The page's input, with missing parts filled in as empty.
import {capital, count, date, known, yearOf} from './format.js';

const kSources = ['physical', 'streaming', 'tickets', 'livestream', 'merchandise'];

/** The whole input and the chosen variant. */
export function readModel() { return modelOf(JSON.parse(document.getElementById('data').textContent)); }

/** data: {result, attribution, why}, the JSON documents that are there. */
export function modelOf(data) {
  const result = data.result ?? {}, axes = result.axes ?? {};
  const markets = axes.markets ?? [];
  return {
    result,
    attribution: data.attribution ?? null,
    why: data.why ?? null,
    isRun: result.kind === 'run',
    base: result.base ?? (result.kind === 'run' ? result : {}),
    variants: result.variants ?? [],
    chosen: 0,
    axes: {
      markets,
      marketTitles: axes.market_titles ?? markets,
      scenes: axes.scenes ?? [],
      third: axes.third ?? [],
      years: axes.years ?? [],
      yearWeeks: axes.year_weeks ?? [],
      channels: axes.channels ?? [],
      kinds: axes.label_kinds ?? [],
      sources: axes.sources ?? kSources,
    },
    recordEnds: result.record_ends ? yearOf(result.record_ends) : null,
    measures: result.measures ?? [],
    scene: result.scene?.name ?? result.incumbent ?? null,
    home: result.scene?.market ?? null,
  };
}

/** ", after the record" for a place on an axis of years that no data reach, or a year of which they reach less than half. */
export function afterRecord(model, at, isYear = false) {
  return known(model.recordEnds) && at + (isYear ? 0.5 : 0) > model.recordEnds ? ', after the record' : '';
}

export function variantOf(model) { return model.isRun ? null : model.variants[model.chosen] ?? {}; }

/** Arms in drawing order: [{arm, label, className}]. A run has one arm, drawn as a what-if. */
export function armsOf(model) {
  if (model.isRun) return [{arm: model.base, label: 'this run', className: 'variant'}];
  return [
    {arm: model.base, label: 'baseline', className: 'base'},
    {arm: variantOf(model), label: 'what-if', className: 'variant'}
  ];
}

export function measureOf(model, name) {
  const found = model.measures.find((measure) => measure.name === name);
  return found ? {...found, title: capital(found.title ?? found.name)} : {
    name,
    title: capital(name ?? 'the headline measure'),
    unit: '',
    definition: '',
    scale: 'difference'
  };
}

/** The effect on the headline measure. */
export function headlineOf(model) {
  const effects = variantOf(model)?.effects ?? [];
  const name = model.measures[0]?.name;
  return effects.find((effect) => effect.measure === name) ?? effects[0] ?? null;
}

/**
 * A range of an effect on its own scale, with the interval that holds together with those of the other measures; the
 * headline's holds by itself. Comparisons of earlier versions have none, and keep theirs.
 */
export function heldTogether(effect, range) {
  return range && known(effect.simultaneous?.low) ? {...range, ...effect.simultaneous} : range;
}

export function isNothing(effect) {
  return !!effect && effect.difference?.mean === 0 &&
      (effect.singles ?? []).every((single) => single === 0 || single === null);
}

export function windowText(model) {
  const window = model.result.window ?? {from: model.result.report_from, to: model.result.end};
  return window.from || window.to ? `${date(window.from)} to ${date(window.to)}` : 'the reported weeks';
}

const kWholeYear = 51;  // weeks: a run's first or last day may cut one off

/** A sentence that lists partial years, with a space before it; empty if all years are whole. */
export function partialYears(model) {
  const {years, yearWeeks} = model.axes;
  const partial = years.map((year, i) => [year, yearWeeks[i]]).filter(([, weeks]) => known(weeks) && weeks < kWholeYear);
  return partial.length ? ` ${partial.map(([year, weeks]) => `${year} has ${count(weeks, 'week')} only`).join(', ')}.` : '';
}

/** Whether levels and effect of a row are geometric means; else they are arithmetic. */
export function isGeometric(effect) { return effect?.statistic === 'geometric mean'; }

/** "9 of 12 pairs" where some pairs or weeks have no value; empty where all have one. */
export function gapsOf(model, effect) {
  const all = Math.max(...(variantOf(model)?.effects ?? []).map((one) => one.pairs ?? 0));
  if (effect.pairs < all) return `${effect.pairs} of ${count(all, 'pair')}`;
  const weeks = [model.base, variantOf(model)].map((arm) => arm?.levels?.[effect.measure]?.weeks)
                    .filter((one) => one && one.known < one.of)
                    .sort((a, b) => a.known - b.known)[0];
  return weeks ? `${weeks.known} of ${count(weeks.of, 'week')}` : '';
}

/** Row `index` of a table, padded with nulls to `length` values. */
export function rowOf(table, index, length) {
  const row = table?.[index] ?? [];
  return Array.from({length}, (_, i) => (known(row[i]) ? row[i] : null));
}

export function sum(values) {
  const there = values.filter(known);
  return there.length ? there.reduce((total, value) => total + value, 0) : null;
}

export function minus(a, b) { return known(a) && known(b) ? a - b : null; }

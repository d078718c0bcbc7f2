// What the page is told, with every gap filled by something empty, so that no section has to ask.
import {capital, count, date, known} from './format.js';

const kSources = ['physical', 'streaming', 'tickets', 'livestream', 'merchandise'];

/** The whole input and which variant is looked at. */
export function readModel() {
  const data = JSON.parse(document.getElementById('data').textContent);
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
    measures: result.measures ?? [],
    scene: result.scene?.name ?? result.incumbent ?? null,
    home: result.scene?.market ?? null,
  };
}

export function variantOf(model) { return model.isRun ? null : model.variants[model.chosen] ?? {}; }

/** Arms in the order they are drawn: [{arm, label, className}]. A run has one, drawn as the main thing. */
export function armsOf(model) {
  if (model.isRun) return [{arm: model.base, label: 'this run', className: 'variant'}];
  return [
    {arm: model.base, label: 'baseline', className: 'base'},
    {arm: variantOf(model), label: 'what if', className: 'variant'}
  ];
}

export function measureOf(model, name) {
  const found = model.measures.find((measure) => measure.name === name);
  return found ? {...found, title: capital(found.title ?? found.name)} : {
    name,
    title: capital(
        name ??
        'the headline ' +
            'measure'),
    unit: '',
    definition: '',
    scale: 'difference'
  };
}

/** The first effect: what the page is about. */
export function headlineOf(model) {
  const effects = variantOf(model)?.effects ?? [];
  const name = model.measures[0]?.name;
  return effects.find((effect) => effect.measure === name) ?? effects[0] ?? null;
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

/** Says which years are not whole, to stand behind a sentence; empty where all are. */
export function partialYears(model) {
  const {years, yearWeeks} = model.axes;
  const partial = years.map((year, i) => [year, yearWeeks[i]]).filter(([, weeks]) => known(weeks) && weeks < kWholeYear);
  return partial.length ? ` ${partial.map(([year, weeks]) => `${year} has ${count(weeks, 'week')} only`).join(', ')}.` : '';
}

/** Whether levels and effect of a row are geometric means; else they are arithmetic. */
export function isGeometric(effect) { return effect?.statistic === 'geometric mean'; }

/** What a mean rests on where some pairs or weeks have no value: "9 of 12 pairs"; empty where all have one. */
export function gapsOf(model, effect) {
  const all = Math.max(...(variantOf(model)?.effects ?? []).map((one) => one.pairs ?? 0));
  if (effect.pairs < all) return `${effect.pairs} of ${count(all, 'pair')}`;
  const weeks = [model.base, variantOf(model)].map((arm) => arm?.levels?.[effect.measure]?.weeks)
                    .filter((one) => one && one.known < one.of)
                    .sort((a, b) => a.known - b.known)[0];
  return weeks ? `${weeks.known} of ${count(weeks.of, 'week')}` : '';
}

/** The values of one row over the years, as many as there are years. */
export function rowOf(table, index, length) {
  const row = table?.[index] ?? [];
  return Array.from({length}, (_, i) => (known(row[i]) ? row[i] : null));
}

export function sum(values) {
  const there = values.filter(known);
  return there.length ? there.reduce((total, value) => total + value, 0) : null;
}

export function minus(a, b) { return known(a) && known(b) ? a - b : null; }

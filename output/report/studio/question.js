// The question as the page holds it: to and from the server's form, and to and from a link.
import {known} from '../format.js';

const kWeek = 7 * 24 * 3600 * 1000, kUsualRamp = 52;

/** The Monday on or after 1 January of a year. */
export function firstMonday(year) {
  const day = new Date(Date.UTC(year, 0, 1));
  day.setUTCDate(day.getUTCDate() + (8 - day.getUTCDay()) % 7);
  return isoDate(day);
}

export function isoDate(day) { return day.toISOString().slice(0, 10); }

/** The date on an axis of years, whole at each beginning. */
export function fraction(text) {
  const day = new Date(text + 'T00:00:00Z'), year = day.getUTCFullYear(), start = Date.UTC(year, 0, 1);
  return year + (day - start) / (Date.UTC(year + 1, 0, 1) - start);
}

/** A date some weeks later. */
export function laterBy(text, weeks) { return isoDate(new Date(Date.parse(text + 'T00:00:00Z') + weeks * kWeek)); }

/** Where changes begin when nothing else is said: after the record, or in the middle of what is reported. */
function usualStart(setup) {
  const year = (text) => +text.slice(0, 4);
  if (setup.record_ends) return firstMonday(year(setup.record_ends) + 1);
  return firstMonday(Math.round((year(setup.report_from) + year(setup.end)) / 2) + 1);
}

export function newQuestion(setup) {
  return {
    title: '',
    subject: {kind: 'scene', name: setup.scene},
    measure: '',
    markets: [],
    until: '',
    from: usualStart(setup),
    levers: {},  // by name: {set, from, until, ramp, target, markets}; what is left out is as usual
    rivals: 'as_they_do',
    budget: null,
    within: false,
    seed: 1,
    pinned: []
  };
}

/** The label of an act. */
function labelOf(setup, act) { return setup.acts.find((one) => one.name === act)?.label ?? ''; }

/** The first Monday of a year from the subject's founding or debut on, where that is later than `from`. */
export function startFor(setup, subject, from) {
  const list = {label: setup.labels, act: setup.acts}[subject.kind] ?? [];
  const one = list.find((one) => one.name === subject.name), begins = one?.founded ?? one?.debut ?? '';
  return begins > from ? firstMonday(+begins.slice(0, 4) + (begins.slice(5) > '01-07' ? 1 : 0)) : from;
}

/** The home market of the question's subject. */
export function homeOf(setup, question) {
  const {kind, name} = question.subject;
  if (kind === 'scene') return name;
  const label = kind === 'label' ? name : labelOf(setup, name);
  return setup.labels.find((one) => one.name === label)?.home ?? setup.scene;
}

/** The labels that levers move when nothing else is said. */
export function usualTarget(setup, question) {
  const {kind, name} = question.subject;
  if (kind === 'label') return `labels[name=${name}]`;
  if (kind === 'act') return `labels[name=${labelOf(setup, name)}]`;
  return `labels[home=${name},kind=major|agency]`;
}

export function targetOf(setup, question, lever) {
  return question.levers[lever]?.target ?? usualTarget(setup, question);
}

export function startOf(question, lever) { return question.levers[lever]?.from ?? question.from; }
export function rampOf(question, lever) { return question.levers[lever]?.ramp ?? kUsualRamp; }

/** The measure as `compare --measure` takes it; empty: the usual one. */
function measureText(question) {
  const {kind, name} = question.subject;
  if (kind !== 'scene') return `${question.measure || 'engaged'}[${kind}=${name}]`;
  const places = question.markets.length ? `[market=${question.markets.join('|')}]` : '';
  return question.measure || places ? `${question.measure || (places ? 'engaged' : '')}${places}` : '';
}

/** costs: US dollars a week and label, by lever. */
function changesOf(setup, question, costs) {
  return Object.entries(question.levers).filter(([, lever]) => known(lever.set)).map(([name, lever]) => ({
    lever: name,
    target: targetOf(setup, question, name),
    set: lever.set,
    from: startOf(question, name),
    until: lever.until || null,
    ramp_weeks: rampOf(question, name),
    markets: lever.markets ?? [],
    cost: lever.cost ?? costs[name] ?? 0  // that of a file, until its lever is moved
  }));
}

/** The one what-if, without what is measured. */
export function whatIfOf(setup, question, costs) {
  return {title: question.title, changes: changesOf(setup, question, costs), rivals: question.rivals};
}

export function forServer(setup, question, costs) {
  return {
    ...whatIfOf(setup, question, costs),
    pinned: question.pinned,
    scene: homeOf(setup, question),
    measure: measureText(question),
    until: question.until || null,
    from: question.from,
    seed: question.seed
  };
}

/** Takes what a scenario file says; the rest of the question stays. Levers without a slider are kept as they are. */
export function withWhatIf(setup, question, whatIf) {
  const levers = {};
  for (const change of whatIf.changes) {
    if (levers[change.lever]) throw new Error(`${change.lever} is changed twice, which the sliders cannot show`);
    levers[change.lever] = {
      set: change.set,
      from: change.from,
      until: change.until ?? '',
      ramp: change.ramp_weeks,
      target: change.target,
      markets: change.markets,
      cost: change.cost
    };
  }
  const starts = whatIf.changes.map((change) => change.from).sort();
  return {...question, title: whatIf.title, levers, rivals: whatIf.rivals, from: starts[0] ?? question.from};
}

export function toLink(question) {
  const bytes = new TextEncoder().encode(JSON.stringify(question));
  return '#q=' + btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** The question of a link, with what it lacks as usual; null where it holds none. */
export function fromLink(setup, hash) {
  const text = /^#q=([\w-]+)$/.exec(hash)?.[1];
  if (!text) return null;
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
    const question = {...newQuestion(setup), ...JSON.parse(new TextDecoder().decode(bytes))};
    if (!/^\d{4}-\d\d-\d\d$/.test(question.from)) question.from = usualStart(setup);
    if (!Array.isArray(question.markets) || !Array.isArray(question.pinned) || typeof question.levers !== 'object' || !question.levers)
      return null;
    const names = {scene: setup.markets, label: setup.labels, act: setup.acts}[question.subject?.kind];
    return names?.some((one) => one.name === question.subject.name) ? question : null;
  } catch {
    return null;
  }
}

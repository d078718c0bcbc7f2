// The sliders: value, today's value, the range of history, target and dates, price.
import {element} from '../dom.js';
import {bare, known} from '../format.js';

import {fraction, rampOf, startOf, targetOf} from './question.js';

export const kWeeksAYear = 365.2425 / 7;
const kMillion = 1e6;

export const isShare = (control) => control.unit.startsWith('%');

export function valueText(control, value) {
  if (!known(value)) return '–';
  const unit = isShare(control) ? control.unit.slice(1).trim() : control.unit;
  return bare(value, isShare(control) ? 'share' : '', 3) + (unit ? ` ${unit}` : '');
}

/** The same without the unit. */
const numberText = (control, value) => bare(value, isShare(control) ? 'share' : '', 2);

/** The dated value of a lever at a date, of yearly values. */
export function datedAt(history, lever, date) {
  const values = history?.values[lever];
  if (!values?.length) return null;
  const at = Math.max(0, Math.min(values.length - 1, fraction(date) - history.first_year)), year = Math.floor(at);
  const next = Math.min(values.length - 1, year + 1);
  return values[year] + (at - year) * (values[next] - values[year]);
}

/** The yearly values of the record. */
function pastOf(setup, history, lever) {
  const values = history?.values[lever] ?? [];
  return setup.record_ends ? values.slice(0, +setup.record_ends.slice(0, 4) - history.first_year + 1) : values;
}

/** "0.73 per act and week" of the baseline, with its range. */
function baselineText(control, today, past) {
  if (!known(today)) return '';
  const [low, high] = [Math.min(...past), Math.max(...past)].map((value) => numberText(control, value));
  return `Baseline then ${numberText(control, today)}; ${low === high ? `always ${low}` : `historical range ${low} to ${high}`}`;
}

/** US dollars a week and label. part: of the markets abroad in which the lever is moved. */
export function costOf(control, set, today, part = 1) {
  const share = control.each_market ? part : 1;
  return known(set) && known(today) ? Math.round(control.price * share * Math.max(0, set - today)) : 0;
}

/** The part of the markets abroad in which a lever is moved. */
export function partOfMarkets(setup, question, lever) {
  const chosen = question.levers[lever]?.markets?.length ?? 0;
  return chosen ? chosen / (setup.markets.length - 1) : 1;
}

/** Round values for the slider's steps. */
function stepOf(control) { return control.most <= 1 ? 0.01 : control.most <= 4 ? 0.05 : 0.1; }

/** Millions of US dollars a year for all labels. */
export function yearlyCost(cost, labels) { return cost * labels * kWeeksAYear / kMillion; }

const percentOf = (control, value) => {
  const part = (value - control.least) / (control.most - control.least);
  return `${Math.max(0, Math.min(1, part)) * 100}%`;
};

/** Who can be meant, in words. */
function targetsOf(setup, home) {
  const market = setup.markets.find((one) => one.name === home);
  return [
    {value: `labels[home=${home},kind=major|agency]`, label: `Majors and agencies of ${market.title}`},
    {value: `labels[home=${home}]`, label: `All labels of ${market.title}`},
    ...setup.labels.filter((label) => label.home === home)
        .map((label) => ({value: `labels[name=${label.name}]`, label: label.count > 1 ? `${label.name} (${label.count})` : label.name}))
  ];
}

function details(context, control) {
  const {setup, question, change, home} = context, lever = control.lever, mine = question.levers[lever] ?? {};
  const field = (label, input) => element('label', {class: 'field'}, element('span', {}, label), input);
  // Browsers report each key of a date: years such as 0002 are outside of what is valid.
  const set = (key) => (event) => event.target.validity.valid && change(lever, {[key]: event.target.value});
  const target = targetOf(setup, question, lever), targets = targetsOf(setup, home);
  if (!targets.some((one) => one.value === target)) targets.push({value: target, label: target});
  return element(
      'details', {class: 'more-of-lever', open: context.opened.has(lever), ontoggle: (event) => {
        if (event.target.open) context.opened.add(lever);
        else context.opened.delete(lever);
      }},
      element('summary', {id: `more-${lever}`}, 'Who and when'), element('p', {class: 'note'}, control.meaning),
      field('Labels', element('select', {id: `target-${lever}`, onchange: set('target')}, targets.map((one) => element(
                          'option', {value: one.value, selected: one.value === target}, one.label)))),
      field('From', element('input', {type: 'date', id: `from-${lever}`, value: startOf(question, lever), min: setup.start, max: setup.end,
                                      onchange: set('from')})),
      field('Until', element('input', {type: 'date', id: `until-${lever}`, value: mine.until ?? '', min: setup.start, max: setup.end,
                                       onchange: set('until')})),
      field('Phase-in (weeks)', element('input', {type: 'number', id: `ramp-${lever}`, value: rampOf(question, lever), min: 0, max: 520,
                                                    onchange: (event) => change(lever, {ramp: Math.max(0, Math.min(520, Math.round(+event.target.value || 0)))})})),
      control.by_market ? field('Only in these markets', element(
                              'select', {multiple: true, size: 4, id: `markets-${lever}`, onchange: (event) => change(
                                  lever, {markets: [...event.target.selectedOptions].map((option) => option.value)})},
                              setup.markets.filter((market) => market.name !== home).map((market) => element(
                                  'option', {value: market.name, selected: (mine.markets ?? []).includes(market.name)},
                                  market.title)))) : null,
      element('p', {class: 'note'}, control.price ? `Estimated price: $${control.price.toLocaleString('en-US')} per label and week for ` +
                                                        `${isShare(control) ? '100 %' : 'one more'} (${control.paid}).` :
                                                    `No price: ${control.paid}.`));
}

/** A lever that a file moves and that has no slider. */
export function otherLeverRow(context, lever) {
  const mine = context.question.levers[lever], problem = context.problems[lever];
  return element(
      'div', {class: 'lever moved'},
      element('div', {class: 'head'}, element('span', {}, element('code', {}, lever)), element('span', {class: 'value'}, String(mine.set))),
      element('div', {class: 'foot'}, element('span', {}, `${mine.target}, from ${mine.from}`),
              element('button', {type: 'button', class: 'plain', id: `reset-${lever}`, 'aria-label': `Remove ${lever}`,
                                 onclick: () => context.change(lever, {set: null})}, 'Remove')),
      problem ? element('p', {class: 'problem', role: 'alert'}, problem) : null);
}

/**
 * One lever. context: setup, question, histories (by target), problems (by lever), opened (levers whose details are open), home,
 * change(lever, {...}).
 */
export function leverRow(context, control) {
  const {question, change} = context, lever = control.lever, history = context.histories[targetOf(context.setup, question, lever)];
  const today = datedAt(history, lever, startOf(question, lever)), set = question.levers[lever]?.set;
  const on = known(set), past = pastOf(context.setup, history, lever);
  const output = element('output', {class: 'value'}, valueText(control, on ? set : today));
  const price = element('span', {class: 'price'});
  const showPrice = (value) => {
    const cost = question.levers[lever]?.cost ?? costOf(control, value, today, partOfMarkets(context.setup, question, lever));
    const yearly = yearlyCost(cost, history?.labels ?? 0);
    price.textContent = yearly ? `$${yearly.toLocaleString('en-US', {maximumSignificantDigits: 3})} M a year` : '';
  };
  showPrice(set);
  const input = element('input', {
    type: 'range',
    id: `lever-${lever}`,
    min: Math.max(control.least, control.least > 0 ? stepOf(control) : 0),
    max: control.most,
    step: stepOf(control),
    value: on ? set : today ?? control.least,
    'aria-describedby': `today-${lever}`,
    'aria-valuetext': valueText(control, on ? set : today),
    oninput: () => {
      output.textContent = valueText(control, +input.value);
      input.setAttribute('aria-valuetext', output.textContent);
      showPrice(+input.value);
    },
    onchange: () => change(lever, {set: +input.value, cost: undefined})
  });
  const problem = context.problems[lever];
  return element(
      'div', {class: `lever${on ? ' moved' : ''}`},
      element('div', {class: 'head'}, element('label', {for: `lever-${lever}`}, control.title), output),
      element(
          'div', {class: 'track'},
          past.length ? element('span', {
            class: 'past',
            style: `left:${percentOf(control, Math.min(...past))};right:calc(100% - ${percentOf(control, Math.max(...past))})`
          }) : null,
          known(today) ? element('span', {class: 'today', style: `left:${percentOf(control, today)}`}) : null, input),
      element(
          'div', {class: 'foot'},
          element('span', {id: `today-${lever}`}, baselineText(control, today, past)),
          price,
          on ? element('button', {type: 'button', class: 'plain', id: `reset-${lever}`, 'aria-label': `Reset ${control.title}`,
                                  onclick: () => change(lever, {set: null})}, 'Reset') : null),
      problem ? element('p', {class: 'problem', role: 'alert'}, problem) : null, details(context, control));
}

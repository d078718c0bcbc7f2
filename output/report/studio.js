// The studio: a question asked with sliders, and its answer while it is simulated.
import {choice, element} from './dom.js';
import {redrawFigures} from './figure.js';
import {known} from './format.js';
import {kNoForecast, masthead} from './masthead.js';
import {AnswerView, stateText} from './studio/answer.js';
import {handOn} from './studio/hand_on.js';
import {costOf, datedAt, leverRow, otherLeverRow, partOfMarkets, yearlyCost} from './studio/levers.js';
import {forServer, fraction, fromLink, homeOf, newQuestion, startFor, startOf, targetOf, toLink, usualTarget, whatIfOf} from './studio/question.js';
import {Conversation, leversOf, Refused, whyOf} from './studio/server.js';
import {timeline} from './studio/timeline.js';

const {setup} = JSON.parse(document.getElementById('data').textContent);
const histories = {}, opened = new Set();
let question = fromLink(setup, location.hash) ?? newQuestion(setup), problems = {}, shown = {};

const view = new AnswerView(() => whyOf(talk.id), Object.fromEntries(setup.controls.map((one) => [one.lever, one.title])));
const heading = element('h1', {class: 'base-title'}), against = element('p', {class: 'against'});
const status = element('p', {class: 'status', role: 'status', 'aria-live': 'polite'});
const trouble = element('div', {class: 'trouble', role: 'alert'});
const form = element('form', {class: 'ask', 'aria-label': 'The question', onsubmit: (event) => event.preventDefault()});
const tools = handOn({
  setup, question: () => question, forServer: () => forServer(setup, question, costs()), shown: () => shown,
  take(taken) {
    question = taken;
    ask();
  },
  again() {
    question = newQuestion(setup);
    ask();
  }
});

const talk = new Conversation({
  state(state) {
    tell(stateText(state, anyChange()));
    status.classList.toggle('rough', state.phase === 'rough' || state.phase === 'first');
    document.body.dataset.phase = state.phase;
    complain(state.errors ?? []);
    if (state.live) view.showLive(state.live, measureNow(), fraction(question.from), fraction(question.until || setup.end));
    if (state.pairs) shown = {pairs: state.pairs, fans: state.fans};
    if (state.result) {
      if (anyChange()) view.show(state.result);
      tools.show(anyChange() ? talk.id : null);
    }
  },
  refused: showProblems,
  lost() {
    tell('The studio does not answer: it was ended, or this machine slept. Trying again…');
  }
});

/** Screen readers read what is written here: only what is new. */
function tell(text) {
  if (status.textContent !== text) status.textContent = text;
}

function complain(texts) {
  if (trouble.textContent !== texts.join('')) trouble.replaceChildren(...texts.map((text) => element('p', {}, text)));
}

function anyChange() { return Object.values(question.levers).some((lever) => known(lever.set)) || question.pinned.length > 0; }

function costs() {
  const found = {};
  for (const control of setup.controls) {
    const set = question.levers[control.lever]?.set, history = histories[targetOf(setup, question, control.lever)];
    found[control.lever] = costOf(control, set, datedAt(history, control.lever, startOf(question, control.lever)), partOfMarkets(setup, question, control.lever));
  }
  return found;
}

const labelsOf = (lever) => histories[targetOf(setup, question, lever)]?.labels ?? 0;

/** Millions of US dollars a year, by lever. */
function yearly() {
  return Object.fromEntries(Object.entries(costs()).map(
      ([lever, cost]) => [lever, yearlyCost(question.levers[lever]?.cost ?? cost, labelsOf(lever))]));
}

/** The measure that is chosen, or that is asked for when none is. */
function measureNow() {
  const list = setup.measures[question.subject.kind], named = (name) => list.find((one) => one.name === name);
  const usual = question.subject.kind === 'scene' && !question.markets.length ? list[0] : named('engaged') ?? list[0];
  return named(question.measure) ?? usual;
}

function showProblems(list) {
  problems = {};
  const others = [];
  const moved = Object.entries(question.levers).filter(([, lever]) => known(lever.set)).map(([name]) => name);
  for (const {place, text} of list) {
    const at = /^changes\[(\d+)\]/.exec(place ?? '');
    if (at && moved[+at[1]]) problems[moved[+at[1]]] = text;
    else others.push(text);
  }
  complain(others);
  tell('This question cannot be asked yet.');
  fillForm();
}

/** False where they cannot be had. */
async function fetchHistories() {
  const wanted = new Set([usualTarget(setup, question), ...Object.keys(question.levers).map((lever) => targetOf(setup, question, lever))]);
  try {
    await Promise.all([...wanted].filter((target) => !histories[target]).map(async (target) => {
      histories[target] = await leversOf(target);
    }));
  } catch (error) {
    if (error instanceof Refused)
      showProblems(error.problems.map((problem) => ({place: '', text: problem.text})));
    else
      tell('The studio does not answer: it was ended, or this machine slept.');
    return false;
  }
  return true;
}

/** Scales the priced levers down until the question costs no more than its budget; `kept` is left alone as far as it can be. */
function fitBudget(kept) {
  const spent = yearly(), own = kept ? spent[kept] ?? 0 : 0;
  const others = Object.values(spent).reduce((sum, one) => sum + one, 0) - own;
  if (!known(question.budget) || own + others <= question.budget) return;
  const scale = (lever, factor) => {
    const control = setup.controls.find((one) => one.lever === lever), mine = question.levers[lever];
    const today = datedAt(histories[targetOf(setup, question, lever)], lever, startOf(question, lever));
    if (mine && known(mine.set) && control.price && mine.set > today) mine.set = +(today + factor * (mine.set - today)).toPrecision(6);
  };
  const room = Math.max(0, question.budget - own);
  for (const lever of Object.keys(question.levers))
    if (lever !== kept) scale(lever, others > 0 ? Math.min(1, room / others) : 1);
  if (own > question.budget) scale(kept, question.budget / own);
}

async function ask() {
  talk.stop();
  view.clear();  // it belongs to the question before
  tools.show(null);
  shown = {};
  heading.textContent = anyChange() ? question.title || 'This what-if' : setup.title;
  against.textContent = anyChange() ? `Compared with the baseline: ${setup.title}` : 'The baseline';
  tell('Preparing…');
  if (!await fetchHistories()) return;
  history.replaceState(null, '', toLink(question));
  problems = {};
  complain([]);
  fillForm();
  document.body.dataset.phase = 'first';
  talk.ask(forServer(setup, question, costs()));
}

function change(lever, values) {
  const mine = question.levers[lever] = {...question.levers[lever], ...values};
  if (values.set === null) delete question.levers[lever];
  for (const key of ['target', 'from', 'cost']) if (!mine[key] && mine[key] !== 0) delete mine[key];
  if (question.within && known(values.set)) fitBudget(lever);
  ask();
}

function set(values) {
  question = {...question, ...values};
  ask();
}

const field = (label, ...inputs) => element('label', {class: 'field'}, element('span', {}, label), ...inputs);

function options(list, chosen) {
  return list.map(([value, label]) => element('option', {value, selected: value === chosen}, label));
}

function subjectFields() {
  const {kind, name} = question.subject, value = `${kind}:${name}`;
  const group = (label, kind, list, text) => list.length ? element(
      'optgroup', {label}, options(list.map((one) => [`${kind}:${one.name}`, text(one)]), value)) : null;
  const measures = setup.measures[kind];
  return [
    field('Who', element('select', {
      id: 'subject',
      onchange: (event) => {
        const [kind, ...rest] = event.target.value.split(':');
        const subject = {kind, name: rest.join(':')};
        // Their labels and markets belong to the subject before.
        const levers = Object.fromEntries(Object.entries(question.levers).map(([lever, {target, markets, ...rest}]) => [lever, rest]));
        set({subject, measure: '', markets: [], levers, from: startFor(setup, subject, question.from)});
      }
    }, group('Scenes', 'scene', setup.markets, (one) => `${one.scene} (${one.title})`),
       group('Labels', 'label', setup.labels, (one) => one.name),
       group('Acts', 'act', setup.acts, (one) => `${one.name}, debut ${one.debut.slice(0, 4)}`))),
    field('Measured by', element('select', {id: 'measure', onchange: (event) => set({measure: event.target.value})},
                                 options(measures.map((one) => [one.name, one.title]), measureNow().name))),
    kind === 'scene' ? element(
        'details', {class: 'markets', open: question.markets.length > 0},
        element('summary', {}, question.markets.length ? `In ${question.markets.join(', ')} alone` : 'In all markets abroad'),
        element('div', {class: 'checks'}, setup.markets.filter((market) => market.name !== homeOf(setup, question)).map((market) => element(
            'label', {}, element('input', {
              type: 'checkbox', id: `market-${market.name}`, value: market.name, checked: question.markets.includes(market.name),
              onchange: (event) => {
                const markets = new Set(question.markets);
                if (event.target.checked) markets.add(market.name); else markets.delete(market.name);
                set({markets: setup.markets.map((one) => one.name).filter((one) => markets.has(one))});
              }
            }), market.title)))) : null
  ];
}

function timeFields() {
  const years = [];
  for (let year = +setup.report_from.slice(0, 4) + 1; year <= +setup.end.slice(0, 4); ++year) years.push(year);
  return element(
      'div', {class: 'pair'},
      field('Changes begin', element('input', {type: 'date', id: 'from', value: question.from, min: setup.start, max: setup.end,
                                               onchange: (event) => event.target.value && event.target.validity.valid && set({from: event.target.value})})),
      field('Measure until the end of', element('select', {id: 'until', onchange: (event) => set({until: event.target.value})},
            options([['', setup.end.slice(0, 4)], ...years.slice(0, -1).reverse().map((year) => [`${year}-12-31`, year])], question.until))));
}

function budgetFields() {
  const total = Object.values(yearly()).reduce((sum, one) => sum + one, 0), budget = question.budget;
  const write = (value) => `$${value.toLocaleString('en-US', {maximumSignificantDigits: 3})} M`;
  const over = known(budget) && total > budget * 1.0005;
  return element(
      'fieldset', {class: 'budget'}, element('legend', {}, 'Budget'),
      element('div', {class: 'pair'},
              field('Million 2015 US$ a year', element('input', {type: 'number', id: 'budget', min: 0, step: 'any', value: budget ?? '', placeholder: 'none',
                onchange: (event) => {
                  question.budget = event.target.value === '' ? null : Math.max(0, +event.target.value);
                  if (question.within) fitBudget(null);
                  ask();
                }})),
              element('label', {class: 'check'}, element('input', {type: 'checkbox', id: 'within', checked: question.within, onchange: (event) => {
                question.within = event.target.checked;
                if (question.within) fitBudget(null);
                ask();
              }}), 'Keep within it by lowering other levers')),
      element('p', {class: over ? 'problem' : 'note', role: over ? 'alert' : undefined},
              over ? `${write(total)} a year, ${write(total - budget)} more than the budget. ` : `Estimated cost at full effect: ${write(total)} a year.`,
              over ? element('button', {type: 'button', onclick: () => { fitBudget(null); ask(); }}, 'Lower all to fit') : null));
}

const kRivals = [
  {value: 'as_they_do', label: 'as in the baseline'}, {value: 'never', label: 'never'}, {value: 'after_a_year', label: 'with the same, a year later'},
  {value: 'copy_what_works', label: 'by copying what works'}
];

function pinnedFields() {
  const pin = element('button', {type: 'button', id: 'pin', disabled: question.pinned.length >= setup.most_pinned,
    onclick: () => {
      const mine = whatIfOf(setup, question, costs());
      mine.title ||= `What-if ${question.pinned.length + 1}`;
      set({pinned: [...question.pinned, mine], title: ''});
    }}, 'Pin for comparison');
  return element(
      'fieldset', {class: 'pinned'}, element('legend', {}, 'Name and pins'),
      field('Name of this what-if', element('input', {type: 'text', id: 'title', maxlength: 100, value: question.title, placeholder: 'What if …',
                                                      onchange: (event) => set({title: event.target.value.trim()})})),
      pin, element('ul', {}, question.pinned.map((one, i) => element(
          'li', {}, one.title, element('button', {type: 'button', class: 'plain', id: `unpin-${i}`, 'aria-label': `Remove ${one.title}`,
                                                  onclick: () => set({pinned: question.pinned.filter((_, j) => j !== i)})}, 'remove')))));
}

let drawnAt = 0;
const line = element('div', {class: 'canvas timeline'});
function drawTimeline(context) {
  const width = Math.round(line.clientWidth);
  drawnAt = width;
  const node = width ? timeline(width, context) : null;
  line.replaceChildren(...node ? [node] : []);
}

/** What tells a control from the others after the form was made anew. */
const keyOf = (control) => control.id || (control.name ? `${control.name}=${control.value}` : '');

let dragging = false, waiting = false;  // a slider that is held would be lost
form.addEventListener('pointerdown', (event) => dragging = event.target.type === 'range');
addEventListener('pointerup', () => {
  dragging = false;
  if (waiting) fillForm();
});

/** Makes the form anew, with the focus and what was typed where they were. */
function fillForm() {
  waiting = dragging;
  if (dragging) return;
  const active = form.contains(document.activeElement) ? document.activeElement : null, key = active ? keyOf(active) : '';
  const typed = active?.matches('input[type=text], input[type=number], input[type=date]') ? active.value : null;
  const context = {setup, question, histories, problems, opened, home: homeOf(setup, question), change};
  form.replaceChildren(
      element('h2', {}, 'The question'), ...subjectFields().filter(Boolean), timeFields(), element('h2', {}, 'The levers'), budgetFields(),
      ...setup.controls.map((control) => leverRow(context, control)),
      ...Object.keys(question.levers).filter((lever) => known(question.levers[lever].set) && !setup.controls.some((one) => one.lever === lever))
          .map((lever) => otherLeverRow(context, lever)),
      line,
      choice({label: 'Rivals respond', options: kRivals, value: question.rivals, onchange: (value) => set({rivals: value})}, 'rivals'),
      pinnedFields());
  drawTimeline(context);
  const again = key ? [...form.querySelectorAll('input, select, button, summary')].find((one) => keyOf(one) === key) : null;
  if (again && typed !== null) again.value = typed;
  again?.focus({preventScroll: true});
}

document.getElementById('page').append(
    masthead('studio', kNoForecast, null),
    element('main', {id: 'main', class: 'studio', tabindex: -1}, form,
            element('div', {class: 'answer', id: 'answer'}, heading, against, status, trouble, tools.files, view.node, tools.node)),
    element('footer', {}, 'Everything is simulated on this machine; the page talks to nothing else.'));
document.body.classList.add('wide-page');
document.body.append(element('a', {class: 'to-answer', href: '#answer', onclick: (event) => {
  event.preventDefault();  // the address holds the question
  document.getElementById('answer').scrollIntoView();
}}, 'To the answer'));
new ResizeObserver(() => {
  if (Math.round(line.clientWidth) !== drawnAt) fillForm();
}).observe(line);
addEventListener('beforeprint', () => redrawFigures(true));
addEventListener('afterprint', () => redrawFigures());
addEventListener('pagehide', () => talk.stop());
addEventListener('pageshow', (event) => { if (event.persisted) ask(); });
addEventListener('hashchange', () => {
  const linked = fromLink(setup, location.hash);
  if (!linked || toLink(linked) === toLink(question)) return;
  question = linked;
  ask();
});
ask();

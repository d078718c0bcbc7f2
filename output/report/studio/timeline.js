// The time line: a bar for each lever that is moved, whose ends are dragged or moved by arrow keys.
import * as d3 from '../d3.js';
import {dot, drawing, fitted, horizontal, label, vertical, wholeYears, yearAxis} from '../charts/frame.js';
import {date} from '../format.js';

import {fraction, isoDate, startOf} from './question.js';

const kRow = 24, kLeft = 20;

/** A Monday near a place on an axis of years. */
function mondayAt(years) {
  const year = Math.floor(years), start = Date.UTC(year, 0, 1), end = Date.UTC(year + 1, 0, 1);
  const day = new Date(start + (years - year) * (end - start));
  day.setUTCDate(day.getUTCDate() - (day.getUTCDay() + 6) % 7);
  return isoDate(day);
}

function handle(svg, {x, y, at, least, most, name, onchange, scale}) {
  const node = dot(svg, 'variant handle', x(at), y, 7).attr('tabindex', 0).attr('role', 'slider').node();
  const show = (years) => {
    node.setAttribute('cx', x(years));
    node.setAttribute('aria-label', name);
    node.setAttribute('aria-valuemin', least);
    node.setAttribute('aria-valuemax', most);
    node.setAttribute('aria-valuenow', years.toFixed(2));
    node.setAttribute('aria-valuetext', date(mondayAt(years)));
  };
  show(at);
  let place = at;
  const move = (years) => show(place = Math.max(least, Math.min(most, years)));
  node.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    node.focus();
    node.setPointerCapture(event.pointerId);
    const drag = (moved) => move(x.invert(scale(moved)));
    node.addEventListener('pointermove', drag);
    node.addEventListener('pointerup', () => {
      node.removeEventListener('pointermove', drag);
      if (place !== at) onchange(mondayAt(place));
    }, {once: true});
  });
  let timer = 0;
  node.addEventListener('keydown', (event) => {
    const step = {ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: 12, PageDown: -12}[event.key];
    if (!step) return;
    event.preventDefault();
    move(place + step / 12);
    clearTimeout(timer);
    timer = setTimeout(() => onchange(mondayAt(place)), 400);
  });
}

/** context: as of leverRow. Null without a lever that is moved. */
export function timeline(width, context) {
  const {setup, question, change} = context;
  const moved = setup.controls.filter((control) => Number.isFinite(question.levers[control.lever]?.set));
  if (!moved.length) return null;
  const first = fraction(setup.report_from), last = fraction(question.until || setup.end), bottom = 20 + kRow * moved.length;
  const svg = drawing(width, bottom + 26), x = d3.scaleLinear().domain([first, last]).range([kLeft, width - kLeft]);
  const node = svg.node(), scale = (event) => {
    const box = node.getBoundingClientRect();
    return (event.clientX - box.left) * (width / box.width);
  };
  if (setup.record_ends && fraction(setup.record_ends) < last)
    svg.append('rect').attr('class', 'after-record').attr('x', x(fraction(setup.record_ends))).attr('y', 0)
        .attr('width', width - kLeft - x(fraction(setup.record_ends))).attr('height', bottom);
  yearAxis(svg, x, bottom, wholeYears(x, width));
  moved.forEach((control, i) => {
    const y = 18 + kRow * i, mine = question.levers[control.lever], from = fraction(startOf(question, control.lever));
    const until = mine.until ? fraction(mine.until) : last;
    horizontal(svg, 'span', x(Math.max(first, from)), x(Math.min(last, until)), y);
    const name = fitted(control.title, 160, 11.5), room = x(from) > 130;
    label(svg, 'mark-label', room ? x(from) - 12 : x(from) + 12, room ? y : y - 9, name, room ? 'end' : 'start');
    handle(svg, {x, y, at: from, least: first, most: until, name: `${control.title}: from`, scale,
                 onchange: (value) => change(control.lever, {from: value})});
    handle(svg, {x, y, at: until, least: from, most: last, name: `${control.title}: until`, scale,
                 onchange: (value) => change(control.lever, {until: fraction(value) > last - 0.03 ? '' : value})});
  });
  node.setAttribute('role', 'group');
  node.setAttribute('aria-label', 'Time line of the levers');
  return node;
}

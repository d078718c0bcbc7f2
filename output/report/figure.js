// A figure: title, controls, drawing, its data as a table, and downloads of both.
import * as d3 from './d3.js';
import {choice, element, note, slider, table} from './dom.js';
import {csvFile, pngFile, save, svgFile} from './download.js';
import {count} from './format.js';

const figures = [];
const kPrintWidth = 680;      // CSS pixels across a sheet of A4 within its margins
const kMostRowsShown = 1000;  // of the data as a table; browsers need seconds for tens of thousands

export function forgetFigures() { figures.length = 0; }

/** Draws every figure anew: for paper, or for the screen as wide as it is now. */
export function redrawFigures(forPrint = false) {
  for (const figure of figures) figure.redraw(forPrint);
}

/**
 * Makes a figure of
 *   id, title (its heading: h3), sub (how to read it), note (below)
 *   controls: [{key, label, options: [{value, label}]} or {key, label, min, max}], their values in `state`
 *   draw(width, state) -> {svg, readings, interactive}; readings: {positions: [px], texts, top, bottom}, read by pointer
 *     or arrow keys; interactive: parts of it take the pointer and keys themselves
 *   data(state) -> {columns: [{label}], rows}: full precision, for the table and the CSV
 */
export function figure(spec) {
  const state = {...spec.state};
  const canvas = element('div', {class: 'canvas'});
  const reading = element('p', {class: 'reading', 'aria-live': 'polite'});
  const details = numbersBehind(spec, state);
  let width = 0;
  const redraw = (forPrint) => {
    const wanted = forPrint === true ? kPrintWidth : Math.round(canvas.clientWidth);
    if (!wanted) return;
    width = wanted;
    draw(spec, state, canvas, reading, width);
    if (details.open) details.fill();
  };
  const controls = (spec.controls ?? []).map((control) => {
    const onchange = (value) => {
      state[control.key] = value;
      redraw();
    };
    return 'min' in control ? slider({...control, value: state[control.key], onchange}) :
                              choice({...control, value: state[control.key], onchange}, `${spec.id}-${control.key}`);
  });
  const node = element(
      'figure', {id: spec.id, class: spec.wide ? 'wide' : undefined},
      element(
          'figcaption', {}, element(spec.heading ?? 'h3', {}, spec.title),
          spec.sub ? element('p', {class: 'sub'}, spec.sub) : null),
      controls.length ? element('div', {class: 'controls'}, controls) : null, canvas, reading,
      spec.note ? element('p', {class: 'note'}, spec.note) : null,
      element('div', {class: 'tools'}, takeAway(spec, state, canvas), details));
  figures.push({redraw});
  new ResizeObserver(() => {
    if (Math.round(canvas.clientWidth) !== width) redraw();
  }).observe(canvas);
  return node;
}

function draw(spec, state, canvas, reading, width) {
  const drawn = spec.draw(width, state);
  reading.textContent = '';
  if (!drawn) {
    canvas.replaceChildren(element(
        'p', {class: 'nothing'}, spec.nothing ?? 'The results hold no values for this chart.'));
    return;
  }
  const {svg, readings, interactive} = drawn;
  svg.setAttribute('role', interactive ? 'group' : 'img');
  svg.setAttribute('aria-label', `${spec.title}. The numbers are in the table below.`);
  canvas.replaceChildren(svg);
  if (readings) readAlong(svg, readings, reading);
}

/** Pointer or arrow keys move a line through the chart; a text below the chart gives the values on the line. */
function readAlong(svg, {positions, texts, top, bottom}, reading) {
  svg.setAttribute('tabindex', '0');
  const cursor = d3.select(svg)
                     .append('line')
                     .attr('class', 'cursor')
                     .attr('data-screen-only', '')
                     .attr('y1', top)
                     .attr('y2', bottom)
                     .attr('visibility', 'hidden');
  let at = -1;
  const show = (index) => {
    at = Math.max(0, Math.min(positions.length - 1, index));
    cursor.attr('visibility', 'visible').attr('x1', positions[at]).attr('x2', positions[at]);
    reading.textContent = texts[at];
  };
  const hide = () => {
    at = -1;
    cursor.attr('visibility', 'hidden');
    reading.textContent = '';
  };
  svg.addEventListener('pointermove', (event) => {
    const box = svg.getBoundingClientRect(), x = (event.clientX - box.left) * (svg.viewBox.baseVal.width / box.width);
    show(d3.scan(positions.map((position) => Math.abs(position - x))));
  });
  svg.addEventListener('pointerleave', hide);
  svg.addEventListener('blur', hide);
  svg.addEventListener('focus', () => {
    if (svg.matches(':focus-visible')) show(positions.length - 1);
  });
  svg.addEventListener('keydown', (event) => {
    const target = {
      ArrowLeft: at < 0 ? positions.length - 1 : at - 1,
      ArrowRight: at + 1,
      Home: 0,
      End: positions.length - 1
    }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    show(target);
  });
}

function takeAway(spec, state, canvas) {
  const button = (label, what, action) =>
      element('button', {type: 'button', 'aria-label': `${what}: ${spec.title}`, onclick: action}, label);
  return [
    button(
        'Chart as SVG', 'Download the chart as SVG',
        () => {
          const svg = canvas.querySelector('svg');
          if (svg) save(`${spec.id}.svg`, 'image/svg+xml', svgFile(svg));
        }),
    button(
        'Data as CSV', 'Download the data as CSV', () => save(`${spec.id}.csv`, 'text/csv', csvFile(spec.data(state)))),
    button(
        'Chart as PNG', 'Download the chart as PNG',
        async () => {
          const svg = canvas.querySelector('svg');
          if (svg) save(`${spec.id}.png`, 'image/png', await pngFile(svg));
        }),
  ];
}

function shortened(value) {
  if (typeof value === 'number') return String(Number(value.toPrecision(6)));
  return value ?? '';
}

/** The table is made when it is first opened. */
function numbersBehind(spec, state) {
  const place = element('div');
  const details = element(
      'details', {
        ontoggle: () => {
          if (details.open) details.fill();
        }
      },
      element('summary', {}, 'Data as a table'), place);
  details.fill = () => {
    const data = spec.data(state), shown = data.rows.slice(0, kMostRowsShown);
    const cut = shown.length < data.rows.length ?
        [note(`The first ${count(shown.length, 'row')} of ${count(data.rows.length, 'row')}; the CSV holds all.`)] :
        [];
    place.replaceChildren(...cut, table({
      caption: spec.title,
      className: 'data',
      columns: data.columns.map((column, i) => ({...column, numeric: i > 0})),
      rows: shown.map((row) => row.map((value) => shortened(value)))
    }));
  };
  return details;
}

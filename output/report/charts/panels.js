// Small multiples: a panel each, the same years, two lines.
import * as d3 from '../d3.js';
import {known, tight} from '../format.js';

import {drawing, horizontal, label, legend, textWidth, words} from './frame.js';

const kHeight = 130, kGap = 22, kHead = 32, kFoot = 18;

function drawPanel(svg, panel, xs, left, top, width, write) {
  const group = svg.append('g').attr('transform', `translate(${left},${top})`);
  words(group, 'panel-title', 0, 12, panel.title);
  const values = panel.series.flatMap((series) => series.values).filter(known);
  if (!values.length) {
    words(group, 'label faint', 0, kHead + 30, 'no values');
    return;
  }
  const highest = d3.max(panel.domain ?? values) || 1, lowest = panel.floor ?? Math.min(0, d3.min(values));
  const ends = panel.series.map((series) => write(series.values[series.values.length - 1]));
  const right = width - d3.max(ends, (text) => textWidth(text, 14.5)) - 8;
  const x = d3.scaleLinear().domain(d3.extent(xs)).range([0, right]);
  const y = d3.scaleLinear().domain([lowest, highest]).range([kHeight - kFoot, kHead]);
  for (const tick of [lowest, highest]) horizontal(group, 'grid', 0, right, y(tick));
  words(group, 'label faint', 0, kHead - 5, d3.max(values) > 0 ? write(highest) : '');
  words(group, 'label faint', 0, kHeight - 4, xs[0]);
  words(group, 'label faint', right, kHeight - 4, xs[xs.length - 1], 'end');
  const path = d3.line().defined(known).x((_, i) => x(xs[i])).y((value) => y(value));
  const places = panel.series.map((series) => {
    const end = series.values[series.values.length - 1];
    return known(end) ? y(end) : null;
  });
  if (places.length === 2 && known(places[0]) && known(places[1]) && Math.abs(places[0] - places[1]) < 13) {
    const middle = Math.max(kHead + 7, Math.min(kHeight - kFoot - 7, (places[0] + places[1]) / 2)),
          first = places[0] <= places[1] ? 0 : 1;
    places[first] = middle - 6.5;
    places[1 - first] = middle + 6.5;
  }
  panel.series.forEach((series, i) => {
    group.append('path').attr('class', `line ${series.className}`).attr('d', path(series.values));
    if (known(places[i])) label(group, `label end ${series.className}`, right + 5, places[i], ends[i]);
  });
}

/**
 * chart: xs, panels [{title, series, domain (values whose largest is the top), floor}], names [{label, className}],
 * write.
 */
export function panelChart(width, chart) {
  if (!chart.panels.length || !chart.xs.length) return null;
  const fit = Math.floor((width + kGap) / (chart.panelWidth ?? 178)), fewest = width > 270 && !chart.panelWidth ? 2 : 1;
  const columns = Math.min(chart.panels.length, Math.max(fewest, fit));
  const size = (width - kGap * (columns - 1)) / columns;
  const svg = drawing(width, 10);
  const top = legend(svg, width, chart.names);
  const write = chart.write ?? tight;
  chart.panels.forEach(
      (panel, i) => drawPanel(
          svg, panel, chart.xs, (i % columns) * (size + kGap), top + Math.floor(i / columns) * (kHeight + kGap), size,
          panel.write ?? write));
  const height = top + Math.ceil(chart.panels.length / columns) * (kHeight + kGap);
  svg.attr('height', height).attr('viewBox', `0 0 ${width} ${height}`);
  return {svg: svg.node()};
}

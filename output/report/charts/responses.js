// Small panels, one a factor: points, a line of means with its band, or means of named values. All share one axis of values.
import * as d3 from '../d3.js';
import {hasInterval, known} from '../format.js';

import {drawing, fitted, horizontal, linesWithin, textWidth, valueAxis, valueLabelsWidth, vertical, words} from './frame.js';

const kPlot = 170, kGap = 26, kHead = 26, kLine = 15, kFoot = 24, kSlantedFoot = 74, kLeastWidth = 250, kMostColumns = 3, kInset = 8;
const kSlantedLetters = 14, kSlantedGap = 12;

function domainOf(panels) {
  const values = panels.flatMap((panel) => [
    ...panel.dots.map(([, y]) => y), ...panel.groups.flatMap((group) => [group.mean, group.low, group.high])
  ]).filter(known);
  if (!values.length) return null;
  const [low, high] = [d3.min(values), d3.max(values)];
  return low === high ? [low - (Math.abs(low) || 1) / 2, high + (Math.abs(high) || 1) / 2] : [low, high];
}

/** Names that do not fit side by side are written slanted. */
function isSlanted(panel, length) {
  if (panel.axis.ticks(4).length < 2 || !panel.named) return false;
  const ticks = panel.axis.ticks(4);
  return d3.max(ticks, (tick) => textWidth(tick.text, 11) + 6) > length / ticks.length;
}

function drawTicks(group, panel, x, bottom, width) {
  const length = x(1) - x(0), slanted = isSlanted(panel, length), ticks = panel.axis.ticks(Math.max(2, Math.floor(length / 60)));
  let end = -Infinity;
  for (const tick of ticks) {
    const at = x(tick.at), half = textWidth(tick.text, 11) / 2;
    if (at - (slanted ? kSlantedGap : half + 4) < end) continue;
    vertical(group, 'grid', at, kHead, bottom);
    end = at + (slanted ? 0 : half);
    if (slanted) {
      group.append('text').attr('class', 'label faint').attr('text-anchor', 'end')
          .attr('transform', `translate(${at + 3},${bottom + 12}) rotate(-40)`)
          .text(fitted(tick.text, kSlantedLetters * 6.6, 11));
      continue;
    }
    const over = at + half > width;
    words(group, 'label faint', over ? width : at, bottom + 15, tick.text, over ? 'end' : 'middle');
  }
}

/** Points as one path: thousands of them stay quick. */
function drawDots(group, panel, x, y) {
  const path = panel.dots.filter(([at, value]) => known(at) && known(value))
                   .map(([at, value]) => `M${x(at).toFixed(1)},${y(value).toFixed(1)}h0`);
  if (path.length) group.append('path').attr('class', 'dots single-dots').attr('d', path.join(''));
}

function drawMeans(group, panel, x, y) {
  const means = panel.groups.filter((one) => known(one.mean));
  if (!panel.named && means.length > 1) {
    const area = d3.area().defined(hasInterval).x((one) => x(one.at)).y0((one) => y(one.low)).y1((one) => y(one.high));
    group.append('path').attr('class', 'band').attr('d', area(means));
    const line = d3.line().x((one) => x(one.at)).y((one) => y(one.mean));
    group.append('path').attr('class', 'line variant').attr('d', line(means));
  }
  for (const one of means) {
    if ((panel.named || means.length === 1) && hasInterval(one)) vertical(group, 'whisker', x(one.at), y(one.low), y(one.high));
    group.append('circle').attr('class', 'dot variant').attr('cx', x(one.at)).attr('cy', y(one.mean)).attr('r', 3)
        .append('title').text(one.text);
  }
}

function drawPanel(svg, panel, y, place, write) {
  const group = svg.append('g').attr('transform', `translate(${place.x},${place.y})`), bottom = kHead + kPlot;
  place.title.forEach((line, i) => words(group, 'panel-title', 0, 12 - kLine * (place.title.length - 1 - i), line));
  const x = d3.scaleLinear().range([place.left + kInset, place.width - kInset]);
  valueAxis(group, y, place.left, place.width, write, 4);
  drawTicks(group, panel, x, bottom, place.width);
  horizontal(group, 'grid', place.left, place.width, bottom);
  drawDots(group, panel, x, y);
  drawMeans(group, panel, x, y);
}

/**
 * chart: panels [{title, axis, named (its values are names), dots: [[at, value]], groups: [{at, mean, low, high, text}]}],
 * write, yLabel. at: from 0 to 1.
 */
export function responseChart(width, chart) {
  const domain = domainOf(chart.panels);
  if (!domain) return null;
  const y = d3.scaleLinear().domain(domain).range([kHead + kPlot, kHead]).nice(4);
  const fit = Math.floor((width + kGap) / (kLeastWidth + kGap));
  const columns = Math.max(1, Math.min(kMostColumns, chart.panels.length, fit));
  const size = Math.min(560, (width - kGap * (columns - 1)) / columns), left = valueLabelsWidth(y, chart.write, 4);
  const foot = chart.panels.some((panel) => isSlanted(panel, size - left - 2 * kInset)) ? kSlantedFoot : kFoot;
  const titles = chart.panels.map((panel) => linesWithin(panel.title, size, 2, 13));
  const over = titles.some((lines) => lines.length > 1) ? kLine : 0;
  const step = kHead + kPlot + foot + 14 + over, top = 22 + over;
  const svg = drawing(width, top + step * Math.ceil(chart.panels.length / columns));
  words(svg, 'label faint', 0, 11, fitted(`Up: ${chart.yLabel}`, width, 11));
  chart.panels.forEach((panel, i) => drawPanel(svg, panel, y, {
    x: (i % columns) * (size + kGap), y: top + Math.floor(i / columns) * step, width: size, left, title: titles[i]
  }, chart.write));
  return {svg: svg.node()};
}

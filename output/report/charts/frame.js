// Common parts of all charts: the SVG, axes, legends, hatches, labels without overlap.
import * as d3 from '../d3.js';

export function drawing(width, height) {
  return d3.create('svg')
      .attr('viewBox', `0 0 ${width} ${height}`)
      .attr('width', width)
      .attr('height', height)
      .attr('class', 'chart');
}

export function vertical(parent, className, x, y1, y2) {
  return parent.append('line').attr('class', className).attr('x1', x).attr('x2', x).attr('y1', y1).attr('y2', y2);
}

export function horizontal(parent, className, x1, x2, y) {
  return parent.append('line').attr('class', className).attr('x1', x1).attr('x2', x2).attr('y1', y).attr('y2', y);
}

export function dot(parent, className, x, y, radius = 5) {
  return parent.append('circle').attr('class', `dot ${className}`).attr('cx', x).attr('cy', y).attr('r', radius);
}

/** A published value. */
export function cross(parent, x, y, reach = 5) {
  return parent.append('path')
      .attr('class', 'target-mark')
      .attr('d', `M${x - reach},${y - reach}L${x + reach},${y + reach}M${x - reach},${y + reach}L${x + reach},${y - reach}`);
}

/** Text with its baseline at y. */
export function words(parent, className, x, y, text, anchor = 'start') {
  return parent.append('text')
      .attr('class', className)
      .attr('x', x)
      .attr('y', y)
      .attr('text-anchor', anchor)
      .text(text);
}

/** Text with its middle at y. */
export function label(parent, className, x, y, text, anchor = 'start') {
  return words(parent, className, x, y, text, anchor).attr('dy', '0.35em');
}

/** About as wide as the text will be; fonts differ a little. */
export function textWidth(text, size = 12) { return text.length * size * 0.6; }

/** The text, with its end cut off where it is wider. */
export function fitted(text, width, size = 12) {
  if (textWidth(text, size) <= width) return text;
  return text.slice(0, Math.max(1, Math.floor(width / (size * 0.6)) - 1)).trimEnd() + '\u2026';
}

/** The text on at most `most` lines, broken between words; the last is cut off where it is wider. */
export function linesWithin(text, width, most, size = 12) {
  const lines = [''];
  for (const part of text.split(' ')) {
    const last = lines.length - 1, longer = `${lines[last]} ${part}`.trim();
    if (lines[last] && textWidth(longer, size) > width && lines.length < most)
      lines.push(part);
    else
      lines[last] = longer;
  }
  return lines.map((line) => fitted(line, width, size));
}

export function wholeYears(scale, width) {
  const ticks = scale.ticks(Math.max(2, Math.floor(width / 70))).filter(Number.isInteger);
  return [...new Set(ticks)];
}

/** Years below the plot. */
export function yearAxis(svg, scale, top, ticks) {
  svg.append('g')
      .attr('class', 'axis')
      .attr('transform', `translate(0,${top})`)
      .call(d3.axisBottom(scale)
                .tickValues(ticks)
                .tickFormat((year) => String(year))
                .tickSize(4)
                .tickPadding(5)
                .tickSizeOuter(0));
}

/** Lines across the plot with their values left of it; `ticksOf` places them where the scale's own would not be round. */
export function valueAxis(svg, scale, left, right, write, count = 5, ticksOf = undefined) {
  const ticks = ticksOf ? ticksOf(scale) : scale.ticks(count);
  const axis = svg.append('g')
                   .attr('class', 'axis values')
                   .attr('transform', `translate(${left},0)`)
                   .call(d3.axisLeft(scale)
                             .tickValues(ticks)
                             .tickFormat(write)
                             .tickSize(-(right - left))
                             .tickPadding(6)
                             .tickSizeOuter(0));
  axis.select('.domain').remove();
  axis.selectAll('.tick').classed('zero', (tick) => tick === 0);
}

/** Lines down the plot with their values below it; `ticksOf` places them where the scale's own would not be round. */
export function valueAxisBelow(svg, scale, top, bottom, write, ticksOf) {
  const [left, right] = scale.range(), count = Math.max(2, Math.floor((right - left) / 90));
  const axis = svg.append('g').attr('class', 'axis values').attr('transform', `translate(0,${bottom})`);
  axis.call(d3.axisBottom(scale)
                .tickValues(ticksOf ? ticksOf(scale, count) : scale.ticks(count))
                .tickFormat(write)
                .tickSize(-(bottom - top))
                .tickPadding(7)
                .tickSizeOuter(0));
  axis.select('.domain').remove();
  axis.selectAll('.tick').classed('zero', (tick) => tick === 0);
}

/** Ticks of a logarithmic axis: 1, 2 and 5 of each decade, or only 1 over many decades. */
export function roundTicks(scale) {
  const [low, high] = scale.domain(), tens = d3.range(Math.floor(Math.log10(low)), Math.ceil(Math.log10(high)) + 1);
  return tens.flatMap((ten) => (tens.length > 3 ? [1] : [1, 2, 5]).map((digit) => Number((digit * 10 ** ten).toPrecision(3))))
      .filter((tick) => tick >= low && tick <= high);
}

/** Width of the labels that valueAxis will write. */
export function valueLabelsWidth(scale, write, count = 5, ticksOf = undefined) {
  return 10 + d3.max(ticksOf ? ticksOf(scale) : scale.ticks(count), (tick) => textWidth(write(tick)));
}

/** Names in rows above a plot, each beside a sample of its line; returns the height used. */
export function legend(svg, width, entries) {
  let x = 0, y = 10;
  for (const entry of entries) {
    const size = 30 + textWidth(entry.label) + 14;
    if (x > 0 && x + size > width) {
      x = 0;
      y += 18;
    }
    const group = svg.append('g').attr('transform', `translate(${x},${y})`);
    if (entry.sample)
      entry.sample(group);
    else
      horizontal(group, `line ${entry.className}`, 0, 24, 0);
    label(group, 'label', 30, 0, entry.label);
    x += size;
  }
  return entries.length ? y + 14 : 0;
}

/** Vertical places near the wanted ones that keep `gap` apart within [top, bottom]. */
export function apart(wanted, gap, top, bottom) {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b]);
  const placed = [];
  let last = top - gap;
  for (const i of order) {
    placed[i] = Math.max(wanted[i], last + gap);
    last = placed[i];
  }
  let next = bottom + gap;
  for (const i of order.reverse()) {
    placed[i] = Math.min(placed[i], next - gap);
    next = placed[i];
  }
  return placed;
}

let hatches = 0;

/** Fill that is told apart without colour: 'lines', 'dots' or 'cross'. Returns the value of `fill`. */
export function hatch(svg, kind, className) {
  const id = `hatch-${++hatches}`;
  const pattern = svg.append('defs')
                      .append('pattern')
                      .attr('id', id)
                      .attr('width', 6)
                      .attr('height', 6)
                      .attr('patternUnits', 'userSpaceOnUse')
                      .attr('patternTransform', kind === 'dots' ? null : 'rotate(45)');
  pattern.append('rect').attr('width', 6).attr('height', 6).attr('class', `hatch-ground ${className}`);
  if (kind === 'dots')
    pattern.append('circle').attr('cx', 3).attr('cy', 3).attr('r', 1.3).attr('class', `hatch-mark ${className}`);
  else
    pattern.append('line').attr('x1', 1).attr('x2', 1).attr('y2', 6).attr('class', `hatch-line ${className}`);
  return `url(#${id})`;
}

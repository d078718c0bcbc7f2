// Nine shades for a value, with a legend in numbers. Shades differ in lightness too: the further from the paper's, the more.
import * as d3 from '../d3.js';
import {known} from '../format.js';

import {fitted, textWidth, words} from './frame.js';

export const kShades = 9;
const kBox = 32, kLeastBox = 6, kHigh = 12, kMany = 500;

/** shadeOf(value) -> 0 to 8, or null for a missing value. */
export function shading(values) {
  const [low, high] = d3.extent(values.filter(known));
  const shadeOf = (value) => !known(value) ? null :
      low === high                         ? Math.floor(kShades / 2) :
                                             Math.min(kShades - 1, Math.floor(kShades * (value - low) / (high - low)));
  return {low, high, shadeOf};
}

/** The shades with the values at their borders; returns the height used. */
export function shadeLegend(svg, width, {low, high}, title, write) {
  words(svg, 'label', 0, 11, fitted(title, width));
  if (low === high) {
    svg.append('rect').attr('class', `cell heat-${Math.floor(kShades / 2)}`).attr('y', 19).attr('width', kBox).attr('height', kHigh);
    words(svg, 'label faint', kBox + 8, 19 + kHigh - 2, write(low));
    return 44;
  }
  const box = Math.max(kLeastBox, Math.min(kBox, (width - 50) / kShades)), left = textWidth(write(low), 11) / 2;
  for (let i = 0; i < kShades; ++i)
    svg.append('rect')
        .attr('class', `cell heat-${i}`)
        .attr('x', left + i * box)
        .attr('y', 19)
        .attr('width', box)
        .attr('height', kHigh);
  const texts = d3.range(kShades + 1).map((i) => write(low + (high - low) * i / kShades));
  const widest = 8 + d3.max(texts, (text) => textWidth(text, 11)), step = widest < box ? 1 : widest < 3 * box ? 3 : kShades;
  for (let i = 0; i <= kShades; i += step)
    words(svg, 'label faint', left + i * box, 19 + kHigh + 13, texts[i], 'middle');
  return 58;
}

/** Dots as one path for each shade: thousands of them stay quick. points: [x, y, shade]. */
export function shadedDots(svg, points) {
  for (const shade of [null, ...d3.range(kShades)]) {
    const path = points.filter((point) => point[2] === shade).map(([x, y]) => `M${x.toFixed(1)},${y.toFixed(1)}h0`);
    if (path.length) svg.append('path').attr('class', `dots${points.length > kMany ? ' small' : ''} heat-${shade ?? 'none'}`).attr('d', path.join(''));
  }
}

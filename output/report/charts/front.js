// Effects of plans against their cost: every plan that was tried, and those that were simulated anew with intervals.
import * as d3 from '../d3.js';
import {known} from '../format.js';

import {dot, drawing, label, legend, roundTicks, valueAxis, valueAxisBelow, valueLabelsWidth, vertical, words} from './frame.js';

const kNarrow = 560, kIntervalReach = 2;  // intervals reach so many times as far from the base as the effects, and are cut there

/** From the base to the effects, with intervals as far as they are shown. */
function domainOf(chart) {
  const over = chart.logarithmic ? Math.log : (value) => value, back = chart.logarithmic ? Math.exp : (value) => value;
  const away = [...chart.tried.map(([, effect]) => effect), ...chart.plans.map((plan) => plan.mean)].filter((one) => known(one) && known(over(one)))
                   .map((one) => over(one) - over(chart.none));
  const farthest = kIntervalReach * (d3.max(away, Math.abs) || 0.1);
  const ends = chart.plans.flatMap((plan) => [plan.low, plan.high]).filter(known)
                   .map((one) => Math.max(-farthest, Math.min(farthest, over(one) - over(chart.none))));
  const [low, high] = d3.extent([0, ...away, ...ends]);
  return [back(over(chart.none) + low), back(over(chart.none) + high)];
}

/** Round factors; over less than one decade or so, round steps. */
function factorTicks(scale) {
  const [low, high] = scale.domain(), round = high / low < 3 ? [] : roundTicks(scale);
  return round.length > 1 ? round : d3.ticks(low, high, 5);
}

/**
 * chart: tried [[cost, effect]], plans [{cost, mean, low, high, name, best, text}] by cost, none (the effect of the base),
 * most (the budget), logarithmic (the effects), joined (a line through the plans), write, writeCost, xLabel, yLabel.
 */
export function frontChart(width, chart) {
  if (!chart.plans.length) return null;
  const height = width < kNarrow ? 300 : 360, svg = drawing(width, height);
  const top = 24 + legend(svg, width, [
    {label: 'tried', sample: (group) => dot(group, 'base', 12, 0, 2.5)},
    {label: 'simulated anew, with its interval', sample: (group) => dot(group, 'variant', 12, 0, 4.5)},
  ]);
  const bottom = height - 44, y = (chart.logarithmic ? d3.scaleLog() : d3.scaleLinear()).domain(domainOf(chart)).range([bottom, top]);
  if (!chart.logarithmic) y.nice(5);
  const ticksOf = chart.logarithmic ? factorTicks : undefined, left = valueLabelsWidth(y, chart.write, 5, ticksOf), right = width - 30;
  const x = d3.scaleLinear().domain([0, chart.most || 1]).range([left + 8, right]).nice(5);
  const [least, highest] = y.domain(), within = (value) => y(Math.max(least, Math.min(highest, value)));
  valueAxis(svg, y, left, right, chart.write, 5, ticksOf);
  valueAxisBelow(svg, x, top, bottom, chart.writeCost);
  words(svg, 'label faint', left, top - 8, chart.yLabel);
  words(svg, 'label faint', right, height - 6, chart.xLabel, 'end');
  svg.append('line').attr('class', 'mark').attr('x1', left).attr('x2', right).attr('y1', y(chart.none)).attr('y2', y(chart.none));
  for (const [cost, effect] of chart.tried) if (known(effect)) dot(svg, 'base', x(cost), y(effect), 2.5);
  if (chart.joined) svg.append('path').attr('class', 'single').attr('d', d3.line().x((plan) => x(plan.cost)).y((plan) => y(plan.mean))(chart.plans));
  for (const plan of chart.plans) {
    if (known(plan.low) && known(plan.high)) vertical(svg, 'whisker', x(plan.cost), within(plan.low), within(plan.high));
    dot(svg, 'variant', x(plan.cost), y(plan.mean), plan.best ? 6.5 : 4.5);
    label(svg, 'label', x(plan.cost) + 10, y(plan.mean), plan.name);
  }
  const readings = {positions: chart.plans.map((plan) => x(plan.cost)), texts: chart.plans.map((plan) => plan.text), top, bottom};
  return {svg: svg.node(), readings};
}

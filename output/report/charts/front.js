// Effects of plans against their cost: every plan that was tried, and those that were simulated anew with intervals.
import * as d3 from '../d3.js';
import {hasInterval, known} from '../format.js';

import {dot, drawing, label, legend, valueAxis, valueAxisBelow, valueLabelsWidth, vertical, words} from './frame.js';

const kNarrow = 560;

/**
 * chart: tried [[cost, effect]], plans [{cost, mean, low, high, name, best, text}] by cost, none (the effect of the base),
 * write, writeCost, xLabel, yLabel.
 */
export function frontChart(width, chart) {
  const values = [
    ...chart.tried.map(([, effect]) => effect), ...chart.plans.flatMap((plan) => [plan.mean, plan.low, plan.high]), chart.none
  ].filter(known);
  const costs = [0, ...chart.tried.map(([cost]) => cost), ...chart.plans.map((plan) => plan.cost)].filter(known);
  if (!chart.plans.length || d3.max(costs) === 0 && d3.max(values) === d3.min(values)) return null;
  const height = width < kNarrow ? 300 : 360, svg = drawing(width, height);
  const top = 24 + legend(svg, width, [
    {label: 'tried', sample: (group) => dot(group, 'base', 12, 0, 2.5)},
    {label: 'simulated anew, with its interval', sample: (group) => dot(group, 'variant', 12, 0, 4.5)},
  ]);
  const bottom = height - 44, y = d3.scaleLinear().domain(d3.extent(values)).range([bottom, top]).nice(5);
  const left = valueLabelsWidth(y, chart.write), right = width - 26;
  const x = d3.scaleLinear().domain([0, d3.max(costs) || 1]).range([left + 8, right]);
  valueAxis(svg, y, left, right, chart.write);
  valueAxisBelow(svg, x, top, bottom, chart.writeCost);
  words(svg, 'label faint', left, top - 8, chart.yLabel);
  words(svg, 'label faint', right, height - 6, chart.xLabel, 'end');
  svg.append('line').attr('class', 'mark').attr('x1', left).attr('x2', right).attr('y1', y(chart.none)).attr('y2', y(chart.none));
  for (const [cost, effect] of chart.tried) if (known(effect)) dot(svg, 'base', x(cost), y(effect), 2.5);
  const path = d3.line().x((plan) => x(plan.cost)).y((plan) => y(plan.mean));
  svg.append('path').attr('class', 'single').attr('d', path(chart.plans));
  for (const plan of chart.plans) {
    if (hasInterval(plan)) vertical(svg, 'whisker', x(plan.cost), y(plan.low), y(plan.high));
    dot(svg, 'variant', x(plan.cost), y(plan.mean), plan.best ? 6.5 : 4.5);
    label(svg, 'label', x(plan.cost) + 10, y(plan.mean), plan.name);
  }
  const readings = {positions: chart.plans.map((plan) => x(plan.cost)), texts: chart.plans.map((plan) => plan.text), top, bottom};
  return {svg: svg.node(), readings};
}

// The parts of d3 that the charts use: Debian's packages node-d3-*. esbuild leaves out the rest.
export {extent, max, min, range, scan, sum, ticks} from 'd3-array';
export {axisBottom, axisLeft} from 'd3-axis';
export {scaleLinear, scaleLog} from 'd3-scale';
export {create, select} from 'd3-selection';
export {area, line} from 'd3-shape';

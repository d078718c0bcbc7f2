// Axes of a factor or a measure: places from 0 to 1, which charts stretch to their own length.
import * as d3 from '../d3.js';
import {kMissing, known, tight} from '../format.js';

const kLongNumber = 1e4;  // from here on shortened on axes, and with separators in tables
const kFewFold = 10;      // a logarithmic axis that spans less has the ticks of a linear one

/** A factor's value in full: 0.25, 2005, 20,000. */
export function factorText(value) {
  if (!known(value)) return kMissing;
  const size = Math.abs(value);
  if (size > 0 && size < 1e-4) return String(Number(value.toPrecision(4)));
  return value.toLocaleString('en-US', {maximumSignificantDigits: 5, useGrouping: size >= kLongNumber});
}

const tickText = (value) => (Math.abs(value) >= kLongNumber ? tight(value) : factorText(value));

/** 1, 2 and 5 of each decade, or only 1 over many decades. */
function logarithmicTicks(low, high) {
  const tens = d3.range(Math.floor(Math.log10(low)), Math.ceil(Math.log10(high)) + 1);
  return tens.flatMap((ten) => (tens.length > 4 ? [1] : [1, 2, 5]).map((digit) => Number((digit * 10 ** ten).toPrecision(3))))
      .filter((tick) => tick >= low && tick <= high);
}

/** At least two round numbers. */
function severalTicks(low, high, count) {
  const ticks = d3.ticks(low, high, count);
  return ticks.length > 1 ? ticks : severalTicks(low, high, count + 1);
}

/**
 * An axis from the smallest to the largest of `values`; marked: values at which its ticks stand, round ones when not
 * given; write: a value in full, writeTick: on the axis.
 */
export function numericAxis(values, {logarithmic = false, marked, write = factorText, writeTick = tickText} = {}) {
  const [low, high] = d3.extent(values.filter(known)), log = logarithmic && low > 0;
  if (low === undefined) return {place: () => NaN, ticks: () => [], rangeText: () => kMissing};
  const over = log ? Math.log : (value) => value, back = log ? Math.exp : (value) => value;
  const span = over(high) - over(low);
  const place = (value) => (!known(value) ? NaN : span > 0 ? (over(value) - over(low)) / span : 0.5);
  const valueAt = (at) => back(over(low) + at * span);
  const ticks = (count) => {
    if (marked) return marked.map((value) => ({at: place(value), text: writeTick(value)}));
    const round = span > 0 ? log && high / low > kFewFold ? logarithmicTicks(low, high) : severalTicks(low, high, count) : [low];
    return round.map((value) => ({at: place(value), text: writeTick(value)}));
  };
  return {place, ticks, rangeText: ([from, to]) => `${write(valueAt(from))} to ${write(valueAt(to))}`};
}

/** An axis of names, at the middles of equal parts. */
export function namesAxis(names) {
  const places = new Map(names.map((name, i) => [name, (i + 0.5) / names.length])), place = (name) => places.get(name) ?? NaN;
  return {
    place,
    ticks: () => names.map((name) => ({at: place(name), text: name})),
    rangeText: ([from, to]) =>
        names.filter((name) => place(name) >= from && place(name) <= to).join(', ') || 'no value'
  };
}

// Numbers and dates for people, everywhere on the page; the terminal writes them alike (tools/experiments/number_text.hpp).

export const kMissing = '–';

export function known(value) { return typeof value === 'number' && Number.isFinite(value); }

/** A range {mean, low, high} whose interval is known. */
export function hasInterval(range) { return !!range && known(range.low) && known(range.high); }

const kSteps = [[1e12, 'T'], [1e9, 'bn'], [1e6, 'M']];
const kSpace = '\u00a0', kMinus = '\u2212';

const kLeastPlain = 1e-4;  // smaller numbers are written with an exponent

function significant(size, digits) {
  if (size > 0 && size < kLeastPlain) return String(Number(size.toPrecision(digits)).toExponential());
  return size.toLocaleString('en-US', {maximumSignificantDigits: digits});
}

/** A size without its sign: 1.23 M, 45,600, 0.241. */
function magnitude(value, digits = 3) {
  const size = Math.abs(value);
  for (const [step, name] of kSteps)
    if (size >= step * 0.9995) return significant(size / step, digits) + kSpace + name;
  return significant(size, digits);
}

/** Two digits and no space, for cells of charts: 1.2M, 340k, 0.03. */
export function tight(value) {
  if (!known(value)) return kMissing;
  const size = Math.abs(value), sign = value < 0 ? kMinus : '';
  for (const [step, name] of [[1e9, 'bn'], [1e6, 'M'], [1e3, 'k']])
    if (size >= step * 0.995) return sign + significant(size / step, 2) + name;
  return sign + significant(size, 2);
}

/** How a unit is written: shares in hundredths, indices bare, calendar years in full, money in dollars. */
function kindOf(unit) {
  const text = (unit ?? '').toLowerCase();
  if (text.includes('cents')) return 'cents';
  if (text.includes('usd') || text.includes('dollar')) return 'money';
  if (text === 'share') return 'share';
  if (text === 'year') return 'calendar';
  return ['', '1', 'index', 'gini', 'hhi', 'distance'].includes(text) ? 'index' : 'counted';
}

export function isShare(unit) { return kindOf(unit) === 'share'; }

/** The text after a level: " people", " a year", or empty. */
function tail(unit) {
  const kind = kindOf(unit);
  if (kind === 'counted') return kSpace + unit;
  return (kind === 'money' || kind === 'cents') && /year/.test(unit) ? `${kSpace}a${kSpace}year` : '';
}

function body(value, unit, digits) {
  const kind = kindOf(unit);
  if (kind === 'money') return '$' + magnitude(value, digits);
  if (kind === 'cents') return '$' + magnitude(value / 100, digits);
  return magnitude(kind === 'share' ? value * 100 : value, digits);
}

/** A level without its unit's name: 5.83 M, $2.3 bn, 24.1 %, 0.663, 2011.4. */
export function bare(value, unit, digits = 3) {
  if (!known(value)) return kMissing;
  if (kindOf(unit) === 'calendar') return value.toFixed(1);
  return (value < 0 ? kMinus : '') + body(value, unit, digits) + (kindOf(unit) === 'share' ? kSpace + '%' : '');
}

/** A level: 5.83 M people, $2.3 bn a year, 24.1 %. */
export function level(value, unit) { return known(value) ? bare(value, unit) + tail(unit) : kMissing; }

/** A difference without its unit's name; of shares in hundredths. */
export function signedBare(value, unit, digits = 2) {
  if (!known(value)) return kMissing;
  const sign = value > 0 ? '+' : value < 0 ? kMinus : '';
  return sign + body(value, unit, digits);
}

/** A difference: +1.2 M people, -3.1 points (hundredths of a share), +0.8 years. */
export function difference(value, unit) {
  if (!known(value)) return kMissing;
  const kind = kindOf(unit),
        name = kind === 'share' ? kSpace + 'points' :
      kind === 'calendar'       ? kSpace + 'years' :
                                  tail(unit);
  return signedBare(value, unit, 3) + name;
}

const kManyTimes = 3;  // from here on a factor is written instead of per cent

/** "x6.8"; beyond these bounds the digits of a factor say nothing. */
function times(factor) {
  if (factor > 9999) return '>\u00d79,999';
  if (factor < 0.0001) return '<\u00d70.0001';
  return '\u00d7' + significant(factor, 2);
}

/** A factor as a change: +34 %, -3.2 %, and as a factor from 3 up: x6.8. */
export function ratio(factor) {
  if (!known(factor)) return kMissing;
  if (factor >= kManyTimes) return times(factor);
  const percent = (factor - 1) * 100, size = Math.abs(percent);
  if (percent === 0) return '0' + kSpace + '%';
  if (size < 0.05) return '0.0' + kSpace + '%';  // a sign would suggest an effect
  return (percent > 0 ? '+' : kMinus) + size.toFixed(size < 9.95 ? 1 : 0) + kSpace + '%';
}

/** Change from one level to another; missing where the first is 0. */
export function change(from, to) { return known(from) && known(to) && from > 0 ? ratio(to / from) : kMissing; }

export function percent(share, digits = 2) {
  return known(share) ? significant(share * 100, digits) + kSpace + '%' : kMissing;
}

export function chance(probability) {
  if (!known(probability)) return kMissing;
  if (probability > 0.999) return 'over 99.9' + kSpace + '%';
  if (probability < 0.001) return 'under 0.1' + kSpace + '%';
  const digits = probability > 0.99 || probability < 0.01 ? 1 : 0;
  return (probability * 100).toFixed(digits) + kSpace + '%';
}

/** "1.4 M to 2.3 M", each end written by `write`, or "no interval". */
export function interval(range, write) {
  return hasInterval(range) ? `${write(range.low)} to ${write(range.high)}` : 'no interval';
}

/** A factor on an axis: per cent between 1/3 and 3, else the factor. */
export function factorTick(factor) {
  return factor < 1 / kManyTimes ? times(factor) : ratio(factor);
}

/** Both ends of an interval of factors in one form: per cent, or factors where one of them is large. */
export function ratioInterval(range) {
  if (!hasInterval(range)) return 'no interval';
  if (range.high < kManyTimes) return `${ratio(range.low)} to ${ratio(range.high)}`;
  return `${times(range.low)} to ${times(range.high)}`;
}

/** The seeds of `count` replicates, first to last, exactly: large seeds come as text. */
export function seedRange(first, count) {
  if (first === undefined || first === null) return kMissing;
  const last = BigInt.asUintN(64, BigInt(first) + BigInt(Math.max(count, 1) - 1));
  return count > 1 ? `${first} to ${last}` : String(first);
}

const kMonths = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** With a capital first letter. */
export function capital(text) { return text ? text[0].toUpperCase() + text.slice(1) : ''; }

/** A sentence of the results with minus signs, and no line breaks between numbers and units. */
export function typeset(text) {
  return (text ?? '')
      .replace(/(^|[\s(])-(?=[\d.$])/g, `$1${kMinus}`)
      .replace(/(^|[\s(])x(?=\d)/g, '$1\u00d7')
      .replace(/(\d) (%|bn|M|T)(?![\w])/g, `$1${kSpace}$2`);
}

/** 2008-01-07 as 7 Jan 2008. */
export function date(text) {
  const parts = /^(\d+)-(\d+)-(\d+)/.exec(text ?? '');
  return parts ? `${+ parts[3]}${kSpace}${kMonths[parts[2] - 1]}${kSpace}${parts[1]}` : kMissing;
}

/** 2008-07-01 as 2008.5, to lie on an axis of years. */
export function yearOf(text) {
  const parts = /^(\d+)-(\d+)-(\d+)/.exec(text ?? '');
  return parts ? +parts[1] + (parts[2] - 1) / 12 + (parts[3] - 1) / 365.25 : NaN;
}

/** 1,234 with "pair" or "pairs". */
export function count(value, noun, plural = noun + 's') {
  if (!known(value)) return `${kMissing} ${plural}`;
  return `${value.toLocaleString('en-US')}${kSpace}${value === 1 ? noun : plural}`;
}

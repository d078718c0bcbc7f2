// Results outside of anything that was recorded, in red.
import {element} from '../dom.js';

/** One marked sentence. */
export function implausible(lead, text) {
  return element('p', {class: 'implausible'}, element('strong', {}, lead), text);
}

/** Markets in which fans of an arm pay more than markets of that size can; null without any. */
export function oversized(arm, name) {
  const markets = (arm.oversized_markets ?? []).map((market) => market.text);
  return markets.length ?
      implausible(`Implausible in ${name}, `, `against the size of the market on record (or projected from it): ${markets.join(', ')}.`) :
      null;
}

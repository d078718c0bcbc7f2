// The head of every page, with the choice between light and dark.
import {element} from './dom.js';

export const kNoForecast = 'A conditional simulation, not a forecast';

const root = document.documentElement;

function isDark() {
  return root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}

function themeButton() {
  const button = element(
      'button', {
        type: 'button',
        class: 'theme',
        'aria-pressed': String(isDark()),
        onclick: () => {
          root.dataset.theme = isDark() ? 'light' : 'dark';
          button.setAttribute('aria-pressed', String(isDark()));
        }
      },
      'Dark');
  return button;
}

/** what: the page's subject in two words; kicker: the line below; control: an element or null. */
export function masthead(what, kicker, control) {
  return element(
      'header', {class: 'masthead'},
      element(
          'div', {class: 'bar'},
          element('span', {class: 'name'}, 'hibiki', element('span', {class: 'soft'}, ` · ${what}`)),
          element('div', {class: 'controls'}, control, themeButton())),
      element('p', {class: 'kicker'}, kicker));
}

// A button that copies a text.
import {element} from './dom.js';

const kToldMs = 1600;

/** Where browsers keep the clipboard from a page that was opened from a disk. */
function copySelected(text) {
  const area = element('textarea', {class: 'unseen', 'aria-hidden': 'true'}, text);
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}

/** Whether the text is on the clipboard now. */
export async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text);
  }
}

/** what: the text in words, for those who do not see where the button stands. */
export function copyButton(text, what) {
  const button = element(
      'button', {
        type: 'button',
        class: 'copy',
        'aria-label': `Copy ${what}`,
        onclick: async () => {
          button.textContent = await copied(text) ? 'Copied' : 'Not allowed';
          setTimeout(() => button.textContent = 'Copy', kToldMs);
        }
      },
      'Copy');
  return button;
}

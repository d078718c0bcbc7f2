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

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text);
  }
}

/** what: the text in words, for those who do not see where the button stands; label: on the button. */
export function copyButton(text, what, label = 'Copy') {
  const button = element(
      'button', {
        type: 'button',
        class: 'copy',
        'aria-label': `Copy ${what}`,
        onclick: async () => {
          button.textContent = await copied(text) ? 'Copied' : 'Not allowed';
          setTimeout(() => button.textContent = label, kToldMs);
        }
      },
      label);
  return button;
}

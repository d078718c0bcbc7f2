// A chart as an SVG file with the page's styles, and its data as CSV.
import {element} from './dom.js';

const kCopied = [
  'fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-opacity', 'stroke-linejoin',
  'stroke-linecap', 'opacity', 'font-family', 'font-size', 'font-weight', 'font-style', 'text-anchor',
  'dominant-baseline', 'paint-order', 'letter-spacing'
];

function copyStyles(from, to) {
  const style = getComputedStyle(from);
  to.setAttribute('style', kCopied.map((name) => `${name}:${style.getPropertyValue(name)}`).join(';'));
  to.removeAttribute('class');
  for (let i = 0; i < from.children.length; ++i) copyStyles(from.children[i], to.children[i]);
}

/** The drawing as a file: computed styles inline, on the page's background. */
export function svgFile(svg) {
  const copy = svg.cloneNode(true);
  copyStyles(svg, copy);
  for (const hidden of copy.querySelectorAll('[data-screen-only]')) hidden.remove();
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const background = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  background.setAttribute('width', '100%');
  background.setAttribute('height', '100%');
  background.setAttribute('fill', getComputedStyle(document.body).backgroundColor);
  copy.prepend(background);
  return '<?xml version="1.0" encoding="UTF-8"?>\n' + new XMLSerializer().serializeToString(copy) + '\n';
}

const kPngScale = 2;  // pixels of the picture for one of the page

/** The drawing as a picture. */
export async function pngFile(svg) {
  const image = new Image();
  image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(svgFile(svg));
  await image.decode();
  const {width, height} = svg.viewBox.baseVal;
  const canvas = element('canvas', {width: width * kPngScale, height: height * kPngScale});
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}

function quoted(value) {
  const text = value === null || value === undefined ? '' : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** RFC 4180; numbers in full, missing values empty. */
export function csvFile({columns, rows}) {
  const lines = [columns.map((column) => column.label), ...rows];
  return lines.map((line) => line.map(quoted).join(',')).join('\n') + '\n';
}

/** content: text or a Blob. */
export function save(name, type, content) {
  const url = URL.createObjectURL(new Blob([content], {type}));
  const link = element('a', {href: url, download: name});
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

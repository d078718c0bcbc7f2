// Helpers that make elements.

/** element('p', {class: 'note'}, 'text', child...): null children and undefined attributes are left out. */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on'))
      node.addEventListener(name.slice(2), value);
    else
      node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** A table that scrolls sideways by itself where the page is narrow. Columns: {label, numeric, title}. */
export function table({caption, columns, rows, className, rowClass}) {
  const cell = (value, column, index) => element(
      index === 0 ? 'th' : 'td', {
        scope: index === 0 ? 'row' : undefined,
        class: column.numeric ? 'number' : column.className,
        'data-label': column.label
      },
      value ?? '');
  const head = columns.map(
      (column) => element(
          'th', {scope: 'col', class: column.numeric ? 'number' : column.className, title: column.title},
          column.label));
  return element(
      'div', {class: 'scroll', role: 'region', tabindex: 0, 'aria-label': caption},
      element(
          'table', {class: className}, element('caption', {class: 'unseen'}, caption),
          element('thead', {}, element('tr', {}, head)),
          element(
              'tbody', {},
              rows.map(
                  (row, r) =>
                      element('tr', {class: rowClass?.(r)}, row.map((value, i) => cell(value, columns[i], i)))))));
}

/** Radio buttons for up to 4 options, a list for more. */
export function choice({label, options, value, onchange}, name) {
  if (options.length > 4) {
    const select = element(
        'select', {'aria-label': label, onchange: () => onchange(select.value)},
        options.map(
            (option) => element('option', {value: option.value, selected: option.value === value}, option.label)));
    return element('label', {class: 'choice'}, element('span', {}, label), select);
  }
  return element('fieldset', {class: 'choice'}, element('legend', {}, label), options.map((option) => {
    const input = element('input', {
      type: 'radio',
      name,
      value: option.value,
      checked: option.value === value,
      onchange: () => onchange(option.value)
    });
    return element('label', {}, input, element('span', {}, option.label));
  }));
}

export function slider({label, min, max, value, onchange}) {
  const shown = element('output', {}, String(value));
  const input = element('input', {
    type: 'range',
    min,
    max,
    step: 1,
    value,
    'aria-label': label,
    oninput: () => {
      shown.textContent = input.value;
      onchange(+input.value);
    }
  });
  return element('label', {class: 'choice slider'}, element('span', {}, label), input, shown);
}

/** A section of the page, with its heading and lead. */
export function section(id, title, lead, ...content) {
  return element(
      'section', {id, 'aria-labelledby': id + '-title'}, element('h2', {id: id + '-title'}, title),
      lead ? element('p', {class: 'lead'}, lead) : null, ...content);
}

export function note(...text) { return element('p', {class: 'note'}, ...text); }

/** Links to the sections. */
export function contents(sections) {
  const link = (one) => element('li', {}, element('a', {href: '#' + one.id}, one.querySelector('h2').textContent));
  return element('nav', {class: 'contents', 'aria-label': 'Contents'}, element('ol', {}, sections.map(link)));
}

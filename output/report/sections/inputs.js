// The inputs: differences between the scenarios, and every parameter with its source.
import {element, note, section, table} from '../dom.js';
import {count, kMissing} from '../format.js';
import {variantOf} from '../model.js';

export function inputsSection(model) {
  return section(
      'inputs', 'Inputs', null, model.isRun ? null : differencesBlock(model),
      parametersBlock(model.result.parameters ?? []));
}

function differencesBlock(model) {
  const differences = variantOf(model).differences ?? [];
  const side = (text) =>
      (text === null || text === undefined ? element(
                                                 'span', {class: 'soft'},
                                                 'absent') :
                                             element('code', {}, text));
  return element(
      'div', {}, element('h3', {}, 'Differences between the two scenarios'),
      differences.length ? table({
        caption: 'Lines that differ',
        className: 'keys',
        columns: [{label: 'Key'}, {label: 'Baseline'}, {label: 'What-if'}],
        rows: differences.map((line) => [element('code', {}, line.key), side(line.base), side(line.variant)])
      }) :
                           note('None: the two resolved scenarios are equal.'));
}

function parametersBlock(parameters) {
  if (!parameters.length)
    return element('div', {}, element('h3', {}, 'Parameters'), note('The results list no parameters.'));
  const place = element('div'), told = element('p', {class: 'note', 'aria-live': 'polite'});
  const search = element('input', {
    type: 'search',
    id: 'parameter-search',
    placeholder: 'e.g. engagement, [S], ' +
        'streaming',
    oninput: () => fill()
  });
  const changed = element('input', {type: 'checkbox', onchange: () => fill()});
  const fill = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const rows = parameters.filter(
        (parameter) => (!changed.checked || parameter.changed) &&
            words.every(
                (word) =>
                    `${parameter.section} ${parameter.key} ${parameter.value} ${parameter.unit} ${parameter.source}`
                        .toLowerCase()
                        .includes(word)));
    told.textContent = `${count(rows.length, 'parameter')} of ${
        parameters.length.toLocaleString(
            'en-US')}. Marks of sources: [S] read in the source, [C] computed from it, [M] from memory, not verified.`;
    place.replaceChildren(rows.length ? parametersTable(rows) : note('No parameter matches.'));
  };
  fill();
  const onPaper =
      note('On paper only parameters that differ from their default are listed; the page and resolved.toml list all.');
  onPaper.classList.add('paper-only');
  return element('div', {class: 'parameters'}, element('h3', {}, 'Every parameter and its source'),
    element('div', {class: 'controls'}, element('label', {class: 'choice', for: 'parameter-search'}, element('span', {}, 'Search')), search,
            element('label', {class: 'choice check'}, changed, element('span', {}, 'only those that differ from their default'))),
    told, onPaper, place);
}

function parametersTable(rows) {
    return table({
      caption: 'Parameters',
      className: 'keys',
      rowClass: (i) => (rows[i].changed ? null : 'as-default'),
      columns: [{label: 'Parameter'}, {label: 'Value'}, {label: 'Default'}, {label: 'Unit'}, {label: 'Source'}],
      rows: rows.map(
          (parameter) =>
              [element('span', {}, element('small', {}, parameter.section ?? ''), element('code', {}, parameter.key)),
               element(parameter.changed ? 'strong' : 'span', {}, parameter.value ?? kMissing),
               parameter.default ?? kMissing, parameter.unit || '', parameter.source || 'none stated'])
    });
}

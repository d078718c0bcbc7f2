// Patterns of the record: met or missed.
import {element, note, section, table} from '../dom.js';
import {kMissing, typeset} from '../format.js';

const kMarks = {
  yes: '✓ met',
  no: '✗ missed',
  reported: '· reported, no target',
  'not in this run': '– not in this run'
};

export function trustSection(model) {
  const patterns = model.result.patterns ?? [];
  return section(
      'trust', 'Patterns of the record',
      `How ${
          model.isRun ? 'this run' :
                        'the baseline arm'} compares with patterns of the record. No pattern is an input of the model.`,
      patterns.length ? patternsTable(model, patterns) :
                        note('The patterns were not checked: they concern the history of Asian pop, 1990 to 2024.'));
}

function patternsTable(model, patterns) {
  return table({
    caption: 'Patterns of the record',
    className: 'patterns cards',
    columns: [
      {label: ''}, {label: 'Pattern'}, {label: model.isRun ? 'In this run' : 'In this baseline', className: 'result'},
      {label: 'Measured'}
    ],
    rows: patterns.map(
        (pattern) =>
            [pattern.id, pattern.text,
             element(
                 'span', {class: `result-${(pattern.result ?? '').replaceAll(' ', '-')}`},
                 kMarks[pattern.result] ?? pattern.result ?? kMissing),
             pattern.measured ? typeset(pattern.measured) : kMissing]),
  });
}

// What the baseline gets right and wrong.
import {element, note, section, table} from '../dom.js';
import {kMissing, typeset} from '../format.js';

const kMarks = {
  yes: '✓ comes out',
  no: '✗ does not come out',
  reported: '· reported, no target',
  'not in this run': '– not in this run'
};

export function trustSection(model) {
  const patterns = model.result.patterns ?? [];
  return section(
      'trust', 'What the model gets right and wrong',
      `How ${
          model.isRun ? 'this run' :
                        'the baseline arm'} compares with patterns of the record. None of them is wired in.`,
      patterns.length ? patternsTable(model, patterns) :
                        note('The patterns were not checked: they are about the history of Asian pop, 1990 to 2024.'),
      element('h3', {}, 'Known misfits'), misfits(model, patterns));
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

function misfits(model, patterns) {
  const found = [
    ...patterns.filter((pattern) => pattern.result === 'no')
        .map((pattern) => ({text: `${pattern.id}: ${pattern.text}`, measured: pattern.measured})),
    ...(model.result.misfits ?? []).map((misfit) => (typeof misfit === 'string' ? {text: misfit} : misfit))
  ];
  const checked = patterns.some((pattern) => pattern.result === 'yes');
  if (!found.length)
    return note(
        checked ? 'Every pattern that was checked comes out. That says little about what was not checked.' :
                  'None is known for this scenario, because none was looked for.');
  return element(
      'div', {},
      element(
          'ul', {class: 'misfits'},
          found.map(
              (misfit) => element(
                  'li', {}, misfit.text,
                  misfit.measured ? element('span', {class: 'soft'}, `: ${typeset(misfit.measured)}`) : ''))),
      note('An answer that leans on one of these deserves less trust.'));
}

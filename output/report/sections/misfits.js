// Patterns and recorded series that the baseline misses, computed from its replicates.
import {element, note, section, table} from '../dom.js';
import {typeset} from '../format.js';

export function misfitsSection(model) {
  const {misfits, patterns} = model.result;
  const checked = (patterns ?? []).some((pattern) => ['yes', 'no'].includes(pattern.result));
  if (!checked && !misfits?.length)
    return section(
        'misfits', 'Known misfits', 'Not checked: the record covers only the history of Asian pop, which ' +
            'this scenario does not simulate.');
  return section(
      'misfits', 'Known misfits',
      `Patterns and recorded series that ${
          model.isRun ? 'this run' : 'the baseline'} misses, computed from its own replicates. ` +
          'A series is missed when its level is off by more than a quarter.',
      misfits?.length ? misfitsTable(misfits) :
                        note('All checked patterns and series are met. Many others were not checked.'),
      misfits?.length ? note('Trust answers that depend on a misfit less.') : null);
}

function misfitsTable(misfits) {
  return table({
    caption: 'Known misfits',
    className: 'misfits cards',
    columns: [{label: 'Missed'}, {label: 'By how much'}, {label: 'In the replicates'}, {label: 'Years'}, {label: 'Record'}],
    rows: misfits.map((misfit) => [nameOf(misfit), element('strong', {}, typeset(misfit.off)), typeset(misfit.measured), 
                                   yearsOf(misfit), misfit.verified ? 'read in a source' : 'unverified'])
  });
}

function nameOf({id, text}) { return /^P\d$/.test(id) ? `${id}: ${text}` : text; }

function yearsOf({years, held_out: heldOut}) { return `${typeset(years)}${heldOut ? ', held out' : ''}`; }

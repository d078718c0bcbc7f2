// The commands, seeds and digests with which the results are repeated.
import {element, note, section, table} from '../dom.js';
import {count, date, kMissing, known, seedRange} from '../format.js';

/** A word quoted for a shell. */
function shellWord(word) { return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll('\'', '\'\\\'\'')}'`; }

function commandText(words) {
  return words?.length ? [words[0].split('/').pop(), ...words.slice(1)].map(shellWord).join(' ') : null;
}

export function repeatSection(model) {
  const {result} = model, arms = [model.base, ...model.variants], failed = result.failed ?? [];
  const ofSets = failed.some((one) => one.set !== undefined);
  const runs = arms.filter((arm) => arm.run && !model.isRun).map((arm) => `hibiki verify ${shellWord(arm.run)}`);
  const commands = [
    commandText(result.command),
    runs.length ? '# in the folder of the comparison' : null,
    ...runs
  ].filter(Boolean);
  return section(
      'repeat', 'Repeating the results',
      'The same scenario, seed and model version give the same bits on any machine and number of threads.',
      commands.length ? element('pre', {tabindex: 0}, element('code', {}, commands.join('\n'))) :
                        note('The results do not record the command.'),
      element(
          'dl', {class: 'facts small'},
          [
            ['Program', `hibiki ${result.program ?? kMissing}`],
            ['Model version', result.model_version ?? kMissing],
            ['Seeds', seedRange(result.seed, result.replicates ?? 1)],
            ['Fans simulated', known(result.fans) ? result.fans.toLocaleString('en-US') : kMissing],
            ['Simulated period', `${date(result.start)} to ${date(result.end)}`],
            ['Reported from', date(result.report_from)],
          ].map(([label,
                  value]) => element('div', {class: 'fact'}, element('dt', {}, label), element('dd', {}, value)))),
      failed.length ? element(
                          'div', {}, element('h3', {}, 'Replicates that failed'),
                          note(`${count(failed.length, 'replicate')} failed and ${
                              failed.length === 1 ? 'is' : 'are'} not included in any figure above.`),
                          table({
                            caption: 'Replicates that failed',
                            columns: [
                              {label: 'Arm'}, ...(ofSets ? [{label: 'Parameter set'}] : []),
                              {label: 'Seed', numeric: true}, {label: 'Error'}
                            ],
                            rows: failed.map(
                                (one) => [one.arm, ...(ofSets ? [one.set ?? kMissing] : []), one.seed, one.error])
                          })) :
                      null,
      digestsBlock(result, arms));
}

function digestsBlock(result, arms) {
  const rows = arms.flatMap(
      (arm) =>
          (arm.digests ?? [])
              .map(
                  (digest, i) =>
                      [arm.name ?? arm.title ?? '', arm.scenario ?? '', element('code', {}, arm.resolved_digest ?? kMissing),
                       String(arm.seeds?.[i] ?? kMissing), element('code', {}, digest ?? 'failed')]));
  if (!rows.length) return null;
  return element(
      'details', {class: 'more'}, element('summary', {}, `Digests of ${count(rows.length, 'replicate')}`), table({
        caption: 'Digests of the replicates',
        columns: [
          {label: 'Arm'}, {label: 'Scenario'}, {label: 'Digest of the resolved scenario'}, {label: 'Seed', numeric: true},
          {label: 'Digest of final state and series'}
        ],
        rows
      }));
}

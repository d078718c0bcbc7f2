// What can be taken away: the report, the data, the scenario file, a link; and scenario files that are read back.
import {copied, copyButton} from '../copy.js';
import {element} from '../dom.js';
import {save} from '../download.js';

import {withWhatIf} from './question.js';
import {readScenario, Refused, savedScenario, savedScenarios, saveScenario, scenarioOf} from './server.js';

/**
 * context: setup, question(), forServer(), shown() ({pairs, fans} of the result), take(question), again(). Returns {node, files, show(id)}: links to the
 * files of the answer with this id; null: there are none.
 */
export function handOn(context) {
  const told = element('p', {class: 'note', role: 'status'}), files = element('div', {class: 'controls files', role: 'group', 'aria-label': 'Export'});
  const tell = (...parts) => told.replaceChildren(...parts);
  const trying = (action) => async (event) => {
    try {
      await action(event);
    } catch (error) {
      tell(error instanceof TypeError ? 'The studio does not answer.' : error.message);
    }
  };
  const button = (label, action) => element('button', {type: 'button', onclick: action}, label);
  const name = element('input', {type: 'text', id: 'file-name', maxlength: 60, placeholder: 'name', 'aria-label': 'Name of the scenario file'});
  const withCommand = (command, ...before) => tell(...before, element('code', {}, command), ' ', copyButton(command, 'the command'));
  const keep = (replace) => trying(async () => {
    try {
      const {file, command} = await saveScenario(name.value.trim(), context.forServer(), replace, context.shown());
      withCommand(command, `Saved as ${file}. `);
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 409) throw error;
      tell(`${error.message} `, button('Replace it', keep(true)));
    }
  });
  const takeWhatIf = (whatIf) => context.take(withWhatIf(context.setup, context.question(), whatIf));
  const chosen = element('input', {type: 'file', accept: '.toml', class: 'unseen', id: 'read-file', onchange: trying(async () => {
    const [file] = chosen.files;
    chosen.value = '';  // the same file may be read again
    if (file) takeWhatIf(await readScenario(await file.text()));
  })});
  const saved = element('select', {'aria-label': 'Saved scenarios', onfocus: trying(async () => {
    const {names} = await savedScenarios();
    saved.replaceChildren(element('option', {value: ''}, names.length ? 'Open a saved one…' : 'None saved yet'), ...names.map((one) => element('option', {value: one}, one)));
  }), onchange: trying(async () => saved.value && takeWhatIf(await savedScenario(saved.value)))}, element('option', {value: ''}, 'Open a saved one…'));
  const link = button('Copy a link', async () => tell(await copied(location.href) ? 'A link to this question was copied.' : location.href));
  const show = (id) => files.replaceChildren(...(id ? [['report.html', 'Report'], ['compare.xlsx', 'Spreadsheet'], ['markets.csv', 'CSV'], ['compare.json', 'JSON']] : [])
      .map(([file, label]) => element('a', {class: 'button', href: `answers/${id}/${file}`, target: '_blank', rel: 'noopener'}, label)));
  const node = element('div', {class: 'hand-on'},
      element('h2', {}, 'Scenario file and link'),
      element('div', {class: 'controls'}, name, button('Save the scenario', keep(false)),
              button('Download it', trying(async () => {
                const {file, toml} = await scenarioOf(context.forServer(), context.shown());
                save(file, 'application/toml', toml);
              })),
              button('The command', trying(async () => withCommand((await scenarioOf(context.forServer(), context.shown())).command))), link),
      element('div', {class: 'controls'}, element('label', {class: 'button', for: 'read-file'}, 'Open a scenario file'), chosen, saved,
              button('Start over', () => confirm('Remove all levers, pins and the budget?') && context.again())),
      told);
  return {node, files, show};
}

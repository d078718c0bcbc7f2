// The page, top to bottom.
import {contents, element} from './dom.js';
import {forgetFigures, redrawFigures} from './figure.js';
import {kNoForecast, masthead} from './masthead.js';
import {readModel, variantOf} from './model.js';
import {attributionSection} from './sections/attribution.js';
import {decisionSection} from './sections/decision.js';
import {definitionsSection} from './sections/definitions.js';
import {effectsSection} from './sections/effects.js';
import {ensembleSection} from './sections/ensemble.js';
import {geographySection} from './sections/geography.js';
import {industrySection} from './sections/industry.js';
import {inputsSection} from './sections/inputs.js';
import {leadershipSection} from './sections/leadership.js';
import {misfitsSection} from './sections/misfits.js';
import {reasonsSection} from './sections/reasons.js';
import {repeatSection} from './sections/repeat.js';
import {runSection} from './sections/run.js';
import {trustSection} from './sections/trust.js';
import {varietySection} from './sections/variety.js';

const model = readModel();
function variantChooser() {
  if (model.variants.length < 2) return null;
  const select = element(
      'select', {
        id: 'variant',
        onchange: () => {
          model.chosen = +select.value;
          fillMain();
        }
      },
      model.variants.map(
          (variant, i) => element('option', {value: i}, variant.title ?? variant.name ?? `variant ${i + 1}`)));
  return element(
      'label', {class: 'choice variants'},
      element(
          'span', {},
          `Compared with the baseline ` +
              `(${model.variants.length})`),
      select);
}

function headline() {
  const arm = model.isRun ? model.base : variantOf(model);
  return element(
      'div', {class: 'headline'},
      element(
          'h1', {},
          arm.title ?? arm.name ??
              (model.isRun ? 'A run' : 'A comparison')),
      arm.question ?? model.result.question ? element('p', {class: 'question'}, arm.question ?? model.result.question) :
                                              null,
      model.result.status ? element('p', {class: 'implausible'}, model.result.status) : null,
      model.isRun || !model.base.title ? null : element('p', {class: 'against'}, `Against: ${model.base.title}`));
}

function fillMain() {
  forgetFigures();
  const evidence = [
    model.isRun ? null : ensembleSection(model), model.isRun ? null : effectsSection(model), leadershipSection(model), geographySection(model),
    attributionSection(model), reasonsSection(model), industrySection(model), varietySection(model),
    trustSection(model), misfitsSection(model), inputsSection(model), repeatSection(model), definitionsSection(model)
  ].filter(Boolean);
  document.getElementById('main').replaceChildren(
      headline(), model.isRun ? runSection(model) : decisionSection(model), contents(evidence), ...evidence);
}

document.getElementById('page').append(
    masthead(model.isRun ? 'a run' : 'what-if', kNoForecast, variantChooser()), element('main', {id: 'main', tabindex: -1}),
    element(
        'footer', {},
        `Made by hibiki ${model.result.program ?? ''}, model version ${
            model.result.model_version ?? '–'}. This page contains all its data and makes no network requests.`));
fillMain();
addEventListener('beforeprint', () => redrawFigures(true));
addEventListener('afterprint', () => redrawFigures());

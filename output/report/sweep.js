// The page of a parameter sweep, top to bottom.
import {contents, element, note} from './dom.js';
import {redrawFigures} from './figure.js';
import {kNoForecast, masthead} from './masthead.js';
import {curvesSection} from './sweep/curves.js';
import {extremesSection} from './sweep/extremes.js';
import {headline, measureBar, measureText, overview} from './sweep/headline.js';
import {readSweep} from './sweep/model.js';
import {pairsSection} from './sweep/pairs.js';
import {selectionSection} from './sweep/selection.js';
import {sensitivitySection} from './sweep/sensitivity.js';
import {makeView} from './sweep/view.js';

const sweep = readSweep(JSON.parse(document.getElementById('data').textContent).result), view = makeView(sweep);

function results() {
  if (!sweep.points.length || !sweep.measures.length) return [note('The sweep has no results yet.')];
  const sections =
      [curvesSection(view), pairsSection(view), selectionSection(view), extremesSection(view), sensitivitySection(view)].filter(Boolean);
  return [contents(sections), measureBar(view), measureText(view), ...sections];
}

document.getElementById('page').append(
    masthead('sweep', kNoForecast, null),
    element('main', {id: 'main', tabindex: -1, class: 'sweep'}, headline(sweep), overview(sweep), results()),
    element(
        'footer', {},
        `Made by ${['hibiki', sweep.result.program].filter(Boolean).join(' ')}, model version ${
            sweep.result.model_version ?? '–'}. This page contains all its data and makes no network requests.`));
addEventListener('beforeprint', () => redrawFigures(true));
addEventListener('afterprint', () => redrawFigures());

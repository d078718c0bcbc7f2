// What the page asks of the studio that served it, and the course of one answer at a time.

const kWindow = crypto.randomUUID();
const kSettleMs = 40;  // a held key asks many times a second
const kRetryMs = 1500, kPauseMs = 100;  // between two looks: drawing takes time from the simulation

/** What the studio refused: problems [{place, text}]. */
export class Refused extends Error {
  constructor(status, problems) {
    super(problems.map((problem) => problem.text).join('\n'));
    this.status = status;
    this.problems = problems;
  }
}

async function call(path, body) {
  const response = await fetch(
      path,
      body === undefined ? {} : {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body)});
  const json = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, json.problems ?? [{place: '', text: response.statusText}]);
  return json;
}

export const leversOf = (target) => call(`levers?target=${encodeURIComponent(target)}`);
export const readScenario = (text) => call('read', {text});
export const whyOf = (answer) => call(`answers/${answer}/why`);
export const savedScenarios = () => call('saved');
export const savedScenario = (name) => call(`saved/${encodeURIComponent(name)}`);
/** shown: {pairs, fans} of the result on the page. */
export const scenarioOf = (question, shown) => call('scenario', {question, ...shown});
export const saveScenario = (name, question, replace, shown) => call('save', {name, question, replace, ...shown});

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Follows the answer to one question at a time. on: {state(json), refused(problems), lost()}. */
export class Conversation {
  #round = 0;
  id = null;

  constructor(on) { this.on = on; }

  /** A newer question ends the older one; the studio stops work on it at once. */
  async ask(question) {
    const round = ++this.#round;
    this.id = null;
    let since = 0;
    await pause(kSettleMs);
    while (round === this.#round) {
      try {
        if (!this.id) {
          const {answer} = await call('ask', {window: kWindow, question});
          if (round !== this.#round) return;
          this.id = answer;
          since = 0;
        }
        const state = await call(`answers/${this.id}/state?since=${since}`);
        if (round !== this.#round) return;
        since = state.version;
        this.on.state(state);
        if (state.phase === 'done' || state.phase === 'stopped') return;
        await pause(kPauseMs);
      } catch (error) {
        if (round !== this.#round) return;
        if (error instanceof Refused && error.status === 404) {
          this.id = null;  // dropped while this window slept
        } else if (error instanceof Refused) {
          return this.on.refused(error.problems);
        } else {
          this.on.lost();
          await pause(kRetryMs);
        }
      }
    }
  }

  /** Ends the work; the answer so far stays on the page. */
  stop() {
    ++this.#round;
    if (this.id) navigator.sendBeacon(`answers/${this.id}/stop`, '');
  }
}

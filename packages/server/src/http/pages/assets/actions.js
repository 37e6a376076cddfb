/** Buttons that change something by the API. */
import { fetchSignedIn } from './session.js';

/** `onDone` is called when something was changed. */
export function startActions(onDone) {
  document.addEventListener('click', (event) => {
    const button = event.target.closest('button[data-post]');
    if (button) void act(button, onDone);
  });
}

async function act(button, onDone) {
  const { post, body } = button.dataset;
  button.disabled = true;
  try {
    const answer = await fetchSignedIn(post, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', 'x-gauntlet-csrf': '1' },
      body: body ?? '{}',
    });
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) return tell(said.detail ?? `The server answered ${answer.status}.`);
    tell('');
    onDone();
  } catch {
    tell('The server could not be reached. Nothing was changed; try again.');
  } finally {
    button.disabled = false;
  }
}

function tell(text) {
  const said = document.getElementById('said');
  if (said === null) return;
  said.textContent = text;
  said.hidden = text === '';
}

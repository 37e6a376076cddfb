/** Buttons that change something, and forms that need none. */
import { fetchSignedIn } from './session.js';

/** `onDone` is called when something was changed. */
export function startActions(onDone) {
  for (const form of document.querySelectorAll('form[data-submit-on-change]')) {
    form.addEventListener('change', (event) => event.target.name && form.requestSubmit());
    form.addEventListener('submit', () => {
      // An empty field is no filter: it stays out of the address.
      for (const field of form.elements) if (field.value === '') field.disabled = true;
    });
  }
  document.addEventListener('click', (event) => {
    const button = event.target.closest('button[data-post]');
    if (button) void act(button, onDone);
  });
}

async function act(button, onDone) {
  const { post, body, confirm: question } = button.dataset;
  if (question && !window.confirm(question)) return;
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
    if (said.executionId && said.links && !location.pathname.includes(said.executionId))
      location.assign(`/executions/${encodeURIComponent(said.executionId)}${inProject()}`);
    else onDone(0);
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

/** Who looks at a project stays in it. */
function inProject() {
  const project = new URLSearchParams(location.search).get('project');
  return project === null ? '' : `?project=${encodeURIComponent(project)}`;
}
